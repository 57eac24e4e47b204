import type pg from 'pg'
import type { Migration } from './apply.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'
import type { Log, Refusal } from './refusal.ts'
import type { RoleName } from './roles.ts'

export type { Log, Refusal } from './refusal.ts'
export type { RoleName } from './roles.ts'

export type OpenOptions = {
  /** The owner's address on a PostgreSQL server, 15 or newer. Absent: the embedded database in `dataDir`. */
  databaseUrl?: string | undefined
  dataDir: string
  /** Embedded only: nothing is kept. */
  memory?: boolean
  /** Embedded only: computes on this thread instead of one of its own. `memory` always does. */
  inProcess?: boolean
  /** The password of a role's login, the same on every instance. */
  password(role: RoleName): string
  /** What login names begin with, for servers that more than one product uses. */
  logins?: string
  /** Connections per role to a PostgreSQL server. */
  sizes?: Partial<Record<RoleName, number>>
  /** Other than those of this version. For tests. */
  migrations?: readonly Migration[]
  log: Log
}

export type Opened = {
  status: 'open'
  kind: 'postgres' | 'pglite'
  /**
   * One per role; embedded, all are the same pool of one connection. `context` is the engine's for what it reads before every
   * act: connections that do one thing only are quicker at it.
   */
  pools: Record<RoleName | 'context', pg.Pool>
  /** True where the session could do anything, so that each transaction must take its role itself. Then the walls guard only against mistakes. */
  setRole: boolean
  /** For every instance, at any time, again and again: makes coming partitions, and cleans up where no server does so. */
  upkeep(): Promise<void>
  /** Settles when the database is gone for good and the process should end. */
  lost: Promise<Error>
  close(): Promise<void>
}

/** Opens the database, migrates it and checks what the logins may do. Refuses rather than run without its walls. */
export function openStore(options: OpenOptions): Promise<Opened | Refusal> {
  const { databaseUrl } = options
  return databaseUrl === undefined ? openEmbedded(options) : openPostgres({ ...options, databaseUrl })
}
