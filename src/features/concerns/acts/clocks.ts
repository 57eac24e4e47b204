import { createHash } from 'node:crypto'
import type { Act, Effect, Turn } from '../../../engine/feature.ts'
import { card, clock, event, insert, post, remove, update } from '../../../engine/feature.ts'
import { mayCloseUnconfirmed, next } from '../rules.ts'
import { countTries, findAnswer, findConcern, findHearing, findLatestAnswer, findVoices } from '../store.ts'
import { owed } from './desk.ts'

/** Authors are reminded of each answer; ambassadors once a day of all that wait for their word. */
export const remind: Act = {
  who: [],
  side: 'engine',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.subject)
    const answer = await findLatestAnswer(turn.records, turn.subject)
    if (!concern || !answer || !['answered', 'declined'].includes(concern.state)) return { effects: [] }
    const voices = await findVoices(turn.records, turn.subject)
    const author = voices.find((voice) => voice.part === 'author')?.person_id
    const told = {
      id: concern.id,
      ordinal: answer.ordinal,
      kind: answer.kind,
      reason: answer.reason,
      text: answer.text,
      locale: answer.locale,
      topic: concern.topic,
      last: turn.arg > 1,
    }
    const ambassadors = voices.flatMap((voice) =>
      voice.part === 'ambassador' && voice.person_id ? [voice.person_id] : [],
    )
    return {
      effects: [
        update(
          'concern',
          { precinct_id: turn.precinct, id: turn.subject },
          { reminders: concern.reminders + 1 },
          concern.version,
        ),
        event('reminded', turn.subject, 'clock', { round: turn.arg }),
        ...(author ? [post({ person: author }, 'concerns.reminder', told, { about: answer.id })] : []),
        ...ambassadors.map((person): Effect => card({ person }, 'concerns.waiting', dayOf(turn, person))),
      ],
    }
  },
}

/** One card per person and day: the day is in its name, so tomorrow's is a new one. */
function dayOf({ scene }: Turn, person: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: scene.precinct?.zone ?? 'UTC' }).format(scene.now)
  const hex = createHash('sha256').update(`${person}|${day}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Nobody gave their word. It closes, counted apart, and only if every try to reach them is on record. */
export const close: Act = {
  who: [],
  side: 'engine',
  async run(turn) {
    const { precinct, subject, scene, terms, arg } = turn
    const concern = await findConcern(turn.records, subject)
    const answer = await findLatestAnswer(turn.records, subject)
    const moved = concern ? next(concern.state, 'close', 'clock') : { refused: 'not_now' as const }
    if (!concern || !answer || 'refused' in moved) return { effects: [] }
    const tries = await countTries(turn.records, subject, answer)
    if (!mayCloseUnconfirmed(tries.ended)) {
      const again = new Date(scene.now.getTime() + terms.remind)
      // An answer that is still on its way to somebody is no try yet.
      const noted = tries.open > 0 ? [] : [event('try_without_way', subject, 'clock')]
      return { effects: [...noted, clock('concerns.close', subject, 'engine', again, arg + 1)] }
    }
    const nobody = {
      precinct_id: precinct,
      id: turn.ids.uuid(),
      concern_id: subject,
      answer_id: answer.id,
      word: 'nobody',
      judgement: 'none',
      at: scene.now,
    }
    return {
      effects: [
        update(
          'concern',
          { precinct_id: precinct, id: subject },
          { state: moved.to, confirmed: false, changed_at: scene.now },
          concern.version,
        ),
        insert('verdict', nobody),
        event('closed', subject, 'clock', { confirmed: false }),
        card({ purpose: 'desk' }, 'concerns.desk', subject),
        post({ voices: subject }, 'concerns.closed_unconfirmed', { id: subject, topic: concern.topic }),
      ],
    }
  },
}

/** Partly settled, and nobody asked for more: the word that was given stands. */
export const settle: Act = {
  who: [],
  side: 'engine',
  async run({ records, precinct, subject, scene }) {
    const concern = await findConcern(records, subject)
    const moved = concern?.state === 'heard' ? next(concern.state, 'close', 'clock') : { refused: 'not_now' as const }
    if (!concern || 'refused' in moved) return { effects: [] }
    return {
      effects: [
        update(
          'concern',
          { precinct_id: precinct, id: subject },
          { state: moved.to, confirmed: true, changed_at: scene.now },
          concern.version,
        ),
        event('closed', subject, 'clock', { confirmed: true, partly: true }),
        card({ purpose: 'desk' }, 'concerns.desk', subject),
      ],
    }
  },
}

/** Over for now: who spoke is forgotten a while later, unless it is opened again (which stops every clock). */
export const partLater: Act = {
  who: [],
  side: 'engine',
  async run({ subject, scene, terms }) {
    const end = new Date(scene.now.getTime() + terms.voice)
    return {
      effects: [clock('concerns.part', subject, 'engine', end, Math.floor(scene.now.getTime() / 1000) % 2_000_000_000)],
    }
  },
}

/** Voices end: from here on nobody can say who stood behind the concern. */
export const part: Act = {
  who: [],
  side: 'engine',
  async run({ records, precinct, subject }) {
    const concern = await findConcern(records, subject)
    if (!concern || !['closed', 'withdrawn'].includes(concern.state)) return { effects: [] }
    return {
      effects: [remove('voice', { precinct_id: precinct, concern_id: subject }), event('parted', subject, 'clock')],
    }
  },
}

/** The voices did not reply: the desk goes on with what it has. */
export const lapseInquiry: Act = {
  who: [],
  side: 'engine',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.subject)
    const moved = concern ? next(concern.state, 'lapse', 'clock') : { refused: 'not_now' as const }
    if (!concern || 'refused' in moved) return { effects: [] }
    return { effects: [event('no_reply', turn.subject, 'clock'), ...owed(turn, concern, { state: moved.to })] }
  },
}

/** An answer reached somebody, or could not: both are on record. The subject is the answer; the text is the person. */
export const reached: Act = {
  who: [],
  side: 'engine',
  async run({ records, precinct, subject, arg, text, ids, scene }) {
    const answer = await findAnswer(records, subject)
    if (!answer) return { effects: [] }
    const voices = (await findVoices(records, answer.concern_id)).filter((voice) => voice.person_id === text)
    const heard: Effect[] = []
    for (const voice of arg === 1 ? voices : []) {
      if (await findHearing(records, voice.id, answer.id, 'delivered')) continue
      heard.push(
        insert('hearing', {
          precinct_id: precinct,
          id: ids.uuid(),
          voice_id: voice.id,
          answer_id: answer.id,
          how: 'delivered',
          at: scene.now,
        }),
      )
    }
    return { effects: [...heard, event('tried', answer.concern_id, 'engine', { reached: arg === 1 })] }
  },
}
