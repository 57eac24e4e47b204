import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { applyMigrations, type Migration } from './apply.ts'
import { createPglite, inProcess } from './pglite.ts'
import { pglitePool } from './pglite-pool.ts'

const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'hearback')
const version = manifest.dependencies['@electric-sql/pglite']

type Bytes = Uint8Array<ArrayBuffer>

/** An empty database that has these migrations already, as a tar file; `undefined` where none was kept yet. */
export function keptSnapshot(migrations: readonly Migration[]): Promise<Bytes | undefined> {
  return readFile(fileOf(migrations)).catch(() => undefined)
}

/** The same, made and kept where it was missing: opening from it is several times faster than creating and migrating. */
export async function snapshot(migrations: readonly Migration[]): Promise<Bytes> {
  const kept = await keptSnapshot(migrations)
  if (kept) return kept
  const made = await makeSnapshot(migrations)
  await keep(fileOf(migrations), made).catch(() => {})
  return made
}

async function makeSnapshot(migrations: readonly Migration[]): Promise<Bytes> {
  const db = await createPglite({ dataDir: 'memory://' })
  const pool = pglitePool(inProcess(db))
  try {
    const applied = await applyMigrations(pool, migrations)
    if (applied.status === 'refused') throw new Error(applied.detail)
    await pool.query('vacuum (freeze, analyze)')
    await pool.query('checkpoint')
    return new Uint8Array(await (await db.dumpDataDir('none')).arrayBuffer())
  } finally {
    await pool.end()
    await db.close()
  }
}

/** Under another name first, so that nobody reads half a file. Those of other versions go: each is some 40 MB. */
async function keep(file: string, bytes: Bytes): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const unfinished = join(CACHE, `unfinished-${randomUUID()}`)
  await writeFile(unfinished, bytes)
  await rename(unfinished, file)
  const others = (await readdir(CACHE)).filter((name) => name.startsWith('empty-') && join(CACHE, name) !== file)
  await Promise.all(others.map((name) => rm(join(CACHE, name), { force: true })))
}

function fileOf(migrations: readonly Migration[]): string {
  const key = createHash('sha256').update(version)
  for (const { name, checksum } of migrations) key.update(`\n${name} ${checksum}`)
  return join(CACHE, `empty-${key.digest('hex').slice(0, 24)}.tar`)
}
