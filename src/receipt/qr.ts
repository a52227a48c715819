/** The QR symbol of a receipt code, as a matrix and as SVG. */
import { create } from 'qrcode/lib/core/qrcode.js'

/** Dark modules row by row, without the quiet zone. */
export interface QrMatrix {
  /** Modules a side. */
  readonly size: number
  dark(row: number, column: number): boolean
}

/** Quiet zone on each side, modules (ISO/IEC 18004 §6.3.8). */
const quietModules = 4

/** @param text base45 behind a prefix: it packs in alphanumeric mode. Error correction M. */
export function qrMatrix(text: string): QrMatrix {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  return { size: modules.size, dark: (row, column) => modules.get(row, column) === 1 }
}

/**
 * One path in an SVG with width and height attributes: no inline style, so a strict CSP
 * allows it.
 * @param label what a screen reader says of it
 */
export function qrSvg(matrix: QrMatrix, options: { readonly pixels: number; readonly label: string }): string {
  const side = matrix.size + 2 * quietModules
  let path = ''
  for (let row = 0; row < matrix.size; row++) {
    for (let column = 0; column < matrix.size; column++) {
      if (!matrix.dark(row, column)) continue
      let run = 1
      while (column + run < matrix.size && matrix.dark(row, column + run)) run++
      path += `M${String(column + quietModules)} ${String(row + quietModules)}h${String(run)}v1h-${String(run)}z`
      column += run
    }
  }
  const pixels = String(options.pixels)
  const box = String(side)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeXml(options.label)}" width="${pixels}" height="${pixels}"` +
    ` viewBox="0 0 ${box} ${box}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${box}v${box}H0z"/><path fill="#000" d="${path}"/></svg>`
  )
}

/** Text as XML and HTML character data or attribute value. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
