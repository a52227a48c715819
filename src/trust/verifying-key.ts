/** What every kind of key comes to once it is imported. */
import { toHex, type Bytes } from '../core/bytes.ts'

/** A key that can be counted: `id` is of its bytes, however its text is written. */
export interface VerifyingKey {
  readonly id: string
  readonly verify: (signature: Bytes, data: Bytes) => Promise<boolean>
}

/** The key's one encoding, whatever it was read from. */
export async function idOf(key: CryptoKey): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.exportKey('spki', key)))
}
