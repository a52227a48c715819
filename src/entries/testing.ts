/**
 * `tradein-checkout/testing`: a simulator of everything around the SDK, to rehearse each case with
 * no key and no network. It runs in Node, in a worker and in a page.
 */
export {
  createAuthority,
  sampleRules,
  type Authority,
  type AuthorityContent,
  type AuthorityOptions,
} from '../testing/authority.ts'
export { createClock, turn, type StagedClock } from '../testing/clock.ts'
export {
  magicAmounts,
  magicBrand,
  magicItems,
  type MagicAmount,
  type MagicItem,
  type MagicItemName,
} from '../testing/magic.ts'
export { createMemoryPlatform, type MemoryPlatform, type MemoryPlatformOptions } from '../testing/memory-platform.ts'
export {
  createDevice,
  createMemoryBytes,
  createMemoryLocks,
  createMemoryPorts,
  createRandom,
  type Device,
  type DeviceOptions,
  type MemoryByteStore,
} from '../testing/memory-ports.ts'
export { createMemoryStore, type MemoryStore } from '../testing/memory-store.ts'
export {
  createNetwork,
  type FaultRule,
  type Handler,
  type NetworkFault,
  type SentRequest,
  type StagedNetwork,
} from '../testing/network.ts'
export { keystrokes, scanInto, type Keystroke, type ScannerFault, type ScanOptions } from '../testing/scanner.ts'
export { createSimulation, simulatorAddresses, type Simulation, type SimulationOptions } from '../testing/simulation.ts'
export { generatePlatformSecrets, platformInfo, type PlatformSecrets } from '../platform/keys.ts'
export type { Bytes } from '../core/bytes.ts'
export type { ImportReport } from '../record/outbox-file.ts'
export type { StoredRecord } from '../platform/store.ts'
export type { LedgerSale, Settlement } from '../platform/ledger.ts'
