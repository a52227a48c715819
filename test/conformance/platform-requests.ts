/** Conformance of a platform: how long a request is good. */
import { expect, it } from 'vitest'
import { endpoints, type EndpointName } from '../../src/record/endpoints.ts'
import { signRequest } from '../../src/record/jws.ts'
import { nextTill } from './platform-sales.ts'
import { TestTill, type PlatformUnderTest } from './test-till.ts'

const minute = 60_000

export function describeRequests(platform: () => PlatformUnderTest): void {
  it('takes a request for some minutes, whatever it asks', async () => {
    const till = await new TestTill(platform(), 'TY-0001', nextTill()).open()
    const code = await platform().issueCode()
    const payloads: Readonly<Record<Exclude<EndpointName, 'records'>, object>> = {
      answers: { cursor: null },
      entitlements: { entitlement: 'x' },
      serials: { units: [{ gtin: '6901234567892', serial: 'S1' }] },
      sales: { orderId: 'x' },
      imports: { sealed: 'x' },
      head: {},
      tills: { code, store: till.store, till: till.till, key: till.publicKey },
    }
    for (const [name, payload] of Object.entries(payloads)) {
      const endpoint = endpoints[name as EndpointName]
      const sent = async (agoMs: number): Promise<unknown> =>
        till.post(endpoint.address, await signRequest(payload, till.key, endpoint, till.stamp(agoMs)))
      const expired = { status: 401, body: { code: 'request_expired', serverTime: till.stamp().at } }
      expect(await sent(11 * minute), name).toMatchObject(expired)
      expect(await sent(-11 * minute), name).toMatchObject(expired)
      expect(await sent(9 * minute), name).not.toMatchObject({ status: 401 })
    }
  })
}
