import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Scope, transact } from '../../src/store/envelope.ts'
import type { Opened, RoleName } from '../../src/store/open.ts'
import { ROLES } from '../../src/store/roles.ts'
import { database } from '../support/database.ts'

const id = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`
const at = '2026-11-22T12:00:00Z'
const [north, south] = [id(1), id(2)]
const [ana, rosa, lee] = [id(11), id(12), id(13)]
const [draft, relayed, elsewhere] = [id(21), id(22), id(23)]

let db: Opened
const ask = async (role: RoleName, scope: Scope, text: string, values: unknown[] = []) => {
  const [rows] = await transact(db, role, scope, [{ name: text.slice(0, 60), text, values }])
  return rows ?? []
}
const idsOf = async (role: RoleName, scope: Scope, table: string) => {
  const rows = await ask(role, scope, `select id from ${table} order by id`)
  return rows.map((row) => row.id)
}
const put = async (precinct: string, table: string, row: Record<string, unknown>) => {
  const columns = Object.keys(row)
  const marks = columns.map((_, index) => `$${index + 1}`)
  await ask('engine', { precinct }, `insert into ${table} (${columns}) values (${marks})`, Object.values(row))
}
const precinct = (own: string) => ({ id: own, name: 'P', locale: 'en', zone: 'UTC', region: 'US', emergency: '911' })
const concern = (precinct_id: string, own: string, state: string) => ({
  ...{ precinct_id, id: own, state, desk_code: own, digest_line: own, topic: 'lights', locale: 'en' },
  ...{ text_sealed: 'x', created_at: at, changed_at: at },
})
const voice = (own: string, concern_id: string, person_id: string) => ({
  ...{ precinct_id: north, id: own, concern_id, person_id, part: 'author', locale: 'es' },
  ...{ receipt_key: own, receipt_sealed: 'x', created_at: at },
})
const answer = (own: string, concern_id: string) => ({
  ...{
    precinct_id: north,
    id: own,
    concern_id,
    ordinal: 1,
    kind: 'words',
    locale: 'en',
    text_sealed: 'x',
    created_at: at,
  },
})
const role = (own: string, person_id: string, name: string) => ({
  ...{ precinct_id: north, id: own, person_id, role: name, label_sealed: 'x' },
})
const event = {
  precinct_id: north,
  id: id(61),
  at,
  kind: 'relayed',
  subject: relayed,
  by: 'author',
  args: {},
  salt: 's',
  leaf: 'l',
}
const delivery = { precinct_id: north, id: id(71), kind: 'message', place_key: 'k' }

beforeAll(async () => {
  db = await database()
  await put(north, 'precinct', precinct(north))
  await put(south, 'precinct', precinct(south))
  await put(north, 'concern', concern(north, draft, 'captured'))
  await put(north, 'concern', concern(north, relayed, 'desk'))
  await put(south, 'concern', concern(south, elsewhere, 'desk'))
  await put(north, 'voice', voice(id(31), draft, ana))
  await put(north, 'voice', voice(id(32), relayed, rosa))
  await put(north, 'answer', answer(id(41), relayed))
  await put(north, 'hearing', {
    precinct_id: north,
    id: id(45),
    voice_id: id(32),
    answer_id: id(41),
    how: 'opened',
    at,
  })
  await put(north, 'role', role(id(51), ana, 'ambassador'))
  await put(north, 'role', role(id(52), lee, 'officer'))
  await put(north, 'event', event)
  await put(north, 'delivery', delivery)
})
afterAll(() => db.close())

test.each(ROLES)('%s is no superuser and cannot pass the walls', async (name) => {
  const [row] = await ask(
    name,
    {},
    `select current_setting('is_superuser') as super, rolbypassrls as bypass from pg_roles where rolname = current_user`,
  )
  expect(row).toEqual({ super: 'off', bypass: false })
})

describe('tenants', () => {
  test('nobody sees a row without a tenant, or of another', async () => {
    expect(await idsOf('engine', {}, 'concern')).toEqual([])
    expect(await idsOf('engine', { precinct: north }, 'concern')).toEqual([draft, relayed])
    expect(await idsOf('engine', { precinct: south }, 'concern')).toEqual([elsewhere])
    // What a precinct is called is public: a person chooses among theirs.
    expect(await idsOf('desk', { precinct: south }, 'precinct')).toEqual([north, south])
  })

  test('writing for another tenant is denied', async () => {
    const stolen = concern(south, id(29), 'desk')
    await expect(put(north, 'concern', stolen)).rejects.toMatchObject({ code: '42501' })
    const move = ask('engine', { precinct: north }, 'update concern set precinct_id = $1', [south])
    await expect(move).rejects.toMatchObject({ code: '42501' })
  })

  test('changing another tenant changes nothing', async () => {
    const text = 'update concern set topic = $2 where id = $1 returning id'
    expect(await ask('engine', { precinct: north }, text, [elsewhere, 'x'])).toEqual([])
  })
})

describe('the desk', () => {
  const scope = { precinct: north }

  test('sees what was sent, and no draft', async () => {
    expect(await idsOf('desk', scope, 'concern')).toEqual([relayed])
    expect(await idsOf('desk', scope, 'answer')).toEqual([id(41)])
  })

  test('sees its own people only', async () => {
    expect(await idsOf('desk', scope, 'role')).toEqual([id(52)])
  })

  const closed = ['voice', 'hearing', 'person', 'account', 'place', 'content', 'delivery', 'dialogue', 'code', 'inbox']
  test.each(closed)('cannot read %s', async (table) => {
    await expect(ask('desk', scope, `select 1 from ${table}`)).rejects.toMatchObject({ code: '42501' })
  })

  test('writes nothing', async () => {
    const write = ask('desk', scope, `update concern set topic = 'x'`)
    await expect(write).rejects.toMatchObject({ code: '42501' })
  })
})

describe('the community side', () => {
  const asRosa = { precinct: north, person: rosa }

  test('sees its own voice and what it leads to', async () => {
    expect(await idsOf('community', asRosa, 'voice')).toEqual([id(32)])
    expect(await idsOf('community', asRosa, 'concern')).toEqual([relayed])
    expect(await idsOf('community', asRosa, 'answer')).toEqual([id(41)])
    expect(await idsOf('community', asRosa, 'hearing')).toEqual([id(45)])
    expect(await idsOf('community', asRosa, 'role')).toEqual([])
  })

  test('sees its own draft, and nothing of others', async () => {
    const asAna = { precinct: north, person: ana }
    expect(await idsOf('community', asAna, 'concern')).toEqual([draft])
    expect(await idsOf('community', asAna, 'answer')).toEqual([])
    expect(await idsOf('community', asAna, 'role')).toEqual([id(51)])
  })

  test('sees nothing as nobody, or in another precinct', async () => {
    expect(await idsOf('community', { precinct: north }, 'voice')).toEqual([])
    expect(await idsOf('community', { precinct: south, person: rosa }, 'concern')).toEqual([])
  })
})

describe('the pump', () => {
  const closed = [
    'concern',
    'voice',
    'answer',
    'inquiry',
    'verdict',
    'hearing',
    'event',
    'role',
    'person',
    'account',
    'community',
  ]
  test.each(closed)('cannot read %s', async (table) => {
    await expect(ask('pump', { precinct: north }, `select 1 from ${table}`)).rejects.toMatchObject({ code: '42501' })
  })

  test('works for all tenants, without naming one', async () => {
    expect(await idsOf('pump', {}, 'precinct')).toEqual([north, south])
    const claim = `update delivery set attempts = attempts + 1 where (precinct_id, id) in
      (select precinct_id, id from delivery where state = 'due' for update skip locked) returning id`
    expect(await ask('pump', {}, claim)).toEqual([{ id: delivery.id }])
  })

  test('purges what has ended', async () => {
    for (const table of ['dialogue', 'code']) await ask('pump', {}, `delete from ${table} where expires_at < now()`)
    await ask('pump', {}, `delete from inbox where at < now() - interval '30 days'`)
    await expect(ask('pump', {}, 'select answers_sealed from dialogue')).rejects.toMatchObject({ code: '42501' })
  })
})

describe('what stays', () => {
  const scope = { precinct: north }

  test('an event loses its salt and nothing else', async () => {
    await expect(ask('engine', scope, `update event set kind = 'x'`)).rejects.toMatchObject({ code: '42501' })
    await expect(ask('engine', scope, `update event set salt = 'x'`)).rejects.toMatchObject({ code: 'HB002' })
    await expect(ask('engine', scope, 'delete from event')).rejects.toMatchObject({ code: '42501' })
    expect(await ask('engine', scope, 'update event set salt = null returning leaf')).toEqual([{ leaf: 'l' }])
  })

  test('the engine deletes drafts, and no concern that was sent', async () => {
    const gone = await ask('engine', scope, 'delete from concern returning id')
    expect(gone).toEqual([{ id: draft }])
    expect(await idsOf('engine', scope, 'voice')).toEqual([id(32)])
    await expect(ask('engine', scope, 'delete from answer')).rejects.toMatchObject({ code: '42501' })
  })

  test('one card for one view of one subject, also where there is no subject', async () => {
    const card = { ...delivery, kind: 'card', view: 'home' }
    await put(north, 'delivery', { ...card, id: id(72) })
    await expect(put(north, 'delivery', { ...card, id: id(73) })).rejects.toMatchObject({ code: '23505' })
  })
})
