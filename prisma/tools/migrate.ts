// node prisma/tools/migrate.ts sql | new <name> | check
//   sql    prints the whole schema as SQL
//   new    writes the migration that leads from the migrations to the schema; finish it by hand
//   check  exits 2 when migrations and schema differ
// Needs no database, no binary and no network.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DiffTarget, diff, migrationsIn } from './engine.ts'

const prisma = join(import.meta.dirname, '..')
const migrations = join(prisma, 'migrations')
const LOCK = 'provider = "postgresql"\n'

const datamodel = (content: string): DiffTarget => ({
  tag: 'schemaDatamodel',
  files: [{ path: 'schema.prisma', content }],
})

/** What `schemaText` has and the migrations in `directory` do not make, or the other way round; `undefined` when they agree. */
export async function drift(schemaText: string, directory = migrations): Promise<string | undefined> {
  const { changed, text } = await diff(await migrationsIn(directory), datamodel(schemaText), false)
  return changed ? text : undefined
}

async function writeMigration(name: string, schema: DiffTarget): Promise<string> {
  const { changed, text } = await diff(await migrationsIn(migrations), schema, true)
  if (!changed) return 'nothing to write: the migrations already make the schema'
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const directory = join(migrations, `${stamp}_${name}`)
  await mkdir(directory)
  await writeFile(join(directory, 'migration.sql'), text)
  await writeFile(join(migrations, 'migration_lock.toml'), LOCK)
  return `wrote ${directory}`
}

async function main(command?: string, name?: string): Promise<number> {
  const text = await readFile(join(prisma, 'schema.prisma'), 'utf8')
  if (command === 'sql') console.log((await diff({ tag: 'empty' }, datamodel(text), true)).text)
  else if (command === 'new' && name) console.log(await writeMigration(name, datamodel(text)))
  else if (command === 'check') {
    const found = await drift(text)
    console.log(found ?? 'the migrations make the schema')
    return found === undefined ? 0 : 2
  } else {
    console.error('usage: migrate.ts sql | new <name> | check')
    return 1
  }
  return 0
}

if (import.meta.main) process.exitCode = await main(...process.argv.slice(2))
