/** A device's line as the model has it: nothing arrives, and no answer is received, before it is told to. */
import { fromBase64Url, utf8ToText } from '../../src/core/bytes.ts'
import { endpoints } from '../../src/record/endpoints.ts'
import { mediaTypes } from '../../src/record/protocol.ts'
import { apiAddress } from '../sync/histories/authority.ts'
import type { Device, World } from '../sync/histories/world.ts'

/** A record on its way, as long as nobody has said what became of it. */
export interface Waiting {
  readonly body: string
  readonly resolve: (response: Response) => void
  readonly reject: (error: Error) => void
  /** The platform's, once it had the record. */
  response: Response | null
}

export interface HeldLine {
  waiting: Waiting | null
  /** Whether the list of late answers is there to be had; once. */
  mayLearn: boolean
}

/** From here on the device's requests go over it. */
export function holdLine({ platform, clock }: World, device: Device): HeldLine {
  const line: HeldLine = { waiting: null, mayLearn: false }
  device.line = (url, init = {}) => {
    const path = url.slice(apiAddress.length)
    if (path === endpoints.records.address)
      return new Promise((resolve, reject) => {
        line.waiting = { body: init.body as string, resolve, reject, response: null }
        init.signal?.addEventListener('abort', () => reject(new DOMException('closed', 'AbortError')))
      })
    // The model has no head check. Late answers are asked for all the time; they are there when the model says so.
    if (path === endpoints.head.address) return Promise.resolve(new Response('', { status: 503 }))
    if (path === endpoints.answers.address) {
      if (!line.mayLearn) return Promise.resolve(noNews(init.body as string, clock.instant()))
      line.mayLearn = false
    }
    return platform.handle(path, new Request(url, init))
  }
  return line
}

/** An empty list, in answer to a request for it. */
function noNews(jws: string, serverTime: string): Response {
  const { cursor } = JSON.parse(utf8ToText(fromBase64Url(jws.split('.')[1]!))) as { readonly cursor: string | null }
  return new Response(JSON.stringify({ answers: [], cursor: cursor ?? '0', more: false, serverTime }), {
    headers: { 'content-type': mediaTypes.answer },
  })
}
