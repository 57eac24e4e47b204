import type { Records } from '../../store/records.ts'
import { danger } from '../../trust/danger.ts'
import { type State, type Topic, toMend } from './rules.ts'
import {
  findArea,
  findConcern,
  findLatestAnswer,
  findOpenInquiry,
  findVerdicts,
  findVoices,
  findWaitingFor,
} from './store.ts'
import type { DeskCard } from './views/desk.ts'
import type { Draft } from './views/draft.ts'

/** A draft as its holder sees it; `null` once it is deleted. */
export async function loadDraft(records: Records, id: string, to: { person: string | null }): Promise<Draft | null> {
  const concern = await findConcern(records, id)
  const voices = await findVoices(records, id)
  const own = voices.find((voice) => voice.person_id === to.person)
  if (!concern || !own) return null
  const area = await findArea(records, concern.area_id)
  const author = voices.find((voice) => voice.part === 'author')
  return {
    id,
    version: concern.version,
    state: stateOf(concern),
    part: own.part as Draft['part'],
    reachable: Boolean(author?.person_id) && own.part === 'ambassador',
    text: concern.text,
    topic: concern.topic as Topic,
    area: area?.name ?? null,
    masked: /\[[^\]\n]{2,30}\]/u.test(concern.text),
    danger: danger(concern.text),
    receipt: own.receipt,
    topicOnly: concern.text === '',
    mend: toMend(concern.sort, own.part),
  }
}

function stateOf({ state, sort }: { state: string; sort: string | null }): Draft['state'] {
  if (state === 'withdrawn') return 'gone'
  if (state !== 'captured') return 'sent'
  return sort === 'asked' ? 'asked' : 'captured'
}

export async function loadDesk(records: Records, id: string, to: { now: Date }): Promise<DeskCard | null> {
  const concern = await findConcern(records, id)
  if (!concern || concern.state === 'captured') return null
  const answer = await findLatestAnswer(records, id)
  const inquiry = await findOpenInquiry(records, id)
  const area = await findArea(records, concern.area_id)
  const verdicts = await findVerdicts(records, id)
  const due = concern.due_at && new Date(concern.due_at)
  return {
    id,
    code: concern.desk_code,
    // Whoever sees this card has it at their desk, though the receipt of that may still be on its way to us.
    state: (concern.state === 'consented' ? 'desk' : concern.state) as State,
    topic: concern.topic as Topic,
    area: area?.name ?? null,
    locale: concern.locale,
    word: concern.word as DeskCard['word'],
    text: concern.text || null,
    confirmed: concern.confirmed,
    due,
    overdue: due !== null && due <= to.now,
    taken: false,
    answers: concern.answers,
    answer: answer?.text ?? null,
    inquiry: inquiry && { question: inquiry.question, reply: inquiry.reply, locale: inquiry.locale },
    verdicts: verdicts
      .filter(({ answer_id, word }) => answer_id === answer?.id && word !== 'nobody')
      .map(({ word, judgement }) => ({ word, judgement })),
  }
}

export async function loadWaiting(records: Records, _day: string, to: { person: string | null }) {
  if (!to.person) return null
  const concerns = await findWaitingFor(records, to.person)
  const rows = await Promise.all(
    concerns.map(async ({ id, topic, answers }) => {
      const own = (await findVoices(records, id)).find((voice) => voice.person_id === to.person)
      return { id, receipt: own?.receipt ?? '', topic: topic as Topic, ordinal: answers }
    }),
  )
  return rows.length > 0 ? { rows } : null
}
