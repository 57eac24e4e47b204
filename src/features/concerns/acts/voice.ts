import type { Act, Turn } from '../../../engine/feature.ts'
import { card, event, post, refuse, stop, update } from '../../../engine/feature.ts'
import { editForm, replyForm } from '../forms.ts'
import { owedByVoices, type State } from '../rules.ts'
import { findOpenInquiry, findOwnConcerns, findOwnVoice } from '../store.ts'
import * as mineViews from '../views/mine.ts'
import * as views from '../views/voice.ts'
import { holds, masked, personOf, say } from './actor.ts'
import { owed } from './desk.ts'
import { moveOf, own, shown, stale } from './own.ts'

export const reply: Act = {
  who: ['resident'],
  side: 'engine',
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
  side: 'engine',
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
    const set = {
      state: to,
      text,
      word: found.part,
      consent_hash: turn.ids.consentKey(precinct, text),
      changed_at: scene.now,
    }
    return say(
      views.corrected(scene.reader),
      update('concern', { precinct_id: precinct, id: subject }, set, found.concern.version),
      event('corrected', subject, found.part),
      card({ purpose: 'desk' }, 'concerns.desk', subject),
      card({ voices: subject }, 'concerns.draft', subject),
    )
  },
}

export const withdraw: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const found = await own(turn)
    return found && moveOf(found, 'withdraw')
      ? say(views.withdrawSure(turn.scene.reader, { id: turn.subject }))
      : stale(turn)
  },
}

/** The words go, from the desk and from every chat; that there was a concern stays on record. */
export const withdrawSure: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, subject } = turn
    const found = await own(turn)
    const to = found && moveOf(found, 'withdraw')
    if (!found || !to) return stale(turn)
    const emptied = { state: to, text: '', consent_hash: null, due_at: null, changed_at: scene.now }
    return say(
      views.withdrawn(scene.reader),
      update('concern', { precinct_id: precinct, id: subject }, emptied, found.concern.version),
      update('inquiry', { precinct_id: precinct, concern_id: subject }, { reply: null }),
      event('withdrawn', subject, found.part),
      stop(subject),
      card({ purpose: 'desk' }, 'concerns.desk', subject),
      card({ voices: subject }, 'concerns.draft', subject),
    )
  },
}

export const mine: Act = {
  who: ['resident'],
  side: 'community',
  run: async (turn) => say(mineViews.mine(turn.scene.reader, { rows: await ownRows(turn, personOf(turn)) })),
}

/** Somebody can be written to again: what waits for their word has not reached them. The subject is the person. */
export const cameBack: Act = {
  who: [],
  side: 'engine',
  async run(turn) {
    const rows = (await ownRows(turn, turn.subject)).filter(({ state }) => owedByVoices.includes(state))
    return { effects: rows.length > 0 ? [post({ person: turn.subject }, 'concerns.mine', { rows })] : [] }
  },
}

async function ownRows(turn: Turn, person: string): Promise<mineViews.Mine[]> {
  const concerns = await findOwnConcerns(turn.records, person, holds(turn, 'ambassador'))
  return Promise.all(
    concerns.map(async ({ id, topic, state, confirmed }) => {
      const voice = await findOwnVoice(turn.records, id, person)
      const known = { topic: topic as mineViews.Mine['topic'], state: state as State, confirmed }
      return { id, receipt: voice?.receipt ?? '', ...known }
    }),
  )
}

export const show: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const found = await own(turn)
    return found ? say(await shown(turn, found)) : refuse(views.notYours(turn.scene.reader))
  },
}
