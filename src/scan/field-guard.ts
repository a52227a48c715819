/** Keeps a scan out of the form field that happens to have the focus: what was in it before is put back. */

export interface FieldGuard {
  /** Remembers the focused field as it is. */
  remember(): void
  /** Puts the remembered content back, now and once more when an input method lets go of the field. */
  restore(): void
  forget(): void
  /** The field that was remembered. */
  readonly field: Element | null
}

interface Kept {
  readonly field: HTMLInputElement | HTMLTextAreaElement
  readonly value: string
  readonly start: number | null
  readonly end: number | null
}

export function createFieldGuard(document: Document): FieldGuard {
  let kept: Kept | null = null
  return {
    remember() {
      const field = deepActiveElement(document)
      kept = isTextField(field)
        ? {
            field,
            value: field.value,
            start: selection(field, 'selectionStart'),
            end: selection(field, 'selectionEnd'),
          }
        : null
    },
    restore() {
      if (kept === null) return
      const last = kept
      putBack(last)
      // An input method commits what it composed only after the key that ends the scan.
      const later = (): void => {
        queueMicrotask(() => {
          putBack(last)
        })
      }
      last.field.addEventListener('compositionend', later, { once: true })
    },
    forget: () => void (kept = null),
    get field() {
      return kept?.field ?? null
    },
  }
}

function putBack({ field, value, start, end }: Kept): void {
  if (field.value === value) return
  // Frameworks replace `value` on the instance; the prototype's setter is the one they listen behind.
  if (!Reflect.set(Object.getPrototypeOf(field) as object, 'value', value, field)) field.value = value
  if (start !== null && end !== null) field.setSelectionRange(start, end)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function deepActiveElement(document: Document): Element | null {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active
}

function isTextField(element: Element | null): element is HTMLInputElement | HTMLTextAreaElement {
  const name = element?.localName
  return (
    name === 'textarea' ||
    (name === 'input' &&
      !/^(?:button|checkbox|color|file|hidden|image|radio|range|reset|submit)$/.test(
        (element as HTMLInputElement).type,
      ))
  )
}

// Fields of type number or email have no selection, and throw or answer null.
function selection(
  field: HTMLInputElement | HTMLTextAreaElement,
  edge: 'selectionStart' | 'selectionEnd',
): number | null {
  try {
    return field[edge]
  } catch {
    return null
  }
}
