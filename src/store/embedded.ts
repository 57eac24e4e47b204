import { access, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { applyMigrations, type Migration, readMigrations } from './apply.ts'
import { type Lock, lockDirectory } from './lock.ts'
import type { Opened, OpenOptions } from './open.ts'
import { type Backend, createPglite, inProcess, inThread } from './pglite.ts'
import { pglitePool } from './pglite-pool.ts'
import type { Log, Refusal } from './refusal.ts'
import { keptSnapshot, snapshot } from './snapshot.ts'
import { cleanUp, makePartitions } from './upkeep.ts'

/** Opens the embedded database: one process, one session, in `dataDir/db` or in memory. */
export async function openEmbedded(options: OpenOptions): Promise<Opened | Refusal> {
  const migrations = options.migrations ?? (await readMigrations())
  if (options.memory) return finish(await inMemory(migrations), migrations, options.log)
  await mkdir(options.dataDir, { recursive: true })
  const lock = await lockDirectory(options.dataDir)
  if (lock.status === 'refused') return lock
  try {
    const backend = await inDirectory(options.dataDir, migrations, options.inProcess === true)
    const opened = await finish(backend, migrations, options.log, { directory: options.dataDir, lock })
    if (opened.status === 'refused') await lock.release()
    return opened
  } catch (error) {
    await lock.release()
    throw error
  }
}

const inMemory = async (migrations: readonly Migration[]) =>
  inProcess(await createPglite({ dataDir: 'memory://', loadDataDir: new Blob([await snapshot(migrations)]) }))

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/**
 * A new directory is filled from the kept snapshot, where there is one. `opening` stands until the first open has come
 * through: what it leaves behind when killed is not a database yet, holds nothing of anybody, and is begun anew.
 */
async function inDirectory(dataDir: string, migrations: readonly Migration[], here: boolean): Promise<Backend> {
  const directory = join(dataDir, 'db')
  const opening = join(dataDir, 'opening')
  if (await exists(opening)) await rm(directory, { recursive: true, force: true })
  if (await exists(directory)) return openDirectory(directory, here)
  await writeFile(opening, '')
  const backend = await openDirectory(directory, here, await keptSnapshot(migrations))
  await rm(opening)
  return backend
}

async function openDirectory(directory: string, here: boolean, from?: Uint8Array<ArrayBuffer>): Promise<Backend> {
  if (!here) return inThread(directory, from)
  return inProcess(await createPglite({ dataDir: directory, ...(from && { loadDataDir: new Blob([from]) }) }))
}

async function finish(
  backend: Backend,
  migrations: readonly Migration[],
  log: Log,
  kept?: { directory: string; lock: Lock },
): Promise<Opened | Refusal> {
  const pool = pglitePool(backend)
  pool.on('error', () => log('database_connection_lost'))
  const close = async () => {
    await pool.end()
    await backend.close()
    await kept?.lock.release()
  }
  const before = async (next: Migration, client: pg.PoolClient) => {
    if (kept) await backUp(client, kept.directory, next, log)
  }
  const applied = await applyMigrations(pool, migrations, before)
  if (applied.status === 'refused') {
    await close()
    return applied
  }
  for (const name of applied.names) log('migration_applied', { name })
  await makePartitions(pool)
  const pools = { engine: pool, context: pool, desk: pool, community: pool, pump: pool }
  const upkeep = async () => {
    await makePartitions(pool)
    await cleanUp(pool)
  }
  return { status: 'open', kind: 'pglite', pools, setRole: true, upkeep, lost: backend.lost, close }
}

/** After a checkpoint the files are the database, and nobody else writes while the migrations hold the one connection. */
async function backUp(client: pg.PoolClient, directory: string, next: Migration, log: Log): Promise<void> {
  const copy = join(directory, `backup-${next.name}`)
  await rm(copy, { recursive: true, force: true })
  await client.query('checkpoint')
  await cp(join(directory, 'db'), copy, { recursive: true })
  log('database_backed_up', { migration: next.name })
}
