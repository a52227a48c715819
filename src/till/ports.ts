/** The ports of a till: what was given, and a browser's for the rest. */
import { createByteStore } from '../release/byte-store.ts'
import { browserPorts } from '../core/browser-ports.ts'
import { CheckoutError } from '../core/errors.ts'
import type { Ports } from '../core/ports.ts'

/**
 * @param channel name that the till's tabs talk under
 * @param files name of the database that target files are kept in
 * @throws CheckoutError `FEATURE_MISSING`
 */
export function tillPorts(
  given: Partial<Ports>,
  channel: string,
  files: string,
): { readonly ports: Ports; readonly closePorts: () => void } {
  const browser = browserPorts(channel)
  const indexedDb = given.indexedDb ?? browser.indexedDb
  if (!indexedDb) {
    throw new CheckoutError('FEATURE_MISSING', 'this browser lacks indexedDB: update it, or use another', {
      field: 'indexedDB',
      expected: 'indexedDB',
    })
  }
  if (given.bytes)
    return { ports: { ...browser, ...given, indexedDb, bytes: given.bytes }, closePorts: () => undefined }
  const bytes = createByteStore(indexedDb.factory, files)
  return {
    ports: { ...browser, ...given, indexedDb, bytes },
    closePorts: () => {
      bytes.close()
    },
  }
}
