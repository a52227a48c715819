/** Labels on the appliance: energy and water label, certificate. Parsed here; no address is ever called. */
import { isCertificate } from './certificate.ts'
import { scanOf, type Scan } from './scan.ts'

/**
 * A record number of the China Energy Label or water label: year and month, product class, company,
 * sequence: `"202106-27-11027226-462651443728322560"`. Observed, not published as a grammar.
 */
const recordNumber = /(?<![\d-])(20\d{2})(0[1-9]|1[0-2])-(\d{2})-(\d{3,9})-(\d{6,20})(?![\d-])/

const labelHosts: readonly (readonly [host: string, form: 'energy_label' | 'water_label'])[] = [
  ['energylabel.com.cn', 'energy_label'],
  ['energylabel.gov.cn', 'energy_label'],
  ['bbqk.com', 'energy_label'],
  ['waterlabel.org.cn', 'water_label'],
  ['waterlabel.com.cn', 'water_label'],
]

/** The record number in `text`, on its own or among other words; null when there is none. */
export function recordNumberIn(text: string): string | null {
  return recordNumber.exec(text)?.[0] ?? null
}

/** A label's QR address; null when it does not belong to a label register. */
export function readLabelUrl(url: string, raw: string): Scan | null {
  const parts = /^https?:\/\/([^/?#:@]+)(?::\d+)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i.exec(url)
  if (!parts) return null
  const host = (parts[1] ?? '').toLowerCase()
  const form = labelHosts.find(([name]) => host === name || host.endsWith(`.${name}`))?.[1]
  if (form === undefined) return null
  const found = recordNumberIn(unescapeUrl(url))
  return scanOf('label', raw, {
    form,
    item: found === null ? {} : { recordNumber: found },
    text: found === null ? labelId(parts) : null,
  })
}

/** Text of a label: a record number, or a certificate number with its words around it. */
export function readLabelText(text: string, raw: string): Scan | null {
  const record = recordNumberIn(text)
  if (record !== null && text.length - record.length <= 40)
    return scanOf('label', raw, { form: 'energy_label', item: { recordNumber: record } })
  const certificate = /^(?:CCC|3C|CQC)?[\s:：-]*(\d{16})$/i.exec(text)?.[1]
  if (certificate !== undefined && isCertificate(certificate))
    return scanOf('label', raw, { form: 'ccc', item: { certificate } })
  return null
}

/** The register's own id of the product: `productId` of the address, or the last segment of a short link. */
function labelId(parts: RegExpExecArray): string | null {
  const query = `${parts[3] ?? ''}&${(parts[4] ?? '').split('?')[1] ?? ''}`
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=')
    if (/^(?:productId|id)$/i.test(name) && /^[\w-]{1,64}$/.test(value)) return value
  }
  return /\/([\w-]{1,64})\/?$/.exec(parts[2] ?? '')?.[1] ?? null
}

function unescapeUrl(url: string): string {
  return url.replaceAll(/%2D/gi, '-')
}
