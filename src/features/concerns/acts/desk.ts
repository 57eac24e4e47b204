import type { Act, Effect, Outcome, Turn } from '../../../engine/feature.ts'
import { card, clock, event, insert, post, update } from '../../../engine/feature.ts'
import type { State } from '../rules.ts'
import { next } from '../rules.ts'
import { findAssignment, findConcern, findOpenConcerns } from '../store.ts'
import * as views from '../views/desk.ts'
import { personOf, say } from './actor.ts'

export const police = ['officer', 'lead'] as const
export const deskCard = (id: string): Effect => card({ purpose: 'desk' }, 'concerns.desk', id)

/** A stale button: the card is brought up to date, and the officer is told why nothing happened. */
export const stale = (turn: Turn): Outcome => say(views.stale(turn.scene.reader), deskCard(turn.subject))

export type Concern = NonNullable<Awaited<ReturnType<typeof findConcern>>>

export const take: Act = {
  who: police,
  side: 'desk',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.subject)
    if (!concern) return stale(turn)
    const key = { precinct_id: turn.precinct, concern_id: turn.subject }
    const held = await findAssignment(turn.records, turn.subject)
    const mine = { person_id: personOf(turn), at: turn.scene.now }
    return say(
      views.taken(turn.scene.reader, { code: concern.desk_code }),
      held ? update('assignment', key, mine, held.version) : insert('assignment', { ...key, ...mine }),
      event('taken', turn.subject, 'officer'),
      deskCard(turn.subject),
    )
  },
}

export const more: Act = {
  who: police,
  side: 'desk',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.subject)
    if (!concern) return stale(turn)
    return say(
      views.more(turn.scene.reader, {
        id: concern.id,
        code: concern.desk_code,
        state: concern.state as State,
        answers: concern.answers,
        original: concern.text !== '',
      }),
    )
  },
}

/** Reading the words is logged: that they were read, not by whom outside the log. */
export const original: Act = {
  who: police,
  side: 'desk',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.subject)
    if (!concern?.text) return stale(turn)
    return say(
      views.original(turn.scene.reader, { code: concern.desk_code, text: concern.text, locale: concern.locale }),
      event('read', turn.subject, 'officer'),
    )
  },
}

export const refresh: Act = {
  who: police,
  side: 'desk',
  run: async (turn) => ({ effects: [deskCard(turn.subject)] }),
}

export const queue: Act = {
  who: police,
  side: 'desk',
  async run({ scene, records }) {
    const open = await findOpenConcerns(records)
    const rows = open
      .filter(({ state }) => ['consented', 'desk', 'need_more', 'reopened'].includes(state))
      .slice(0, 20)
      .map(({ desk_code, topic, due_at, state }) => ({
        code: desk_code,
        topic: topic as never,
        due: due_at && new Date(due_at),
        state: state as State,
      }))
    return say(views.queue(scene.reader, { rows }))
  },
}

/** The card arrived: the concern is at the desk, and the desk owes an answer by a date. */
export const arrived: Act = {
  who: [],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, subject, terms, arg } = turn
    const concern = await findConcern(turn.records, subject)
    const moved = concern && arg === 1 ? next(concern.state, 'arrive', 'engine') : { refused: 'not_now' as const }
    if (!concern || 'refused' in moved) return { effects: [] }
    const due_at = new Date(scene.now.getTime() + terms.answer)
    return {
      effects: [
        update(
          'concern',
          { precinct_id: precinct, id: subject },
          { state: moved.to, due_at, changed_at: scene.now },
          concern.version,
        ),
        event('arrived', subject, 'engine'),
        clock('concerns.overdue', subject, 'officer', due_at, 1),
        deskCard(subject),
      ],
    }
  },
}

/** The desk owes an answer again, by a new date. */
export function owed(turn: Turn, concern: Concern, set: Partial<Concern>): Effect[] {
  const { scene, precinct, subject, terms } = turn
  const due_at = new Date(scene.now.getTime() + terms.answer)
  return [
    update(
      'concern',
      { precinct_id: precinct, id: subject },
      { ...set, due_at, changed_at: scene.now },
      concern.version,
    ),
    clock('concerns.overdue', subject, 'officer', due_at, concern.version),
    deskCard(subject),
  ]
}

/** A date passed without an answer: one event, once; the card says so and the leads hear it. */
export const overdue: Act = {
  who: [],
  side: 'engine',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.subject)
    if (!concern || !['desk', 'reopened'].includes(concern.state)) return { effects: [] }
    return {
      effects: [
        event('missed', turn.subject, 'clock'),
        deskCard(turn.subject),
        post({ leads: true }, 'concerns.overdue', { code: concern.desk_code }, { priority: 0 }),
      ],
    }
  },
}

/** A desk was set up anew: every open concern stands there again. */
export const resettle: Act = {
  who: [],
  side: 'engine',
  async run({ records }) {
    const open = await findOpenConcerns(records)
    return { effects: open.map(({ id }) => card({ purpose: 'desk' }, 'concerns.desk', id, id)) }
  },
}
