import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transact } from '../../src/store/envelope.ts'
import { asOwner, identitiesIn, parsed, type Tap, wiretap } from '../support/doors.ts'
import { answered, enters, receiptIn, relayed, settled, type Town, written } from '../support/journey.ts'
import { bare, type World, world } from '../support/world.ts'

const [phone, email, handle] = ['+1 212 555 0188', 'rosa.canaria@correo.example', '@rosa_canaria_77']
/** Where people are kept: nothing of it is the desk's to read. */
const closed = ['voice', 'person', 'account', 'place', 'delivery', 'content', 'dialogue', 'hearing', 'inbox', 'code']

describe('the precinct’s side, after a journey', () => {
  let w: World
  let at: Town
  let slack: Tap
  let telegram: Tap

  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    slack = await wiretap(w, 'slack')
    telegram = await wiretap(w, 'telegram')
    at = await settled(w)
    const told = await relayed(at, `La farola está rota. ${phone} ${email} ${handle}`)
    await enters(at, at.minh)
    const own = await written(at, at.minh, '路灯从星期一就坏了')
    await answered(at, told, 'The lamp was repaired on Tuesday.')
    await at.ana.presses(at.ana.t(($) => $.concerns.button.settled))
    await at.lee.presses(
      at.lee.t(($) => $.concerns.button.ask),
      at.lee.card(own.code, at.desk),
    )
    await at.lee.answers({ text: 'Which corner?' })
    await at.minh.presses(at.minh.t(($) => $.concerns.button.reply))
    await at.minh.says('学校旁边')
  })
  afterAll(async () => {
    await Promise.all([slack.close(), telegram.close()])
    await w.close()
  })

  const receipts = () => [receiptIn(at.ana), receiptIn(at.minh)]
  const column = async (text: string) =>
    (await asOwner(w.opened, text)).flatMap((row) => Object.values(row).map(String))
  const tables = () =>
    column(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    )

  /** Every row that the desk's role can read, by table. */
  async function readable(): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (const table of await tables()) {
      const text = `select row_to_json(t)::text as row from ${table} t`
      const answer = transact(w.opened, 'desk', { precinct: at.precinct }, [{ name: `desk_${table}`, text }])
      const [rows] = await answer.catch(() => [[]])
      found.set(
        table,
        (rows ?? []).map(({ row }) => String(row)),
      )
    }
    return found
  }

  it('reads its concerns in the database, and no account, person, receipt or handle of a voice', async () => {
    const officers = await column(`select person_id from role where role in ('officer', 'lead')`)
    const people = await column('select person_id, receipt_key from voice where person_id is not null')
    const keys = await column('select key, place_key from account')
    const places = await column(`select key from place where purpose = 'private'`)
    const told = identitiesIn([slack, telegram])
    const secret = [...people, ...keys, ...places, ...receipts(), ...told].filter((one) => !officers.includes(one))
    expect(secret.length).toBeGreaterThan(15)
    const read = await readable()
    expect(read.get('concern')).toHaveLength(2)
    expect(closed.filter((table) => (read.get(table) ?? ['no such table']).length > 0)).toEqual([])
    const text = JSON.stringify([...read])
    expect(secret.filter((one) => text.includes(one))).toEqual([])
  })

  it('reads at the desk what was sent, and nobody’s name, number, account or receipt', () => {
    const seen = bare(JSON.stringify(at.lee.person.sees(at.desk)))
    const own = slack.heard.map(({ body, headers }) => parsed(body, headers['content-type']))
    const lees = own.flatMap(({ user_id, user_name, channel_id }) => [user_id, user_name, channel_id])
    const others = identitiesIn([telegram]).filter(
      (one) => !['Calle Roble', 'Hearback'].includes(one) && !lees.includes(one),
    )
    expect(seen).toContain('学校旁边')
    expect(others.length).toBeGreaterThan(3)
    const names = [...others, ...receipts(), 'Rosa', 'Minh', 'Ana', phone, email, handle]
    expect(names.filter((one) => seen.includes(one!))).toEqual([])
  })
})
