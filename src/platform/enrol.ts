/** Whether a one-time code lets a key sign for a till. */
import type { EnrolRequest } from '../record/protocol.ts'
import type { CodeRow, TillKeyRow, TillRow } from './store.ts'

export interface EnrolmentRows {
  readonly code: CodeRow | null
  readonly till: TillRow | null
  readonly key: TillKeyRow | null
  /** The number that the next new till gets. */
  readonly nextNumber: number
}

/** The rows to write; null: refused. The same key with the same code is answered alike, however often it is sent. */
export function decideEnrolment(
  { store, till, key }: EnrolRequest,
  keyId: string,
  rows: EnrolmentRows,
): { readonly code: CodeRow; readonly till: TillRow; readonly key: TillKeyRow } | null {
  const { code } = rows
  if (!code || (code.store ?? store) !== store || (code.till ?? till) !== till) return null
  if (rows.key) {
    const isSame = rows.key.store === store && rows.key.till === till && !rows.key.revoked
    return isSame && rows.till && (code.reusable || code.usedBy === keyId)
      ? { code, till: rows.till, key: rows.key }
      : null
  }
  if (code.usedBy !== null && !code.reusable) return null
  const number = rows.till?.number ?? rows.nextNumber
  const epoch = (rows.till?.epoch ?? 0) + 1
  return {
    code: { ...code, usedBy: keyId },
    till: { store, till, number, epoch },
    key: { keyId, key, store, till, number, epoch, revoked: false, place: code.place },
  }
}
