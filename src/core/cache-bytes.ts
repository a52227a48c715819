/**
 * Bytes in Cache Storage: files of their own, which are still there when the browser has thrown away or
 * lost the origin's IndexedDB. No request is ever made for their addresses.
 */
import type { ByteStore } from './ports.ts'

const base = 'https://keepsake.invalid/'

/** @param name the cache's; null where the browser has no Cache Storage */
export function createCacheBytes(name: string): ByteStore | null {
  const { caches } = globalThis as { caches?: CacheStorage }
  if (!caches) return null
  const addressOf = (key: string): string => base + encodeURIComponent(key)
  // Opened each time: a service worker may have swept away all caches but its own.
  const open = (): Promise<Cache> => caches.open(name)
  return {
    async keys() {
      if (!(await caches.has(name))) return []
      const requests = await (await open()).keys()
      return requests.map(({ url }) => decodeURIComponent(url.slice(base.length)))
    },
    async getMany(keys) {
      const cache = await open()
      return Promise.all(
        keys.map(async (key) => {
          const response = await cache.match(addressOf(key))
          return response && new Uint8Array(await response.arrayBuffer())
        }),
      )
    },
    async setMany(entries) {
      const cache = await open()
      await Promise.all(entries.map(([key, bytes]) => cache.put(addressOf(key), new Response(bytes))))
    },
    async deleteMany(keys) {
      const cache = await open()
      await Promise.all(keys.map((key) => cache.delete(addressOf(key))))
    },
  }
}
