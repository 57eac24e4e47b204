import type { Row, Table } from '../store/rows.ts'

/**
 * What an act wants to happen, as plain data. The engine writes all effects of one inbound in one transaction, and runs the
 * act again when a row it relied on (`version`) has moved meanwhile.
 */
export type Effect =
  | { do: 'insert'; table: Table; row: object }
  | { do: 'update'; table: Table; key: object; set: object; version?: number }
  | { do: 'delete'; table: Table; key: object }
  | { do: 'event'; kind: string; subject: string; by: string; args: Record<string, string | number | boolean> }
  | { do: 'clock'; kind: string; subject: string; round: number; who: string; dueAt: Date }
  | { do: 'stop'; subject: string; kinds?: string[] }
  | { do: 'post'; to: Target; view: string; args: object; about?: string; priority: number }
  | { do: 'card'; to: Target; view: string; subject: string; about?: string }
  | { do: 'erase'; place: string; ref: string }
  | { do: 'check'; place: string; subject: string; act: string }
  | { do: 'hold'; kind: string; subject: string; place: string }
  | { do: 'release'; kind: string; subject: string; place: string }
  /** Everything that waits for one place goes to another instead. */
  | { do: 'rehome'; from: string; to: string }
  /** The tenant that the whole outcome belongs to, when the act is what brings somebody into it. */
  | { do: 'precinct'; id: string }
  /** Something only the operator can mend. Goes to the log as a code. */
  | { do: 'alarm'; code: string }

/** Who receives. The engine finds the places: an act of the desk never sees them. */
export type Target =
  | { place: string }
  | { person: string }
  | { purpose: 'desk' }
  | { leads: true }
  /** The voices behind a concern: those with a person the bot can reach. */
  | { voices: string; part?: 'author' | 'ambassador' }

/** Writes a row; sealed columns are given in plain. */
export const insert = <T extends Table>(table: T, row: Partial<Row<T>>): Effect => ({ do: 'insert', table, row })

/** Changes the row with that key. With `version`, only if nobody changed it since it was read; every update adds one. */
export const update = <T extends Table>(
  table: T,
  key: Partial<Row<T>>,
  set: Partial<Row<T>>,
  version?: number,
): Effect => ({
  do: 'update',
  table,
  key,
  set,
  ...(version !== undefined && { version }),
})

export const remove = <T extends Table>(table: T, key: Partial<Row<T>>): Effect => ({ do: 'delete', table, key })

/** A fact for the log. `args` are codes and numbers, never text of people. */
export const event = (
  kind: string,
  subject: string,
  by: string,
  args: Record<string, string | number | boolean> = {},
): Effect => ({
  do: 'event',
  kind,
  subject,
  by,
  args,
})

/** A due time in product time. Setting the same subject, kind and round again moves it. */
export const clock = (kind: string, subject: string, who: string, dueAt: Date, round = 1): Effect => ({
  do: 'clock',
  kind,
  subject,
  who,
  dueAt,
  round,
})

/** Ends the clocks of a subject: those kinds, or all. */
export const stop = (subject: string, ...kinds: string[]): Effect => ({
  do: 'stop',
  subject,
  ...(kinds.length > 0 && { kinds }),
})

/** Frozen text to each target, in each reader's language. `about` reports delivery back to the feature. Lower priority goes first. */
export const post = (
  to: Target,
  view: string,
  args: object = {},
  more: { about?: string; priority?: number } = {},
): Effect => ({
  do: 'post',
  to,
  view,
  args,
  priority: 1,
  ...more,
})

/** A live view: posted when new, else brought up to date where it stands. */
export const card = (to: Target, view: string, subject: string, about?: string): Effect => ({
  do: 'card',
  to,
  view,
  subject,
  ...(about && { about }),
})
