import type pg from 'pg'
import type { Table } from './rows.ts'

/** What the database itself says about its tables: column types, and which columns are sealed. */
export type Catalog = {
  /** The SQL type of a column. Throws on a column that does not exist: a bug. */
  type(table: Table, column: string): string
  has(table: Table, column: string): boolean
  columns(table: Table): ReadonlyMap<string, string>
}

/** Reads the catalog once; the schema does not change while we run. */
export async function readCatalog(pool: pg.Pool): Promise<Catalog> {
  const { rows } = await pool.query<{ relation: string; name: string; type: string }>(
    `select c.relname as relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`,
  )
  const tables = new Map<string, Map<string, string>>()
  for (const row of rows) {
    const columns = tables.get(row.relation) ?? new Map<string, string>()
    tables.set(row.relation, columns.set(row.name, row.type))
  }
  const columns = (table: Table) => tables.get(table) ?? new Map<string, string>()
  return {
    columns,
    has: (table, column) => columns(table).has(column),
    type: (table, column) => {
      const type = columns(table).get(column)
      if (!type) throw new Error(`no column ${table}.${column}`)
      return type
    },
  }
}
