import { constants, createHash, createPrivateKey, generateKeyPairSync, sign as signData } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Key,
  Metadata,
  MetaFile,
  Root,
  Signature,
  Snapshot,
  TargetFile as TheirTargetFile,
  Targets,
  Timestamp,
} from '@tufjs/models'
import { Updater } from 'tuf-js'
import { expect, it } from 'vitest'
import { sha256Hex, utf8, utf8ToText, type Bytes } from '../../src/core/bytes.ts'
import { createTrustClient } from '../../src/trust/client.ts'
import { createMemoryMetadataStore } from '../../src/trust/store.ts'
import { writeRelease } from '../../src/trust/writer.ts'
import { serve } from '../conformance/serve.ts'
import { readsStaticRepository } from './conformance/static.ts'
import { releaseInput, releaseRoles } from './release-input.ts'

const base = 'https://till.example/repository/'

function answerFrom(files: ReadonlyMap<string, Bytes>, path: string): Promise<Response> {
  const bytes = files.get(path)
  return Promise.resolve(bytes ? new Response(bytes) : new Response(null, { status: 404 }))
}

it('writes what tuf-js reads, over two releases and a rotated root', async ({ onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tuf-js-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const server = await serve((path) => answerFrom(files, path))
  onTestFinished(() => server.close())
  const roles = await releaseRoles()
  const nowMs = Date.now()
  const files = new Map(await writeRelease(releaseInput({ roles, nowMs })))
  await writeFile(join(folder, 'root.json'), files.get('metadata/1.root.json') ?? '')

  const read = async (path: string): Promise<string> => {
    const updater = new Updater({
      metadataDir: folder,
      metadataBaseUrl: `${server.address}metadata`,
      targetDir: folder,
      targetBaseUrl: `${server.address}targets`,
      config: { fetchRetries: 0 },
    })
    const file = await updater.getTargetInfo(path)
    if (!file) throw new Error(`no ${path}`)
    return readFile(await updater.downloadTarget(file), 'utf8')
  }
  expect(await read('models/haier/1.seg')).toBe('segment 1')
  expect(await read('scheme.json')).toBe('{"ruleSets":[]}')

  const rotated = await releaseRoles()
  const root = rotated['root']
  const next = {
    ...roles,
    ...rotated,
    ...(root && { root: { ...root, signers: [...root.signers, ...(roles['root']?.signers ?? [])] } }),
  }
  const input = releaseInput({ roles: next, nowMs: nowMs + 1000, previous: files, segment: 'segment 1, changed' })
  for (const [path, bytes] of await writeRelease(input)) files.set(path, bytes)
  expect(files.has('metadata/2.root.json')).toBe(true)
  expect(await read('models/haier/1.seg')).toBe('segment 1, changed')
})

it('reads what tuf-js’s own models write, with Ed25519 and RSA-PSS keys', async () => {
  const files = theirRepository()
  const client = createTrustClient({
    root: files.get('metadata/1.root.json') ?? utf8(''),
    store: createMemoryMetadataStore(),
    fetch: (url) => answerFrom(files, url.slice(base.length)),
    metadataUrl: `${base}metadata/`,
    targetUrl: `${base}targets/`,
    clock: Date,
  })
  const release = await client.refresh()
  expect(await release.listTargets()).toHaveLength(1)
  const file = await client.target('models/haier/1.seg')
  expect(file?.role).toBe('brands')
  if (file) expect(utf8ToText(await client.fetchTarget(file))).toBe('segment 1')
  expect(release.snapshotHash).toBe(await sha256Hex(files.get('metadata/1.snapshot.json') ?? utf8('')))
})

it('reads what tuf-on-ci published', () => readsStaticRepository(createMemoryMetadataStore()))

/** A repository built with `@tufjs/models` and signed by `node:crypto`. */
function theirRepository(): Map<string, Bytes> {
  const ed25519 = theirKey('ed25519')
  const rsa = theirKey('rsa')
  const expires = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, '')
  const content = utf8('segment 1')
  const files = new Map<string, Bytes>()

  const publish = (
    name: string,
    metadata: Metadata<Root | Targets | Snapshot | Timestamp>,
    signer: TheirKey,
  ): Buffer => {
    metadata.sign((data) => signer.sign(data))
    const bytes = Buffer.from(JSON.stringify(metadata.toJSON(), null, 1))
    files.set(`metadata/${name}.json`, new Uint8Array(bytes))
    return bytes
  }
  const root = new Root({ version: 1, specVersion: '1.0.31', expires, consistentSnapshot: true })
  for (const [role, { key }] of Object.entries({ root: rsa, targets: rsa, snapshot: ed25519, timestamp: ed25519 }))
    root.addKey(key, role)
  publish('1.root', new Metadata(root), rsa)

  const file = new TheirTargetFile({
    path: 'models/haier/1.seg',
    length: content.length,
    hashes: { sha512: sha('sha512', content) },
  })
  files.set(`targets/models/haier/${sha('sha512', content)}.1.seg`, content)
  const brands = publish(
    '1.brands',
    new Metadata(new Targets({ version: 1, specVersion: '1.0.31', expires, targets: { [file.path]: file } })),
    ed25519,
  )
  const delegations = {
    keys: { [ed25519.key.keyID]: ed25519.key.toJSON() },
    roles: [{ name: 'brands', keyids: [ed25519.key.keyID], threshold: 1, terminating: true, paths: ['models/*/*'] }],
  }
  const document = Targets.fromJSON({
    _type: 'targets',
    version: 1,
    spec_version: '1.0.31',
    expires,
    targets: {},
    delegations,
  })
  const targets = publish('1.targets', new Metadata(document), rsa)
  const metaOf = (bytes: Buffer): MetaFile =>
    new MetaFile({ version: 1, length: bytes.length, hashes: { sha256: sha('sha256', bytes) } })
  const meta = { 'targets.json': metaOf(targets), 'brands.json': metaOf(brands) }
  const snapshot = publish(
    '1.snapshot',
    new Metadata(new Snapshot({ version: 1, specVersion: '1.0.31', expires, meta })),
    ed25519,
  )
  publish(
    'timestamp',
    new Metadata(new Timestamp({ version: 1, specVersion: '1.0.31', expires, snapshotMeta: metaOf(snapshot) })),
    ed25519,
  )
  return files
}

interface TheirKey {
  readonly key: Key
  sign(data: Buffer): Signature
}

function theirKey(type: 'ed25519' | 'rsa'): TheirKey {
  const pair = type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  const keyID = sha('sha256', spki)
  const text =
    type === 'rsa'
      ? pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
      : spki.subarray(-32).toString('hex')
  const key = new Key({
    keyID,
    keyType: type,
    scheme: type === 'rsa' ? 'rsassa-pss-sha256' : 'ed25519',
    keyVal: { public: text },
  })
  const privateKey = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const options =
    type === 'rsa' ? { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : { key: privateKey }
  return {
    key,
    sign: (data) =>
      new Signature({ keyID, sig: signData(type === 'rsa' ? 'sha256' : null, data, options).toString('hex') }),
  }
}

function sha(algorithm: 'sha256' | 'sha512', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
