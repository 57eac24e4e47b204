import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readMigrations } from '../../src/store/apply.ts'
import { transact } from '../../src/store/envelope.ts'
import { type Opened, type OpenOptions, openStore } from '../../src/store/open.ts'
import { asAdministrator, emptyDatabase, serverUrl, testOptions } from '../support/database.ts'

const note = { name: 'note', text: 'insert into setting (key, value) values ($1, $2)' }
const write = (db: Opened, key: string) => transact(db, 'engine', {}, [{ ...note, values: [key, 'x'] }])
const keys = async (db: Opened) => {
  const [rows] = await transact(db, 'engine', {}, [{ name: 'keys', text: 'select key from setting order by key' }])
  return rows?.map(({ key }) => key)
}
const open = async (options: OpenOptions): Promise<Opened> => {
  const opened = await openStore(options)
  if (opened.status === 'refused') throw new Error(opened.detail)
  return opened
}
const later = { name: '99999999999999_later', sql: 'create table later (id int)', checksum: 'later' }

describe('in a directory', () => {
  let dataDir: string
  const options = (more: Partial<OpenOptions> = {}): OpenOptions => ({
    ...testOptions,
    memory: false,
    dataDir,
    ...more,
  })
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hearback-data-'))
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  test.each([false, true])('what was written is there again (in process: %s)', async (inProcess) => {
    const first = await open(options({ inProcess }))
    await write(first, 'kept')
    await first.upkeep()
    await first.close()
    const second = await open(options({ inProcess }))
    expect(await keys(second)).toEqual(['kept'])
    await second.close()
    expect(await readdir(dataDir)).toEqual(['db'])
  })

  test('a second opening is refused while the first lives', async () => {
    const first = await open(options())
    expect(await openStore(options())).toMatchObject({ reason: 'directory_in_use' })
    await write(first, 'kept')
    await first.close()
  })

  test('after a kill, what was acknowledged is there and the directory is free', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer(dataDir)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let acknowledged = 0
    for await (const chunk of child.stdout) {
      acknowledged = Number(String(chunk).trim().split('\n').at(-1))
      if (acknowledged > 50) child.kill('SIGKILL')
    }
    expect(acknowledged).toBeGreaterThan(50)
    const db = await open(options())
    expect((await keys(db))?.length).toBeGreaterThanOrEqual(acknowledged)
    await db.close()
  })

  test('a first opening that was killed is begun anew', async () => {
    await mkdir(join(dataDir, 'db'))
    await writeFile(join(dataDir, 'db', 'PG_VERSION'), '18')
    await writeFile(join(dataDir, 'opening'), '')
    const db = await open(options())
    expect(await keys(db)).toEqual([])
    await db.close()
  })

  test('before it is changed, it is copied, and the copy opens', async () => {
    const first = await open(options())
    await write(first, 'old')
    await first.close()
    const migrations = await readMigrations()
    const second = await open(options({ migrations: [...migrations, later] }))
    await write(second, 'new')
    await second.close()
    expect(await openStore(options())).toMatchObject({ reason: 'migrations_newer' })
    await rm(join(dataDir, 'db'), { recursive: true })
    await rename(join(dataDir, `backup-${later.name}`), join(dataDir, 'db'))
    const third = await open(options())
    expect(await keys(third)).toEqual(['old'])
    await third.close()
  })

  test('a long statement does not hold up this thread', async () => {
    const db = await open(options())
    let turns = 0
    const timer = setInterval(() => turns++, 5)
    await db.pools.engine.query('select count(*) from generate_series(1, 3000000)')
    clearInterval(timer)
    expect(turns).toBeGreaterThan(2)
    await db.close()
  })
})

describe.skipIf(serverUrl === undefined)('on a server', () => {
  let own: Awaited<ReturnType<typeof emptyDatabase>>
  const options = (more: Partial<OpenOptions> = {}): OpenOptions => ({ ...testOptions, databaseUrl: own.url, ...more })
  beforeEach(async () => {
    own = await emptyDatabase(serverUrl ?? '')
  })
  afterEach(() => own.drop())

  test('five instances open an empty database at once', async () => {
    const small = { engine: 1, desk: 1, community: 1, pump: 1 }
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => open(options({ sizes: small }))))
    await Promise.all(all.map((db, n) => write(db, String(n))))
    expect(await keys(all[0] as Opened)).toHaveLength(5)
    await Promise.all(all.map((db) => db.upkeep()))
    await Promise.all(all.map((db) => db.close()))
  })

  test('every session is in UTC, whatever the database says', async () => {
    const name = new URL(own.url).pathname.slice(1)
    await asAdministrator(own.url, `alter database ${name} set timezone = 'America/New_York'`)
    const db = await open(options())
    for (const pool of Object.values(db.pools))
      expect((await pool.query('show timezone')).rows).toEqual([{ TimeZone: 'UTC' }])
    await db.close()
  })

  test('sessions that are made to live elsewhere are refused', async () => {
    const url = new URL(own.url)
    url.searchParams.set('options', '-c TimeZone=America/New_York')
    expect(await openStore(options({ databaseUrl: url.href }))).toMatchObject({ reason: 'zone_not_utc' })
  })

  test('a database of a newer version is refused', async () => {
    const migrations = await readMigrations()
    const db = await open(options({ migrations: [...migrations, later] }))
    await db.close()
    expect(await openStore(options())).toMatchObject({ reason: 'migrations_newer' })
  })
})

test('a server that does not answer is a refusal', async () => {
  const refused = await openStore({ ...testOptions, databaseUrl: 'postgres://nobody@127.0.0.1:1/none' })
  expect(refused).toMatchObject({ reason: 'unreachable' })
})

const src = (file: string) => JSON.stringify(`file://${join(import.meta.dirname, '..', '..', 'src', 'store', file)}`)

/** A program that writes for ever, and says how many writes were acknowledged. */
const writer = (dataDir: string) => `import { openStore } from ${src('open.ts')}
import { transact } from ${src('envelope.ts')}
const db = await openStore({ dataDir: ${JSON.stringify(dataDir)}, password: String, log() {} })
const note = ${JSON.stringify(note)}
for (let n = 1; ; n++) {
  await transact(db, 'engine', {}, [{ ...note, values: [String(n), 'x'] }])
  console.log(n)
}`
