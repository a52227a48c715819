import { expect, it } from 'vitest'
import type { Bytes } from '../../src/core/bytes.ts'
import { createTrustClient } from '../../src/trust/client.ts'
import {
  describeMetadata,
  rootDocument,
  signDocument,
  snapshotDocument,
  targetsDocument,
  timestampDocument,
  type DelegationInput,
} from '../../src/trust/documents.ts'
import { createMemoryMetadataStore } from '../../src/trust/store.ts'
import { dayMs, newSetup } from './release-input.ts'
import { respond, startMs } from './till.ts'

/**
 * Two roles delegate to one name, each to keys of its own, and the server shows each delegator another file
 * under it. What the file below was accepted by for the first says nothing for the second.
 */
it('a role below two delegators of one name is verified for each of them', async () => {
  const expiresMs = startMs + dayMs
  const [top, left, right, forLeft, forRight] = await Promise.all(Array.from({ length: 5 }, () => newSetup()))
  const to = (role: string, keys: DelegationInput, paths: readonly string[]): DelegationInput => ({
    ...keys,
    role,
    paths,
    terminating: true,
  })
  const sign = (
    setup: typeof top,
    delegations: readonly DelegationInput[],
    targets: Record<string, { length: number; hashes: Record<string, string> }> = {},
  ): Promise<Bytes> => signDocument(targetsDocument({ version: 1, expiresMs, targets, delegations }), setup!.signers)
  const as = (setup: typeof top): DelegationInput => ({ ...setup!, role: '', paths: [] })

  const root = await signDocument(
    rootDocument({ version: 1, expiresMs, roles: { root: top!, timestamp: top!, snapshot: top!, targets: top! } }),
    top!.signers,
  )
  const secret = { length: 1, hashes: { sha256: '00'.repeat(32) } }
  const files = new Map([
    ['metadata/1.targets.json', await sign(top, [to('A', as(top), ['a/*']), to('C', as(top), ['c/*'])])],
    ['metadata/1.A.json', await sign(top, [to('B', as(left), ['a/*'])])],
    ['metadata/1.C.json', await sign(top, [to('B', as(right), ['c/*'])])],
    ['metadata/1.D.json', await sign(forLeft, [], { 'c/secret': secret })],
  ])
  const versions = Object.fromEntries(['targets', 'A', 'B', 'C', 'D'].map((role) => [role, { version: 1 }]))
  const snapshot = await signDocument(snapshotDocument({ version: 1, expiresMs, roles: versions }), top!.signers)
  files.set('metadata/1.snapshot.json', snapshot)
  const meta = await describeMetadata(1, snapshot)
  files.set(
    'metadata/timestamp.json',
    await signDocument(timestampDocument({ version: 1, expiresMs, issuedMs: startMs, snapshot: meta }), top!.signers),
  )
  const shown = [await sign(left, [to('D', as(forLeft), ['*/*'])]), await sign(right, [to('D', as(forRight), ['*/*'])])]
  const client = createTrustClient({
    root,
    store: createMemoryMetadataStore(),
    fetch: (url) => {
      const path = url.slice('https://till.example/'.length)
      return Promise.resolve(respond(path === 'metadata/1.B.json' ? shown.shift() : files.get(path)))
    },
    metadataUrl: 'https://till.example/metadata/',
    targetUrl: 'https://till.example/targets/',
    clock: { now: () => startMs },
    roles: 'needed',
  })
  const release = await client.refresh()
  expect(await release.target('a/nothing')).toBeNull()
  await expect(release.target('c/secret')).rejects.toMatchObject({ code: 'METADATA_UNSIGNED', field: 'D' })
})
