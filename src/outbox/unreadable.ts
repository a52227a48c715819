/** Why a record is held that no longer has the bytes that were signed. */
export const unreadable = 'record_unreadable'
