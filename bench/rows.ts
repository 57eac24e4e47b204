import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'

/** What one event left behind, as the database has it: the same rows are written by the bare side. */
export type Rows = { table: string; columns: Record<string, string> }[]

const TABLES = ['inbox', 'concern', 'voice', 'clock', 'delivery', 'event', 'content', 'code']

/** The rows of the only event that this database has seen. */
export async function readRows(pool: pg.Pool, precinct: string): Promise<Rows> {
  const found = await Promise.all(
    TABLES.map(async (table) => {
      const where = table === 'inbox' ? '' : `where precinct_id = '${precinct}'`
      const but = table === 'code' ? `and kind <> 'people.take_desk'` : ''
      const { rows } = await pool.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from ${table} t ${where} ${but}`,
      )
      return rows.map(({ row }) => ({ table, columns: given(row) }))
    }),
  )
  return found.flat()
}

/** What sending writes into a delivery later on is no part of the event. */
const LATER = ['lease', 'refs_sealed', 'done_at']

const given = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      value === null || LATER.includes(name)
        ? []
        : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
    ),
  )

/** Columns that must be new in every row, besides ids that the database itself would refuse twice. */
const fresh = ['desk_code', 'digest_line', 'receipt_key', 'hash']

/**
 * One named statement that writes such rows, and the values for one more set of them. What is an id in one row and points at
 * it in others stays the same id; every column keeps its length.
 */
export function rawStatement(rows: Rows): { name: string; text: string; values(): string[] } {
  const parts = rows.map(({ table, columns }, index) => ({ name: `r${index}`, table, names: Object.keys(columns) }))
  let next = 0
  const inserts = parts.map(({ name, table, names }) => {
    const values = names.map(() => `$${++next}`).join(', ')
    return `${name} as (insert into ${table} (${names.map((one) => `"${one}"`).join(', ')}) values (${values}))`
  })
  const own = new Set(rows.flatMap(({ columns }) => (columns.id && isUuid(columns.id) ? [columns.id] : [])))
  const values = () => {
    const renamed = new Map([...own].map((id) => [id, randomUUID()]))
    return rows.flatMap(({ table, columns }) =>
      Object.entries(columns).map(([name, value]) => {
        if (fresh.includes(name) || (table === 'inbox' && name === 'id')) return sameLength(value)
        return renamed.get(value) ?? value
      }),
    )
  }
  return { name: 'raw', text: `with ${inserts.join(', ')} select 1`, values }
}

const isUuid = (text: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/u.test(text)

const sameLength = ({ length }: string) => randomBytes(length).toString('base64url').slice(0, length)

/** How many rows of which table, for the report. */
export function counted(rows: Rows): string {
  const counts = new Map<string, number>()
  for (const { table } of rows) counts.set(table, (counts.get(table) ?? 0) + 1)
  return [...counts].map(([table, count]) => `${count} ${table}`).join(', ')
}
