/** Takes in an exported outbox: disaster recovery, always put before a person. */
import { isCheckoutError } from '../core/errors.ts'
import { readRecord } from '../record/jws.ts'
import { importPublicKey } from '../record/keys.ts'
import { readOutboxFile, type ImportReport, type OutboxPart } from '../record/outbox-file.ts'
import type { ImportAnswer, ImportRequest } from '../record/protocol.ts'
import { problem, type Reply } from './http.ts'
import { takeRecord, type RecordPorts } from './records.ts'
import type { TillKeyRow } from './store.ts'

export interface ImportPorts extends RecordPorts {
  /** @throws CheckoutError when it cannot be opened */
  readonly openPart: (sealed: string) => Promise<OutboxPart>
}

/**
 * Every record keeps its own signature, so the file itself needs none, and one part that is damaged is no
 * end of the others. The same file again changes nothing.
 * @throws CheckoutError `INPUT_TOO_LARGE`, `INPUT_INVALID` when it is not an exported outbox
 */
export async function importOutbox(ports: ImportPorts, bytes: Uint8Array): Promise<ImportReport> {
  const { parts } = readOutboxFile(bytes)
  let [taken, known, first] = [0, 0, 0]
  const refused: { place: number; code: string }[] = []
  for (const { count, sealed } of parts) {
    const part = await opened(ports, sealed)
    const report = part ? await takePart(ports, part) : unopened(count)
    taken += report.taken
    known += report.known
    for (const { place, code } of report.refused) refused.push({ place: first + place, code })
    first += count
  }
  return { taken, known, refused }
}

/** One part, handed in by a till of the same store. */
export async function importPart(ports: ImportPorts, key: TillKeyRow, { sealed }: ImportRequest): Promise<Reply> {
  const part = await opened(ports, sealed)
  if (!part) return problem('request_invalid', 'The part cannot be opened with the platform’s key', 'request.sealed')
  if (part.store !== key.store)
    return problem('request_invalid', 'The part is of another store than the till', 'request.sealed.store')
  const answer: ImportAnswer = { ...(await takePart(ports, part)), serverTime: ports.serverTime() }
  return { answer }
}

async function opened(ports: ImportPorts, sealed: string): Promise<OutboxPart | null> {
  try {
    return await ports.openPart(sealed)
  } catch (error) {
    if (isCheckoutError(error)) return null
    throw error
  }
}

function unopened(count: number): ImportReport {
  const refused = Array.from({ length: count }, (_, place) => ({ place, code: 'RECORD_INVALID' }))
  return { taken: 0, known: 0, refused }
}

async function takePart(ports: ImportPorts, { store, till, records }: OutboxPart): Promise<ImportReport> {
  let [taken, known] = [0, 0]
  const refused: { place: number; code: string }[] = []
  for (const [place, jws] of records.entries()) {
    const result = await take(ports, { store, till }, jws)
    if (result === 'taken') taken += 1
    else if (result === 'known') known += 1
    else refused.push({ place, code: result.refused })
  }
  return { taken, known, refused }
}

async function take(
  ports: RecordPorts,
  { store, till }: Pick<OutboxPart, 'store' | 'till'>,
  jws: string,
): Promise<'taken' | 'known' | { readonly refused: string }> {
  const signer: { key: TillKeyRow | null } = { key: null }
  try {
    const { record, hash } = await readRecord(jws, async (keyId) => {
      signer.key = await ports.store.key(keyId)
      return signer.key && importPublicKey(signer.key.key)
    })
    if (!signer.key) return { refused: 'till_unknown' }
    if (signer.key.store !== store || signer.key.till !== till) return { refused: 'record_invalid' }
    if (await ports.store.hasRecord(signer.key, record.id)) return 'known'
    const reply = await takeRecord(ports, signer.key, { record, hash, jws, receivedMs: ports.nowMs(), recovered: true })
    return 'problem' in reply ? { refused: reply.problem.code } : 'taken'
  } catch (error) {
    if (isCheckoutError(error))
      return { refused: error.code === 'RECORD_UNSIGNED' && !signer.key ? 'till_unknown' : error.code }
    throw error
  }
}
