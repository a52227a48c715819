/** In training the till is its own platform: what is sold is confirmed at once and kept by nobody, and no byte leaves the page. */
import * as z from 'zod/mini'
import { msToUtc } from '../core/clock.ts'
import type { Clock } from '../core/ports.ts'
import { decodeRecord } from '../record/jws.ts'
import { saleOf } from '../record/record.ts'
import type { PlatformClient } from './platform-client.ts'

export function createTrainingClient(clock: Pick<Clock, 'now'>): PlatformClient {
  const serverTime = (): string => msToUtc(clock.now())
  return {
    ask(endpoint, _, { keyId }) {
      // No till that sells is in it: the number on a paper of practice is no real sale's.
      const enrolled = { keyId, number: 0, epoch: 0, last: null }
      const nothingLate = { answers: [], cursor: 'training', more: false }
      const reply = z.safeParse(endpoint.answer, { ...enrolled, ...nothingLate, serverTime: serverTime() })
      // What it has no answer to is as without a line.
      return Promise.resolve(
        reply.success ? { kind: 'answer', body: reply.data } : { kind: 'failed', reason: 'network' },
      )
    },
    send(jws) {
      const record = decodeRecord(jws)
      const answer = {
        record: record.id,
        sale: saleOf(record),
        reasons: [],
        countersignature: null,
        serverTime: serverTime(),
      }
      return Promise.resolve({ kind: 'answer', body: { ...answer, standing: 'confirmed' } })
    },
  }
}
