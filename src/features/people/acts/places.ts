import type { Act, Effect, Turn } from '../../../engine/feature.ts'
import { card, event, insert, post, refuse, update } from '../../../engine/feature.ts'
import { areasForm, communityForm } from '../forms.ts'
import { findAreas, findCommunity, findPlace } from '../store.ts'
import * as views from '../views/places.ts'
import { home, say, speakWith, useUp } from './self.ts'

/** `/setup` without a code: says how. In the desk itself it checks again what the bot may do. */
export const setup: Act = {
  who: ['resident'],
  tenant: 'none',
  side: 'community',
  async run(turn) {
    const { scene, precinct } = turn
    const police = scene.roles.some(({ role }) => role === 'lead' || role === 'officer')
    if (scene.place.purpose === 'desk' && police)
      return say(views.setupDone(scene.reader), {
        do: 'check',
        place: scene.place.key,
        subject: precinct,
        act: 'people.desk_checked',
      })
    return refuse(views.setupHow(scene.reader))
  },
}

/** The place becomes the precinct's, unless it is another's; what waited for it goes on. */
function takePlace(turn: Turn, purpose: 'desk' | 'community', community: string | null): Effect[] {
  const { scene, precinct } = turn
  const { key, version } = scene.place
  const facts = { purpose, precinct_id: precinct, community_id: community, state: 'active' }
  return [
    version === 0
      ? insert('place', { key, platform: turn.here.platform, address: turn.here.address, ...facts })
      : update('place', { key }, facts, version),
    { do: 'release', kind: 'place_gone', subject: precinct, place: key },
  ]
}

const foreign = async (turn: Turn) => {
  const place = await findPlace(turn.records, turn.scene.place.key)
  return place?.precinct_id !== null && place?.precinct_id !== undefined && place.precinct_id !== turn.precinct
}

/** The operator's code makes a place the desk, and whoever brought it the lead. Nobody else can pose as police. */
export const takeDesk: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, ids } = turn
    const { reader, person } = scene
    if (!turn.code || !person) return refuse(views.setupHow(reader))
    if (scene.place.purpose === 'private') return refuse(views.setupInGroup(reader))
    if (await foreign(turn)) return refuse(views.setupTaken(reader))
    const old = await turn.records.db((db) =>
      db.place.findMany({ where: { precinct_id: precinct, purpose: 'desk', key: { not: scene.place.key } } }),
    )
    const lead = {
      precinct_id: precinct,
      id: ids.uuid(),
      person_id: person.id,
      role: 'lead',
      community_id: null,
      label: turn.actorName,
      state: 'active',
    }
    const known = scene.roles.some(({ role }) => role === 'lead')
    return say(
      views.setupDone(reader),
      ...useUp(turn),
      ...speakWith(turn, precinct),
      ...takePlace(turn, 'desk', null),
      ...old.flatMap(({ key }): Effect[] => [
        { do: 'rehome', from: key, to: scene.place.key },
        update('place', { key }, { purpose: 'former', state: 'gone' }),
      ]),
      ...(known ? [] : [insert('role', lead), post(home(turn), 'people.greeting', { role: 'lead' })]),
      event('desk_set_up', precinct, 'lead'),
      { do: 'check', place: scene.place.key, subject: precinct, act: 'people.desk_checked' },
    )
  },
}

export const deskChecked: Act = {
  who: [],
  side: 'engine',
  async run({ precinct, subject, checks }) {
    const found = Object.fromEntries(checks.map(({ name, ok, detail }) => [name, ok ? 'ok' : (detail ?? '')]))
    return {
      effects: [event('desk_checked', subject, 'engine', found), card({ purpose: 'desk' }, 'people.desk', precinct)],
    }
  },
}

export const openCommunity: Act = {
  who: ['lead'],
  side: 'engine',
  form: async ({ scene }) => communityForm(scene.reader),
  async run(turn) {
    const { scene, precinct, ids, values, doors } = turn
    const id = ids.uuid()
    const { code, hash } = ids.code()
    const name = values.name?.trim() ?? ''
    const row = {
      precinct_id: precinct,
      id,
      name,
      locale: values.locale ?? 'en',
      zone: scene.precinct?.zone ?? 'UTC',
      emergency: values.emergency?.trim() || null,
    }
    const expires_at = new Date(scene.now.getTime() + turn.terms.code)
    return say(
      views.communityCode(scene.reader, { name, typed: doors.typed('setup', code) }),
      insert('community', row),
      insert('code', {
        hash,
        kind: 'people.take_community',
        precinct_id: precinct,
        subject: id,
        community_id: id,
        expires_at,
      }),
      event('community_opened', id, 'lead'),
      card({ purpose: 'desk' }, 'people.desk', precinct),
    )
  },
}

/** A community's group: the door sign is the only thing the bot ever says there by itself. */
export const takeCommunity: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, subject } = turn
    const { reader } = scene
    if (!turn.code) return refuse(views.setupHow(reader))
    if (scene.place.purpose === 'private') return refuse(views.setupInGroup(reader))
    if (scene.place.purpose === 'desk' || (await foreign(turn))) return refuse(views.setupTaken(reader))
    return say(
      views.setupDone(reader),
      ...useUp(turn),
      ...takePlace(turn, 'community', subject),
      event('community_set_up', subject, 'resident'),
      { do: 'check', place: scene.place.key, subject, act: 'people.community_checked' },
    )
  },
}

export const communityChecked: Act = {
  who: [],
  side: 'engine',
  async run({ records, precinct, subject, checks, text }) {
    const community = await findCommunity(records, precinct, subject)
    if (!community) return { effects: [] }
    return {
      effects: [
        post({ place: text }, 'people.door', { community: subject }),
        post({ purpose: 'desk' }, 'people.community_ready', {
          name: community.name,
          checks: checks.filter(({ ok }) => !ok),
        }),
      ],
    }
  },
}

export const areas: Act = {
  who: ['lead', 'officer'],
  side: 'desk',
  async form({ scene, records }) {
    const rows = await findAreas(records)
    return areasForm(
      scene.reader,
      rows.map(({ name }) => name),
    )
  },
  async run({ scene, records, precinct, values, ids }) {
    const names = [
      ...new Set(
        (values.names ?? '')
          .split('\n')
          .map((name) => name.trim())
          .filter(Boolean),
      ),
    ]
    const known = await findAreas(records)
    const added = names.filter((name) => !known.some((row) => row.name === name))
    return say(
      views.areasSaved(scene.reader, { count: names.length }),
      ...known
        .filter(({ name }) => !names.includes(name))
        .map(({ id }): Effect => ({ do: 'delete', table: 'area', key: { precinct_id: precinct, id } })),
      ...added.map((name) => insert('area', { precinct_id: precinct, id: ids.uuid(), name })),
      // The precinct's version tells everybody who remembers its areas that they are others now.
      update('precinct', { id: precinct }, {}),
      card({ purpose: 'desk' }, 'people.desk', precinct),
    )
  },
}
