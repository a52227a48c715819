import { expect, test } from 'vitest'
import { loaded } from '../../src/core/late.ts'

test('a part that is there is handed on', async () => {
  expect(await loaded(Promise.resolve({ answer: 1 }))).toEqual({ answer: 1 })
})

test('one that cannot be fetched is a coded fault, worth trying again, with the cause kept', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  await expect(loaded(Promise.reject(cause))).rejects.toMatchObject({ code: 'PART_MISSING', retryable: true, cause })
})
