import type { Vault } from '../trust/vault.ts'
import type { Catalog } from './catalog.ts'
import type { Opened, Row, Table } from './rows.ts'

/** Seals rows on the way in and opens them on the way out, by the one convention: a column that ends in `_sealed`. */
export type Sealing = {
  seal(table: Table, row: Record<string, unknown>): Record<string, unknown>
  open<R extends object>(table: Table, row: R): Opened<R>
}

export function sealing(vault: Vault, catalog: Catalog): Sealing {
  return {
    seal(table, row) {
      const where = (column: string) => ({ precinct: tenantOf(table, row), table, column, row: idOf(row) })
      return Object.fromEntries(
        Object.entries(row).map(([name, value]) => {
          const column = `${name}_sealed`
          if (!catalog.has(table, column)) return [name, value]
          return [column, value === null || value === undefined ? null : vault.seal(where(column), String(value))]
        }),
      )
    },
    open(table, row) {
      const source = row as Record<string, unknown>
      const entries = Object.entries(source).map(([column, value]) => {
        if (!column.endsWith('_sealed')) return [column, value]
        const name = column.slice(0, -'_sealed'.length)
        if (value === null) return [name, null]
        const opened = vault.open(
          { precinct: tenantOf(table, source), table, column, row: idOf(source) },
          String(value),
        )
        if (!opened.ok) throw new Error(`cannot open ${table}.${column}: ${opened.reason}`)
        return [name, opened.text]
      })
      return Object.fromEntries(entries)
    },
  }
}

const tenantOf = (table: Table, row: Record<string, unknown>) =>
  ['place', 'account', 'person', 'code'].includes(table) ? 'server' : String(row.precinct_id ?? row.id)

/** What names a row for good: sealing binds to it, so sealed text cannot be moved to another row. */
const idOf = (row: Record<string, unknown>) => String(row.id ?? row.key ?? row.place_key)

export type { Row }
