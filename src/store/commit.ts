import { createHash } from 'node:crypto'
import type { Statement } from './batch.ts'
import type { Catalog } from './catalog.ts'
import type { Table } from './rows.ts'

type Insert = { op: 'insert'; table: Table; row: Record<string, unknown>; conflict?: string }
type Update = {
  op: 'update'
  table: Table
  key: Record<string, unknown>
  set: Record<string, unknown>
  version?: number
  unless?: { sql: string; values: string[] }
}
type Delete = { op: 'delete'; table: Table; key: Record<string, unknown> }

/** One change of rows, sealed already. */
export type Op = Insert | Update | Delete

/**
 * All changes of one inbound as statements for one transaction, however they are ordered in `ops`. The inbox row goes first
 * and must be new. Then what is guarded: each such update must hit exactly one row, or the database raises HB001 `stale`.
 * Then all that changes or deletes, which leaves alone what the same inbound inserts; then the inserts, what others point at first.
 */
export function commitStatements(catalog: Catalog): (ops: readonly Op[], inbox?: string) => Statement[] {
  const named = shapes()
  return (ops, inbox) => {
    const updates = ops.filter((op) => op.op === 'update')
    return [
      ...(inbox === undefined
        ? []
        : [{ ...named('inbox', () => 'insert into inbox (id) values ($1)'), values: [inbox] }]),
      ...updates.filter(isGuarded).map((op) => updating(named, catalog, op)),
      ...updates.filter((op) => !isGuarded(op)).map((op) => updating(named, catalog, op)),
      ...ops.flatMap((op) => (op.op === 'delete' ? [deleting(named, catalog, op)] : [])),
      ...groups(ops).map((group) => inserting(named, catalog, group)),
    ]
  }
}

const isGuarded = ({ version }: Update) => version !== undefined

/** Writes the text of a shape once; its name is made from the text. */
type Named = (shape: string, write: () => string) => Text
type Text = { name: string; text: string; silent?: true }

/** How the only kind of statement begins that answers something. */
const GUARD = 'with hit as ('

function shapes(): Named {
  const known = new Map<string, Text>()
  return (shape, write) => {
    const before = known.get(shape)
    if (before) return before
    const text = write()
    const name = `commit_${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`
    const made: Text = text.startsWith(GUARD) ? { name, text } : { name, text, silent: true }
    known.set(shape, made)
    return made
  }
}

/** Inserts that share table, columns and conflict rule: one set. */
type Group = { table: Table; columns: string[]; conflict: string; rows: Record<string, unknown>[]; shape: string }

function groups(ops: readonly Op[]): Group[] {
  const found = new Map<string, Group>()
  for (const op of ops) {
    if (op.op !== 'insert') continue
    const columns = Object.keys(op.row)
    const shape = `${op.table}(${columns.join()})${op.conflict ?? ''}`
    const group = found.get(shape)
    if (group) group.rows.push(op.row)
    else found.set(shape, { table: op.table, columns, conflict: op.conflict ?? '', rows: [op.row], shape })
  }
  return [...found.values()].sort((a, b) => rank(a.table) - rank(b.table))
}

/** Foreign keys point from later to earlier. */
const POINTED_AT: readonly Table[] = ['concern', 'voice', 'answer']

const rank = (table: Table) => (POINTED_AT.includes(table) ? POINTED_AT.indexOf(table) : POINTED_AT.length)

/** Up to this many rows are written out as parameters; more travel as one JSON text, so that shapes stay few. */
const FEW = 4

function inserting(named: Named, catalog: Catalog, { table, columns, conflict, rows, shape }: Group): Statement {
  const types = () => columns.map((column) => catalog.type(table, column))
  const into = `insert into ${table} (${columns.join(', ')})`
  if (rows.length > FEW) {
    const source = () =>
      `jsonb_to_recordset($1::jsonb) as r(${types()
        .map((type, at) => `${columns[at]} ${type}`)
        .join(', ')})`
    const written = named(
      `insert many ${shape}`,
      () => `${into} select ${columns.join(', ')} from ${source()} ${conflict}`,
    )
    return { ...written, values: [JSON.stringify(rows)] }
  }
  const written = named(
    `insert ${rows.length} ${shape}`,
    () => `${into} values ${tuples(types(), rows.length)} ${conflict}`,
  )
  return { ...written, values: rows.flatMap((row) => columns.map((column) => row[column])) }
}

function tuples(types: readonly string[], count: number): string {
  const bind = counter()
  return Array.from({ length: count }, () => `(${types.map(bind).join(', ')})`).join(', ')
}

/** Parameters in the order of their values. */
function counter(): (type: string) => string {
  let count = 0
  return (type) => `$${++count}::${type}`
}

function updating(named: Named, catalog: Catalog, op: Update): Statement {
  const { table, key, set, version, unless } = op
  const shape = `update ${table} ${Object.keys(set).join()} ${keyShape(key)} ${version !== undefined} ${unless?.sql ?? ''}`
  return {
    ...named(shape, () => updateText(catalog, op)),
    values: [
      ...Object.values(set),
      ...Object.values(key),
      ...(version === undefined ? [] : [version]),
      ...(unless ? [unless.values] : []),
    ],
  }
}

function updateText(catalog: Catalog, { table, key, set, version, unless }: Update): string {
  const bind = counter()
  const changes = Object.keys(set).map((column) => `${column} = ${bind(catalog.type(table, column))}`)
  if (catalog.has(table, 'version')) changes.push('version = version + 1')
  const where = conditions(catalog, table, key, bind)
  if (version !== undefined) where.push(`version = ${bind('int')}`)
  if (unless) where.push(`(${unless.sql}) <> all(${bind('text[]')})`)
  const text = `update ${table} set ${changes.join(', ')} where ${where.join(' and ')}`
  return version === undefined
    ? text
    : `${GUARD}${text} returning 1) select hearback_expect((select count(*) from hit) = 1, 'stale')`
}

const deleting = (named: Named, catalog: Catalog, { table, key }: Delete): Statement => ({
  ...named(
    `delete ${table} ${keyShape(key)}`,
    () => `delete from ${table} where ${conditions(catalog, table, key, counter()).join(' and ')}`,
  ),
  values: Object.values(key),
})

const keyShape = (key: Record<string, unknown>) =>
  Object.entries(key)
    .map(([column, value]) => (Array.isArray(value) ? `${column}[]` : column))
    .join()

const conditions = (catalog: Catalog, table: Table, key: Record<string, unknown>, bind: (type: string) => string) =>
  Object.entries(key).map(([column, value]) => {
    const type = catalog.type(table, column)
    return Array.isArray(value) ? `${column} = any(${bind(`${type}[]`)})` : `${column} = ${bind(type)}`
  })
