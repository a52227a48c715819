/**
 * Reads scanners that type as keyboards. Works with or without a focused field, under a Chinese input
 * method, Caps Lock or a foreign layout, with scanners that type Alt numbers, and with handhelds that
 * commit a whole code as one input. Only listens; writes nothing to the host's globals.
 */
import type { Timers } from '../../core/ports.ts'
import { createFieldGuard } from './field-guard.ts'
import { burstDefaults, createBurstReader, type Burst, type BurstLimits } from './key-burst.ts'
import { readScan } from '../read-scan.ts'
import { scanLimit } from '../scan.ts'
import {
  characterByCode,
  characterByKey,
  createAltNumpad,
  isModifier,
  isTakenByInputMethod,
  terminatorOf,
} from './wedge-keys.ts'

/** What stood between the scanner and the page, for the self-test. */
export type WedgeFault = 'input_method' | 'caps_lock' | 'layout' | 'alt_numpad' | 'no_terminator' | 'as_input'

export interface WedgeScan {
  /** The code without prefix and terminator. */
  readonly text: string
  /** The other reading of the same keys, where the keyboard layout or Caps Lock makes one. */
  readonly other: string | null
  readonly terminator: 'Enter' | 'Tab' | 'suffix' | null
  readonly meanGapMs: number
  readonly faults: readonly WedgeFault[]
  /** The field that had the focus; its content was put back. */
  readonly field: Element | null
}

export interface WedgeOptions {
  readonly onScan: (scan: WedgeScan) => void
  readonly timers: Timers
  /** Characters the scanner sends before each code. With one set, nothing else counts as a scan. */
  readonly prefix?: string
  /** A character the scanner sends after each code, instead of Enter or Tab. */
  readonly suffix?: string
  readonly limits?: Partial<BurstLimits>
}

/** What the wedge listens on: a document, or a page element inside one. */
export type WedgeTarget = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** Without keys for this long, an input is a code of its own, milliseconds. */
const inputAloneMs = 500

/**
 * Listens for scans until the returned function is called.
 * @param document whose focused field is guarded
 * @throws CheckoutError `INPUT_INVALID` naming the argument or option that is not of its type
 */
export function attachWedge(target: WedgeTarget, document: Document, options: WedgeOptions): () => void {
  const limits = { ...burstDefaults, ...options.limits }
  const burst = createBurstReader(limits)
  const numpad = createAltNumpad()
  const guard = createFieldGuard(document, options.timers)
  const prefer = { reading: 'code' as 'code' | 'key' }
  let faults = new Set<WedgeFault>()
  let callOff: (() => void) | null = null
  let lastKeyMs = Number.NEGATIVE_INFINITY

  const finish = (atMs: number, terminator: WedgeScan['terminator']): boolean => {
    callOff?.()
    callOff = null
    const taken = burst.take(atMs)
    const scan = taken && choose(taken, prefer, faults, terminator, options)
    if (!scan) {
      guard.forget()
      return false
    }
    const field = guard.field
    guard.restore()
    guard.forget()
    options.onScan({ ...scan, field })
    return true
  }

  const press = (atMs: number): void => {
    if (burst.press(atMs)) {
      guard.remember()
      faults = new Set()
    }
    lastKeyMs = atMs
    callOff?.()
    // The second, empty wait lets keys through that queued up behind a busy page.
    callOff = options.timers.after(limits.maxGapMs + 20, () => {
      callOff = options.timers.after(0, () => void finish(lastKeyMs, null))
    })
  }

  const onKeyDown = (event: Event): void => {
    const key = event as KeyboardEvent
    if (!isOfKey(key) || key.repeat || isModifier(key)) return
    if (numpad.press(key)) {
      press(key.timeStamp)
      return
    }
    const terminator = terminatorOf(key)
    if (terminator !== null) {
      if (finish(key.timeStamp, terminator)) stop(event)
      return
    }
    const byCode = characterByCode(key)
    const byKey = characterByKey(key)
    if (key.metaKey || (byCode === null && byKey === null)) {
      burst.reset()
      return
    }
    press(key.timeStamp)
    if (isTakenByInputMethod(key) || key.isComposing) faults.add('input_method')
    burst.add(byCode, byKey)
    // Past a person's speed the keys are the scanner's, not the field's and not the page's shortcuts.
    if (burst.isScan()) stop(event)
    if (options.suffix && burst.endsWith(options.suffix)) finish(key.timeStamp, 'suffix')
  }

  const onKeyUp = (event: Event): void => {
    const key = event as KeyboardEvent
    if (!isOfKey(key) || (key.key !== 'Alt' && !key.code.startsWith('Alt'))) return
    const character = numpad.release()
    if (character === null) return
    press(key.timeStamp)
    faults.add('alt_numpad')
    if (/[\r\n\t]/.test(character)) finish(key.timeStamp, character === '\t' ? 'Tab' : 'Enter')
    else burst.add(character, character)
  }

  // Handhelds with a built-in scanner commit the whole code at once, without keys.
  const onBeforeInput = (event: Event): void => {
    const { inputType, data, timeStamp } = event as InputEvent
    const text = data?.replace(/[\r\n\t]+$/, '') ?? ''
    if (!/^insert(?:Text|CompositionText)$/.test(inputType) || text.length < limits.minLength) return
    // What comes right behind keys is an input method's, of the same keys.
    if (timeStamp - lastKeyMs < inputAloneMs || text.length > scanLimit) return
    stop(event)
    options.onScan({
      text,
      other: null,
      terminator: text === data ? null : 'Enter',
      meanGapMs: 0,
      faults: ['as_input'],
      field: null,
    })
  }

  const listeners = { keydown: onKeyDown, keyup: onKeyUp, beforeinput: onBeforeInput }
  for (const [name, listener] of Object.entries(listeners)) target.addEventListener(name, listener, { capture: true })
  return () => {
    callOff?.()
    for (const [name, listener] of Object.entries(listeners))
      target.removeEventListener(name, listener, { capture: true })
  }
}

/** A browser that fills a form in by itself tells so by key events that name no key. */
function isOfKey({ key, code }: { readonly key?: unknown; readonly code?: unknown }): boolean {
  return typeof key === 'string' && typeof code === 'string'
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

/**
 * Which reading of the keys is the code. A check digit decides where it can, and the choice is kept for
 * what has none; until then the physical keys of a US keyboard hold, as scanners come from the factory.
 */
function choose(
  burst: Burst,
  prefer: { reading: 'code' | 'key' },
  faults: Set<WedgeFault>,
  terminator: WedgeScan['terminator'],
  options: WedgeOptions,
): Omit<WedgeScan, 'field'> | null {
  const byCode = burst.codeIncomplete ? null : unwrap(burst.byCode, options)
  const byKey = burst.keyIncomplete ? null : unwrap(burst.byKey, options)
  const differ = byCode !== null && byKey !== null && byCode !== byKey
  if (differ) {
    faults.add(byCode.toLowerCase() === byKey.toLowerCase() ? 'caps_lock' : 'layout')
    if (isProduct(byCode) !== isProduct(byKey)) prefer.reading = isProduct(byCode) ? 'code' : 'key'
  }
  const text = (prefer.reading === 'key' ? (byKey ?? byCode) : (byCode ?? byKey)) ?? null
  if (text === null || text === '') return null
  if (terminator === null) faults.add('no_terminator')
  return {
    text,
    other: differ ? (text === byCode ? byKey : byCode) : null,
    terminator,
    meanGapMs: burst.meanGapMs,
    faults: [...faults],
  }
}

/** The code between prefix and suffix; null when they are set and not there. */
function unwrap(text: string, { prefix = '', suffix = '' }: WedgeOptions): string | null {
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return null
  return text.slice(prefix.length, text.length - suffix.length)
}

function isProduct(text: string): boolean {
  const scan = readScan(text, { origin: 'scanner' })
  return scan.item.gtin !== undefined && scan.repairs.length === 0
}
