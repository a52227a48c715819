/** What signs, seals and proves. Imported when it is first needed, never at the start: signing waits for it, a scan does not. */
export {
  calculateJwkThumbprint,
  CompactEncrypt,
  CompactSign,
  compactDecrypt,
  compactVerify,
  decodeProtectedHeader,
  importJWK,
} from 'jose'
export { withLowS } from './low-s.ts'
