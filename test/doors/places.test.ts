import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { moved, refsOf, rows } from '../support/doors.ts'
import { enters, settled, type Town } from '../support/journey.ts'
import { bare, codeIn, newest, type World, world } from '../support/world.ts'

let w: World
let at: Town
beforeEach(async () => {
  w = await world()
  at = await settled(w)
})
afterEach(() => w.close())

const failures = () => w.logs.filter(({ code }) => code.endsWith('.failed'))

describe('a set-up code', () => {
  it('in a private chat is not used up, and says where it belongs', async () => {
    const { code } = await w.precinct('Precinct 12')
    const before = await rows(w.opened)
    await at.lee.types('setup', code)
    expect(bare(at.lee.finds().text)).toContain(at.lee.t(($) => $.people.setup.group))
    expect(await moved(w.opened, before)).toEqual([])
    const room = await at.deskTwin.group('precinct-12-desk', [at.lee.person])
    await at.lee.types('setup', code, room)
    expect(bare(newest(at.lee.person, room, 'Precinct 12').text)).toContain('Precinct 12')
  })

  it('of another precinct does not take a desk, nor a community’s group', async () => {
    const { code } = await w.precinct('Precinct 12')
    const before = await rows(w.opened)
    await at.lee.types('setup', code, at.desk)
    await at.ana.types('setup', code, at.group)
    expect(await moved(w.opened, before)).toEqual([])
    expect(
      bare(
        newest(
          at.lee.person,
          at.desk,
          at.lee.t(($) => $.people.setup.taken),
        ).text,
      ),
    ).not.toBe('')
  })

  it('of a community does not turn the desk into its group', async () => {
    await at.lee.presses(
      at.lee.t(($) => $.people.button.community),
      at.desk,
    )
    await at.lee.answers({ name: 'Elm Street', locale: 'English', emergency: '' })
    const typed = codeIn(at.lee.finds('Elm Street', at.desk))
    const before = await rows(w.opened)
    await at.lee.types('setup', typed, at.desk)
    expect(await moved(w.opened, before)).toEqual([])
  })

  it('that was used, mistyped, made up or has run out opens nothing', async () => {
    const used = await w.precinct('Precinct 12')
    const room = await at.deskTwin.group('precinct-12-desk', [at.lee.person])
    await at.lee.types('setup', used.code, room)
    const old = await w.precinct('Precinct 13')
    await w.later(8 * 24 * 3_600_000)
    const before = await rows(w.opened)
    const mistyped = old.code.slice(0, -1) + (old.code.endsWith('0') ? '1' : '0')
    const other = await at.deskTwin.group('another-room', [at.lee.person])
    for (const code of [used.code, mistyped, '0'.repeat(26), 'x', '%', "' or 1=1 --", 'R-7K3M-9QX2', old.code])
      for (const room of [other, at.desk]) await at.lee.types('setup', code, room)
    expect(await moved(w.opened, before)).toEqual([])
    expect(failures()).toEqual([])
  })

  it('typed where the bot is not a member brings its lead word of that, in private', async () => {
    const { code } = await w.precinct('Precinct 12')
    const room = await at.deskTwin.group('closed-room', [at.lee.person], { withoutBot: true })
    await at.lee.types('setup', code, room)
    await expect
      .poll(async () => {
        await w.settle()
        return at.lee.reads()
      })
      .toContain(at.lee.t(($) => $.people.gone.desk, { precinct: 'Precinct 12' }))
    expect(failures()).toEqual([])
  })
})

describe('commands in the wrong place', () => {
  it('say where they belong, and show nothing to the group', async () => {
    const before = await rows(w.opened)
    const seen = at.rosa.person.sees(at.group).filter(({ fromBot }) => fromBot).length
    for (const name of [
      'invite',
      'people',
      'desk',
      'mine',
      'precinct',
      'signout',
      'nonsense',
      'drop',
      '__proto__',
      'constructor',
    ]) {
      await at.ana.types(name, '', at.group)
      await at.lee.types(name === 'invite' || name === 'people' || name === 'desk' ? 'mine' : name, '', at.desk)
    }
    expect(at.rosa.person.sees(at.group).filter(({ fromBot }) => fromBot)).toHaveLength(seen)
    expect(await moved(w.opened, before)).toEqual([])
    expect(failures()).toEqual([])
  })

  it('by somebody the product has never met are answered, and nothing is kept of them', async () => {
    const before = await rows(w.opened)
    await at.rosa.types('help')
    for (const name of [
      'mine',
      'relay',
      'desk',
      'invite',
      'people',
      'precinct',
      'language',
      'privacy',
      'setup',
      'signout',
      'start',
    ])
      await at.rosa.types(name, 'words 123')
    await at.rosa.says('La farola está rota')
    expect(await moved(w.opened, before)).toEqual([])
    expect(failures()).toEqual([])
  })
})

describe('somebody who signed out', () => {
  it('has nothing left, and can come back by the door as anybody can', async () => {
    await enters(at, at.minh)
    await at.minh.types('signout')
    await at.minh.presses(at.minh.t(($) => $.people.button.sign_out))
    await at.minh.opens(refsOf(w, 'people.enter').at(-1)!)
    expect(w.logs.filter(({ code }) => code === 'update.refused')).toEqual([])
    await at.minh.says('路灯坏了')
    await at.minh.presses(at.minh.t(($) => $.concerns.button.send))
    expect(at.lee.reads(at.desk)).toMatch(/D-[0-9A-Z]{4}-[0-9A-Z]{4}/u)
  })
})
