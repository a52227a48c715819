/** Faults of the file system and the network, told as a clerk can act on them. */
import { CheckoutError, isCheckoutError, type ErrorCode } from '../core/errors.ts'

interface Fault {
  readonly code: ErrorCode
  readonly text: string
}

const noFile: Fault = { code: 'OPTIONS_INVALID', text: 'there is no such file or folder' }
const notAllowed: Fault = { code: 'STORAGE_UNAVAILABLE', text: 'it may not be read or written: check who owns it' }
const faults: Readonly<Record<string, Fault>> = {
  ENOENT: noFile,
  ENOTDIR: noFile,
  EISDIR: { code: 'OPTIONS_INVALID', text: 'it is a folder: name a file in it' },
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: { code: 'STORAGE_UNAVAILABLE', text: 'it cannot be written: the disk is read-only' },
  ENOSPC: { code: 'STORAGE_QUOTA_EXCEEDED', text: 'the disk is full: free some room and run this again' },
}

/** The coded error for what Node's calls throw; null for what is not a fault of the surroundings. */
export function systemFault(error: unknown): CheckoutError | null {
  if (isCheckoutError(error)) return error
  if (!(error instanceof Error)) return null
  const { code, path, syscall } = error as NodeJS.ErrnoException
  if (code !== undefined && syscall !== undefined) {
    const fault = faults[code] ?? { code: 'STORAGE_UNAVAILABLE' as const, text: error.message }
    return new CheckoutError(fault.code, `${path ?? 'a file named on the command line'}: ${fault.text}`, {
      cause: error,
    })
  }
  // How `fetch` says that no server answered.
  return error instanceof TypeError && error.message === 'fetch failed'
    ? new CheckoutError('TRANSPORT_FAILED', 'the server does not answer: check the address and the network', {
        cause: error,
      })
    : null
}
