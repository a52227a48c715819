import { expect } from 'vitest'
import type { KeyKind } from './signers.ts'
import { trusted, version, type Scenario } from './stage.ts'

const kinds: readonly KeyKind[] = ['ecdsa', 'ed25519', 'rsa-pss', 'rsa-pkcs1']

/** What stands where the second key's signature should be. The first key's is right, and is enough. */
const uselessSignatures: Readonly<Record<string, string>> = {
  'of another document':
    '3044022011111111111111111111111111111111111111111111111111111111111111110220' + '22'.repeat(32),
  'that is empty': '',
  'that is no hexadecimal': 'not a signature',
  'that is not DER': 'ff'.repeat(70),
  'of more bytes than any key makes': '30'.repeat(4000),
}

export const keys: readonly Scenario[] = [
  {
    name: 'refuses a snapshot signed by two of three where three are asked for',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.root.roles.snapshot.threshold = 3
      for (let i = 0; i < 2; i++) repository.addKey('snapshot', await repository.newSigner())
      await repository.publish('root', 'targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(true)
      const ids = repository.signers.get('snapshot')
      ids?.delete([...ids.keys()][0] ?? '')
      await repository.publish('targets', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'snapshot')).toBe(2)
    },
  },
  {
    name: 'refuses a snapshot whose threshold is above the number of its keys',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      for (let i = 0; i < 4; i++) repository.addKey('snapshot', await repository.newSigner())
      repository.root.roles.snapshot.threshold = 6
      await repository.publish('root', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await trusted(client)).toEqual(['root 2', 'timestamp 2'])
    },
  },
  {
    name: 'does not count one key nine times',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const signer = await repository.newSigner()
      for (let i = 0; i < 9; i++) repository.addKey('snapshot', signer)
      repository.root.roles.snapshot.threshold = 6
      await repository.publish('root', 'snapshot', 'timestamp')
      repository.tamper('snapshot', ({ signatures }) => {
        const again = signatures.find(({ keyid }) => keyid === signer.keyId)
        for (let i = 0; i < 8 && again; i++) signatures.push(again)
      })
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'snapshot')).toBeUndefined()
    },
  },
  {
    name: 'does not count one key under two key ids',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const signer = await repository.newSigner()
      repository.addKey('snapshot', signer)
      repository.addKey('snapshot', { ...signer, keyId: 'ab'.repeat(32) })
      repository.root.roles.snapshot.threshold = 3
      await repository.publish('root', 'snapshot', 'timestamp')
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'snapshot')).toBeUndefined()
    },
  },
  {
    name: 'refuses a file with one signature twice, although it is enough once',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      repository.tamper('snapshot', ({ signatures }) => {
        if (signatures[0]) signatures.push(signatures[0])
      })
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'snapshot')).toBeUndefined()
    },
  },
  ...kinds.map((kind): Scenario => ({
    name: `takes ${kind} keys, and refuses what another document's signature stands under`,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const signer = await repository.newSigner(kind)
      repository.addKey('root', signer)
      repository.root.roles.root.threshold += 1
      await repository.publish('root')
      expect(await client.refresh()).toBe(true)
      expect(await version(client, 'root')).toBe(2)
      await repository.publish('root')
      const another = await signer.sign(new Uint8Array(8))
      repository.tamper('root', ({ signatures }) => {
        const own = signatures.find(({ keyid }) => keyid === signer.keyId)
        if (own) own.sig = another
      })
      expect(await client.refresh()).toBe(false)
      expect(await version(client, 'root')).toBe(2)
    },
  })),
  ...Object.entries(uselessSignatures).map(([what, sig]): Scenario => ({
    name: `accepts a file that enough keys signed beside a signature ${what}`,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const second = await repository.newSigner()
      repository.addKey('timestamp', second)
      await repository.publish('root', 'timestamp')
      repository.tamper('timestamp', ({ signatures }) => {
        const own = signatures.find(({ keyid }) => keyid === second.keyId)
        if (own) own.sig = sig
      })
      expect(await client.refresh()).toBe(true)
      expect(await version(client, 'timestamp')).toBe(2)
    },
  })),
  {
    name: 'accepts a file that enough keys signed beside a key and a signature of an unknown type',
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const known = await repository.newSigner()
      repository.addKey('timestamp', {
        ...known,
        keyId: 'cd'.repeat(32),
        key: { ...known.key, keytype: 'lattice', scheme: 'lattice-1' },
      })
      repository.addSigner('timestamp', { ...known, keyId: 'ef'.repeat(32) })
      await repository.publish('root', 'timestamp')
      expect(await client.refresh()).toBe(true)
      expect(await version(client, 'timestamp')).toBe(2)
    },
  },
]
