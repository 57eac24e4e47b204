import type { PrismaRead } from './envelope.ts'
import type { Db, RoleName, Scope, Store } from './index.ts'
import type { Opened, Row, Table } from './rows.ts'
import type { Sealing } from './sealing.ts'

/** Reading for acts, cards and views: under one role and tenant, with sealed columns opened. */
export type Records = {
  /** One transaction. Rows come as stored: pass them through `open` to read sealed columns. */
  db<R>(read: (db: Db) => Promise<R>): Promise<R>
  open<R extends object>(table: Table, row: R): Opened<R>
  /** Opens each row; `null` stays `null`. */
  find<R extends object>(table: Table, read: (db: Db) => Promise<R | null>): Promise<Opened<R> | null>
  list<R extends object>(table: Table, read: (db: Db) => Promise<R[]>): Promise<Opened<R>[]>
  /**
   * The rows of one table by a named statement: a tenth of the cost of `list`, for what is read on every press and card.
   * @param rest what follows `from <table>`; one name stands for one text
   */
  rows<T extends Table>(table: T, name: string, rest: string, values: readonly unknown[]): Promise<Row<T>[]>
}

export function recordsOf(
  { run, read }: { run: Store['run']; read: PrismaRead },
  seals: Sealing,
  role: RoleName,
  scope: Scope,
): Records {
  const db: Records['db'] = (question) => read(role, scope, question)
  return {
    db,
    open: seals.open,
    async find(table, question) {
      const row = await db(question)
      return row && seals.open(table, row)
    },
    async list(table, question) {
      const rows = await db(question)
      return rows.map((row) => seals.open(table, row))
    },
    async rows<T extends Table>(table: T, name: string, rest: string, values: readonly unknown[]) {
      const statement = { name: `${table}_${name}`, text: `select * from ${table} ${rest}`, values: [...values] }
      const [rows] = await run(role, scope, [statement])
      return (rows ?? []).map((row) => seals.open(table, row) as unknown as Row<T>)
    },
  }
}
