import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { unpackedSize } from '../../../src/authority/tables/unpacked-size.ts'

const workbook = new Uint8Array(readFileSync(new URL('../../data/authority/listings.xlsx', import.meta.url)))

/** The directory of an archive that counts in 64 bits throughout, with two files of these sizes. */
function longArchive(sizes: readonly bigint[]): Uint8Array {
  const entries = sizes.map((size) => {
    const entry = Buffer.alloc(46 + 1 + 5 + 20)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt32LE(0xffffffff, 24)
    entry.writeUInt16LE(1, 28)
    entry.writeUInt16LE(5 + 20, 30)
    // An extra field of another kind stands before the one with the numbers.
    entry.writeUInt16LE(0x5455, 47)
    entry.writeUInt16LE(1, 49)
    entry.writeUInt16LE(1, 52)
    entry.writeUInt16LE(16, 54)
    entry.writeBigUInt64LE(size, 56)
    return entry
  })
  const directory = Buffer.concat(entries)
  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x06064b50, 0)
  end64.writeBigUInt64LE(0n, 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(directory.length), 8)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt32LE(0xffffffff, 16)
  return Buffer.concat([directory, end64, locator, end])
}

describe('the size that an archive unpacks to', () => {
  it('is the sum of what its directory says', () => {
    expect(unpackedSize(workbook)).toBe(2_279)
    expect(unpackedSize(Buffer.concat([workbook.subarray(0, -2), Uint8Array.of(3, 0), Buffer.from('abc')]))).toBe(2_279)
  })

  it('is read where it is counted in 64 bits', () => {
    expect(unpackedSize(longArchive([5_000_000_000n, 7n]))).toBe(5_000_000_007)
  })

  it('is not known of what has no directory, or one that points outside', () => {
    expect(unpackedSize(workbook.subarray(0, 100))).toBeNull()
    const outside = workbook.slice()
    new DataView(outside.buffer).setUint32(outside.length - 6, 0xfffffff0, true)
    expect(unpackedSize(outside)).toBeNull()
  })
})
