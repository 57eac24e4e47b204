import type { Act, Effect, Outcome, Turn } from '../../../engine/feature.ts'
import { card, clock, event, insert, post, refuse, stop, update } from '../../../engine/feature.ts'
import { answerForm, askForm, declineForm } from '../forms.ts'
import type { Move, State } from '../rules.ts'
import { next } from '../rules.ts'
import { findAssignment, findConcern, findOpenConcerns } from '../store.ts'
import * as views from '../views/desk.ts'
import { personOf, say } from './capture.ts'

const police = ['officer', 'lead'] as const
const deskCard = (id: string): Effect => card({ purpose: 'desk' }, 'concerns.desk', id)

/** A stale button: the card is brought up to date, and the officer is told why nothing happened. */
const stale = (turn: Turn): Outcome => say(views.stale(turn.scene.reader), deskCard(turn.subject))

/** The concern and where the move leads, or `null` when it cannot be made now. */
async function moving(turn: Turn, move: Move) {
  const concern = await findConcern(turn.records, turn.precinct, turn.subject)
  const moved = concern ? next(concern.state, move, 'officer') : { refused: 'not_now' as const }
  return concern && 'to' in moved ? { concern, to: moved.to } : null
}

type Concern = NonNullable<Awaited<ReturnType<typeof findConcern>>>

/** A move of the desk. Whoever makes it has taken the concern. */
async function made(turn: Turn, concern: Concern, kind: string, set: Partial<Concern>): Promise<Effect[]> {
  const { precinct, subject, scene } = turn
  const key = { precinct_id: precinct, concern_id: subject }
  const held = await findAssignment(turn.records, subject)
  return [
    update('concern', { precinct_id: precinct, id: subject }, { ...set, changed_at: scene.now }, concern.version),
    ...(held ? [] : [insert('assignment', { ...key, person_id: personOf(turn), at: scene.now })]),
    event(kind, subject, 'officer'),
    deskCard(subject),
  ]
}

/** Reminders after an answer, and the end of waiting; each names who must act. */
export function wordClocks({ subject, scene, terms }: Turn): Effect[] {
  const at = (ms: number) => new Date(scene.now.getTime() + ms)
  return [
    clock('concerns.remind', subject, 'voices', at(terms.remind), 1),
    clock('concerns.remind', subject, 'voices', at(terms.remindAgain), 2),
    clock('concerns.close', subject, 'engine', at(terms.close), 1),
  ]
}

const closing = (kind: 'answer' | 'decline'): Act => ({
  who: police,
  side: 'desk',
  async form(turn) {
    const form = kind === 'answer' ? answerForm : declineForm
    return (await moving(turn, kind)) ? form(turn.scene.reader, turn.subject) : stale(turn)
  },
  async run(turn) {
    const { scene, precinct, subject, ids, values } = turn
    const move = await moving(turn, kind)
    if (!move) return stale(turn)
    const { concern, to } = move
    const ordinal = concern.answers + 1
    const text = values.text?.trim() ?? ''
    const reason = kind === 'decline' ? (values.reason ?? 'other') : null
    const locale = scene.reader.locale
    const row = {
      precinct_id: precinct,
      id: ids.uuid(),
      concern_id: subject,
      ordinal,
      kind,
      reason,
      locale,
      text,
      officer_id: personOf(turn),
      created_at: scene.now,
    }
    const told = { id: subject, ordinal, kind, reason, text, locale, topic: concern.topic }
    const done = kind === 'answer' ? views.sentBack : views.declinedDone
    return say(
      done(scene.reader, { code: concern.desk_code }),
      ...(await made(turn, concern, kind === 'answer' ? 'answered' : 'declined', {
        state: to,
        answers: ordinal,
        due_at: null,
        confirmed: null,
      })),
      insert('answer', row),
      stop(subject),
      ...wordClocks(turn),
      post({ voices: subject }, 'concerns.answered', told, { about: row.id, priority: 0 }),
    )
  },
})

/** Answering takes the concern, sends the words to every voice, and starts the wait for theirs. */
export const answer = closing('answer')
/** Declining needs a reason, and can be disputed like any answer. */
export const decline = closing('decline')

export const ask: Act = {
  who: police,
  side: 'desk',
  form: async (turn) => ((await moving(turn, 'ask')) ? askForm(turn.scene.reader, turn.subject) : stale(turn)),
  async run(turn) {
    const { scene, precinct, subject, ids, values, terms } = turn
    const move = await moving(turn, 'ask')
    if (!move) return stale(turn)
    const question = values.text?.trim() ?? ''
    const locale = scene.reader.locale
    return say(
      views.asked(scene.reader, { code: move.concern.desk_code }),
      ...(await made(turn, move.concern, 'asked', { state: move.to, due_at: null })),
      insert('inquiry', {
        precinct_id: precinct,
        id: ids.uuid(),
        concern_id: subject,
        question,
        reply: null,
        locale,
        asked_at: scene.now,
      }),
      stop(subject),
      clock(
        'concerns.lapse',
        subject,
        'voices',
        new Date(scene.now.getTime() + terms.reply),
        Number(move.concern.version),
      ),
      post(
        { voices: subject },
        'concerns.asked',
        { id: subject, question, locale, topic: move.concern.topic },
        { priority: 0 },
      ),
    )
  },
}

export const take: Act = {
  who: police,
  side: 'desk',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.precinct, turn.subject)
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
    const concern = await findConcern(turn.records, turn.precinct, turn.subject)
    if (!concern) return stale(turn)
    return say(
      views.more(turn.scene.reader, {
        id: concern.id,
        code: concern.desk_code,
        state: concern.state as State,
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
    const concern = await findConcern(turn.records, turn.precinct, turn.subject)
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
    const concern = await findConcern(turn.records, precinct, subject)
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
    const concern = await findConcern(turn.records, turn.precinct, turn.subject)
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
