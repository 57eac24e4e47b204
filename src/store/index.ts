import type { Prisma } from '#prisma'
import type { Vault } from '../trust/vault.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { commitStatement, type Op, type Statement } from './commit.ts'
import { callAlone, type PrismaRead, prismaReader, type Scope, transact } from './envelope.ts'
import type { Opened as OpenedStore, RoleName } from './open.ts'
import { recordsOf } from './records.ts'
import { type Sealing, sealing } from './sealing.ts'

export type Db = Prisma.TransactionClient
export type { Op, RoleName, Scope, Statement }

/** The database as the engine sees it: everything happens under a role and a tenant, in one transaction, or not at all. */
export type Store = {
  kind: 'postgres' | 'pglite'
  catalog: Catalog
  sealing: Sealing
  /** Runs named statements in one transaction and one round trip; answers the rows of each. */
  run(role: RoleName, scope: Scope, statements: readonly Statement[]): Promise<Record<string, unknown>[][]>
  /** One statement of the engine that sets its own tenant: the shortest way to the database. */
  call(statement: Statement): Promise<Record<string, unknown>[]>
  /** Reads through Prisma in one transaction. */
  read: PrismaRead
  records(role: RoleName, scope: Scope): ReturnType<typeof recordsOf>
  /** Writes everything, or throws Conflict and writes nothing. */
  commit(precinct: string, ops: readonly Op[], inbox?: string): Promise<void>
  upkeep(): Promise<void>
  close(): Promise<void>
}

/** Somebody else was first: `duplicate` means this inbound is done already, `stale` means read again and decide again. */
export class Conflict extends Error {
  override name = 'Conflict'
  readonly why: 'duplicate' | 'stale'
  constructor(why: 'duplicate' | 'stale') {
    super(why)
    this.why = why
  }
}

export async function storeOf(opened: OpenedStore, vault: Vault): Promise<Store> {
  const catalog = await readCatalog(opened.pools.engine)
  const seals = sealing(vault, catalog)
  const read = prismaReader(opened)
  const run: Store['run'] = (role, scope, statements) => transact(opened, role, scope, statements)
  return {
    kind: opened.kind,
    catalog,
    sealing: seals,
    run,
    call: (statement) => callAlone(opened, 'engine', statement),
    read,
    records: (role, scope) => recordsOf(read, seals, role, scope),
    async commit(precinct, ops, inbox) {
      try {
        await run('engine', { precinct }, [commitStatement(catalog, ops, inbox)])
      } catch (error) {
        throw conflictOf(error) ?? error
      }
    },
    upkeep: () => opened.upkeep(),
    close: async () => {
      await read.close()
      await opened.close()
    },
  }
}

function conflictOf(error: unknown): Conflict | null {
  const { code, message, constraint } = error as { code?: string; message?: string; constraint?: string }
  if (code === 'HB001') return new Conflict(message?.includes('duplicate') ? 'duplicate' : 'stale')
  // Two transactions that made the same thing at once: reading again shows the other's.
  if (code === '40001' || code === '40P01') return new Conflict('stale')
  return code === '23505' && constraint !== 'inbox_pkey' ? new Conflict('stale') : null
}
