import { describe, expect, it } from 'vitest'
import { utf8, type Bytes } from '../../src/core/bytes.ts'
import { defaultLimits } from '../../src/trust/limits.ts'
import { decode, pathLimit, patternsLimit, targetsSchema, type TargetsSigned } from '../../src/trust/metadata.ts'
import { createTill, respond } from './till.ts'

describe('limits', () => {
  it.each([
    ['rootBytes', 'METADATA_TOO_LARGE'],
    ['timestampBytes', 'METADATA_TOO_LARGE'],
  ] as const)('hold for %s', async (limit, code) => {
    const till = await createTill({ limits: { [limit]: 100 } })
    await till.release('segment 1', { renew: ['root'] })
    await expect(till.client.refresh()).rejects.toMatchObject({ code })
  })

  it.each(['1.snapshot', '1.targets', '1.brands'])(
    'hold for %s at the length that the role above states',
    async (file) => {
      const till = await createTill()
      till.network = (path, served) => (path === `metadata/${file}.json` ? new Response(endless()) : respond(served))
      await expect(till.client.refresh()).rejects.toMatchObject({ code: 'METADATA_TOO_LARGE' })
    },
  )

  it('end a stream that has no end', async () => {
    const till = await createTill()
    till.network = (path, served) => (path === 'metadata/timestamp.json' ? new Response(endless()) : respond(served))
    await expect(till.client.refresh()).rejects.toMatchObject({
      code: 'METADATA_TOO_LARGE',
      field: 'timestamp metadata',
    })
  })

  it('bound the roots of one refresh, and the next refresh goes on from there', async () => {
    const till = await createTill({ limits: { rootRotations: 2 } })
    for (let i = 0; i < 4; i++) await till.release('segment 1', { renew: ['root'] })
    const release = await till.client.refresh()
    expect(release.versions['root']).toBe(3)
    await till.client.save(release)
    expect((await till.restart().refresh()).versions['root']).toBe(5)
  })

  it('bound the roles of a listing', async () => {
    const till = await createTill({ limits: { listedRoles: 2 } })
    await expect(till.client.refresh()).rejects.toMatchObject({ code: 'METADATA_TOO_LARGE', field: 'delegations' })
  })
})

describe('a call', () => {
  it('ends when its signal fires', async () => {
    const till = await createTill()
    await expect(till.client.refresh({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
      retryable: true,
    })
  })

  it('says which status the server gave', async () => {
    const till = await createTill()
    till.network = () => new Response('busy', { status: 503 })
    await expect(till.client.refresh()).rejects.toMatchObject({ code: 'TRANSPORT_FAILED', received: 'HTTP 503' })
  })

  it('fails under a pinned root that is none, before it asks for anything', async () => {
    const till = await createTill()
    const client = till.restart({ root: new Uint8Array(4) })
    await expect(client.refresh()).rejects.toMatchObject({ code: 'METADATA_INVALID', field: 'root' })
    expect(till.asked).toEqual([])
  })
})

function endless(): ReadableStream<Bytes> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4096)) })
}

describe('a signed length', () => {
  // Whoever holds the online keys can sign any length: the client’s own limit stands above it.
  it.each([
    ['snapshotBytes', 'snapshot'],
    ['targetsBytes', 'targets'],
  ] as const)('is no limit by itself: %s holds for %s', async (limit, role) => {
    const till = await createTill({ limits: { [limit]: 300 } })
    await expect(till.client.refresh()).rejects.toMatchObject({
      code: 'METADATA_TOO_LARGE',
      expected: 'at most 300 bytes',
    })
    expect(till.asked.some((path) => path.endsWith(`.${role}.json`))).toBe(true)
  })
})

describe('names', () => {
  it.each([
    ['a target file named __proto__', { targets: { ['__proto__']: { length: 1, hashes: { sha256: '00' } } } }],
    ['a path longer than any', { targets: { ['a'.repeat(1025)]: { length: 1, hashes: { sha256: '00' } } } }],
    ['half a surrogate pair', { targets: { '\ud800': { length: 1, hashes: { sha256: '00' } } } }],
  ])('are refused as metadata that cannot be read: %s', (_, change) => {
    expect(() => readTargets(change)).toThrow(expect.objectContaining({ code: 'METADATA_INVALID' }))
  })
})

describe('the patterns of a targets file', () => {
  const longest = 'a*'.repeat(pathLimit / 2 - 1) + 'a' // with its separator 1,024 characters
  const most = patternsLimit / pathLimit
  const roleWith = (paths: readonly string[], i = 0): object => ({ name: `role ${i}`, keyids: [], threshold: 1, paths })
  const read = (roles: readonly object[]): TargetsSigned => readTargets({ delegations: { keys: {}, roles } })

  it.each<[string, (patterns: readonly string[]) => readonly object[]]>([
    ['one role', (patterns) => [roleWith(patterns)]],
    ['as many roles', (patterns) => patterns.map((pattern, i) => roleWith([pattern], i))],
  ])('are bounded in sum, however short each is: held by %s', (_, rolesOf) => {
    const patterns = Array.from({ length: most }, () => longest)
    expect(read(rolesOf(patterns)).delegations?.roles).toHaveLength(rolesOf(patterns).length)
    expect(() => read(rolesOf([...patterns, 'a']))).toThrow(
      expect.objectContaining({ code: 'METADATA_INVALID', field: 'brands.signed.delegations.roles' }),
    )
  })

  it('are bounded in number, even where each is empty', () => {
    expect(() => read([roleWith(Array.from({ length: patternsLimit + 1 }, () => ''))])).toThrow(
      expect.objectContaining({ code: 'METADATA_INVALID' }),
    )
  })

  it('leave room for a role to each brand of the largest listing', () => {
    const brands = Array.from({ length: defaultLimits.listedRoles }, (_, i) => roleWith(['models/haier/*'], i))
    expect(read(brands).delegations?.roles).toHaveLength(defaultLimits.listedRoles)
  })
})

function readTargets(change: object): TargetsSigned {
  const text = JSON.stringify({
    signatures: [],
    signed: {
      _type: 'targets',
      spec_version: '1.0.31',
      version: 1,
      expires: '2026-03-06T00:00:00Z',
      targets: {},
      ...change,
    },
  })
  return decode(utf8(text), targetsSchema, 'brands').signed
}
