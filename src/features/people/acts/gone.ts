import type { Act, Effect } from '../../../engine/feature.ts'
import { event, post, update } from '../../../engine/feature.ts'
import { greetingFor } from '../rules.ts'
import { findCommunity, findPlace } from '../store.ts'
import { rolesOf } from './self.ts'

/** A shared place cannot be reached: what it is owed waits, and those who can mend it are told. */
export const gone: Act = {
  who: [],
  side: 'engine',
  async run({ records, precinct, text }) {
    const place = await findPlace(records, text)
    if (!place) return { effects: [] }
    const hold: Effect = { do: 'hold', kind: 'place_gone', subject: precinct, place: place.key }
    // Something was owed to it in the very moment it went: that waits as well, and nobody is told twice.
    if (place.state === 'gone') return { effects: [hold] }
    const community = place.community_id ? await findCommunity(records, precinct, place.community_id) : null
    const purpose = place.purpose === 'desk' ? 'desk' : 'community'
    return {
      effects: [
        update('place', { key: place.key }, { state: 'gone' }),
        hold,
        { do: 'alarm', code: `${purpose}.gone` },
        event('place_gone', place.community_id ?? precinct, 'engine', { purpose }),
        post({ leads: true }, 'people.place_gone', { purpose, name: community?.name ?? '' }, { priority: 0 }),
      ],
    }
  },
}

/** The bot was put in or taken out; a person blocked it or came back. */
export const presence: Act = {
  who: ['resident'],
  tenant: 'none',
  side: 'engine',
  async run(turn) {
    const { scene, precinct } = turn
    const change = turn.change
    const { key, purpose, version } = scene.place
    if (version === 0) return { effects: [] }
    if (purpose === 'private') {
      const state = change === 'blocked' ? 'blocked' : 'active'
      const back = state === 'active' && scene.place.state === 'blocked' && scene.precinct && scene.person
      return {
        effects: [
          update('place', { key }, { state }),
          ...(back ? [event('came_back', back.id, greetingFor(rolesOf(turn)))] : []),
        ],
      }
    }
    if (change === 'removed') return gone.run({ ...turn, text: key })
    return {
      effects: [
        update('place', { key }, { state: 'active' }),
        { do: 'release', kind: 'place_gone', subject: precinct, place: key },
      ],
    }
  },
}
