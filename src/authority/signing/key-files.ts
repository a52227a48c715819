/** Private keys as files: P-256 in PKCS #8 PEM, in the clear or sealed under a passphrase (JWE, PBES2). */
import { CompactEncrypt, compactDecrypt } from 'jose'
import * as z from 'zod/mini'
import { utf8, utf8ToText } from '../../core/bytes.ts'
import { CheckoutError } from '../../core/errors.ts'
import { hashSchema, parse, textSchema } from '../../core/schema.ts'
import type { TufKey } from '../../trust/metadata.ts'
import { generatePrivateKey, importSigner, type RoleKey, type RoleSigner } from '../../trust/signer.ts'

/** A key file's JSON. One of `pem` and `sealed` holds the private half. */
export interface KeyFile {
  readonly v: 1
  /** SHA-256 of the public key's canonical JSON, hexadecimal. */
  readonly keyId: string
  readonly key: TufKey
  readonly pem?: string
  /** Compact JWE, `PBES2-HS256+A128KW` with `A256GCM` (RFC 7518 §4.8). */
  readonly sealed?: string
}

// OWASP's floor for PBKDF2 with HMAC-SHA-256.
const iterations = 600_000
const mostIterations = 2_000_000
const leastPassphrase = 12

const keyFileSchema: z.ZodMiniType<KeyFile> = z.strictObject({
  v: z.literal(1),
  keyId: hashSchema,
  key: z.strictObject({
    keytype: textSchema(40),
    scheme: textSchema(40),
    keyval: z.strictObject({ public: textSchema(2000) }),
  }),
  pem: z.exactOptional(textSchema(4000)),
  sealed: z.exactOptional(textSchema(8000)),
})

/** A new key. @throws {@link CheckoutError} `OPTIONS_INVALID` for a passphrase of fewer than 12 characters */
export async function createKeyFile(passphrase?: string): Promise<KeyFile> {
  const pem = await generatePrivateKey()
  const { keyId, key } = await importSigner(pem)
  if (passphrase === undefined) return { v: 1, keyId, key, pem }
  if (passphrase.length < leastPassphrase) {
    throw new CheckoutError('OPTIONS_INVALID', `the passphrase must have at least ${leastPassphrase} characters`, {
      field: 'passphrase',
    })
  }
  const sealed = await new CompactEncrypt(utf8(pem))
    .setProtectedHeader({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' })
    .setKeyManagementParameters({ p2c: iterations })
    .encrypt(utf8(passphrase))
  return { v: 1, keyId, key, sealed }
}

/** @throws {@link CheckoutError} `INPUT_INVALID` naming `where` and the member that is wrong */
export function readKeyFile(text: string, where: string): KeyFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', `${where} is no key file: it is not JSON`, { field: where, cause })
  }
  return parse(keyFileSchema, json, where)
}

/**
 * @param askPassphrase called for a sealed key only; null: none can be had
 * @throws {@link CheckoutError} `INPUT_INVALID` for a wrong passphrase or a private half that is not the public one's
 */
export async function openKeyFile(file: KeyFile, askPassphrase: () => Promise<string | null>): Promise<RoleSigner> {
  const signer = await importSigner(file.pem ?? (await unseal(file, askPassphrase)))
  if (signer.keyId !== file.keyId) {
    throw new CheckoutError(
      'INPUT_INVALID',
      `the private key of ${shortKeyId(file)} belongs to another public key: the file was edited`,
      { field: 'keyId', expected: file.keyId, received: signer.keyId },
    )
  }
  return signer
}

async function unseal(file: KeyFile, askPassphrase: () => Promise<string | null>): Promise<string> {
  if (file.sealed === undefined)
    throw new CheckoutError('INPUT_INVALID', `key ${shortKeyId(file)} has no private half`, { field: 'pem' })
  const passphrase = await askPassphrase()
  if (passphrase === null) {
    throw new CheckoutError(
      'OPTIONS_INVALID',
      `key ${shortKeyId(file)} is sealed: give its passphrase by --passphrase-file or TRADEIN_PASSPHRASE`,
      { field: 'passphrase' },
    )
  }
  try {
    const { plaintext } = await compactDecrypt(file.sealed, utf8(passphrase), {
      keyManagementAlgorithms: ['PBES2-HS256+A128KW'],
      maxPBES2Count: mostIterations,
    })
    return utf8ToText(plaintext, 'pem')
  } catch (cause) {
    throw new CheckoutError('INPUT_INVALID', `the passphrase does not open key ${shortKeyId(file)}`, {
      field: 'passphrase',
      cause,
    })
  }
}

/** The first eight digits, as the tool's messages and file names show a key. */
export function shortKeyId({ keyId }: Pick<RoleKey, 'keyId'>): string {
  return keyId.slice(0, 8)
}
