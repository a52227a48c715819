/** TUF metadata as it is on the wire (specification §4): types, schemas, and the one way from bytes to a value. */
import * as z from 'zod/mini'
import { isUtcInstant } from '../core/clock.ts'
import { utf8, utf8ToText, type Bytes } from '../core/bytes.ts'
import { CheckoutError, isCheckoutError } from '../core/errors.ts'
import { instantSchema, parse, patternSchema, wholeSchema } from '../core/schema.ts'
import { canonicalText } from './canonical.ts'

export type TopLevelRole = 'root' | 'timestamp' | 'snapshot' | 'targets'
export const topLevelRoles: readonly TopLevelRole[] = ['root', 'timestamp', 'snapshot', 'targets']

/** Lower-case algorithm name to hexadecimal digest: `{ "sha256": "9f86d0…" }`. */
export type Hashes = Readonly<Record<string, string>>

/** A public key: PEM (SPKI) for `ecdsa` and `rsa`, 64 hexadecimal digits for `ed25519`. */
export interface TufKey {
  readonly keytype: string
  readonly scheme: string
  readonly keyval: { readonly public: string }
}
export interface KeyRole {
  readonly keyids: readonly string[]
  readonly threshold: number
}
/** A signature, hexadecimal. An empty one stands for one still to be made. */
export interface Signature {
  readonly keyid: string
  readonly sig: string
}
/** What snapshot and timestamp say of another metadata file. */
export interface MetaFile {
  readonly version: number
  readonly length?: number
  readonly hashes?: Hashes
}
interface SignedBase {
  readonly spec_version: string
  readonly version: number
  /** UTC, whole seconds: `"2026-03-06T02:00:00Z"`. */
  readonly expires: string
}
export interface RootSigned extends SignedBase {
  readonly _type: 'root'
  readonly consistent_snapshot?: boolean
  readonly keys: Readonly<Record<string, TufKey>>
  readonly roles: Readonly<Record<TopLevelRole, KeyRole>>
}
export interface TimestampSigned extends SignedBase {
  readonly _type: 'timestamp'
  readonly meta: { readonly 'snapshot.json': MetaFile }
  /** Ours: when the release was signed. The freshness ladder counts from it. RFC 3339 with offset. */
  readonly issued?: string
}
export interface SnapshotSigned extends SignedBase {
  readonly _type: 'snapshot'
  readonly meta: Readonly<Record<string, MetaFile>>
}
export interface TargetMeta {
  readonly length: number
  readonly hashes: Hashes
  readonly custom?: unknown
}
export interface DelegatedRole extends KeyRole {
  readonly name: string
  readonly terminating?: boolean
  /** Shell patterns; `*` and `?` do not match `/`: `"models/…/*"`. */
  readonly paths?: readonly string[]
  /** Hexadecimal prefixes of the SHA-256 of the path. */
  readonly path_hash_prefixes?: readonly string[]
}
export interface SuccinctRoles extends KeyRole {
  readonly bit_length: number
  readonly name_prefix: string
}
export interface Delegations {
  readonly keys: Readonly<Record<string, TufKey>>
  readonly roles?: readonly DelegatedRole[]
  readonly succinct_roles?: SuccinctRoles
}
export interface TargetsSigned extends SignedBase {
  readonly _type: 'targets'
  readonly targets: Readonly<Record<string, TargetMeta>>
  readonly delegations?: Delegations
}

/** A metadata file read, its signatures not yet checked. */
export interface Metadata<Signed> {
  readonly signed: Signed
  readonly signatures: readonly Signature[]
  /** What the signatures are over: canonical JSON of `signed` with every unknown field in it (§4.2). */
  readonly signedBytes: Bytes
  /** The file as it came. */
  readonly bytes: Bytes
}

const positive = wholeSchema(1)
const hashes = z
  .record(z.string(), z.string().check(z.minLength(1)))
  .check(z.refine((value) => Object.keys(value).length > 0))
const unique = z.refine<readonly string[]>((ids) => new Set(ids).size === ids.length)
const keyRole = { keyids: z.array(z.string()).check(unique), threshold: positive }
const key = z.looseObject({ keytype: z.string(), scheme: z.string(), keyval: z.looseObject({ public: z.string() }) })
const keys = z.record(z.string(), key)
const metaFile = z.looseObject({
  version: positive,
  length: z.exactOptional(positive),
  hashes: z.exactOptional(hashes),
})
/** Longest target path and pattern, characters: matching costs their product. */
export const pathLimit = 1024
const path = z.string().check(z.maxLength(pathLimit))
/**
 * Most pattern characters in one targets file, a separator after each pattern counted. A path is matched against
 * all of them, so without a bound on the sum whoever signs a delegation could stall the till with a file of the
 * permitted size. Enough for the most roles of a listing, each with a pattern as long as `"models/haier/*"`.
 */
export const patternsLimit = 65_536
const base = {
  spec_version: patternSchema(/^1(\.\d+){1,2}$/, 'version 1 of the TUF specification'),
  version: positive,
  expires: z.string().check(z.refine(isUtcInstant, 'an instant in UTC that exists, such as "2026-03-06T02:00:00Z"')),
}

export const rootSchema: z.ZodMiniType<RootSigned> = z.looseObject({
  ...base,
  _type: z.literal('root'),
  consistent_snapshot: z.exactOptional(z.boolean()),
  keys,
  roles: z.looseObject({
    root: z.looseObject(keyRole),
    timestamp: z.looseObject(keyRole),
    snapshot: z.looseObject(keyRole),
    targets: z.looseObject(keyRole),
  }),
})
export const timestampSchema: z.ZodMiniType<TimestampSigned> = z.looseObject({
  ...base,
  _type: z.literal('timestamp'),
  meta: z.looseObject({ 'snapshot.json': metaFile }),
  issued: z.exactOptional(instantSchema),
})
export const snapshotSchema: z.ZodMiniType<SnapshotSigned> = z.looseObject({
  ...base,
  _type: z.literal('snapshot'),
  meta: z.record(z.string(), metaFile),
})
// A delegated role with the name of a top-level one would take that one's place in the store and on the server.
const roleName = z.string().check(
  z.minLength(1),
  z.refine((name) => !(topLevelRoles as readonly string[]).includes(name)),
)
const delegatedRole = z
  .looseObject({
    ...keyRole,
    name: roleName,
    terminating: z.exactOptional(z.boolean()),
    paths: z.exactOptional(z.array(path)),
    path_hash_prefixes: z.exactOptional(z.array(patternSchema(/^[0-9a-f]{1,64}$/, '1 to 64 hexadecimal digits'))),
  })
  .check(z.refine((role) => (role.paths === undefined) !== (role.path_hash_prefixes === undefined)))
const delegations = z
  .looseObject({
    keys,
    roles: z.exactOptional(
      z.array(delegatedRole).check(
        z.refine((roles) => new Set(roles.map(({ name }) => name)).size === roles.length),
        z.refine(
          (roles) => roles.flatMap(({ paths = [] }) => paths).join().length < patternsLimit,
          `patterns below ${patternsLimit} characters`,
        ),
      ),
    ),
    succinct_roles: z.exactOptional(
      z.looseObject({
        ...keyRole,
        bit_length: wholeSchema(1, 14),
        name_prefix: z.string().check(z.minLength(1)),
      }),
    ),
  })
  .check(z.refine((value) => (value.roles === undefined) !== (value.succinct_roles === undefined)))
export const targetsSchema: z.ZodMiniType<TargetsSigned> = z.looseObject({
  ...base,
  _type: z.literal('targets'),
  targets: z.record(path, z.looseObject({ length: wholeSchema(0), hashes })),
  delegations: z.exactOptional(delegations),
})
const envelope = z.looseObject({
  // §4.2: each key id once, even where the threshold would be reached without the second. What is not a signature counts for nothing.
  signatures: z
    .array(z.looseObject({ keyid: z.string(), sig: z.string() }))
    .check(z.refine((list) => new Set(list.map(({ keyid }) => keyid)).size === list.length)),
  signed: z.looseObject({}),
})

/**
 * Reads a metadata file. Nothing in it may be believed before its signatures are checked.
 * @throws {@link CheckoutError} `METADATA_INVALID`, naming the role and the field
 */
export function decode<Signed>(bytes: Bytes, schema: z.ZodMiniType<Signed>, role: string): Metadata<Signed> {
  try {
    const document: unknown = JSON.parse(utf8ToText(bytes, role))
    const { signatures } = parse(envelope, document, role, 'METADATA_INVALID')
    // The signatures cover what was sent, not what a schema made of it.
    const sent = (document as { signed: unknown }).signed
    const text = canonicalText(sent)
    // Objects that are made of it would lose a member of that name, or take it for their prototype.
    if (text.includes('"__proto__')) throw new TypeError('a name that begins with __proto__')
    return {
      signed: parse(schema, sent, `${role}.signed`, 'METADATA_INVALID'),
      signatures,
      signedBytes: utf8(text),
      bytes,
    }
  } catch (cause) {
    if (isCheckoutError(cause) && cause.code === 'METADATA_INVALID') throw cause
    throw new CheckoutError('METADATA_INVALID', `${role} metadata is not readable`, { field: role, cause })
  }
}
