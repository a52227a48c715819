import { expect } from 'vitest'
import type { TopLevelRole } from '../../../src/trust/metadata.ts'
import type { RoleSigner } from '../../../src/trust/signer.ts'
import type { Simulator } from './simulator.ts'
import type { Scenario } from './stage.ts'

/** One published root: which of ten keys it names, how many must sign, which do. */
interface Step {
  readonly keys: readonly number[]
  readonly threshold: number
  readonly signed: readonly number[]
}

const step = (keys: readonly number[], threshold: number, signed: readonly number[]): Step => ({
  keys,
  threshold,
  signed,
})
const five = [0, 1, 2, 3, 4]
const oneOfFiveReplaced = [0, 1, 3, 4, 5]
const otherFive = [5, 6, 7, 8, 9]

/** Root by root. Where `accepted` is false, the last one must be refused. */
const rootRotations: readonly { readonly name: string; readonly steps: readonly Step[]; readonly accepted: boolean }[] =
  [
    { name: 'one key by one key', accepted: true, steps: [step([1], 1, [1]), step([2], 1, [2, 1]), step([2], 1, [2])] },
    {
      name: 'one key by one key, with signatures of strangers',
      accepted: true,
      steps: [step([1], 1, [3, 1, 4]), step([2], 1, [3, 2, 1, 4]), step([2], 1, [3, 2, 4])],
    },
    {
      name: 'none, with other three of five signing each time',
      accepted: true,
      steps: [step(five, 3, [0, 2, 4]), step(five, 3, [0, 4, 1]), step(five, 3, [0, 1, 3]), step(five, 3, [0, 1, 3])],
    },
    { name: 'one of five', accepted: true, steps: [step(five, 3, [0, 2, 4]), step(oneOfFiveReplaced, 3, [0, 4, 1])] },
    {
      name: 'one of five, with a step between',
      accepted: true,
      steps: [
        step(five, 3, [0, 2, 4]),
        step(oneOfFiveReplaced, 3, [0, 2, 4, 5]),
        step(oneOfFiveReplaced, 3, [0, 4, 5]),
      ],
    },
    {
      name: 'all five, with a step between',
      accepted: true,
      steps: [step(five, 3, [0, 2, 4]), step(otherFive, 3, [0, 2, 4, 5, 6, 7]), step(otherFive, 3, [5, 6, 7])],
    },
    {
      name: 'the threshold of three keys from one to two',
      accepted: true,
      steps: [step([1, 2, 3], 1, [1]), step([1, 2, 3], 2, [1, 2])],
    },
    {
      name: 'the threshold of three keys from two to one',
      accepted: true,
      steps: [step([1, 2, 3], 2, [1, 2]), step([1, 2, 3], 1, [1, 2]), step([1, 2, 3], 1, [1])],
    },
    {
      name: 'one key and threshold one to two and two',
      accepted: true,
      steps: [step([1], 1, [1]), step([1, 2], 2, [1, 2])],
    },
    { name: 'one key, the old one not signing', accepted: false, steps: [step([1], 1, [1]), step([2], 1, [2, 3, 4])] },
    { name: 'one key, the new one not signing', accepted: false, steps: [step([1], 1, [1]), step([2], 1, [1, 3, 4])] },
    {
      name: 'one of five, two of the new five signing',
      accepted: false,
      steps: [step(five, 3, [0, 2, 4]), step(oneOfFiveReplaced, 3, [0, 2, 4])],
    },
    {
      name: 'one of five, two of the old five signing',
      accepted: false,
      steps: [step(five, 3, [0, 2, 4]), step(oneOfFiveReplaced, 3, [0, 4, 5])],
    },
    {
      name: 'the threshold from one to two, one signing',
      accepted: false,
      steps: [step([1, 2, 3], 1, [1]), step([1, 2, 3], 2, [2])],
    },
    {
      name: 'the threshold from two to one, one signing',
      accepted: false,
      steps: [step([1, 2, 3], 2, [1, 2]), step([1, 2, 3], 1, [1])],
    },
  ]

/** What timestamp, snapshot and targets are each rotated to in turn. */
const roleRotations: readonly { readonly name: string; readonly step: Step; readonly accepted: boolean }[] = [
  { name: 'one key by one key', step: step([2], 1, [2]), accepted: true },
  { name: 'one key, with signatures of strangers', step: step([1], 1, [3, 1, 4]), accepted: true },
  { name: 'one key, the new one not signing', step: step([2], 1, [1, 3, 4]), accepted: false },
  {
    name: 'to three of five, one signature a stranger’s',
    step: step(oneOfFiveReplaced, 3, [0, 2, 4]),
    accepted: false,
  },
  { name: 'to three of five, two signing', step: step(oneOfFiveReplaced, 3, [0, 4]), accepted: false },
  ...[
    [0, 2, 4],
    [0, 4, 1],
    [0, 1, 3],
    [1, 2, 3],
    [2, 3, 4],
  ].map((signed) => ({
    name: `to three of five, keys ${signed.join(', ')} signing`,
    step: step(five, 3, signed),
    accepted: true,
  })),
]

const tenSigners = (repository: Simulator): Promise<RoleSigner[]> =>
  Promise.all(Array.from({ length: 10 }, () => repository.newSigner()))

function apply(
  repository: Simulator,
  signers: readonly RoleSigner[],
  role: TopLevelRole,
  { keys, threshold, signed }: Step,
): void {
  Object.assign(repository.root.roles[role], { keyids: [], threshold })
  repository.signers.set(role, new Map())
  for (const [i, signer] of signers.entries()) {
    if (keys.includes(i)) repository.addKey(role, signer)
  }
  repository.signers.get(role)?.clear()
  for (const [i, signer] of signers.entries()) {
    if (signed.includes(i)) repository.addSigner(role, signer)
  }
}

export const rotations: readonly Scenario[] = [
  ...rootRotations.map(({ name, steps, accepted }): Scenario => ({
    name: `${accepted ? 'follows' : 'refuses'} a root that rotates ${name}`,
    async run({ repository, client }) {
      const signers = await tenSigners(repository)
      repository.startOver('root')
      for (const each of steps) {
        apply(repository, signers, 'root', each)
        await repository.publish('root')
      }
      const roots = repository.published.get('root') ?? []
      await client.init(roots[0] ?? new Uint8Array())
      expect(await client.refresh()).toBe(accepted)
      expect(await client.file('root')).toEqual(roots.at(accepted ? -1 : -2))
    },
  })),
  ...roleRotations.map(({ name, step: each, accepted }): Scenario => ({
    name: `${accepted ? 'follows' : 'refuses'} timestamp, snapshot and targets rotating ${name}`,
    async run({ repository, client }) {
      await client.init(repository.latest('root'))
      const signers = await tenSigners(repository)
      for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
        apply(repository, signers, role, each)
        await repository.publish('root', 'targets', 'snapshot', 'timestamp')
        expect(await client.refresh()).toBe(accepted)
        if (accepted) expect(await client.file(role)).toEqual(repository.latest(role))
      }
    },
  })),
]
