/** A small release for tests: four top-level roles, three delegated ones, a handful of files. */
import { utf8, type Bytes } from '../../src/core/bytes.ts'
import { generateSigner } from '../../src/trust/signer.ts'
import type { ReleaseInput, RoleSetup } from '../../src/trust/writer.ts'

export const dayMs = 86_400_000
const names = ['root', 'targets', 'snapshot', 'timestamp', 'brands', 'scheme', 'redeemed'] as const

/** New keys for every role, one each. */
export async function releaseRoles(): Promise<Record<string, RoleSetup>> {
  const setups = names.map(async (name) => [name, await newSetup()] as const)
  return Object.fromEntries(await Promise.all(setups))
}

/** `count` new keys, all of which must sign unless `threshold` says fewer. */
export async function newSetup(count = 1, threshold: number = count): Promise<RoleSetup> {
  const signers = await Promise.all(Array.from({ length: count }, generateSigner))
  return { keys: signers, threshold, signers, lifetimeMs: 30 * dayMs }
}

export function releaseInput(change: {
  readonly roles: ReleaseInput['roles']
  readonly nowMs: number
  readonly previous?: ReadonlyMap<string, Bytes>
  readonly segment?: string
  readonly renew?: readonly string[]
}): ReleaseInput {
  return {
    previous: change.previous ?? null,
    nowMs: change.nowMs,
    roles: change.roles,
    renew: change.renew ?? [],
    delegations: [
      { role: 'brands', paths: ['brands.json', 'models/*/*'], terminating: true },
      { role: 'scheme', paths: ['scheme.json'], terminating: true },
      { role: 'redeemed', paths: ['redeemed/*'], terminating: true },
    ],
    targets: {
      targets: new Map([['platform.json', utf8('{"api":"/"}')]]),
      brands: new Map([
        ['brands.json', utf8('[]')],
        ['models/haier/1.seg', utf8(change.segment ?? 'segment 1')],
        ['models/gree/1.seg', utf8('segment 2')],
      ]),
      scheme: new Map([['scheme.json', utf8('{"ruleSets":[]}')]]),
      redeemed: new Map([['redeemed/2026-03.flt', utf8('filter')]]),
    },
  }
}
