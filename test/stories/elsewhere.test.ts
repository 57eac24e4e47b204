import { describe, expect, it } from 'vitest'
import { answered, relayed, settled, stateOf } from '../support/journey.ts'
import { concernsOf } from '../support/records.ts'
import { bare, world } from '../support/world.ts'

const ways = [
  { community: 'telegram', desk: 'telegram' },
  { community: 'slack', desk: 'slack' },
  { community: 'slack', desk: 'telegram' },
]

describe.each(ways)('a community on $community with its desk on $desk', ({ community, desk }) => {
  it('goes the same way, from a group to a verdict', async () => {
    const w = await world({ platforms: [...new Set([community, desk])] })
    const at = await settled(w, { community, desk })
    const { ana, minh, lee } = at
    const quiet = minh.person.sees(at.group).map(({ id }) => id)
    const told = await relayed(at, 'La farola está rota. Mi número es +1 212 555 0123')
    expect((await concernsOf(w, at.precinct))[0]).toMatchObject({
      state: 'desk',
      topic: 'lighting',
      word: 'ambassador',
    })
    expect(bare(lee.card(told.code, at.desk).text)).not.toContain('farola')
    await answered(at, told, 'The lamp works again.')
    await ana.presses(ana.t(($) => $.concerns.button.settled))
    expect(await stateOf(at, told)).toEqual({ state: 'closed', confirmed: true })
    expect(bare(lee.card(told.code, at.desk).text)).toContain(lee.t(($) => $.concerns.state.closed_confirmed))
    // What Rosa herself wrote is the only thing that came into the group.
    expect(minh.person.sees(at.group).map(({ id }) => id)).toHaveLength(quiet.length + 1)
    for (const twin of Object.values(w.twins)) expect(twin.violations).toEqual([])
    await w.close()
  })
})
