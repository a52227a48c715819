/** Keeps a scan out of the form field that happens to have the focus: what was in it before is put back. */
import type { Timers } from '../../core/ports.ts'

export interface FieldGuard {
  /** Remembers the focused field as it is. */
  remember(): void
  /** Puts the remembered content back, now and whenever an input method changes it within the next moment. */
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

/** How long after a scan an input method may still commit what it took of it, milliseconds. */
const settleMs = 250

export function createFieldGuard(document: Document, timers: Timers): FieldGuard {
  let kept: Kept | null = null
  return {
    remember() {
      const field = deepActiveElement(document)
      kept = isTextField(field) ? snapshot(field) : null
    },
    restore() {
      if (kept === null) return
      let held = kept
      const { field } = held
      // The host may have put the scan into the field by then: what is undone is the input method's change alone.
      const before = (): void => {
        held = snapshot(field)
      }
      const undo = (event: Event): void => {
        // What the next key types, or the host sets, is meant; only an input method is late.
        if (event.type === 'input' && !isFromInputMethod(event)) before()
        else putBack(held)
      }
      putBack(held)
      const listeners = { beforeinput: before, input: undo, compositionend: undo }
      for (const [name, listener] of Object.entries(listeners)) field.addEventListener(name, listener)
      timers.after(settleMs, () => {
        for (const [name, listener] of Object.entries(listeners)) field.removeEventListener(name, listener)
      })
    },
    forget() {
      kept = null
    },
    get field() {
      return kept?.field ?? null
    },
  }
}

function isFromInputMethod(event: Event): boolean {
  if (!(event instanceof InputEvent)) return false
  // A key types one character; an input method commits its words at once.
  const isWord = event.inputType === 'insertText' && (event.data?.length ?? 0) > 1
  return event.isComposing || isWord || /Composition/.test(event.inputType)
}

function snapshot(field: Kept['field']): Kept {
  return { field, value: field.value, start: selection(field, 'selectionStart'), end: selection(field, 'selectionEnd') }
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
