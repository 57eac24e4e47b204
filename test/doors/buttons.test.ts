import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codesAt, inAnyLanguage, moved, refsOf, rows, swapButton, type Tap, wiretap } from '../support/doors.ts'
import type { Folk } from '../support/folk.ts'
import { answered, enters, relayed, settled, type Told, type Town } from '../support/journey.ts'
import { bare, type World, world } from '../support/world.ts'

const NIL = '00000000-0000-0000-0000-000000000000'

describe('a button pressed by hands it was not made for', () => {
  let w: World
  let taps: Record<string, Tap>
  let at: Town
  let told: Told

  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    taps = { slack: await wiretap(w, 'slack'), telegram: await wiretap(w, 'telegram') }
    at = await settled(w)
    told = await relayed(at, 'La farola está rota')
    await enters(at, at.minh)
  })
  afterAll(async () => {
    await Promise.all(Object.values(taps).map((tap) => tap.close()))
    await w.close()
  })

  const encode = (act: string, subject = NIL, arg = 0, precinct = at.precinct) => {
    const { references, offers } = w.product.engine
    return references.encode({ act: offers.numberOf(act), precinct, subject, arg })
  }
  const roomsOf = ({ person }: Folk) => (person === at.lee.person ? [at.desk, person.bot] : [person.bot])
  const seenBy = (who: Folk) => roomsOf(who).flatMap((room) => who.person.sees(room))

  /** Presses any button in front of them, with another reference behind it. Resolves with what was new to read. */
  async function presses(who: Folk, ref: string): Promise<string> {
    const before = new Set(seenBy(who).map(({ id }) => id))
    const message = seenBy(who).findLast((one) => one.fromBot && one.buttons.some(({ href }) => !href))!
    swapButton(who === at.lee ? taps.slack! : taps.telegram!, ref)
    await who.presses(bare(message.buttons.find(({ href }) => !href)!.label), message)
    return bare(
      seenBy(who)
        .filter(({ id }) => !before.has(id))
        .map(({ text }) => text)
        .join('\n'),
    )
  }
  const refused = inAnyLanguage((t) => t(($) => $.engine.not_allowed))
  const outdated = inAnyLanguage((t) => t(($) => $.engine.outdated, { help: '/help' }))
  const failures = () => w.logs.filter(({ code }) => code === 'act.failed').map(({ fields }) => fields.where)

  it('altered by any one of its 64 characters leads nowhere', async () => {
    const ref = refsOf(w, 'concerns.answer').at(-1)!
    const { references } = w.product.engine
    const changed = [...ref].flatMap((own, index) =>
      [...'AB_-z9'].filter((other) => other !== own).map((other) => ref.slice(0, index) + other + ref.slice(index + 1)),
    )
    expect(changed.filter((one) => references.decode(one) !== null)).toEqual([])
    expect(references.decode(ref)).not.toBeNull()
    const before = await rows(w.opened)
    const odd = [
      ref.slice(0, 63),
      `${ref}A`,
      'x',
      'concerns.send',
      ref.toLowerCase(),
      '../../..',
      '1; drop table concern',
    ]
    for (const text of odd) expect(outdated, text).toContain(await presses(at.minh, text))
    expect(await moved(w.opened, before)).toEqual([])
  })

  it('of an act that asks for something else does nothing', async () => {
    const concern = told.id
    const before = await rows(w.opened)
    const codes = ['people.accept', 'people.enter', 'people.take_desk', 'people.take_community', 'concerns.claim']
    const inner = [
      'concerns.reached',
      'concerns.arrived',
      'people.gone',
      'engine.choose',
      'engine.skip',
      'engine.cancel',
    ]
    for (const act of [...codes, ...inner, 'people.end_sure']) await presses(at.minh, encode(act, concern, 2 ** 40 - 1))
    for (const act of ['people.accept', 'people.end', 'people.end_sure', 'concerns.send', 'concerns.settled'])
      await presses(at.lee, encode(act, concern, 7))
    expect(await moved(w.opened, before)).toEqual([])
    expect(failures()).toEqual([])
  })

  it('copied from an ambassador’s draft lets a stranger neither read, send, change nor delete it', async () => {
    await at.ana.forwards(await at.rosa.says('El semáforo de la escuela no funciona', at.group))
    const before = await rows(w.opened)
    for (const act of ['send_agreed', 'send', 'send_topic', 'drop', 'edit', 'file', 'sort', 'sorted', 'legal_aid']) {
      const copied = refsOf(w, `concerns.${act}`).at(-1)
      if (copied) expect([act, (await presses(at.minh, copied)).includes('semáforo')]).toEqual([act, false])
    }
    expect(await moved(w.opened, before)).toEqual([])
    await at.ana.presses(at.ana.t(($) => $.concerns.button.drop))
  })

  it('of the desk is refused to a resident and to an ambassador', async () => {
    const before = await rows(w.opened)
    for (const act of ['answer', 'ask', 'more', 'original', 'take', 'decline', 'refresh', 'queue'])
      for (const who of [at.minh, at.ana])
        expect(refused, act).toContain(await presses(who, encode(`concerns.${act}`, told.id)))
    expect(await moved(w.opened, before)).toEqual([])
  })

  it('of a verdict changes nothing in the hands of anybody but its voices', async () => {
    await answered(at, told, 'The lamp was repaired on Tuesday.')
    const before = await rows(w.opened)
    for (const act of [
      'settled',
      'partly',
      'not_settled',
      'reopen',
      'correct',
      'withdraw',
      'withdraw_sure',
      'reply',
      'show',
    ])
      for (const who of [at.minh, at.lee]) {
        const read = await presses(who, encode(`concerns.${act}`, told.id, 1))
        expect([act, /lamp|farola|R-[0-9A-Z]{4}/u.test(read)]).toEqual([act, false])
      }
    expect(await moved(w.opened, before)).toEqual([])
  })

  it('typed after /start does what it does when pressed, and no more', async () => {
    const before = await rows(w.opened)
    const refs = [
      encode('engine.choose'),
      encode('engine.cancel'),
      encode('concerns.settled', told.id, 1),
      encode('concerns.answer', told.id),
      encode('concerns.original', told.id),
    ]
    for (const ref of [...refs, 'x'.repeat(64), 'R-7K3M-9QX2', told.code, told.receipt]) {
      await at.minh.says(`/start ${ref}`)
      expect([ref, /lamp|farola/u.test(bare(at.minh.finds().text))]).toEqual([ref, false])
    }
    expect(await moved(w.opened, before)).toEqual([])
    expect(failures()).toEqual([])
  })

  it('stands for what a form was asked for: answers sent with another act’s reference are no answers to it', async () => {
    const second = await relayed(at, 'Hay ruido cada noche')
    const before = await rows(w.opened)
    const failed = failures()
    const acts = [
      'people.accept',
      'people.take_desk',
      'concerns.claim',
      'concerns.settled',
      'concerns.reply',
      'concerns.edit',
    ]
    for (const act of [...acts, 'concerns.withdraw_sure', 'concerns.reached', 'engine.choose']) {
      await at.lee.presses(
        at.lee.t(($) => $.concerns.button.answer),
        at.lee.card(second.code, at.desk),
      )
      taps.slack!.alter((body) => {
        const payload = body.payload as { type?: string; view?: { private_metadata: string } } | undefined
        if (payload?.type !== 'view_submission') return null
        const asked = { ...JSON.parse(payload.view!.private_metadata), form: encode(act, told.id, 1) }
        return { payload: { ...payload, view: { ...payload.view, private_metadata: JSON.stringify(asked) } } }
      })
      await at.lee.answers({ text: 'A forged answer' })
    }
    expect(await moved(w.opened, before)).toEqual([])
    expect(failures()).toEqual(failed)
  })

  it('of another precinct finds nothing here, and of this one nothing there', async () => {
    const other = await w.precinct('Precinct 12')
    const officer = at.deskTwin.person('Officer Lee of Precinct 12', { locale: 'en-US' })
    const desk = await at.deskTwin.group('precinct-12-desk', [officer])
    await officer.commands(desk, 'setup', other.code)
    await w.settle()
    const before = await rows(w.opened)
    const card = () => officer.sees(desk).findLast((one) => !one.ephemeral && one.buttons.length > 0)!
    for (const precinct of [other.id, at.precinct])
      for (const act of ['answer', 'original', 'more', 'take', 'decline', 'ask', 'refresh']) {
        swapButton(taps.slack!, encode(`concerns.${act}`, told.id, 0, precinct))
        await officer.presses(card(), card().buttons[0]!.label)
        await w.settle()
        expect([act, officer.form()?.fields ?? []]).toEqual([act, []])
        expect([act, officer.sees(desk).some(({ text }) => /farola|lamp/u.test(text))]).toEqual([act, false])
      }
    const about = (row: string) => !row.includes('"view":"concerns.desk"')
    expect((await moved(w.opened, before)).filter(about)).toEqual([])
    expect(codesAt(officer, desk)).toEqual([])
  })
})
