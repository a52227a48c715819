/** The receipt on screen: an HTML fragment of classes alone, so that the host's strict CSP allows it and the host's own look applies. */
import type { Block } from './content.ts'
import { escapeXml, qrMatrix, qrSvg } from './qr.ts'

/** The QR symbol's side on screen, CSS pixels. */
const codePixels = 220

export function receiptHtml(blocks: readonly Block[], language: string): string {
  return `<article class="tradein-receipt" lang="${language}">${blocks.map(blockHtml).join('')}</article>`
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'title':
      return `<h2 class="receipt-title">${escapeXml(block.text)}</h2>`
    case 'notice':
    case 'text':
      return `<p class="receipt-${block.kind}">${escapeXml(block.text)}</p>`
    case 'item':
    case 'heading':
      return `<h3 class="receipt-${block.kind}">${escapeXml(block.text)}</h3>`
    case 'row':
    case 'total':
      return `<dl class="receipt-${block.kind}"><dt>${escapeXml(block.label)}</dt><dd>${escapeXml(block.value)}</dd></dl>`
    case 'rule':
      return '<hr class="receipt-rule">'
    case 'code':
      return (
        `<figure class="receipt-code">${qrSvg(qrMatrix(block.text), { pixels: codePixels, label: block.label })}` +
        `<figcaption>${escapeXml(block.caption)}</figcaption></figure>`
      )
  }
}
