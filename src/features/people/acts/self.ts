import type { Act, Effect, Outcome, Turn } from '../../../engine/feature.ts'
import { event, insert, post, refuse, remove, update } from '../../../engine/feature.ts'
import { greetingFor } from '../rules.ts'
import { findCommunity, findOwnPrecincts } from '../store.ts'
import * as views from '../views/self.ts'

export const say = (notice: ReturnType<typeof views.language>, ...effects: Effect[]): Outcome => ({
  effects,
  reply: { notice },
})
export const rolesOf = (turn: Turn) => turn.scene.roles.map(({ role }) => role)
export const home = (turn: Turn) => ({ place: turn.scene.account?.place ?? '' })

/** The one-time code that led here is used up; two people with the same code: one of them wins. */
export const useUp = (turn: Turn): Effect[] =>
  turn.code ? [update('code', { hash: turn.code }, { used_at: turn.scene.now }, 1)] : []

/** Makes the precinct the one this person speaks with in private. */
export function speakWith(turn: Turn, precinct: string): Effect[] {
  const { person } = turn.scene
  return person
    ? [{ do: 'precinct', id: precinct }, update('person', { id: person.id }, { speaks_with: precinct })]
    : []
}

export const start: Act = {
  who: ['resident'],
  tenant: 'none',
  side: 'community',
  async run(turn) {
    const { scene } = turn
    if (!scene.precinct) return say(views.welcomeStranger(scene.reader))
    return say(views.greeting(scene.reader, { role: greetingFor(rolesOf(turn)) }))
  },
}

/** A resident comes in by the door of their community. */
export const enter: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, subject, ids } = turn
    const community = await findCommunity(turn.records, precinct, subject)
    if (!community || !scene.person) return refuse(views.welcomeStranger(scene.reader))
    const known = scene.roles.some((role) => role.community_id === subject)
    const joins = {
      precinct_id: precinct,
      id: ids.uuid(),
      person_id: scene.person.id,
      role: 'resident',
      community_id: subject,
      label: '',
      state: 'active',
    }
    return {
      effects: [
        ...speakWith(turn, precinct),
        ...(known ? [] : [insert('role', joins)]),
        post(home(turn), 'people.greeting', { role: greetingFor(rolesOf(turn)) }),
      ],
    }
  },
}

export const help: Act = {
  who: ['resident'],
  tenant: 'none',
  side: 'community',
  async run(turn) {
    const { reader, place } = turn.scene
    const scope = place.purpose === 'none' ? 'community' : place.purpose
    const commands = turn.commands
      .filter((one) => !one.hidden && one.scopes.includes(scope))
      .map(({ name, description }) => ({ name, description: description(reader) }))
    return say(views.help(reader, { commands, role: greetingFor(rolesOf(turn)) }))
  },
}

export const privacy: Act = {
  who: ['resident'],
  tenant: 'none',
  side: 'community',
  run: async ({ scene }) => say(views.privacy(scene.reader)),
}

export const language: Act = {
  who: ['resident'],
  tenant: 'none',
  side: 'community',
  run: async ({ scene }) => say(views.language(scene.reader)),
}

export const setLanguage: Act = {
  who: ['resident'],
  tenant: 'none',
  side: 'community',
  async run(turn) {
    const tag = views.offered(turn.arg)
    const { person, reader, precinct, place } = turn.scene
    if (!person) return refuse(views.language(reader))
    const again =
      precinct && place.purpose === 'private'
        ? [post(home(turn), 'people.greeting', { role: greetingFor(rolesOf(turn)) })]
        : []
    return say(views.languageSet(reader, tag), update('person', { id: person.id }, { locale: tag }), ...again)
  },
}

export const speak: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const rows = await findOwnPrecincts(turn.records, turn.scene.person?.id ?? turn.precinct)
    return say(
      views.precincts(turn.scene.reader, { rows: rows.map((row) => ({ ...row, current: row.id === turn.precinct })) }),
    )
  },
}

export const speakWithOther: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const rows = await findOwnPrecincts(turn.records, turn.scene.person?.id ?? turn.precinct)
    const chosen = rows.find((row) => row.id === turn.subject)
    const { person, reader } = turn.scene
    if (!chosen || !person)
      return refuse(
        views.precincts(reader, { rows: rows.map((row) => ({ ...row, current: row.id === turn.precinct })) }),
      )
    return say(
      views.speaking(reader, { name: chosen.name }),
      update('person', { id: person.id }, { speaks_with: chosen.id }),
    )
  },
}

export const signOut: Act = {
  who: ['resident'],
  side: 'community',
  run: async ({ scene }) => say(views.signOutSure(scene.reader)),
}

/**
 * Their accounts and chats belong to a new person who holds nothing: whatever the old one held is beyond reach from any of
 * their chats, and they can begin again.
 */
export const signOutSure: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const { person, reader } = turn.scene
    if (!person) return refuse(views.signedOut(reader))
    const roles = turn.scene.roles.map((role) =>
      update('role', { precinct_id: turn.precinct, id: role.id }, { state: 'ended' }, role.version),
    )
    const nobody = turn.ids.uuid()
    return say(
      views.signedOut(reader),
      insert('person', { id: nobody, locale: person.locale, speaks_with: null }),
      update('account', { person_id: person.id }, { person_id: nobody }),
      update('place', { person_id: person.id }, { person_id: nobody }),
      remove('dialogue', { precinct_id: turn.precinct, place_key: turn.scene.account?.place ?? '' }),
      ...roles,
      event('signed_out', turn.precinct, greetingFor(rolesOf(turn))),
    )
  },
}
