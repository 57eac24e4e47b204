// Prisma's schema engine, compiled to WebAssembly and bound to throw-away databases in memory. For authoring only.
import { readdir, readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  ColumnTypeEnum as Type,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { createPglite, inProcess } from '../../src/store/pglite.ts'
import { pglitePool } from '../../src/store/pglite-pool.ts'

export type DiffTarget = Parameters<bindings.SchemaEngine['diff']>[0]['from']

// Column types of the catalog by type id. The client's own adapter has no type 18, and cuts scripts at every semicolon.
const columnTypes: Record<number, ColumnType> = {
  16: Type.Boolean,
  17: Type.Bytes,
  18: Type.Character,
  20: Type.Int64,
  21: Type.Int32,
  23: Type.Int32,
  26: Type.Int64,
  28: Type.Int64,
  114: Type.Json,
  700: Type.Float,
  701: Type.Double,
  1000: Type.BooleanArray,
  1002: Type.CharacterArray,
  1003: Type.TextArray,
  1005: Type.Int32Array,
  1007: Type.Int32Array,
  1009: Type.TextArray,
  1015: Type.TextArray,
  1016: Type.Int64Array,
  1028: Type.Int64Array,
  1114: Type.DateTime,
  1184: Type.DateTime,
  1700: Type.Numeric,
  2950: Type.Uuid,
  3802: Type.Json,
}
const AS_TEXT = new Set([20, 114, 1114, 1184, 1700, 3802])
const NAME_ARRAY = 1003
const TEXT_ARRAY = 1009

const parserOf = (oid: number) =>
  AS_TEXT.has(oid) ? (text: string) => text : pg.types.getTypeParser(oid === NAME_ARRAY ? TEXT_ARRAY : oid, 'text')

async function run(pool: pg.Pool, { sql, args }: SqlQuery): Promise<pg.QueryArrayResult<unknown[]>> {
  const types = { getTypeParser: parserOf as typeof pg.types.getTypeParser }
  return pool.query<unknown[]>({ text: sql, values: args, rowMode: 'array', types })
}

function adapterOf(pool: pg.Pool): SqlDriverAdapter {
  return {
    provider: 'postgres',
    adapterName: 'memory',
    async queryRaw(query) {
      const { fields, rows } = await run(pool, query)
      const columnNames = fields.map(({ name }) => name)
      const types = fields.map(({ dataTypeID }) => columnTypes[dataTypeID] ?? Type.Text)
      return { columnNames, columnTypes: types, rows: rows as SqlResultSet['rows'] }
    },
    executeRaw: async (query) => (await run(pool, query)).rowCount ?? 0,
    executeScript: async (script) => void (await pool.query(script)),
    startTransaction: () => Promise.reject(new Error('the engine opens no transaction while it compares schemas')),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  }
}

async function load(): Promise<void> {
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const binary = await readFile(script.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(binary, {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start as () => void
  start()
}

let loading: Promise<void> | undefined

/** Compares two schemas. `changed` is false when nothing leads from one to the other. */
export async function diff(
  from: DiffTarget,
  to: DiffTarget,
  script: boolean,
): Promise<{ changed: boolean; text: string }> {
  loading ??= load()
  await loading
  const open: (() => Promise<void>)[] = []
  const memory = async () => {
    const backend = inProcess(await createPglite({ dataDir: 'memory://' }))
    const pool = pglitePool(backend)
    open.push(() => pool.end().then(() => backend.close()))
    return adapterOf(pool)
  }
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: 'memory',
    connect: memory,
    connectToShadowDb: memory,
  }
  const datamodels = 'files' in to ? to.files.map(({ path, content }): [string, string] => [path, content]) : undefined
  const bound = bindMigrationAwareSqlAdapterFactory(factory)
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, bound)
  try {
    const filters = { externalTables: [], externalEnums: [] }
    const { exitCode, stdout } = await engine.diff({ from, to, script, exitCode: true, filters })
    return { changed: exitCode !== 0, text: stdout ?? '' }
  } finally {
    engine.free()
    for (const close of open) await close()
  }
}

/** The directory of migrations as the engine takes it. */
export async function migrationsIn(directory: string): Promise<DiffTarget> {
  const baseDir = resolve(directory)
  const names = (await readdir(baseDir)).sort()
  const migrationDirectories = []
  for (const path of names) {
    if (!(await stat(join(baseDir, path))).isDirectory()) continue
    const value = await readFile(join(baseDir, path, 'migration.sql'), 'utf8')
    migrationDirectories.push({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } },
    })
  }
  if (migrationDirectories.length === 0) return { tag: 'empty' }
  const content = await readFile(join(baseDir, 'migration_lock.toml'), 'utf8').catch(() => null)
  const lockfile = { path: 'migration_lock.toml', content }
  return { tag: 'migrations', baseDir, lockfile, shadowDbInitScript: '', migrationDirectories }
}
