import { createHash } from 'node:crypto'
import type { Catalog } from './catalog.ts'
import type { Table } from './rows.ts'

/** One change of rows, sealed already. */
export type Op =
  | { op: 'insert'; table: Table; row: Record<string, unknown>; conflict?: string }
  | {
      op: 'update'
      table: Table
      key: Record<string, unknown>
      set: Record<string, unknown>
      version?: number
      unless?: { sql: string; values: string[] }
    }
  | { op: 'delete'; table: Table; key: Record<string, unknown> }

/** A named statement with its parameters. */
export type Statement = { name: string; text: string; values: unknown[] }

/**
 * All changes of one inbound as one statement: every insert is a set, every guarded update must hit exactly one row, and the
 * inbox row must be new; otherwise the database raises HB001 with `stale` or `duplicate` and nothing is kept.
 */
export function commitStatement(catalog: Catalog, ops: readonly Op[], inbox?: string): Statement {
  const parts: string[] = []
  const checks: string[] = []
  const values: unknown[] = []
  const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`
  if (inbox !== undefined) {
    parts.push(
      `inbox_new as (insert into inbox (id) values (${bind(inbox, 'text')}) on conflict do nothing returning 1)`,
    )
    checks.push(`hearback_expect((select count(*) from inbox_new) = 1, 'duplicate')`)
  }
  for (const group of inserts(ops)) {
    const source = group.rows.length <= FEW ? listed(catalog, group, bind) : recordset(catalog, group, bind)
    const into = `${group.table} (${group.columns.join(', ')})`
    parts.push(`w${parts.length} as (insert into ${into} ${source} ${group.conflict} returning 1)`)
  }
  for (const op of ops) {
    if (op.op === 'insert') continue
    const where = Object.entries(op.key).map(([column, value]) => condition(catalog, op.table, column, value, bind))
    if (op.op === 'delete') {
      parts.push(`w${parts.length} as (delete from ${op.table} where ${where.join(' and ')} returning 1)`)
      continue
    }
    const set = Object.entries(op.set).map(
      ([column, value]) => `${column} = ${bind(value, catalog.type(op.table, column))}`,
    )
    if (catalog.has(op.table, 'version')) set.push('version = version + 1')
    if (op.version !== undefined) where.push(`version = ${bind(op.version, 'int')}`)
    if (op.unless) where.push(`(${op.unless.sql}) <> all(${bind(op.unless.values, 'text[]')})`)
    const name = `w${parts.length}`
    parts.push(`${name} as (update ${op.table} set ${set.join(', ')} where ${where.join(' and ')} returning 1)`)
    if (op.version !== undefined) checks.push(`hearback_expect((select count(*) from ${name}) = 1, 'stale')`)
  }
  const text = `${parts.length > 0 ? `with ${parts.join(', ')} ` : ''}select ${checks.join(', ') || '1'}`
  return { name: `commit_${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`, text, values }
}

function condition(
  catalog: Catalog,
  table: Table,
  column: string,
  value: unknown,
  bind: (value: unknown, type: string) => string,
) {
  const type = catalog.type(table, column)
  return Array.isArray(value) ? `${column} = any(${bind(value, `${type}[]`)})` : `${column} = ${bind(value, type)}`
}

/** Up to this many rows are written out as parameters; more travel as one JSON text, so that shapes stay few. */
const FEW = 4

type Group = { table: Table; columns: string[]; rows: Record<string, unknown>[]; conflict: string }
type Bind = (value: unknown, type: string) => string

function listed(catalog: Catalog, { table, columns, rows }: Group, bind: Bind): string {
  const types = columns.map((column) => catalog.type(table, column))
  const tuples = rows.map(
    (row) => `(${columns.map((column, index) => bind(row[column] ?? null, types[index] ?? 'text')).join(', ')})`,
  )
  return `values ${tuples.join(', ')}`
}

function recordset(catalog: Catalog, { table, columns, rows }: Group, bind: Bind): string {
  const shape = columns.map((column) => `${column} ${catalog.type(table, column)}`).join(', ')
  return `select ${columns.join(', ')} from jsonb_to_recordset(${bind(JSON.stringify(rows), 'jsonb')}) as r(${shape})`
}

/** Inserts that share table, columns and conflict rule are one set. */
function inserts(ops: readonly Op[]): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const op of ops) {
    if (op.op !== 'insert') continue
    const columns = Object.keys(op.row).sort()
    const key = `${op.table}(${columns.join()})${op.conflict ?? ''}`
    const group = groups.get(key) ?? { table: op.table, columns, rows: [], conflict: op.conflict ?? '' }
    group.rows.push(op.row)
    groups.set(key, group)
  }
  return groups.values()
}
