/** The receipt on paper: plain text, and the bytes of an ESC/POS printer with a GB18030 font. */
import { concatBytes, utf8, type Bytes } from '../core/bytes.ts'
import { centre, spread, wrap } from './columns.ts'
import type { Block } from './content.ts'
import { toGb18030 } from './gb18030.ts'

/** Lines of at most `width` columns; the QR's text stands for its symbol. */
export function paperLines(blocks: readonly Block[], width: number): string[] {
  return blocks.flatMap((block) => linesOf(block, width))
}

function linesOf(block: Block, width: number): string[] {
  switch (block.kind) {
    case 'title':
    case 'notice':
      return centre(block.text, width)
    case 'text':
    case 'item':
    case 'heading':
      return wrap(block.text, width)
    case 'row':
    case 'total':
      return spread(block.label, block.value, width)
    case 'rule':
      return ['-'.repeat(width)]
    case 'code':
      return [...wrap(block.text, width), ...centre(block.caption, width)]
  }
}

const esc = 0x1b
const gs = 0x1d
const command = {
  initialise: [esc, 0x40],
  chinese: [0x1c, 0x26],
  centred: [esc, 0x61, 1],
  left: [esc, 0x61, 0],
  bold: [esc, 0x45, 1],
  plain: [esc, 0x45, 0],
  feedAndCut: [esc, 0x64, 4, gs, 0x56, 1],
} as const

/** ESC/POS: initialise, text in GB18030, the QR by the printer's own encoder, feed and cut. */
export function paperBytes(blocks: readonly Block[], width: number): Bytes {
  const parts: Uint8Array[] = [bytes(command.initialise), bytes(command.chinese)]
  for (const block of blocks) {
    if (block.kind === 'code') {
      parts.push(bytes(command.centred), qrCommands(block.text), text(block.caption), bytes(command.left))
      continue
    }
    const strong = block.kind === 'title' || block.kind === 'total'
    if (strong) parts.push(bytes(command.bold))
    for (const line of linesOf(block, width)) parts.push(text(line))
    if (strong) parts.push(bytes(command.plain))
  }
  parts.push(bytes(command.feedAndCut))
  return concatBytes(...parts)
}

function bytes(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values)
}

function text(line: string): Uint8Array {
  return concatBytes(toGb18030(line), Uint8Array.of(0x0a))
}

/** GS ( k, functions 165, 167, 169, 180 and 181: model 2, modules of 6 dots, error correction M, store, print. */
function qrCommands(code: string): Uint8Array {
  const data = utf8(code)
  const stored = data.length + 3
  const symbol = (...values: number[]): Uint8Array => Uint8Array.of(gs, 0x28, 0x6b, ...values)
  return concatBytes(
    symbol(4, 0, 0x31, 0x41, 50, 0),
    symbol(3, 0, 0x31, 0x43, 6),
    symbol(3, 0, 0x31, 0x45, 49),
    symbol(stored & 0xff, stored >> 8, 0x31, 0x50, 48),
    data,
    symbol(3, 0, 0x31, 0x51, 48),
    Uint8Array.of(0x0a),
  )
}
