import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { type Prisma, PrismaClient } from '#prisma'
import type { Opened } from './open.ts'
import { groupOf, type RoleName } from './roles.ts'

/** Whom a transaction speaks for. Without a precinct no tenant's row can be seen or written. */
export type Scope = { precinct?: string | null; person?: string | null }
/** Prepared once per connection under its name, so one name must always stand for one text. */
export type Statement = { name: string; text: string; values?: readonly unknown[] }
export type Row = Record<string, unknown>

const SETTINGS = `select set_config('hearback.precinct', $1, true), set_config('hearback.person', $2, true),
  set_config('role', $3, true)`

const settingsOf = ({ setRole }: Pick<Opened, 'setRole'>, role: RoleName, { precinct, person }: Scope): string[] => [
  precinct ?? '',
  person ?? '',
  setRole ? groupOf(role) : 'none',
]

/**
 * Runs the statements in one transaction and one round trip, under a role and a tenant; answers the rows of each. Rejects with
 * the first error, and then nothing of it is kept.
 */
export async function transact(
  opened: Pick<Opened, 'pools' | 'setRole'>,
  role: RoleName,
  scope: Scope,
  statements: readonly Statement[],
): Promise<Row[][]> {
  const ready = statements.map(asSent)
  const settings = { name: 'envelope', text: SETTINGS, values: settingsOf(opened, role, scope) }
  const client = await opened.pools[role].connect()
  let intact = false
  try {
    // Each is answered by itself: after an error the server skips the rest and turns COMMIT into ROLLBACK.
    const sent = inOneWrite(client, () =>
      ['begin', settings, ...ready, 'commit'].map((query) => client.query<Row>(query as pg.QueryConfig)),
    )
    const answers = await Promise.allSettled(sent)
    intact = client.getTransactionStatus() === 'I'
    const failed = answers.find((answer) => answer.status === 'rejected')
    if (failed) throw failed.reason
    return answers.slice(2, -1).map((answer) => (answer.status === 'fulfilled' ? answer.value.rows : []))
  } finally {
    client.release(!intact)
  }
}

type Wire = { connection: { stream: { cork?(): void; uncork?(): void } } }

/** What is asked together travels together: one packet and one wake-up of the server instead of one a statement. */
function inOneWrite<Sent>(client: pg.PoolClient, send: () => Sent): Sent {
  const { stream } = (client as unknown as Wire).connection
  stream.cork?.()
  try {
    return send()
  } finally {
    process.nextTick(() => stream.uncork?.())
  }
}

/** A statement that sets its own tenant, as a transaction of its own: one message where a login has its role already. */
export async function callAlone(
  opened: Pick<Opened, 'pools' | 'setRole'>,
  role: RoleName,
  statement: Statement,
): Promise<Row[]> {
  if (!opened.setRole) return (await opened.pools[role].query<Row>(asSent(statement))).rows
  const [rows] = await transact(opened, role, {}, [statement])
  return rows ?? []
}

const texts = new Map<string, string>()

/** Anything wrong with a statement must show before the first byte is sent: a statement that drops out would not stop COMMIT. */
function asSent({ name, text, values = [] }: Statement): pg.QueryConfig {
  if ((texts.get(name) ?? text) !== text) throw new Error(`two statements are called ${name}`)
  texts.set(name, text)
  return { name, text, values: values.map(written) }
}

function written(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(written)
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) ? JSON.stringify(value) : value
}

/** Reads through Prisma in one read-only transaction, under a role and a tenant. */
export type PrismaRead = {
  <Answer>(role: RoleName, scope: Scope, question: (db: Prisma.TransactionClient) => Promise<Answer>): Promise<Answer>
  close(): Promise<void>
}

export function prismaReader(opened: Pick<Opened, 'pools' | 'setRole'>): PrismaRead {
  const clients = new Map<pg.Pool, PrismaClient>()
  const clientOf = (pool: pg.Pool) => {
    const client = clients.get(pool) ?? prismaOver(pool)
    clients.set(pool, client)
    return client
  }
  const read = <Answer>(
    role: RoleName,
    scope: Scope,
    question: (db: Prisma.TransactionClient) => Promise<Answer>,
  ): Promise<Answer> =>
    clientOf(opened.pools[role]).$transaction(async (db) => {
      await db.$queryRawUnsafe(
        `${SETTINGS}, set_config('transaction_read_only', 'on', true)`,
        ...settingsOf(opened, role, scope),
      )
      return question(db)
    })
  const close = async () => {
    for (const client of clients.values()) await client.$disconnect()
  }
  return Object.assign(read, { close })
}

function prismaOver(pool: pg.Pool): PrismaClient {
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementNames() })
  // Embedded, all readers share one connection and may have to wait for it.
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 15_000 } })
}

const NAMES = 500

/** Prepares what is asked again and again; past NAMES texts (long lists make endless ones) the rest gets no name. */
function statementNames() {
  const names = new Map<string, string>()
  return ({ sql }: { sql: string }): string => {
    const known = names.get(sql)
    if (known || names.size >= NAMES) return known ?? ''
    const name = `prisma_${createHash('sha256').update(sql).digest('base64url').slice(0, 20)}`
    names.set(sql, name)
    return name
  }
}
