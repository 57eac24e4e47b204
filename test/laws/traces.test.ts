import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TwinPerson, TwinRoom } from '#contract'
import { answerForm, bare, codeIn, newest, type World, world } from '../support/world.ts'

const DESK = 'slack'
const CONCERN = 'The streetlight on Elm has been out since Monday.'

/** The way to relay that each platform teaches: a third member of the group sees nothing of it, ever. */
describe.each(['slack', 'telegram'])('relaying on %s', (platform) => {
  let w: World
  let [ana, rosa, minh, lee]: TwinPerson[] = []
  let group: TwinRoom
  let desk: TwinRoom
  const people = () => ({ ana: ana!, rosa: rosa!, minh: minh!, lee: lee! })

  beforeAll(async () => {
    w = await world({ platforms: [...new Set([DESK, platform])] })
    ;[ana, rosa, minh] = ['Ana', 'Rosa', 'Minh'].map((name) => w.twins[platform]!.person(name, { locale: 'en' }))
    lee = w.twins[DESK]!.person('Officer Lee', { locale: 'en' })
    desk = await w.twins[DESK]!.group('desk', [lee])
    group = await w.twins[platform]!.group('elm-street', [people().ana, people().rosa, people().minh])
    await setUp()
  })
  afterAll(() => w.close())

  async function setUp() {
    const { ana, lee } = people()
    await lee.commands(desk, 'setup', (await w.precinct()).code)
    await w.settle()
    await lee.presses(newest(lee, desk, 'Connect a community'), 'Connect a community')
    await w.settle()
    await answerForm(w, lee, desk, { name: 'Elm Street', locale: 'English', emergency: '' })
    await ana.commands(group, 'setup', codeIn(newest(lee, desk, 'ready to be connected')))
    await w.settle()
    await lee.commands(desk, 'invite')
    await w.settle()
    await answerForm(w, lee, desk, { role: 'ambassador', label: 'Ana' })
    const invitation = newest(lee, desk, 'Invitation for Ana')
    await ana.opens(/https:\/\/\S+/u.exec(bare(invitation.text))?.[0] ?? codeIn(invitation))
    await w.settle()
  }

  it('leaves no trace in the group, from the words to the verdict', async () => {
    const { ana, rosa, minh, lee } = people()
    const said = await rosa.says(group, CONCERN)
    await w.settle()
    const seen = () => [minh, rosa].map((one) => one.sees(group).map(({ author, text }) => ({ author, text })))
    const before = seen()
    await ana.relays(said)
    await w.settle()
    await press(ana, ana.bot, 'Send, they agreed')
    expect(seen()).toEqual(before)
    await press(lee, desk, 'Answer')
    await answerForm(w, lee, desk, { text: 'The lamp is repaired on Tuesday.' })
    await press(ana, ana.bot, '👍 Settled')
    expect(seen()).toEqual(before)
    expect(newest(lee, desk, 'Closed, confirmed').fromBot).toBe(true)
  })

  async function press(person: TwinPerson, room: TwinRoom, label: string) {
    const message = newest(person, room, label)
    const button = message.buttons.find((one) => bare(one.label) === label)
    await person.presses(message, button?.label ?? label)
    await w.settle()
  }
})
