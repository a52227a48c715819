/** Which encoding a text table is in, and its text. Spreadsheets on a Chinese system write GB18030 unless told otherwise. */
import { concatBytes, utf8 } from '../../core/bytes.ts'
import { CheckoutError } from '../../core/errors.ts'
import type { TableSource } from './table.ts'

export type TableEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

export interface DecodedTable {
  readonly encoding: TableEncoding
  /** The text in UTF-8, from its start. */
  readonly chunks: () => AsyncIterable<Uint8Array>
  /** The first characters, enough to see the header. */
  readonly head: string
}

const headBytes = 65_536

/** @throws {@link CheckoutError} `TABLE_INVALID` when the file is in none of the encodings */
export async function decodeTable(source: TableSource): Promise<DecodedTable> {
  const { encoding, head } = await detect(source)
  return { encoding, head, chunks: () => (encoding === 'utf-8' ? source.open() : decoded(source, encoding)) }
}

async function detect(source: TableSource): Promise<{ encoding: TableEncoding; head: string }> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let head = new Uint8Array(0)
  let isUtf8 = true
  // The first Chinese character may stand far down, so the whole file is asked.
  for await (const chunk of source.open()) {
    if (head.length < headBytes) head = concatBytes(head, chunk.subarray(0, headBytes))
    const mark = byteOrderMark(head)
    if (mark !== null) return { encoding: mark, head: new TextDecoder(mark).decode(head) }
    try {
      utf8.decode(chunk, { stream: true })
    } catch {
      isUtf8 = false
      break
    }
  }
  try {
    if (isUtf8) utf8.decode()
  } catch {
    isUtf8 = false
  }
  const encoding = isUtf8 ? 'utf-8' : 'gb18030'
  return { encoding, head: new TextDecoder(encoding).decode(head) }
}

function byteOrderMark(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null
}

async function* decoded(source: TableSource, encoding: TableEncoding): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of source.open()) yield utf8(decoder.decode(chunk, { stream: true }))
    yield utf8(decoder.decode())
  } catch (cause) {
    throw new CheckoutError(
      'TABLE_INVALID',
      `${source.name} is neither UTF-8 nor GB18030 text: save it again as "CSV UTF-8"`,
      {
        field: source.name,
        expected: 'UTF-8 or GB18030',
        cause,
      },
    )
  }
}
