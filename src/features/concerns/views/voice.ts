import type { Message } from '#contract'
import { languageName } from '../../../i18n/index.ts'
import type { Reader } from '../../../i18n/reader.ts'
import { button, facts, heading, note, paragraph, quote, say, sentence, strong } from '../../../i18n/say.ts'
import type { DeclineReason, Topic } from '../rules.ts'

export type Answered = {
  id: string
  ordinal: number
  kind: 'answer' | 'decline'
  reason: DeclineReason | null
  text: string
  locale: string
  /** What it was about, in the reader's own list of topics. */
  topic: Topic
  /** Set by the engine: which voice reads this. */
  part?: string | null
}

/** The same three buttons under every closure. */
export const verdict = (to: Reader, id: string, ordinal: number) => [
  button(
    to.t(($) => $.concerns.button.settled),
    to.ref('concerns.settled', id, ordinal),
    'primary',
  ),
  button(
    to.t(($) => $.concerns.button.partly),
    to.ref('concerns.partly', id, ordinal),
  ),
  button(
    to.t(($) => $.concerns.button.not_settled),
    to.ref('concerns.not_settled', id, ordinal),
  ),
]

/** An officer's own words go out in their own language, and say so. */
export function language(to: Reader, locale: string, part?: string | null) {
  if (locale === to.locale) return null
  const known = { language: languageName(locale, to.locale) }
  return note(
    part === 'ambassador'
      ? to.t(($) => $.concerns.voice.in_language_you, known)
      : to.t(($) => $.concerns.voice.in_language, known),
  )
}

export function answered(to: Reader, data: Answered): Message {
  const { t } = to
  const topic = t(($) => $.concerns.topic[data.topic])
  const title =
    data.kind === 'answer'
      ? t(($) => $.concerns.voice.answered, { precinct: to.precinct, topic })
      : t(($) => $.concerns.voice.declined, { precinct: to.precinct, topic })
  return say(
    to,
    t(($) => $.concerns.update),
    [
      heading(title),
      data.reason && paragraph(t(($) => $.concerns.reason[data.reason!])),
      data.text ? quote(data.text) : null,
      data.text ? language(to, data.locale, data.part) : null,
      strong(data.part === 'ambassador' ? t(($) => $.concerns.voice.judge_for) : t(($) => $.concerns.voice.judge)),
      note(t(($) => $.concerns.voice.next)),
    ],
    verdict(to, data.id, data.ordinal),
  )
}

export const reminder = (to: Reader, data: Answered & { last: boolean }): Message => {
  const message = answered(to, data)
  const why = data.last ? to.t(($) => $.concerns.voice.remind_last) : to.t(($) => $.concerns.voice.remind)
  return { ...message, blocks: [paragraph(why), ...message.blocks] }
}

/** All that wait for an ambassador's word, in one message a day. */
export function waiting(
  to: Reader,
  { rows }: { rows: readonly { id: string; receipt: string; topic: Topic; ordinal: number }[] },
): Message {
  const { t } = to
  return say(
    to,
    t(($) => $.concerns.update),
    [
      heading(t(($) => $.concerns.voice.waiting, { count: rows.length })),
      t(($) => $.concerns.voice.waiting_how),
      facts(...rows.map(({ receipt, topic }) => [receipt, t(($) => $.concerns.topic[topic])] as [string, string])),
    ],
    rows.slice(0, 6).map(({ id, receipt }) =>
      button(
        t(($) => $.concerns.button.judge, { receipt }),
        to.ref('concerns.show', id),
      ),
    ),
  )
}

export const thanks = (
  to: Reader,
  { id, judgement, part }: { id: string; judgement: 'settled' | 'partly' | 'not_settled'; part?: string | null },
): Message => {
  const { t } = to
  const text = {
    settled: t(($) => $.concerns.voice.thanks_settled),
    partly: t(($) => $.concerns.voice.thanks_partly),
    not_settled: t(($) => $.concerns.voice.thanks_not_settled),
  }[judgement]
  const reopen = button(
    t(($) => $.concerns.button.reopen),
    to.ref('concerns.reopen', id),
  )
  const add = button(
    t(($) => $.concerns.button.add),
    to.ref('concerns.correct', id),
  )
  return say(
    to,
    t(($) => $.concerns.update),
    [text, part === 'ambassador' && note(t(($) => $.concerns.voice.marked))],
    judgement === 'not_settled' ? [add] : [reopen],
  )
}

export const asked = (
  to: Reader,
  {
    id,
    question,
    locale,
    topic,
    part,
  }: { id: string; question: string; locale: string; topic: Topic; part?: string | null },
): Message =>
  say(
    to,
    to.t(($) => $.concerns.update),
    [
      heading(
        to.t(($) => $.concerns.voice.asked, { precinct: to.precinct, topic: to.t(($) => $.concerns.topic[topic]) }),
      ),
      quote(question),
      language(to, locale, part),
      note(to.t(($) => $.concerns.voice.asked_next)),
    ],
    [
      button(
        to.t(($) => $.concerns.button.reply),
        to.ref('concerns.reply', id),
        'primary',
      ),
      button(
        to.t(($) => $.concerns.button.withdraw),
        to.ref('concerns.withdraw', id),
      ),
    ],
  )

export const closedUnconfirmed = (to: Reader, { id, topic }: { id: string; topic: Topic }): Message =>
  say(
    to,
    to.t(($) => $.concerns.update),
    [to.t(($) => $.concerns.voice.closed_unconfirmed, { topic: to.t(($) => $.concerns.topic[topic]) })],
    [
      button(
        to.t(($) => $.concerns.button.reopen),
        to.ref('concerns.reopen', id),
      ),
    ],
  )

export const withdrawSure = (to: Reader, { id }: { id: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.withdraw_sure, { precinct: to.precinct }),
    [
      button(
        to.t(($) => $.concerns.button.withdraw_yes),
        to.ref('concerns.withdraw_sure', id),
        'danger',
      ),
    ],
  )
export const withdrawn = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.withdrawn),
  )
export const corrected = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.corrected),
  )
export const replied = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.replied),
  )
export const reopened = (to: Reader, { id }: { id: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.reopened),
    [
      button(
        to.t(($) => $.concerns.button.add),
        to.ref('concerns.correct', id),
      ),
    ],
  )
export const claimed = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.claimed),
  )
export const authorCame = (to: Reader, { receipt }: { receipt: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.author_came, { receipt }),
  )
export const notNow = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.not_now),
  )
export const notYours = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.not_yours),
  )
export const newerAnswer = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.newer),
  )
export const authorSaid = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.author_said),
  )
export const authorLeads = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.author_leads),
  )
export const forAuthor = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.voice.for_author),
  )
