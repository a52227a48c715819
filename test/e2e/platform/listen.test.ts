/** The service on its port: what is under way when it is stopped, and who takes too long. */
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { listen } from '../../../examples/platform/listen.ts'

const address = { host: 'localhost', port: 0 }

describe('a service that is stopped', () => {
  it('answers what is under way, takes nothing more, and waits for nobody who only keeps a connection', async () => {
    let arrive = (): void => undefined
    let answer: (response: Response) => void = () => undefined
    const arrived = new Promise<void>((done) => (arrive = done))
    const response = new Promise<Response>((done) => (answer = done))
    const { port, stop } = await listen(
      {
        fetch: (request) => {
          if (!request.url.endsWith('/slow')) return new Response('quick')
          arrive()
          return response
        },
      },
      address,
    )
    const base = `http://localhost:${port}`
    expect(await (await fetch(`${base}/`)).text()).toBe('quick')
    const slow = fetch(`${base}/slow`)
    await arrived
    const stopped = stop(60_000)
    await expect(fetch(`${base}/`)).rejects.toThrow()
    answer(new Response('done'))
    expect(await (await slow).text()).toBe('done')
    await stopped
  })

  it('gives up on what does not end', async () => {
    let arrive = (): void => undefined
    const arrived = new Promise<void>((done) => (arrive = done))
    const { port, stop } = await listen(
      {
        fetch: () => {
          arrive()
          return new Promise<Response>(() => undefined)
        },
      },
      address,
    )
    const endless = fetch(`http://localhost:${port}/`).catch(() => 'cut')
    await arrived
    await stop(0)
    expect(await endless).toBe('cut')
  })
})

describe('whoever takes too long', () => {
  const told = async (port: number, head: string): Promise<string> => {
    const socket: Socket = connect(port, 'localhost')
    socket.write(head)
    return text(socket)
  }
  const limits = { headersMs: 200, requestMs: 400 }
  const echo = { fetch: async (request: Request) => new Response(await request.text()) }

  it('to send a head or a body is told so, and cut off', async () => {
    const { port, stop } = await listen(echo, address, limits)
    expect(await told(port, 'POST / HTTP/1.1\r\nHost: x\r\n')).toMatch(/^HTTP\/1.1 408 /)
    expect(await told(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf')).toMatch(/^HTTP\/1.1 408 /)
    await stop(0)
  })

  it('or says too much before it says anything, is cut off', async () => {
    const { port, stop } = await listen(echo, address)
    const answer = await told(port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1.1 431 /)
    await stop(0)
  })
})
