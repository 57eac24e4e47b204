import type { Act, Effect, Turn } from '../../../engine/feature.ts'
import { card, clock, event, insert, post, stop, update } from '../../../engine/feature.ts'
import type { Judgement, State } from '../rules.ts'
import { judged } from '../rules.ts'
import { findHearing, findLatestAnswer, findVerdict } from '../store.ts'
import * as views from '../views/voice.ts'
import { homeOf, say } from './actor.ts'
import { owed } from './desk.ts'
import { moveOf, type Own, own, shown, stale } from './own.ts'

/** One tap. Whose word it is stays with it; an author's stands above an ambassador's, and the last of each counts. */
const judging = (judgement: Judgement): Act => ({
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, subject, records } = turn
    const found = await own(turn)
    const answer = found && (await findLatestAnswer(records, subject))
    if (!found || !answer) return stale(turn)
    const { concern, part } = found
    if (turn.arg !== 0 && turn.arg !== answer.ordinal)
      return say(await shown(turn, found, views.newerAnswer(scene.reader)))
    if (part === 'ambassador' && (await findVerdict(records, answer.id, 'author')))
      return say(await shown(turn, found, views.authorSaid(scene.reader)))
    const before = await findVerdict(records, answer.id, part)
    const unconfirmed = concern.state === 'closed' && concern.confirmed === false
    const moved = judged(concern.state, judgement, part, unconfirmed)
    if ('refused' in moved) return stale(turn)
    const moves = moved.to !== concern.state || unconfirmed
    if (!moves && before?.judgement === judgement) return say(await shown(turn, found))
    return {
      effects: [
        ...(await spoken(turn, found, answer.id, judgement, before?.id)),
        ...(moves
          ? [stop(subject), ...after(turn, concern, moved.to, part)]
          : [card({ purpose: 'desk' }, 'concerns.desk', subject)]),
        post({ place: homeOf(turn) }, 'concerns.thanks', { id: subject, judgement, part }, { priority: 0 }),
      ],
    }
  },
})

export const settled = judging('settled')
export const partly = judging('partly')
export const notSettled = judging('not_settled')

/** The word itself, and that its voice has heard the answer. */
async function spoken(
  { scene, precinct, subject, records, ids }: Turn,
  { voice, part }: Own,
  answer: string,
  judgement: Judgement,
  before: string | undefined,
): Promise<Effect[]> {
  const said = { judgement, at: scene.now }
  const about = { precinct_id: precinct, answer_id: answer }
  const heard = await findHearing(records, voice.id, answer, 'word')
  return [
    before
      ? update('verdict', { precinct_id: precinct, id: before }, said)
      : insert('verdict', { ...about, ...said, id: ids.uuid(), concern_id: subject, word: part }),
    ...(heard ? [] : [insert('hearing', { ...about, id: ids.uuid(), voice_id: voice.id, how: 'word', at: scene.now })]),
    event('judged', subject, part, { judgement }),
  ]
}

/** What follows from a verdict for the desk and for the clocks. */
function after(turn: Turn, concern: Own['concern'], to: State, part: string): Effect[] {
  const { scene, precinct, subject, terms } = turn
  const desk = card({ purpose: 'desk' }, 'concerns.desk', subject)
  const write = (set: object) =>
    update(
      'concern',
      { precinct_id: precinct, id: subject },
      { state: to, due_at: null, changed_at: scene.now, ...set },
      concern.version,
    )
  if (to === 'closed') return [write({ confirmed: true }), event('closed', subject, part, { confirmed: true }), desk]
  if (to !== 'heard') return [...owed(turn, concern, { state: to, confirmed: null }), event('reopened', subject, part)]
  const end = new Date(scene.now.getTime() + terms.settle)
  return [write({ confirmed: null }), clock('concerns.settle', subject, 'voices', end, concern.version), desk]
}

export const reopen: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const found = await own(turn)
    const to = found && moveOf(found, 'reopen')
    if (!found || !to) return stale(turn)
    const answer = await findLatestAnswer(turn.records, turn.subject)
    const before = answer && (await findVerdict(turn.records, answer.id, found.part))
    return say(
      views.reopened(turn.scene.reader, { id: turn.subject }),
      // Opening again is a word about the answer: nobody can close over it with a lesser one.
      ...(answer ? await spoken(turn, found, answer.id, 'not_settled', before?.id) : []),
      stop(turn.subject),
      ...owed(turn, found.concern, { state: to, confirmed: null }),
      event('reopened', turn.subject, found.part),
    )
  },
}
