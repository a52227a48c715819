/**
 * Signing by several people: what is still to be signed lies in a folder as metadata files, each holder
 * of a key adds a signature, and the next build takes them up.
 */
import { existsSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { equalBytes, utf8, utf8ToText, type Bytes } from '../../core/bytes.ts'
import { isCheckoutError } from '../../core/errors.ts'
import { parse, wholeSchema } from '../../core/schema.ts'
import { canonicalBytes } from '../../trust/canonical.ts'
import { addSignatures } from '../../trust/documents.ts'
import { rootSchema, snapshotSchema, targetsSchema, timestampSchema, type Signature } from '../../trust/metadata.ts'
import type { RoleSigner } from '../../trust/signer.ts'
import type { RoleSetup } from '../../trust/writer.ts'
import { readJson } from '../project/project.ts'
import { makeFolder, writeWhole } from '../project/repository-folder.ts'

/** What stays fixed until a signing session is over. */
export interface SigningSession {
  /** The instant that every document of the session carries, milliseconds since 1970. */
  readonly nowMs: number
  /** Documents with the signatures they have so far. */
  readonly documents: readonly { readonly signed: Bytes; readonly signatures: readonly Signature[] }[]
}

const sessionSchema = z.strictObject({ v: z.literal(1), nowMs: wholeSchema(0) })
const documentSchema = z.strictObject({
  signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.string() })),
  signed: z.looseObject({ _type: z.literal(['root', 'targets', 'snapshot', 'timestamp']), version: z.number() }),
})
const schemaByType = {
  root: rootSchema,
  targets: targetsSchema,
  snapshot: snapshotSchema,
  timestamp: timestampSchema,
} as const

/** The session that is open in the folder; null when none is. */
export async function readSession(folder: string): Promise<SigningSession | null> {
  const file = join(folder, 'session.json')
  if (!existsSync(file)) return null
  const { nowMs } = parse(sessionSchema, await readJson(file), 'session.json')
  const names = (await readdir(folder)).filter((name) => /^\d+\..+\.json$/.test(name))
  const documents = await Promise.all(
    names.map(async (name) => {
      const json = await readJson(join(folder, name))
      const { signatures } = parse(documentSchema, json, name)
      return { signed: canonicalBytes((json as { signed: unknown }).signed), signatures }
    }),
  )
  return { nowMs, documents }
}

export async function closeSession(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

/** The roles with the signatures that people gave, beside the signers at hand. */
export function withCollected(
  roles: Readonly<Record<string, RoleSetup>>,
  session: SigningSession | null,
): Readonly<Record<string, RoleSetup>> {
  if (session === null) return roles
  return mapRoles(roles, (setup) => {
    const given = setup.keys.flatMap((key): RoleSigner[] => {
      if (setup.signers.some(({ keyId }) => keyId === key.keyId)) return []
      const signatures = session.documents.flatMap(({ signed, signatures: all }) =>
        all.filter(({ keyid }) => keyid === key.keyId).map(({ sig }) => ({ signed, sig })),
      )
      if (signatures.length === 0) return []
      // For any other document an empty signature, which counts for nothing.
      return [
        {
          ...key,
          sign: (data) => Promise.resolve(signatures.find(({ signed }) => equalBytes(signed, data))?.sig ?? ''),
        },
      ]
    })
    return { ...setup, signers: [...setup.signers, ...given] }
  })
}

/**
 * Runs `build`; where signatures are missing, writes what is to be signed into the folder and says so.
 * @returns the paths to sign, or null when the release is whole
 */
export async function signOrPrepare<T>(
  folder: string,
  nowMs: number,
  roles: Readonly<Record<string, RoleSetup>>,
  build: (roles: Readonly<Record<string, RoleSetup>>) => Promise<T>,
): Promise<
  { readonly status: 'signed'; readonly result: T } | { readonly status: 'unsigned'; readonly files: readonly string[] }
> {
  const session = await readSession(folder)
  const known = withCollected(roles, session)
  try {
    const result = await build(known)
    await closeSession(folder)
    return { status: 'signed', result }
  } catch (error) {
    if (!isCheckoutError(error) || error.code !== 'METADATA_UNSIGNED') throw error
    const wanted = await recordDocuments(known, build)
    if (wanted.size === 0) throw error
    return { status: 'unsigned', files: await writeSession(folder, session, nowMs, wanted) }
  }
}

async function recordDocuments<T>(
  roles: Readonly<Record<string, RoleSetup>>,
  build: (roles: Readonly<Record<string, RoleSetup>>) => Promise<T>,
): Promise<ReadonlyMap<string, Bytes>> {
  const wanted = new Map<string, Bytes>()
  const recording = mapRoles(roles, (setup, role) => {
    const absent = setup.keys.filter((key) => !setup.signers.some(({ keyId }) => keyId === key.keyId))
    const signers = absent.map((key): RoleSigner => ({
      ...key,
      sign: (data) => (wanted.set(role, data), Promise.resolve('')),
    }))
    return { ...setup, signers: [...setup.signers, ...signers] }
  })
  await build(recording).catch((error: unknown) => {
    if (!isCheckoutError(error) || error.code !== 'METADATA_UNSIGNED') throw error
  })
  return wanted
}

async function writeSession(
  folder: string,
  open: SigningSession | null,
  nowMs: number,
  wanted: ReadonlyMap<string, Bytes>,
): Promise<readonly string[]> {
  await makeFolder(folder)
  await writeWhole(join(folder, 'session.json'), JSON.stringify({ v: 1, nowMs }))
  const files: string[] = []
  for (const [role, data] of wanted) {
    const signed: unknown = JSON.parse(utf8ToText(data))
    const { version } = signed as { readonly version: number }
    const file = join(folder, `${version}.${encodeURIComponent(role)}.json`)
    const signatures = open?.documents.find((document) => equalBytes(document.signed, data))?.signatures ?? []
    await writeWhole(file, `${JSON.stringify({ signatures, signed }, null, 1)}\n`)
    files.push(file)
  }
  return files
}

/**
 * Adds one signature to a prepared metadata file.
 * @throws {@link CheckoutError} `METADATA_INVALID` when the file is not metadata
 */
export async function signFile(
  file: string,
  signer: RoleSigner,
): Promise<{ readonly type: string; readonly version: number; readonly signatures: number }> {
  const bytes = new Uint8Array(await readFile(file))
  const { signed } = parse(documentSchema, await readJson(file), file, 'METADATA_INVALID')
  const added = await addSignatures(bytes, schemaByType[signed._type] as z.ZodMiniType, signed._type, [signer])
  const json = JSON.parse(utf8ToText(added)) as { readonly signatures: readonly Signature[] }
  await writeWhole(file, utf8(`${JSON.stringify(json, null, 1)}\n`))
  return { type: signed._type, version: signed.version, signatures: json.signatures.length }
}

function mapRoles(
  roles: Readonly<Record<string, RoleSetup>>,
  change: (setup: RoleSetup, role: string) => RoleSetup,
): Readonly<Record<string, RoleSetup>> {
  return Object.fromEntries(Object.entries(roles).map(([role, setup]) => [role, change(setup, role)]))
}
