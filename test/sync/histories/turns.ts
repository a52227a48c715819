/** Turns of the event loop, and when nothing is left to be done in them. */
import { cryptographyAtRest, isCryptographyAtWork } from '../../support/crypto-at-once.ts'

const ownImmediate = globalThis.setImmediate
let waiting = 0

/** From here on the tasks that wait for a turn are counted: the fake database asks for all of its turns here. */
export function countTurns(): void {
  if (globalThis.setImmediate !== ownImmediate) return
  const counted = (task: (...given: unknown[]) => void, ...given: unknown[]): NodeJS.Immediate => {
    waiting++
    return ownImmediate(() => {
      waiting--
      task(...given)
    })
  }
  globalThis.setImmediate = Object.assign(counted, ownImmediate)
}

/** All that is ready runs once. */
export async function turn(): Promise<void> {
  await new Promise<void>((resolve) => void ownImmediate(resolve))
  if (isCryptographyAtWork()) await cryptographyAtRest()
}

const calmTurns = 3
const mostTurns = 20_000

/** Everything that can be done with the clock standing still is done. */
export async function rest(): Promise<void> {
  let calm = 0
  for (let turns = 0; calm < calmTurns; turns++) {
    if (turns > mostTurns) throw new Error('the page never comes to rest')
    await turn()
    calm = waiting === 0 && !isCryptographyAtWork() ? calm + 1 : 0
  }
}
