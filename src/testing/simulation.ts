/** The whole rehearsal: an authority, a platform and a network in memory, and tills to point at them. */
import type { CheckoutOptions } from '../client.ts'
import type { Clock, Timers } from '../core/ports.ts'
import { generatePlatformSecrets, platformInfo } from '../platform/keys.ts'
import { createAuthority, type Authority, type AuthorityContent } from './authority.ts'
import { createClock, type StagedClock } from './clock.ts'
import { createMemoryPlatform, type MemoryPlatform } from './memory-platform.ts'
import { createDevice, type Device, type DeviceOptions } from './memory-ports.ts'
import { createNetwork, type StagedNetwork } from './network.ts'

/** Addresses that exist only in the staged network. */
export const simulatorAddresses = {
  repository: 'https://simulator.test/repository/',
  api: 'https://simulator.test/api/',
} as const

export interface SimulationOptions
  extends Partial<Omit<AuthorityContent, 'platform'>>, Omit<DeviceOptions, 'clock' | 'network'> {
  /** First instant of the wall clock; default 2026-03-06T10:00:00+08:00. */
  readonly start?: string
  /** Uses a running clock instead of a staged one: for a page that a person rehearses with. */
  readonly running?: Clock & { readonly timers: Timers }
  readonly store?: CheckoutOptions['store']
  /** False: amounts have no magic. */
  readonly magic?: boolean
}

export interface Simulation {
  /** Stands still where a running clock was given. */
  readonly clock: StagedClock
  readonly network: StagedNetwork
  readonly authority: Authority
  readonly platform: MemoryPlatform
  /** The first till's browser profile. */
  readonly device: Device
  /** A code with which any till of any store enrols, as often as it likes. */
  readonly code: string
  /** Ready for `createCheckout`: one more tab of the first till. */
  readonly options: CheckoutOptions
  /** Another till on a device of its own. */
  till(
    till: string,
    options?: Omit<DeviceOptions, 'clock' | 'network'>,
  ): { readonly device: Device; readonly options: CheckoutOptions }
}

/**
 * Starts a rehearsal: no key, no network, the same course for the same calls.
 *
 * ```ts
 * const simulation = await createSimulation()
 * const checkout = await createCheckout(simulation.options)
 * ```
 */
export async function createSimulation(options: SimulationOptions = {}): Promise<Simulation> {
  const { store = { id: 'TY-0001', region: '140100' }, running, magic = true, ...rest } = options
  const staged = createClock(options.start ?? '2026-03-06T10:00:00+08:00')
  const clock = running ?? staged
  const network = createNetwork(clock.timers)
  const secrets = await generatePlatformSecrets('https://simulator.test/')
  const { listings, brands, ruleSets, redeemed } = rest
  const authority = await createAuthority({
    platform: platformInfo(secrets, simulatorAddresses.api),
    clock,
    ...(listings && { listings }),
    ...(brands && { brands }),
    ...(ruleSets && { ruleSets }),
    ...(redeemed && { redeemed }),
  })
  const platform = await createMemoryPlatform({ clock, secrets, releases: authority, magic })
  const code = 'SIMULATOR'
  await platform.addCode(code, { reusable: true })
  network.serve(simulatorAddresses.repository, ({ url }) =>
    authority.handle(decodeURI(pathBelow(url, simulatorAddresses.repository))),
  )
  network.serve(simulatorAddresses.api, (request) =>
    platform.handle(pathBelow(request.url, simulatorAddresses.api), request),
  )

  let devices = 0
  const till: Simulation['till'] = (name, deviceOptions = {}) => {
    devices += 1
    // Two devices with one seed would mint the same ids.
    const device = createDevice({ seed: devices, ...deviceOptions, clock, network })
    return {
      device,
      get options(): CheckoutOptions {
        const { repository } = simulatorAddresses
        return {
          environment: 'sandbox',
          platform: repository,
          root: authority.root,
          store,
          till: name,
          ports: device.openTab(),
        }
      },
    }
  }
  const { seed, indexedDb, locks } = rest
  const first = till('03', {
    ...(seed !== undefined && { seed }),
    ...(indexedDb && { indexedDb }),
    ...(locks !== undefined && { locks }),
  })
  return {
    clock: staged,
    network,
    authority,
    platform,
    device: first.device,
    code,
    get options() {
      return first.options
    },
    till,
  }
}

function pathBelow(url: string, base: string): string {
  return url.slice(base.length).split('?')[0] ?? ''
}
