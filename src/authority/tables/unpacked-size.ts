/** What a ZIP archive says that it unpacks to: looked at before it is unpacked in memory. */

const end = { signature: 0x06054b50, bytes: 22, longestComment: 65_535 }
/** Before the end record of an archive that counts in 64 bits: where such an archive's own end record is. */
const locator = { signature: 0x07064b50, bytes: 20 }
const entry = { signature: 0x02014b50, bytes: 46 }
/** Stands where the number itself is among the entry's extra fields. */
const elsewhere = 0xffffffff
const longNumbers = 1

/**
 * Bytes of all files in the archive as its directory has them, to which unpackers hold themselves; null
 * where it has no directory that can be read.
 */
export function unpackedSize(archive: Uint8Array): number | null {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length)
  try {
    const at = endOf(view)
    if (at === null) return null
    let place = view.getUint32(at + 16, true)
    const before = at - locator.bytes
    if (before >= 0 && view.getUint32(before, true) === locator.signature)
      place = Number(view.getBigUint64(Number(view.getBigUint64(before + 8, true)) + 48, true))
    let size = 0
    for (; view.getUint32(place, true) === entry.signature; place += lengthOf(view, place)) size += sizeAt(view, place)
    return size
  } catch {
    // It points outside itself.
    return null
  }
}

function endOf(view: DataView): number | null {
  const last = view.byteLength - end.bytes
  for (let at = last; at >= 0 && at >= last - end.longestComment; at--)
    if (view.getUint32(at, true) === end.signature) return at
  return null
}

function lengthOf(view: DataView, place: number): number {
  const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(place + field, true)) as [
    number,
    number,
    number,
  ]
  return entry.bytes + name + extra + comment
}

function sizeAt(view: DataView, place: number): number {
  const size = view.getUint32(place + 24, true)
  if (size !== elsewhere) return size
  let at = place + entry.bytes + view.getUint16(place + 28, true)
  const extraEnd = at + view.getUint16(place + 30, true)
  for (; at + 12 <= extraEnd; at += 4 + view.getUint16(at + 2, true))
    if (view.getUint16(at, true) === longNumbers) return Number(view.getBigUint64(at + 4, true))
  return size
}
