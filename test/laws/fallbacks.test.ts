import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TwinPerson, TwinRoom } from '#contract'
import { bare, codeIn, newest, transcript } from '../support/world.ts'
import { type ToyStage, toyStage } from '../toy/stage.ts'

const CONCERN = 'The streetlight on Elm has been out since Monday.'
const ANSWER = 'The lamp is repaired on Tuesday.'

/** On a platform without edit, whisper, form, link and deletion, everything the product does still gets done. */
describe('a platform that can do almost nothing', () => {
  let s: ToyStage
  let [ana, lee, rosa, minh]: TwinPerson[] = []
  let desk: TwinRoom
  let group: TwinRoom
  const people = () => ({ ana: ana!, lee: lee!, rosa: rosa!, minh: minh! })
  const reads = (person: TwinPerson, room: TwinRoom) => person.sees(room).map((seen) => bare(seen.text))

  beforeAll(async () => {
    s = await toyStage()
    ;[ana, lee, rosa, minh] = ['Ana', 'Officer Lee', 'Rosa', 'Minh'].map((name) => s.twin.person(name))
    desk = await s.twin.group('desk', [people().lee])
    group = await s.twin.group('Elm Street', [people().ana, people().rosa, people().minh])
    await s.settle()
  })
  afterAll(() => s.close())

  it('sets up a desk by a typed code; what is for one person comes in private', async () => {
    const { lee } = people()
    await lee.commands(desk, 'setup', s.code)
    await s.settle()
    expect(newest(lee, desk).buttons.map(({ label }) => bare(label))).toContain('Connect a community')
    expect(reads(lee, lee.bot).join('\n')).toContain('Done.')
    expect(reads(lee, desk).join('\n')).not.toContain('Done.')
  })

  it('asks a form question by question, in private', async () => {
    const { lee, ana } = people()
    await s.press(lee, desk, 'Connect a community')
    expect(reads(lee, desk).join('\n')).not.toContain('What is the community called?')
    await s.answer(lee, 'Elm Street', 'English', 'Skip')
    const code = codeIn(newest(lee, lee.bot, 'ready to be connected'))
    await ana.commands(group, 'setup', code)
    await s.settle()
    expect(reads(ana, group).join('\n')).toContain('Write to it in private')
  })

  it('lets people type the code where no link leads', async () => {
    const { lee, ana } = people()
    await lee.commands(desk, 'invite')
    await s.settle()
    await s.answer(lee, 'Ambassador', 'Ana')
    const invitation = newest(lee, lee.bot, 'Invitation for Ana')
    expect(invitation.buttons.every(({ href }) => href === undefined)).toBe(true)
    await ana.opens(codeIn(invitation))
    await s.settle()
    expect(newest(ana, ana.bot).fromBot).toBe(true)
  })

  it('relays without a trace in the group, and keeps the forward that it cannot delete', async () => {
    const { ana, rosa, minh } = people()
    const said = await rosa.says(group, CONCERN)
    await s.settle()
    const before = reads(minh, group)
    await ana.relays(said)
    await s.settle()
    await s.press(ana, ana.bot, 'Send, they agreed')
    expect(reads(minh, group)).toEqual(before)
    expect(reads(people().lee, desk).join('\n')).toContain('D-')
  })

  it('takes no relay that was typed where all could see it', async () => {
    const { ana, minh } = people()
    const before = reads(people().lee, desk)
    await ana.commands(group, 'relay', 'The bench in the park is broken.')
    await s.settle()
    expect(reads(ana, ana.bot).at(-1)).toContain('Everybody in the group could see')
    expect(reads(minh, group).at(-1)).toBe('!relay The bench in the park is broken.')
    expect(reads(people().lee, desk)).toEqual(before)
    expect(reads(ana, ana.bot).join('\n')).not.toContain('The bench')
  })

  it('shows the new state of a card below, where it cannot edit the old one', async () => {
    const { lee } = people()
    const cards = () => lee.sees(desk).filter((seen) => bare(seen.text).includes('D-'))
    const before = cards()
    await s.press(lee, desk, 'Answer')
    await s.answer(lee, ANSWER)
    const after = cards()
    expect(after.length).toBeGreaterThan(before.length)
    expect(after.slice(0, before.length).map(({ text }) => text)).toEqual(before.map(({ text }) => text))
    expect(bare(after.at(-1)?.text ?? '')).toContain('Answered')
  })

  it('brings the answer back and takes the verdict by a typed number', async () => {
    const { ana } = people()
    const answer = newest(ana, ana.bot, ANSWER)
    const settled = answer.buttons.findIndex(({ label }) => bare(label).includes('Settled'))
    await ana.says(ana.bot, String(settled + 1))
    await s.settle()
    expect(bare(newest(people().lee, desk, 'D-').text), transcript(ana, ana.bot)).toContain('Closed, confirmed')
  })

  it('asked nothing of the platform that it cannot do', () => {
    expect(s.twin.violations).toEqual([])
    const calls = new Set(s.twin.calls.map(({ method }) => method.replace(/rooms\/.*/u, 'rooms')))
    expect([...calls].sort()).toEqual(['GET /me', 'GET /rooms', 'POST /messages'])
  })

  it('says an answer again, marked, when it may have been lost on the way', async () => {
    const { lee, ana, rosa } = people()
    await ana.relays(await rosa.says(group, `${CONCERN} Still.`))
    await s.settle()
    await s.press(ana, ana.bot, 'Send, they agreed')
    await s.press(lee, desk, 'Answer')
    // The notice, the card and the answer itself.
    s.twin.fault({ kind: 'lost-reply', method: 'POST /messages', times: 3 })
    await s.answer(lee, 'We look into it again.')
    const heard = () => reads(ana, ana.bot).filter((text) => text.includes('We look into it again.'))
    await vi.waitFor(() => expect(heard()).toHaveLength(2), 20_000)
    expect(heard().map((text) => text.includes('You may have seen this message before.'))).toEqual([false, true])
  })
})
