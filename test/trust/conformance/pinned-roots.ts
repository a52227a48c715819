import { expect } from 'vitest'
import { utf8, utf8ToText } from '../../../src/core/bytes.ts'
import type { Scenario } from './stage.ts'

const brokenRoots: readonly {
  readonly name: string
  readonly edit: (root: { signatures: { sig: string }[]; signed: { version?: number } }) => void
}[] = [
  {
    name: 'that has no version',
    edit: ({ signed }) => {
      delete signed.version
    },
  },
  {
    name: 'whose signature is another one',
    edit: ({ signatures }) => {
      if (signatures[0]) signatures[0].sig = `30440220${'11'.repeat(32)}0220${'22'.repeat(32)}`
    },
  },
]

export const pinnedRoots: readonly Scenario[] = brokenRoots.map(({ name, edit }): Scenario => ({
  name: `asks the server for nothing under an initial root ${name}`,
  async run({ repository, client }) {
    const root = JSON.parse(utf8ToText(repository.latest('root'))) as Parameters<typeof edit>[0]
    edit(root)
    await client.init(utf8(JSON.stringify(root)))
    expect(await client.refresh()).toBe(false)
    expect(repository.metadataRequests).toEqual([])
  },
}))
