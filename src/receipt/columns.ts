/** Text set in columns, where a Chinese character is two columns wide. */

// Unicode East Asian Width: wide and full-width characters take two columns of a receipt printer.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += wide.test(character) ? 2 : 1
  return columns
}

/** Breaks `text` into lines of at most `width` columns, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<= )|(?<=[^\u0000-\u2fff])/u)) {
    if (columnsOf(line) + columnsOf(word.trimEnd()) <= width) {
      line += word
      continue
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    line = ''
    for (const character of word) {
      if (columnsOf(line) + columnsOf(character) > width) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}

/** `left` and `right` on one line of `width` columns; on two when they do not fit side by side. */
export function spread(left: string, right: string, width: number): string[] {
  const gap = width - columnsOf(left) - columnsOf(right)
  if (gap >= 1) return [left + ' '.repeat(gap) + right]
  return [...wrap(left, width), ' '.repeat(Math.max(0, width - columnsOf(right))) + right]
}

export function centre(text: string, width: number): string[] {
  return wrap(text, width).map((line) => ' '.repeat(Math.max(0, Math.floor((width - columnsOf(line)) / 2))) + line)
}
