import type { RecordId } from './ids.ts'

/** Which unit of a sale. Which appliance it is, its serial says. */
export interface UnitRef {
  /** The host's line id. */
  readonly line: string
  /** The unit's place in the line, from 0. */
  readonly unit: number
}

/** A unit with the serial that it left with. */
export interface UnitSerial extends UnitRef {
  readonly serial: string
}

/** A unit that came back. */
export interface ReturnedUnit extends UnitRef {
  /** Id of the refund record that brought it. */
  readonly by: RecordId
}

/** The text that a unit of a sale is found by. */
export function unitKey({ line, unit }: UnitRef): string {
  return `${unit} ${line}`
}

/** Whether a sale has none of its subsidised units left, once `back` are: then its entitlement goes the way of its quota. */
export function isSubsidyBack(subsidised: readonly UnitRef[], back: readonly UnitRef[]): boolean {
  return subsidised.every((unit) => includesUnit(back, unit))
}

/** Whether the unit is among `units`. */
export function includesUnit(units: readonly UnitRef[], { line, unit }: UnitRef): boolean {
  return units.some((each) => each.line === line && each.unit === unit)
}
