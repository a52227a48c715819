/** Levenshtein distance of one text to many. */

/** Answers the distance of the first `length` units of `codes` to the text. */
export type DistanceTo = (codes: Uint16Array, length: number) => number

/**
 * Bit-parallel for up to 32 units (Myers 1999, as Hyyrö 2001 simplified it): one word holds a column
 * of the table. Longer texts get the table itself.
 */
export function distanceTo(text: Uint16Array): DistanceTo {
  return text.length <= 32 ? bitParallel(text) : byTable(text)
}

function bitParallel(text: Uint16Array): DistanceTo {
  const size = text.length
  const places = new Map<number, number>()
  const asciiPlaces = new Uint32Array(128)
  text.forEach((code, i) => {
    if (code < 128) asciiPlaces[code] = (asciiPlaces[code] ?? 0) | (1 << i)
    else places.set(code, (places.get(code) ?? 0) | (1 << i))
  })
  const last = size === 0 ? 0 : 1 << (size - 1)
  return (codes, length) => {
    if (size === 0) return length
    let rises = -1
    let falls = 0
    let distance = size
    for (let i = 0; i < length; i++) {
      const code = codes[i] ?? 0
      let equal = code < 128 ? (asciiPlaces[code] ?? 0) : (places.get(code) ?? 0)
      const vertical = equal | falls
      equal |= ((equal & rises) + rises) ^ rises
      falls |= ~(equal | rises)
      rises &= equal
      if (falls & last) distance++
      if (rises & last) distance--
      falls = (falls << 1) | 1
      rises = (rises << 1) | ~(vertical | falls)
      falls &= vertical
    }
    return distance
  }
}

function byTable(text: Uint16Array): DistanceTo {
  const row = new Uint16Array(text.length + 1)
  return (codes, length) => {
    for (let i = 0; i <= text.length; i++) row[i] = i
    for (let i = 1; i <= length; i++) {
      let diagonal = row[0] ?? 0
      row[0] = i
      for (let j = 1; j <= text.length; j++) {
        const above = row[j] ?? 0
        const replaced = diagonal + (codes[i - 1] === text[j - 1] ? 0 : 1)
        row[j] = Math.min(above + 1, (row[j - 1] ?? 0) + 1, replaced)
        diagonal = above
      }
    }
    return row[text.length] ?? 0
  }
}
