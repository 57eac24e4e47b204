import type { Outcome, Turn } from '../../../engine/feature.ts'
import { refuse } from '../../../engine/feature.ts'
import type { Judgement, Move, State } from '../rules.ts'
import { mayMove, next, owedByVoices } from '../rules.ts'
import { findConcern, findLatestAnswer, findOpenInquiry, findVerdict, findVoices } from '../store.ts'
import * as drafts from '../views/draft.ts'
import * as mine from '../views/mine.ts'
import * as views from '../views/voice.ts'
import { personOf, say, speaksAs } from './actor.ts'

/** A concern that the actor has a voice in; `led` when it is another's part to lead it: its author came. */
export async function own(turn: Turn) {
  const concern = await findConcern(turn.records, turn.subject)
  const voices = concern ? await findVoices(turn.records, concern.id) : []
  const author = voices.find(({ part }) => part === 'author')
  const voice = author?.person_id === personOf(turn) ? author : voices.find((one) => one.person_id === personOf(turn))
  if (!concern || !voice || !speaksAs(turn, voice.part)) return null
  return { concern, voice, part: voice.part as 'author' | 'ambassador', led: voice !== author && !!author?.person_id }
}

export type Own = NonNullable<Awaited<ReturnType<typeof own>>>

/** Where a move of theirs leads, or `null`. Once its author came, only they change, take back or reopen it. */
export function moveOf({ concern, part, led }: Own, move: Exclude<Move, Judgement>): State | null {
  const moved = next(concern.state, move, part)
  return 'to' in moved && !(led && move !== 'reply') ? moved.to : null
}

/** Kindly: why not, and how things are. */
export async function stale(turn: Turn): Promise<Outcome> {
  const found = await own(turn)
  if (!found) return nothing(turn)
  return say(
    await shown(turn, found, found.led ? views.authorLeads(turn.scene.reader) : views.notNow(turn.scene.reader)),
  )
}

async function nothing(turn: Turn): Promise<Outcome> {
  const there = await findConcern(turn.records, turn.subject)
  return refuse(there ? views.notYours(turn.scene.reader) : drafts.gone(turn.scene.reader))
}

/** How a concern stands, with everything that its voice can do now; `why` comes first. */
export async function shown(turn: Turn, found: Own, why?: ReturnType<typeof views.notNow>) {
  const { concern, voice, part } = found
  const answer = await findLatestAnswer(turn.records, concern.id)
  const judge = await mayJudge(turn, found, answer?.id)
  const inquiry = await findOpenInquiry(turn.records, concern.id)
  const message = mine.show(turn.scene.reader, {
    id: concern.id,
    receipt: voice.receipt,
    topic: concern.topic as mine.Own['topic'],
    state: concern.state as State,
    confirmed: concern.confirmed,
    part,
    text: concern.text,
    answer: answer && ANSWERED.includes(concern.state) ? answerOf(answer) : null,
    question: concern.state === 'need_more' && inquiry ? { text: inquiry.question, locale: inquiry.locale } : null,
    may: {
      judge,
      reply: moveOf(found, 'reply') !== null,
      correct: moveOf(found, 'correct') !== null,
      withdraw: moveOf(found, 'withdraw') !== null,
      reopen: !judge && moveOf(found, 'reopen') !== null,
    },
  })
  return why ? { ...message, summary: why.summary, blocks: [...why.blocks, ...message.blocks] } : message
}

/** While a word is waited for; and an author who has given none, whatever was said for them. */
async function mayJudge({ records }: Turn, { concern, part }: Own, answer: string | undefined): Promise<boolean> {
  if (!answer || !mayMove(concern.state, 'settled', part)) return false
  if (await findVerdict(records, answer, 'author')) return part === 'author' && concern.state === 'heard'
  return owedByVoices.includes(concern.state as State) || (part === 'author' && concern.state === 'closed')
}

const ANSWERED = ['answered', 'declined', 'heard', 'closed']

type Answer = NonNullable<Awaited<ReturnType<typeof findLatestAnswer>>>
const answerOf = ({ text, locale, ordinal, reason }: Answer) => ({ text, locale, ordinal, reason: reason as never })
