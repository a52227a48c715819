/** The file for a script tag, as it was built. */
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'

it('gives a page the name that it is called by', () => {
  const page = { TextEncoder, TextDecoder, TradeinCheckout: {} }
  runInContext(
    readFileSync(new URL('../../dist/tradein-checkout.global.js', import.meta.url), 'utf8'),
    createContext(page),
  )
  expect(Object.keys(page.TradeinCheckout).sort()).toEqual(['CheckoutError', 'createCheckout', 'isCheckoutError'])
})
