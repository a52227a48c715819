import { describe, expect, it } from 'vitest'
import { utf8ToText, type Bytes } from '../../src/core/bytes.ts'
import { addSignatures, signDocument, targetsDocument } from '../../src/trust/documents.ts'
import { targetsSchema } from '../../src/trust/metadata.ts'
import { firstRootText, readRepository } from '../../src/trust/repository.ts'
import { generateSigner } from '../../src/trust/signer.ts'
import { resignTimestamp, writeRelease, type RoleSetup } from '../../src/trust/writer.ts'
import { newSetup, releaseInput, releaseRoles } from './release-input.ts'
import { createTill, startMs } from './till.ts'

const metadataOf = (files: ReadonlyMap<string, Bytes>): string[] =>
  [...files.keys()].filter((path) => path.startsWith('metadata/')).sort()

describe('a release', () => {
  it('is metadata under versions and files under hashes', async () => {
    const files = await writeRelease(releaseInput({ roles: await releaseRoles(), nowMs: startMs }))
    expect(metadataOf(files)).toEqual([
      'metadata/1.brands.json',
      'metadata/1.redeemed.json',
      'metadata/1.root.json',
      'metadata/1.scheme.json',
      'metadata/1.snapshot.json',
      'metadata/1.targets.json',
      'metadata/timestamp.json',
    ])
    expect(
      [...files.keys()].filter((path) => path.startsWith('targets/')).map((path) => path.replace(/[0-9a-f]{64}/, '…')),
    ).toContain('targets/models/haier/….1.seg')
    expect(JSON.parse(firstRootText(files))).toMatchObject({
      signed: { _type: 'root', version: 1, consistent_snapshot: true },
    })
  })

  it('pins every role by length and hash, so that its snapshot names it', async () => {
    const { snapshot, timestamp } = readRepository(
      await writeRelease(releaseInput({ roles: await releaseRoles(), nowMs: startMs })),
    )
    for (const meta of [...Object.values(snapshot.signed.meta), timestamp.signed.meta['snapshot.json']]) {
      expect(meta).toEqual({
        version: 1,
        length: expect.any(Number) as number,
        hashes: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      })
    }
  })

  it('signs again only what changed', async () => {
    const roles = await releaseRoles()
    const files = await writeRelease(releaseInput({ roles, nowMs: startMs }))
    const same = await writeRelease(releaseInput({ roles, nowMs: startMs + 1000, previous: files }))
    expect(metadataOf(same)).toEqual(['metadata/timestamp.json'])
    const changed = await writeRelease(
      releaseInput({ roles, nowMs: startMs + 1000, previous: files, segment: 'changed' }),
    )
    expect(metadataOf(changed)).toEqual([
      'metadata/2.brands.json',
      'metadata/2.snapshot.json',
      'metadata/timestamp.json',
    ])
    const renewed = await writeRelease(
      releaseInput({ roles, nowMs: startMs + 1000, previous: files, renew: ['scheme'] }),
    )
    expect(metadataOf(renewed)).toEqual([
      'metadata/2.scheme.json',
      'metadata/2.snapshot.json',
      'metadata/timestamp.json',
    ])
  })

  it('needs no offline key for a role that does not change', async () => {
    const roles = await releaseRoles()
    const files = await writeRelease(releaseInput({ roles, nowMs: startMs }))
    const offline = (setup: RoleSetup | undefined): RoleSetup => ({ ...setup, signers: [] }) as never
    const daily = {
      ...roles,
      root: offline(roles['root']),
      targets: offline(roles['targets']),
      scheme: offline(roles['scheme']),
    }
    const next = await writeRelease(
      releaseInput({ roles: daily, nowMs: startMs + 1000, previous: files, segment: 'changed' }),
    )
    expect(metadataOf(next)).toContain('metadata/2.brands.json')
    await expect(
      writeRelease(
        releaseInput({
          roles: { ...daily, brands: offline(roles['brands']) },
          nowMs: startMs,
          previous: files,
          segment: 'other',
        }),
      ),
    ).rejects.toMatchObject({ code: 'METADATA_UNSIGNED', field: 'brands' })
  })

  it('takes a file already published by its description alone', async () => {
    const roles = await releaseRoles()
    const input = releaseInput({ roles, nowMs: startMs })
    const files = await writeRelease(input)
    const described = readRepository(files).targets.get('brands')?.signed.targets ?? {}
    const next = await writeRelease({
      ...input,
      previous: files,
      targets: { ...input.targets, brands: new Map(Object.entries(described)) },
    })
    expect([...next.keys()].filter((path) => path.includes('seg'))).toEqual([])
    expect(metadataOf(next)).toEqual(['metadata/timestamp.json'])
  })

  it('goes on listing a role that is no longer delegated to, as clients demand', async () => {
    const till = await createTill()
    await till.client.save(await till.client.refresh())
    const input = releaseInput({ roles: till.roles, nowMs: startMs + 1000, previous: till.files })
    const next = await writeRelease({
      ...input,
      delegations: input.delegations.filter(({ role }) => role !== 'redeemed'),
    })
    for (const [path, bytes] of next) till.files.set(path, bytes)
    const release = await till.restart().refresh()
    expect(await release.target('redeemed/2026-03.flt')).toBeNull()
    const again = await writeRelease(releaseInput({ roles: till.roles, nowMs: startMs + 2000, previous: till.files }))
    expect(metadataOf(again)).toContain('metadata/2.redeemed.json')
  })

  it('delegates a brand of its own below the brands', async () => {
    const till = await createTill()
    const haier = await newSetup()
    const input = releaseInput({ roles: { ...till.roles, haier }, nowMs: startMs + 1000, previous: till.files })
    const next = await writeRelease({
      ...input,
      delegations: [{ role: 'haier', paths: ['models/haier/*'], terminating: true }, ...input.delegations],
      targets: {
        ...input.targets,
        haier: new Map([
          ['models/haier/9.seg', new Uint8Array(3)],
          ['models/gree/9.seg', new Uint8Array(3)],
        ]),
      },
    })
    for (const [path, bytes] of next) till.files.set(path, bytes)
    const listed = await (await till.client.refresh()).listTargets()
    // It speaks for its own models alone, and for those nobody else does any more.
    expect(listed.filter(({ path }) => path.startsWith('models/')).map(({ role, path }) => `${role} ${path}`)).toEqual([
      'haier models/haier/9.seg',
      'brands models/gree/1.seg',
    ])
  })
})

describe('keys', () => {
  it('rotate role by role, and the old root keys sign the new root', async () => {
    const till = await createTill()
    await till.client.save(await till.client.refresh())
    const fresh = await releaseRoles()
    await expect(till.release('segment 1', { roles: fresh })).rejects.toMatchObject({
      code: 'METADATA_UNSIGNED',
      field: 'root',
    })
    const signers = [...(fresh['root']?.signers ?? []), ...(till.roles['root']?.signers ?? [])]
    await till.release('segment 1', { roles: { ...fresh, root: { ...fresh['root'], signers } as never } })
    expect((await till.restart().refresh()).versions).toEqual({
      root: 2,
      timestamp: 2,
      snapshot: 2,
      targets: 2,
      brands: 2,
      scheme: 2,
      redeemed: 2,
    })
  })

  it('sign by threshold, and one after another', async () => {
    const [one, two, three] = [await generateSigner(), await generateSigner(), await generateSigner()]
    const document = targetsDocument({ version: 1, expiresMs: startMs, targets: {} })
    const first = await signDocument({ ...document, 'x-note': 'kept' } as never, [one])
    const both = JSON.parse(utf8ToText(await addSignatures(first, targetsSchema, 'targets', [two]))) as {
      signatures: { keyid: string }[]
      signed: unknown
    }
    expect(both.signatures.map(({ keyid }) => keyid)).toEqual([one.keyId, two.keyId])
    expect(both.signed).toMatchObject({ 'x-note': 'kept' })

    const roles = await releaseRoles()
    const scheme = { keys: [one, two, three], threshold: 2, lifetimeMs: 1000, signers: [one] }
    await expect(writeRelease(releaseInput({ roles: { ...roles, scheme }, nowMs: startMs }))).rejects.toMatchObject({
      code: 'METADATA_UNSIGNED',
      field: 'scheme',
      expected: '2 valid signatures',
      received: '1',
    })
    const files = await writeRelease(
      releaseInput({ roles: { ...roles, scheme: { ...scheme, signers: [one, three] } }, nowMs: startMs }),
    )
    expect(readRepository(files).targets.get('scheme')?.signatures).toHaveLength(2)
  })

  it.each([{ threshold: 2 }, { threshold: 0 }])(
    'are refused with a threshold of $threshold for one key',
    async ({ threshold }) => {
      const roles = await releaseRoles()
      const input = releaseInput({
        roles: { ...roles, brands: { ...roles['brands'], threshold } as never },
        nowMs: startMs,
      })
      await expect(writeRelease(input)).rejects.toMatchObject({ code: 'OPTIONS_INVALID', field: 'roles.brands' })
    },
  )
})

describe('the timestamp', () => {
  it('is signed anew over the same snapshot', async () => {
    const till = await createTill()
    const before = await till.client.refresh()
    const setup = till.roles['timestamp'] as RoleSetup
    const files = await resignTimestamp(till.files, startMs + 60_000, setup)
    expect([...files.keys()]).toEqual(['metadata/timestamp.json'])
    for (const [path, bytes] of files) till.files.set(path, bytes)
    const after = await till.client.refresh()
    expect(after).toMatchObject({
      snapshotHash: before.snapshotHash,
      issued: '2026-03-06T02:01:00Z',
      versions: { timestamp: 2, snapshot: 1 },
    })
    await expect(resignTimestamp(till.files, startMs, { ...setup, signers: [] })).rejects.toMatchObject({
      code: 'METADATA_UNSIGNED',
      field: 'timestamp',
    })
  })

  it('is not signed in a repository that lacks a file', async () => {
    await expect(resignTimestamp(new Map(), startMs, await newSetup())).rejects.toMatchObject({
      code: 'METADATA_INVALID',
      field: 'metadata/0.root.json',
    })
  })
})
