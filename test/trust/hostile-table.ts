/** What a bad server, proxy, portal or store can put in the place of a file, by name: each against every file. */
import { expect } from 'vitest'
import { concatBytes, utf8, utf8ToText, type Bytes } from '../../src/core/bytes.ts'
import { isCheckoutError } from '../../src/core/errors.ts'
import type { TrustedRelease } from '../../src/trust/release.ts'
import { createTill, respond, startMs, type Till } from './till.ts'

type Json = Record<string, unknown>
type Spoil = (bytes: Bytes) => Bytes

/** The document changed as a value, its signatures left as they are. */
const signed =
  (change: (document: { signed: Json; signatures: Json[] }) => void): Spoil =>
  (bytes) => {
    const document = JSON.parse(utf8ToText(bytes)) as { signed: Json; signatures: Json[] }
    change(document)
    return utf8(JSON.stringify(document))
  }
/** The document's text changed. */
const text =
  (change: (text: string) => string): Spoil =>
  (bytes) =>
    utf8(change(utf8ToText(bytes)))
const whole =
  (content: string): Spoil =>
  () =>
    utf8(content)

/** Bytes in the place of a metadata file. */
export const spoils: Readonly<Record<string, Spoil>> = {
  'nothing at all': whole(''),
  'one byte': whole('{'),
  'the first half': (bytes) => bytes.slice(0, bytes.length >> 1),
  'all but the last byte': (bytes) => bytes.slice(0, -1),
  'a byte more': (bytes) => concatBytes(bytes, Uint8Array.of(0x20)),
  'itself twice': (bytes) => concatBytes(bytes, bytes),
  'a portal’s page': whole('<!doctype html><title>Log in</title>'),
  'JSON null': whole('null'),
  'an array': whole('[]'),
  'a number': whole('1e999'),
  'an empty object': whole('{}'),
  'no signatures': signed((document) => (document.signatures = [])),
  'a signature twice': signed((document) => document.signatures.push(...document.signatures)),
  'an empty signature': signed((document) => document.signatures.forEach((each) => (each['sig'] = ''))),
  'a signature that is no hex': signed((document) => document.signatures.forEach((each) => (each['sig'] = 'zz'))),
  'a signature of zeros': signed((document) => document.signatures.forEach((each) => (each['sig'] = '00'.repeat(70)))),
  'another key id': signed((document) => document.signatures.forEach((each) => (each['keyid'] = 'f'.repeat(64)))),
  'a key id that objects know': signed((document) =>
    document.signatures.forEach((each) => (each['keyid'] = 'constructor')),
  ),
  'the next version': signed(({ signed }) => (signed['version'] = Number(signed['version']) + 1)),
  'version 0': signed(({ signed }) => (signed['version'] = 0)),
  'a negative version': signed(({ signed }) => (signed['version'] = -1)),
  'a version and a half': signed(({ signed }) => (signed['version'] = 1.5)),
  'an unsafe version': signed(({ signed }) => (signed['version'] = 2 ** 53)),
  'a version in words': signed(({ signed }) => (signed['version'] = '1')),
  'another type': signed(({ signed }) => (signed['_type'] = 'mirror')),
  'another specification': signed(({ signed }) => (signed['spec_version'] = '2.0.0')),
  'a later expiry': signed(({ signed }) => (signed['expires'] = '2099-01-01T00:00:00Z')),
  'an impossible expiry': signed(({ signed }) => (signed['expires'] = '2027-02-29T00:00:00Z')),
  'an expiry with an offset': signed(({ signed }) => (signed['expires'] = '2099-01-01T00:00:00+08:00')),
  'no expiry': signed(({ signed }) => delete signed['expires']),
  'a member more': signed(({ signed }) => (signed['x'] = 1)),
  'a member named __proto__': text((all) => all.replace('"signed":{', '"signed":{"__proto__":{"version":9},')),
  'a member twice': text((all) => all.replace('"signed":{', '"signed":{"version":9,"version":1,')),
  'a fraction': signed(({ signed }) => (signed['x'] = 0.1)),
  'half a surrogate pair': text((all) => all.replace('"signed":{', '"signed":{"x":"\\ud800",')),
  'bytes that are no UTF-8': (bytes) => concatBytes(bytes.slice(0, 20), Uint8Array.of(0xff, 0xfe), bytes.slice(20)),
  'a byte order mark': (bytes) => concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), bytes),
  'a deep nest': whole('['.repeat(12_000)),
  'a nest in what is signed': text((all) =>
    all.replace('"signed":{', `"signed":{"x":${'['.repeat(2000)}${']'.repeat(2000)},`),
  ),
  'a long text': text((all) => all.replace('"signed":{', `"signed":{"x":"${'x'.repeat(20_000)}",`)),
}

/** Answers in the place of a file, whatever the file. */
export const answers: Readonly<Record<string, (served: Bytes | undefined) => Response>> = {
  '204': () => new Response(null, { status: 204 }),
  '301 without a place': () => new Response(null, { status: 301 }),
  '304': () => new Response(null, { status: 304 }),
  '401': () => new Response('who?', { status: 401 }),
  '403': () => new Response('no', { status: 403 }),
  '404': () => new Response(null, { status: 404 }),
  '410': () => new Response(null, { status: 410 }),
  '418': () => new Response('no', { status: 418 }),
  '429': () => new Response('later', { status: 429, headers: { 'retry-after': '1' } }),
  '451': () => new Response('no', { status: 451 }),
  '500': () => new Response('sorry', { status: 500 }),
  '503 with a page': () => new Response('<html>', { status: 503 }),
  'a stream that breaks': () =>
    new Response(new ReadableStream({ start: (stream) => stream.error(new Error('reset')) })),
  'a stream that breaks half way': (served) =>
    new Response(
      new ReadableStream({
        pull(stream) {
          if (served) stream.enqueue(served.slice(0, served.length >> 1))
          stream.error(new Error('reset'))
        },
      }),
    ),
  'no end': () => new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536)) })),
}

const servedFiles = [
  'metadata/2.root.json',
  'metadata/timestamp.json',
  'metadata/2.snapshot.json',
  'metadata/2.targets.json',
  'metadata/2.brands.json',
  'metadata/1.scheme.json',
] as const
const storedFiles = ['root/2', 'timestamp', 'snapshot', 'targets', 'brands', 'scheme'] as const

export interface HostileCase {
  readonly name: string
  run(): Promise<void>
}

interface Kept {
  readonly till: Till
  readonly first: ReadonlyMap<string, Bytes>
  readonly second: ReadonlyMap<string, Bytes>
  readonly names: ReadonlySet<string>
  readonly newest: string
}
let kept: Promise<Kept> | null = null

async function makeKept(): Promise<Kept> {
  const till = await createTill()
  const one = await till.client.refresh()
  await till.client.save(one)
  const first = new Map(till.store.files)
  till.nowMs = startMs + 60_000
  await till.release('segment 1, changed', { renew: ['root', 'targets'] })
  const two: TrustedRelease = await till.client.refresh()
  await till.client.save(two)
  const second = new Map(till.store.files)
  return { till, first, second, names: new Set([one.snapshotHash, two.snapshotHash]), newest: two.snapshotHash }
}

/** A release that was signed, or a coded fault; then, with the cause gone, the newest. */
async function holds({ till, names, newest }: Kept, work: () => Promise<TrustedRelease | null>): Promise<void> {
  try {
    const release = await work()
    if (release) expect(names.has(release.snapshotHash)).toBe(true)
  } catch (error) {
    if (!isCheckoutError(error)) throw error
    expect(error.code).toMatch(/^(METADATA_|TRANSPORT_FAILED)/)
  }
  till.network = (_, served) => respond(served)
  expect((await till.restart().refresh()).snapshotHash).toBe(newest)
}

function put(till: Till, files: ReadonlyMap<string, Bytes>): void {
  till.store.files.clear()
  for (const [key, bytes] of files) till.store.files.set(key, bytes)
}

export const hostileCases: readonly HostileCase[] = [
  ...servedFiles.flatMap((path) => [
    ...Object.entries(spoils).map(([name, spoil]) =>
      served(path, name, (bytes) => new Response(bytes && spoil(bytes))),
    ),
    ...Object.entries(answers).map(([name, answer]) => served(path, name, answer)),
  ]),
  ...storedFiles.flatMap((key) =>
    Object.entries(spoils).map(([name, spoil]): HostileCase => ({
      name: `stored ${key}: ${name}`,
      async run() {
        const all = await (kept ??= makeKept())
        put(all.till, all.second)
        const bytes = all.till.store.files.get(key)
        expect(bytes).toBeDefined()
        if (bytes) all.till.store.files.set(key, spoil(bytes))
        await holds(all, () => all.till.restart().load())
      },
    })),
  ),
]

function served(path: string, name: string, answer: (bytes: Bytes | undefined) => Response): HostileCase {
  return {
    name: `served ${path}: ${name}`,
    async run() {
      const all = await (kept ??= makeKept())
      put(all.till, all.first)
      expect(all.till.files.has(path)).toBe(true)
      let wasAsked = false
      all.till.network = (at, bytes) => {
        if (at !== path) return respond(bytes)
        wasAsked = true
        return answer(bytes)
      }
      await holds(all, () => all.till.restart().refresh())
      // The scheme did not change: what is stored of it serves.
      expect(wasAsked).toBe(path !== 'metadata/1.scheme.json')
    },
  }
}
