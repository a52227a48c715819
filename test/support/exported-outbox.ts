/** What an exported outbox holds, as only the platform can read it. */
import { decodeRecord, recordHash } from '../../src/record/jws.ts'
import { openPart, readOutboxFile, type OutboxFile } from '../../src/record/outbox-file.ts'
import type { TillRecord } from '../../src/record/record.ts'

export interface ExportedRecord {
  readonly record: TillRecord
  readonly jws: string
  readonly hash: string
  readonly answered: boolean
}

/** In the till's order. */
export async function openExport(
  bytes: Uint8Array,
  openingKey: CryptoKey,
): Promise<{ readonly file: OutboxFile; readonly records: readonly ExportedRecord[] }> {
  const file = readOutboxFile(bytes)
  const parts = await Promise.all(file.parts.map(({ sealed }) => openPart(sealed, openingKey)))
  const records = await Promise.all(
    parts
      .flatMap(({ records: texts }) => texts)
      .map(async (jws, place) => ({
        record: decodeRecord(jws),
        jws,
        hash: await recordHash(jws),
        answered: place >= file.unanswered,
      })),
  )
  return { file, records: records.sort((a, b) => a.record.epoch - b.record.epoch || a.record.seq - b.record.seq) }
}
