/** What every part of the outbox works with. */
import type { Emitter } from '../core/emitter.ts'
import type { Ports } from '../core/ports.ts'
import type { TillRecord } from '../record/record.ts'
import type { OutboxDatabase, RecordRow } from './database.ts'
import type { Task } from './sale.ts'

/** What happened in the database, told after the transaction is complete, and what was heard of the platform. */
export interface OutboxEvents {
  /** A record was added: there is something to send. */
  appended: Pick<RecordRow, 'id' | 'sale' | 'jws'>
  /** A sale's row changed, by its id. */
  sale: string
  task: Task
  /** A pass of sending ended without getting through: no answer will come for now. */
  stuck: null
  /** Counts may have changed. */
  changed: null
  /** The platform told its time, milliseconds since 1970. */
  time: number
}

export interface OutboxContext {
  readonly db: OutboxDatabase
  readonly store: string
  readonly till: string
  /** This tab, among the tabs of the till. */
  readonly tab: string
  readonly ports: Pick<Ports, 'clock' | 'random' | 'timers' | 'locks'>
  readonly events: Emitter<OutboxEvents>
  /** IANA zone that instants and days are written in. */
  zone(): string
  /** State of the till's clock, as records carry it. */
  clock(): TillRecord['clock']
}
