import { expect, it } from 'vitest'
import { expectedDigest, verdictsDigest } from '../../verify/verdict-digest.ts'

it('gives in a page the verdicts that Node gives, to the byte', async () => {
  expect(await verdictsDigest()).toBe(expectedDigest)
})

it('gives them in a worker, where there is no DOM', async () => {
  const worker = new Worker(new URL('./verdict-worker.ts', import.meta.url), { type: 'module' })
  const digest = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      resolve(data)
    }
    worker.onerror = ({ message }) => {
      reject(new Error(message))
    }
  })
  worker.terminate()
  expect(digest).toBe(expectedDigest)
})
