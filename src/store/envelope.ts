import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { type Prisma, PrismaClient } from '#prisma'
import { asSent, type Row, runTogether, type Sent, type Statement } from './batch.ts'
import type { Opened } from './open.ts'
import { groupOf, type RoleName } from './roles.ts'

/** Whom a transaction speaks for. Without a precinct no tenant's row can be seen or written. */
export type Scope = { precinct?: string | null; person?: string | null }

const SETTINGS = `set_config('hearback.precinct', $1, true), set_config('hearback.person', $2, true),
  set_config('role', $3, true)`
/** Sets them all, and answers nothing. */
const ENVELOPE = `select where num_nulls(${SETTINGS}) > 0`

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
  const settings: Sent = { name: 'envelope', text: ENVELOPE, values: settingsOf(opened, role, scope), silent: true }
  const [, ...answers] = await borrowed(opened.pools[role], [settings, ...statements.map(asSent)])
  return answers
}

/** A statement of the engine that sets its own tenant; it takes its role only where the session could do anything. */
export async function callAlone(opened: Pick<Opened, 'pools' | 'setRole'>, statement: Statement): Promise<Row[]> {
  const [rows] = opened.setRole
    ? await transact(opened, 'engine', {}, [statement])
    : await borrowed(opened.pools.context, [asSent(statement)])
  return rows ?? []
}

async function borrowed(pool: pg.Pool, statements: readonly Sent[]): Promise<Row[][]> {
  const client = await pool.connect()
  client.on('error', ignored)
  try {
    return await runTogether(client, statements)
  } finally {
    client.off('error', ignored)
    client.release(client.getTransactionStatus() !== 'I')
  }
}

/** A connection that breaks says so twice: to whoever waits for an answer, and here. */
const ignored = () => {}

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
        `select ${SETTINGS}, set_config('transaction_read_only', 'on', true)`,
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
