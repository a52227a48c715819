/** Identifiers minted on the till. */
import { v7 } from 'uuid'
import type { Clock, Random } from './ports.ts'

/** A UUIDv7 (RFC 9562 §5.7): sorts by the time it was minted, and is a record's idempotency key. */
export type RecordId = string

/** Mints a record id from the ports, so that a staged clock and a seeded source give staged ids. */
export function mintRecordId(ports: { readonly clock: Clock; readonly random: Random }): RecordId {
  return v7({ msecs: ports.clock.now(), random: ports.random.bytes(16) })
}
