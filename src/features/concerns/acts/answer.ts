import type { Act, Effect, Turn } from '../../../engine/feature.ts'
import { clock, event, insert, post, stop, update } from '../../../engine/feature.ts'
import { answerForm, askForm, declineForm } from '../forms.ts'
import type { Move } from '../rules.ts'
import { next } from '../rules.ts'
import { findAssignment, findConcern } from '../store.ts'
import * as views from '../views/desk.ts'
import { personOf, say } from './actor.ts'
import { type Concern, deskCard, police, stale } from './desk.ts'

/**
 * The concern and where the move leads, or `null` when it cannot be made now: also when a colleague answered after this
 * button or form was shown.
 */
async function moving(turn: Turn, move: Move) {
  const concern = await findConcern(turn.records, turn.subject)
  const moved = concern?.answers === turn.arg ? next(concern.state, move, 'officer') : { refused: 'not_now' as const }
  return concern && 'to' in moved ? { concern, to: moved.to } : null
}

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
    return (await moving(turn, kind)) ? form(turn.scene.reader, turn.subject, turn.arg) : stale(turn)
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
  form: async (turn) =>
    (await moving(turn, 'ask')) ? askForm(turn.scene.reader, turn.subject, turn.arg) : stale(turn),
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
