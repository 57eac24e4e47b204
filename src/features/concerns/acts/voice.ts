import type { Act, Effect, Outcome, Turn } from '../../../engine/feature.ts'
import { card, clock, event, insert, post, refuse, stop, update } from '../../../engine/feature.ts'
import { editForm, replyForm } from '../forms.ts'
import type { Judgement, Move, Mover, State } from '../rules.ts'
import { mayMove, next } from '../rules.ts'
import {
  findConcern,
  findHearing,
  findLatestAnswer,
  findOpenInquiry,
  findOwnConcerns,
  findOwnVoice,
  findVerdict,
} from '../store.ts'
import * as views from '../views/voice.ts'
import { homeOf, masked, personOf, say } from './capture.ts'
import { consentHash } from './consent.ts'
import { owed } from './desk.ts'

/** A concern that the actor has a voice in. Under their own eyes: other people's concerns are not there. */
async function own(turn: Turn) {
  const concern = await findConcern(turn.records, turn.precinct, turn.subject)
  const voice = concern && (await findOwnVoice(turn.records, concern.id, personOf(turn)))
  return concern && voice ? { concern, voice, part: voice.part as 'author' | 'ambassador' } : null
}

type Own = NonNullable<Awaited<ReturnType<typeof own>>>

const moveOf = ({ concern, part }: Own, move: Move) => {
  const moved = next(concern.state, move, part)
  return 'to' in moved ? moved.to : null
}

/** Kindly: why not, and how things are. */
async function stale(turn: Turn): Promise<Outcome> {
  const found = await own(turn)
  return found ? say(await shown(turn, found, true)) : refuse(views.notYours(turn.scene.reader))
}

const judging = (judgement: Judgement): Act => ({
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const { scene, precinct, subject, records } = turn
    const found = await own(turn)
    const answer = found && (await findLatestAnswer(records, subject))
    if (!found || !answer) return stale(turn)
    if (turn.arg !== 0 && turn.arg !== answer.ordinal) return say(await shown(turn, found, true))
    const { concern, voice, part } = found
    const before = await findVerdict(records, answer.id, part)
    const to = moveOf(found, judgement)
    if (!to && before?.judgement === judgement) return say(await shown(turn, found, false))
    // The author agrees with what their ambassador said for them: their own word is put down, nothing moves.
    const agrees = !to && part === 'author' && !before && concern.state === 'closed' && judgement === 'settled'
    if (!to && !agrees) return stale(turn)
    const word = {
      precinct_id: precinct,
      concern_id: subject,
      answer_id: answer.id,
      word: part,
      judgement,
      at: scene.now,
    }
    const heard = await findHearing(records, voice.id, answer.id, 'word')
    return {
      effects: [
        before
          ? update('verdict', { precinct_id: precinct, id: before.id }, { judgement, at: scene.now })
          : insert('verdict', { ...word, id: turn.ids.uuid() }),
        ...(heard
          ? []
          : [
              insert('hearing', {
                precinct_id: precinct,
                id: turn.ids.uuid(),
                voice_id: voice.id,
                answer_id: answer.id,
                how: 'word',
                at: scene.now,
              }),
            ]),
        event('judged', subject, part, { judgement }),
        stop(subject),
        ...(to ? after(turn, concern, to, part) : []),
        post({ place: homeOf(turn) }, 'concerns.thanks', { id: subject, judgement, part }, { priority: 0 }),
      ],
    }
  },
})

/** What follows from a verdict for the desk and for the clocks. */
function after(turn: Turn, concern: Own['concern'], to: State, part: string): Effect[] {
  const { scene, precinct, subject, terms } = turn
  const desk = card({ purpose: 'desk' }, 'concerns.desk', subject)
  const write = (set: object) =>
    update(
      'concern',
      { precinct_id: precinct, id: subject },
      { state: to, changed_at: scene.now, ...set },
      concern.version,
    )
  switch (to) {
    case 'closed':
      return [write({ confirmed: true }), event('closed', subject, part, { confirmed: true }), desk]
    case 'heard':
      return [
        write({ confirmed: null }),
        clock('concerns.settle', subject, 'voices', new Date(scene.now.getTime() + terms.settle), concern.version),
        desk,
      ]
    default:
      return [...owed(turn, concern, { state: to, confirmed: null }), event('reopened', subject, part)]
  }
}

export const settled = judging('settled')
export const partly = judging('partly')
export const notSettled = judging('not_settled')

export const reopen: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const found = await own(turn)
    const to = found && moveOf(found, 'reopen')
    if (!found || !to) return stale(turn)
    return say(
      views.reopened(turn.scene.reader),
      stop(turn.subject),
      ...owed(turn, found.concern, { state: to, confirmed: null }),
      event('reopened', turn.subject, found.part),
    )
  },
}

export const reply: Act = {
  who: ['resident'],
  side: 'community',
  async form(turn) {
    const found = await own(turn)
    return found && moveOf(found, 'reply') ? replyForm(turn.scene.reader, turn.subject) : stale(turn)
  },
  async run(turn) {
    const found = await own(turn)
    const to = found && moveOf(found, 'reply')
    const inquiry = await findOpenInquiry(turn.records, turn.subject)
    if (!found || !to || !inquiry) return stale(turn)
    const { text } = masked(turn, turn.values.text ?? '')
    const answered = { reply: text, replied_at: turn.scene.now, locale: turn.scene.reader.locale }
    return say(
      views.replied(turn.scene.reader),
      update('inquiry', { precinct_id: turn.precinct, id: inquiry.id }, answered, inquiry.version),
      stop(turn.subject),
      ...owed(turn, found.concern, { state: to }),
      event('replied', turn.subject, found.part),
    )
  },
}

/** New words need a new consent: whoever writes them here has given it for exactly these. */
export const correct: Act = {
  who: ['resident'],
  side: 'community',
  async form(turn) {
    const found = await own(turn)
    return found && moveOf(found, 'correct')
      ? editForm(turn.scene.reader, turn.subject, 'correct', found.concern.text)
      : stale(turn)
  },
  async run(turn) {
    const { scene, precinct, subject } = turn
    const found = await own(turn)
    const to = found && moveOf(found, 'correct')
    if (!found || !to) return stale(turn)
    const { text } = masked(turn, turn.values.text ?? '')
    const set = { state: to, text, word: found.part, consent_hash: consentHash(precinct, text), changed_at: scene.now }
    return say(
      views.corrected(scene.reader),
      update('concern', { precinct_id: precinct, id: subject }, set, found.concern.version),
      event('corrected', subject, found.part),
      card({ purpose: 'desk' }, 'concerns.desk', subject),
    )
  },
}

export const withdraw: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const found = await own(turn)
    return found && moveOf(found, 'withdraw')
      ? say(views.withdrawSure(turn.scene.reader, { id: turn.subject }))
      : stale(turn)
  },
}

/** The words go; that there was a concern stays on record. */
export const withdrawSure: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const found = await own(turn)
    const to = found && moveOf(found, 'withdraw')
    if (!found || !to) return stale(turn)
    return say(
      views.withdrawn(turn.scene.reader),
      update(
        'concern',
        { precinct_id: turn.precinct, id: turn.subject },
        { state: to, text: '', due_at: null, changed_at: turn.scene.now },
        found.concern.version,
      ),
      event('withdrawn', turn.subject, found.part),
      stop(turn.subject),
      card({ purpose: 'desk' }, 'concerns.desk', turn.subject),
    )
  },
}

export const mine: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const concerns = await findOwnConcerns(turn.records, personOf(turn))
    const rows = await Promise.all(
      concerns.map(async ({ id, topic, state, confirmed }) => {
        const voice = await findOwnVoice(turn.records, id, personOf(turn))
        return {
          id,
          receipt: voice?.receipt ?? '',
          topic: topic as views.Mine['topic'],
          state: state as State,
          confirmed,
        }
      }),
    )
    return say(views.mine(turn.scene.reader, { rows }))
  },
}

export const show: Act = {
  who: ['resident'],
  side: 'community',
  async run(turn) {
    const found = await own(turn)
    return found ? say(await shown(turn, found, false)) : refuse(views.notYours(turn.scene.reader))
  },
}

async function shown(turn: Turn, { concern, voice, part }: Own, movedOn: boolean) {
  const answer = await findLatestAnswer(turn.records, concern.id)
  const inquiry = await findOpenInquiry(turn.records, concern.id)
  const may = (move: Move) => mayMove(concern.state, move, part as Mover)
  const answered = ['answered', 'declined', 'heard', 'closed'].includes(concern.state) && answer
  const message = views.show(turn.scene.reader, {
    id: concern.id,
    receipt: voice.receipt,
    topic: concern.topic as views.Own['topic'],
    state: concern.state as State,
    confirmed: concern.confirmed,
    text: concern.text,
    answer: answered
      ? { text: answer.text, locale: answer.locale, ordinal: answer.ordinal, reason: answer.reason as never }
      : null,
    question: concern.state === 'need_more' && inquiry ? { text: inquiry.question, locale: inquiry.locale } : null,
    may: {
      judge: may('settled'),
      reply: may('reply'),
      correct: may('correct'),
      withdraw: may('withdraw'),
      reopen: may('reopen'),
    },
  })
  if (!movedOn) return message
  const why = views.notNow(turn.scene.reader)
  return { ...message, summary: why.summary, blocks: [...why.blocks, ...message.blocks] }
}
