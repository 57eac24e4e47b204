import type { Prisma } from '#prisma'
import type { Vault } from '../trust/vault.ts'
import type { Statement } from './batch.ts'
import { type Catalog, readCatalog } from './catalog.ts'
import { commitStatements, type Op } from './commit.ts'
import { type Asked, contextReader } from './context.ts'
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
  /** What `readContext` makes a context of. */
  context(asked: Asked): Promise<unknown>
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
  const statements = commitStatements(catalog)
  const read = prismaReader(opened)
  const run: Store['run'] = (role, scope, asked) => transact(opened, role, scope, asked)
  return {
    kind: opened.kind,
    catalog,
    sealing: seals,
    run,
    context: contextReader((statement) => callAlone(opened, statement)),
    read,
    records: (role, scope) => recordsOf({ run, read }, seals, role, scope),
    async commit(precinct, ops, inbox) {
      try {
        await run('engine', { precinct }, statements(ops, inbox))
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

/** The SQLSTATE of a row that is there already. */
const UNIQUE = '23505'

function conflictOf(error: unknown): Conflict | null {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === UNIQUE && constraint === 'inbox_pkey') return new Conflict('duplicate')
  // A guard that failed, or two transactions that made the same thing at once: reading again shows the other's.
  return ['HB001', UNIQUE, '40001', '40P01'].includes(code ?? '') ? new Conflict('stale') : null
}
