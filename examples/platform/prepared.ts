/** Queries that are built and compiled once: for each record that takes longer than to run them. */
import { sql, type CompiledQuery, type RawBuilder } from 'kysely'
import type { Database } from './database.ts'

/** Stands in a query for a value that each run brings. */
interface Parameter {
  readonly parameter: string
}

export type Values = Readonly<Record<string, unknown>>

export function parameter<T>(name: string): RawBuilder<T> {
  return sql<T>`${{ parameter: name } satisfies Parameter}`
}

/** Whichever is among the values, in one parameter: the statement is the same for any number of them. */
export function anyOf(values: RawBuilder<readonly string[]> | readonly string[]): RawBuilder<string> {
  return sql<string>`any(${values})`
}

/** @param compiled its parameters were made by {@link parameter} */
export function prepared<Row>(db: Database, compiled: CompiledQuery<Row>): (values: Values) => Promise<Row[]> {
  const names = compiled.parameters.map((each) => (each as Parameter).parameter)
  return async (values) => {
    const parameters = names.map((name) => values[name])
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows
  }
}
