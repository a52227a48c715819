/** The till's keys, and the epoch that each enrolment opens. */
import { sha256Hex, utf8 } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { mintRecordId } from '../core/ids.ts'
import { isBehind } from '../record/chain.ts'
import { recordHash, signRecord } from '../record/jws.ts'
import { exportPublicKey, keyThumbprint } from '../record/keys.ts'
import type { EnrolAnswer } from '../record/protocol.ts'
import type { EpochRecord } from '../record/record.ts'
import { lossCode } from './counts.ts'
import { momentOf } from './moment.ts'
import type { OutboxContext } from './context.ts'
import { loadMeta, readMeta, writeMeta, type Meta, type TillKeys } from './database.ts'
import { addTask, closeAll } from './tasks.ts'

export type CandidateKey = Omit<Meta['enrolling'], 'code'>

/**
 * The key to enrol with this code, the same for all tabs. It is kept before the code is spent: when the
 * platform's answer is lost, the next attempt names the same key.
 * @param spent id of one that was found {@link isSpent}: another takes its place
 */
export async function candidateKey(
  { db }: OutboxContext,
  code: string,
  spent: string | null = null,
): Promise<CandidateKey> {
  const codeHash = await sha256Hex(utf8(code))
  const isFit = (kept: Meta['enrolling'] | undefined): kept is Meta['enrolling'] =>
    kept?.code === codeHash && kept.keyId !== spent
  const kept = await loadMeta(db, 'enrolling')
  if (isFit(kept)) return kept
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const keyId = await keyThumbprint(await exportPublicKey(publicKey))
  return db.write(['meta'], async (tables) => {
    const now = await readMeta(tables, 'enrolling')
    if (isFit(now)) return now
    await writeMeta(tables, 'enrolling', { code: codeHash, keyId, privateKey, publicKey })
    return { keyId, privateKey, publicKey }
  })
}

/**
 * Whether a key can open no epoch any more: the one in force whose chain has forked or lost its end, or that
 * the platform no longer takes; and one that has signed already what this profile, put back or robbed of its
 * key, knows nothing of.
 * @param enrolled the platform's answer to it; null: it refuses the key with this code
 */
export async function isSpent({ db }: OutboxContext, keyId: string, enrolled: EnrolAnswer | null): Promise<boolean> {
  const [keys, head, isForked] = await db.read(['meta'], (tables) =>
    Promise.all([readMeta(tables, 'keys'), readMeta(tables, 'head'), readMeta(tables, 'forked')]),
  )
  if (keyId === keys?.keyId) return !enrolled || !head || isForked === true
  if (!enrolled) return false
  return enrolled.last?.epoch === enrolled.epoch || (head !== undefined && head.epoch >= enrolled.epoch)
}

/**
 * Takes the enrolled key into use: keys, head and the epoch's first record in one transaction. That
 * record names the last one known before, so that nothing can be dropped between two epochs.
 * @param sealingKey the platform's, where a release says it: kept for exports of a till that later has none
 * @throws CheckoutError `ENROLMENT_REFUSED` when the platform's epoch is not after ours, `STORAGE_…`
 */
export async function openEpoch(
  context: OutboxContext,
  candidate: CandidateKey,
  enrolled: EnrolAnswer,
  sealingKey: Meta['sealingKey'] | null,
): Promise<TillKeys> {
  const { db, store, till } = context
  const tagKey = async (): Promise<CryptoKey> =>
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  for (;;) {
    const [head, known, kept] = await db.read(['meta', 'records'], (tables) =>
      Promise.all([
        readMeta(tables, 'head'),
        readMeta(tables, 'keys'),
        // Of a chain whose end was lost: what was put back from copies.
        tables.records.where('[epoch+seq]').below([enrolled.epoch]).last(),
      ]),
    )
    if (known?.keyId === enrolled.keyId && head?.epoch === enrolled.epoch) return known
    if (head && enrolled.epoch <= head.epoch) {
      throw new CheckoutError('ENROLMENT_REFUSED', 'the platform opened an epoch that this till has had already', {
        field: 'epoch',
        expected: `above ${head.epoch}`,
        received: String(enrolled.epoch),
      })
    }
    const keys: TillKeys = {
      keyId: enrolled.keyId,
      number: enrolled.number,
      privateKey: candidate.privateKey,
      tagKey: known?.tagKey ?? (await tagKey()),
    }
    const last = head?.hash
      ? { epoch: head.epoch, seq: head.seq, hash: head.hash }
      : kept && isBehind(enrolled.last, kept)
        ? kept
        : enrolled.last
    const record: EpochRecord = {
      v: 1,
      kind: 'epoch',
      id: mintRecordId(context.ports),
      store,
      till,
      epoch: enrolled.epoch,
      seq: 0,
      prev: null,
      at: momentOf(context).at,
      clock: context.clock(),
      last: last && { epoch: last.epoch, seq: last.seq, hash: last.hash },
    }
    const jws = await signRecord(record, keys)
    const hash = await recordHash(jws)
    const done = await db.write(['meta', 'records', 'tasks'], async (tables) => {
      const now = await readMeta(tables, 'head')
      if (now?.epoch !== head?.epoch || now?.seq !== head?.seq) return null
      await writeMeta(tables, 'keys', keys)
      await writeMeta(tables, 'head', { epoch: enrolled.epoch, seq: 0, hash })
      await writeMeta(tables, 'forked', false)
      // Of a chain whose end was lost, what the platform has is nothing to close.
      if (!head && enrolled.last) await writeMeta(tables, 'pruned', enrolled.last)
      if (sealingKey) await writeMeta(tables, 'sealingKey', sealingKey)
      await closeAll(tables, 'chain_forked', 'enrolled again')
      await tables.records.add({
        id: record.id,
        epoch: enrolled.epoch,
        seq: 0,
        kind: 'epoch',
        sale: null,
        jws,
        hash,
        delivery: 'pending',
        attempts: 0,
        code: null,
      })
      const isKnown = await tables.tasks.filter(({ kind, open }) => kind === 'storage_lost' && open === 1).count()
      if (!enrolled.last || !isBehind(head, enrolled.last) || isKnown) return { lost: null }
      const { epoch, seq } = enrolled.last
      return {
        lost: await addTask(tables, {
          kind: 'storage_lost',
          sale: null,
          about: `epoch ${enrolled.epoch}`,
          since: record.at,
          codes: [lossCode(null), `up_to_${epoch}.${seq}`],
        }),
      }
    })
    if (!done) continue
    context.events.emit('appended', { id: record.id, sale: null, jws })
    if (done.lost) context.events.emit('task', done.lost)
    context.events.emit('changed', null)
    return keys
  }
}
