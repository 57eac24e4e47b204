import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transact } from '../../src/store/envelope.ts'
import type { Opened } from '../../src/store/open.ts'
import { database } from '../support/database.ts'

let db: Opened
beforeAll(async () => {
  db = await database()
})
afterAll(() => db.close())

const ask = async (text: string) => (await transact(db, 'engine', {}, [{ name: text.slice(0, 60), text }]))[0] ?? []

describe('the catalog', () => {
  const TABLES = `select relname as name, relforcerowsecurity and relrowsecurity as walled, relispartition as part,
    (select count(*)::int from pg_policy where polrelid = c.oid) as policies, relacl::text as grants
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> '_prisma_migrations'`

  test('every table is walled for its owner too, and has a policy', async () => {
    const tables = await ask(TABLES)
    expect(tables.length).toBeGreaterThan(24)
    expect(tables.filter((table) => !table.walled)).toEqual([])
    expect(tables.filter((table) => !table.part && table.policies === 0)).toEqual([])
  })

  test('parts of a table can be reached through the whole only', async () => {
    const parts = (await ask(TABLES)).filter((table) => table.part)
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.filter((table) => table.policies !== 0 || String(table.grants).includes('hearback_'))).toEqual([])
  })

  test('every tenant table leads its key with the tenant', async () => {
    const rows = await ask(
      `select c.relname as name, pg_get_indexdef(i.indexrelid, 1, true) as first from pg_index i join pg_class c on c.oid = i.indrelid
       where i.indisprimary and c.relnamespace = 'public'::regnamespace`,
    )
    const server = [
      'inbox',
      'person',
      'account',
      'place',
      'code',
      'bucket',
      'setting',
      'precinct',
      '_prisma_migrations',
    ]
    const wrong = rows.filter((row) => row.first !== 'precinct_id' && !server.includes(String(row.name)))
    expect(wrong).toEqual([])
  })

  test('the indexes of the outbox and of the clocks are there', async () => {
    const rows = await ask(`select indexname as name from pg_indexes where schemaname = 'public'`)
    const names = rows.map((row) => row.name)
    expect(names).toEqual(expect.arrayContaining(['clock_ready', 'delivery_ready', 'delivery_open', 'delivery_card']))
  })
})

describe('columns', () => {
  /** Codes, keys, hashes and settings. Words of people end in `_sealed`. */
  const CODES = [
    ...[
      'inbox.id',
      'account.key',
      'account.place_key',
      'place.key',
      'code.hash',
      'bucket.key',
      'setting.key',
      'setting.value',
    ],
    ...['precinct.name', 'precinct.zone', 'precinct.region', 'precinct.emergency', 'precinct.hours'],
    ...['community.zone', 'community.emergency', 'role.role', 'voice.part', 'voice.receipt_key'],
    ...[
      'concern.desk_code',
      'concern.digest_line',
      'concern.topic',
      'concern.word',
      'concern.sort',
      'concern.consent_hash',
    ],
    ...['verdict.word', 'verdict.judgement', 'hearing.how', 'event.by', 'event.salt', 'event.leaf', 'clock.who'],
    ...[
      'delivery.place_key',
      'delivery.view',
      'delivery.code',
      'dialogue.place_key',
      'dialogue.ref',
      'place.platform',
      'place.purpose',
    ],
  ]
  const CODE_NAMES = ['kind', 'state', 'locale', 'reason', 'subject']

  const columns = async () =>
    ask(
      `select relname || '.' || attname as name, attname as short, format_type(atttypid, -1) as type from pg_attribute a
       join pg_class c on c.oid = attrelid where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition and attnum > 0 and not attisdropped and relname <> '_prisma_migrations'`,
    )

  test('text is sealed, or is a code that this list names', async () => {
    const texts = (await columns()).filter(({ type }) => ['text', 'character varying', 'bytea'].includes(String(type)))
    const open = texts.filter(({ short }) => !String(short).endsWith('_sealed') && !CODE_NAMES.includes(String(short)))
    expect(open.map(({ name }) => name).filter((name) => !CODES.includes(String(name)))).toEqual([])
  })

  test('what we do not need has no column', async () => {
    const unwanted =
      /status|nationalit|citizen|birth|legal|passport|ssn|phone|email|address|surname|first_name|last_name|handle|username/
    const named = (await columns()).filter(({ short }) => unwanted.test(String(short)))
    expect(named.map(({ name }) => name)).toEqual(['place.address_sealed'])
  })

  test('a concern knows no person', async () => {
    const ofConcern = (await columns()).filter(({ name }) => String(name).startsWith('concern.'))
    expect(ofConcern.filter(({ short }) => /person|author|voice|account|place/.test(String(short)))).toEqual([])
  })
})
