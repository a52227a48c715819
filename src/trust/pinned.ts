/** What an integrator gives to trust a repository by: its address, and its first root. */
import * as z from 'zod/mini'
import { utf8 } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { verifyPinnedRoot } from './checks.ts'

const rootLimitBytes = 1_048_576

export const pinnedRootSchema: z.ZodMiniType<string | Uint8Array> = z.custom<string | Uint8Array>(
  (value) =>
    (typeof value === 'string' || value instanceof Uint8Array) && value.length > 0 && value.length <= rootLimitBytes,
  'the root metadata as JSON text or bytes',
)

export function rootBytes(root: string | Uint8Array): Uint8Array {
  return typeof root === 'string' ? utf8(root) : root
}

/** @throws CheckoutError `OPTIONS_INVALID` for what is no root, or is not signed as it itself asks */
export async function requireRoot(root: Uint8Array): Promise<void> {
  await verifyPinnedRoot(new Uint8Array(root)).catch((cause: unknown) => {
    throw new CheckoutError('OPTIONS_INVALID', 'options.root is no root metadata that signs for itself', {
      field: 'options.root',
      expected: 'the first root metadata, as the authority published it',
      cause,
    })
  })
}

/** The address, absolute and ending in `/`. @throws CheckoutError `OPTIONS_INVALID` naming `field` */
export function repositoryAddress(address: string, page: string | undefined, field: string): string {
  const expected = 'an http or https address, or one relative to the page'
  let url: URL
  try {
    url = new URL(address, page)
  } catch (cause) {
    throw new CheckoutError('OPTIONS_INVALID', `${field} must be ${expected}`, {
      field,
      expected,
      received: address.slice(0, 200),
      cause,
    })
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new CheckoutError('OPTIONS_INVALID', `${field} must be ${expected}, without a user, query or fragment`, {
      field,
      expected,
    })
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}
