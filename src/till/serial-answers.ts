/**
 * What the platform says of serials that the signed filter hits. A hit means "perhaps": with a line
 * the platform is asked, by itself and once, and its word clears the unit or refuses it.
 */
import type { Listing } from '../catalog/listing.ts'
import type { OutboxContext } from '../outbox/context.ts'
import { serialsOfCart } from '../outbox/facts.ts'
import type { SerialsAnswer } from '../record/protocol.ts'
import type { Cart } from '../subsidy/quote.ts'
import { listingNumber, serialKey, serialOfKey } from '../verify/serial-key.ts'
import type { Facts, SerialFact } from '../verify/verdict.ts'
import type { Inquire } from './inquiry.ts'

export interface SerialAnswersOptions {
  readonly context: OutboxContext
  readonly inquire: Inquire
  /** The platform said something new: verdicts may differ now. */
  readonly onAnswer: () => void
  readonly onError: (error: unknown) => void
  readonly signal: AbortSignal
}

export interface SerialAnswers {
  /** What it said of serials that the cart names. */
  facts(cart: Cart): Facts['serials']
  /** Asks in the background about what the filter hit in a quote just given. Returns at once. */
  notice(quote: QuoteVerdicts): void
  /** Asks about what the filter hit in a quote, and waits for the answers; for at most `ms`. Never rejects. */
  settle(quote: QuoteVerdicts, ms: number): Promise<void>
}

/** As much of a quote as tells what the filter hit. */
export interface QuoteVerdicts {
  readonly lines: readonly {
    readonly verdict: {
      readonly listing: Pick<Listing, 'gtin' | 'model'> | null
      readonly reasons: readonly { readonly code: string; readonly received: string | null }[]
    } | null
  }[]
}

interface Unit {
  readonly key: string
  readonly gtin: string
  readonly serial: string
}

const factByState: Readonly<Record<SerialsAnswer['states'][number], SerialFact>> = {
  free: 'free',
  redeemed: 'elsewhere',
  // Another sale has it for now, and may let it go.
  held: 'maybe',
  maybe: 'maybe',
}
/** How long an answer is gone by, milliseconds. The platform looks again at every reservation. */
const keptMs = 600_000
const heldKeptMs = 30_000
/** Answers kept; a till has few units in hand. */
const mostKept = 500
/** Units in one request (protocol). */
const mostAsked = 50

export function createSerialAnswers(options: SerialAnswersOptions): SerialAnswers {
  const { context, inquire, onAnswer, onError, signal } = options
  const { clock, timers } = context.ports
  const answers = new Map<string, { readonly fact: SerialFact; readonly untilMs: number }>()
  const asking = new Map<string, Promise<void>>()

  const isKnown = (key: string): boolean => (answers.get(key)?.untilMs ?? -Infinity) > clock.monotonic()

  async function ask(units: readonly Unit[]): Promise<void> {
    const request = { units: units.map(({ gtin, serial }) => ({ gtin, serial })) }
    const answer = await inquire('serials', request, signal)
    if (answer?.states.length !== units.length || signal.aborted) return
    if (answers.size > mostKept) answers.clear()
    answer.states.forEach((state, i) => {
      const untilMs = clock.monotonic() + (state === 'held' ? heldKeptMs : keptMs)
      answers.set(units[i]?.key ?? '', { fact: factByState[state], untilMs })
    })
    onAnswer()
  }

  /** Starts what is not being asked already; resolves when all of the units are answered or given up. */
  async function settled(units: readonly Unit[]): Promise<void> {
    if (signal.aborted) return
    const open = units.filter(({ key }) => !isKnown(key))
    const fresh = open.filter(({ key }) => !asking.has(key))
    for (let from = 0; from < fresh.length; from += mostAsked) {
      const page = fresh.slice(from, from + mostAsked)
      const work = ask(page)
        .catch(onError)
        .finally(() => page.forEach(({ key }) => asking.delete(key)))
      for (const { key } of page) asking.set(key, work)
    }
    await Promise.all(open.flatMap(({ key }) => asking.get(key) ?? []))
  }

  return {
    facts(cart) {
      if (answers.size === 0) return {}
      const serials = new Set(serialsOfCart(cart))
      const said = [...answers].filter(([key]) => serials.has(serialOfKey(key)) && isKnown(key))
      return Object.fromEntries(said.map(([key, { fact }]) => [key, fact]))
    },
    notice(quote) {
      const units = hitsIn(quote)
      if (units.length > 0) void settled(units)
    },
    async settle(quote, ms) {
      const units = hitsIn(quote)
      if (units.length === 0) return
      let callOff = (): void => undefined
      const time = new Promise<void>((resolve) => (callOff = timers.after(ms, resolve)))
      await Promise.race([settled(units), time]).finally(() => callOff())
    },
  }
}

/** Units of a quote that the filter hits, each once, under the number their listing goes by. */
function hitsIn({ lines }: QuoteVerdicts): readonly Unit[] {
  const units = new Map<string, Unit>()
  for (const { verdict } of lines) {
    if (!verdict?.listing) continue
    const { listing, reasons } = verdict
    const gtin = listingNumber(listing)
    for (const { code, received: serial } of reasons) {
      if (code !== 'serial_maybe_redeemed' || serial === null) continue
      const key = serialKey(gtin, serial)
      units.set(key, { key, gtin, serial })
    }
  }
  return [...units.values()]
}
