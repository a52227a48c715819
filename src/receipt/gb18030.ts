/**
 * GB18030, which receipt printers sold in China read. Browsers decode it and do not encode it, so
 * the table is the decoder run backwards, made once when a receipt is first printed.
 */

let bytesByCharacter: Map<string, number> | null = null

// The two-byte area holds every character of GB 2312 and GBK: lead 0x81–0xFE, trail 0x40–0xFE but 0x7F.
function table(): Map<string, number> {
  if (bytesByCharacter) return bytesByCharacter
  const decoder = new TextDecoder('gb18030')
  const pairs: number[] = []
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.push(lead, trail)
  }
  const map = new Map<string, number>()
  for (let i = 0; i < pairs.length; i += 2) {
    const [lead = 0, trail = 0] = [pairs[i], pairs[i + 1]]
    const character = decoder.decode(Uint8Array.of(lead, trail))
    if (Array.from(character).length === 1 && character !== '\ufffd') map.set(character, lead * 256 + trail)
  }
  return (bytesByCharacter = map)
}

/** The bytes of `text`; a character that no two-byte code has is printed as `?`. */
export function toGb18030(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) {
      bytes.push(code)
      continue
    }
    const pair = table().get(character)
    if (pair === undefined) bytes.push(0x3f)
    else bytes.push(pair >> 8, pair & 0xff)
  }
  return Uint8Array.from(bytes)
}
