import type { Message } from '#contract'
import { languageName } from '../../../i18n/index.ts'
import type { Reader } from '../../../i18n/reader.ts'
import { button, facts, heading, note, paragraph, quote, say, sentence, strong } from '../../../i18n/say.ts'
import type { State, Topic } from '../rules.ts'
import { mayMove } from '../rules.ts'

export type DeskCard = {
  id: string
  code: string
  state: State
  topic: Topic
  area: string | null
  locale: string
  word: 'author' | 'ambassador' | null
  text: string | null
  confirmed: boolean | null
  due: Date | null
  overdue: boolean
  taken: boolean
  answers: number
  answer: string | null
  inquiry: { question: string; reply: string | null; locale: string } | null
  verdicts: { word: string; judgement: string }[]
}

/** The state in a word and a sign, never by colour alone. */
function stateLine({ t }: Reader, { state, confirmed }: DeskCard): string {
  if (state === 'closed')
    return confirmed ? t(($) => $.concerns.state.closed_confirmed) : t(($) => $.concerns.state.closed_unconfirmed)
  return t(($) => $.concerns.state[state as Exclude<State, 'closed'>])
}

/** A concern at the desk: readable without a translator, and without anybody in it. */
export function deskCard(to: Reader, data: DeskCard): Message {
  const { t } = to
  const topic = t(($) => $.concerns.topic[data.topic])
  const title = t(($) => $.concerns.desk.title, { code: data.code, topic })
  const open = mayMove(data.state, 'answer', 'officer')
  const foreign = data.locale !== to.locale
  return say(
    to,
    t(($) => $.concerns.desk.summary, { code: data.code }),
    [
      heading(title),
      data.overdue && strong(t(($) => $.concerns.desk.overdue)),
      paragraph(summary(to, data, topic)),
      facts(
        [t(($) => $.concerns.field.state), stateLine(to, data)],
        [t(($) => $.concerns.field.area), data.area],
        [t(($) => $.concerns.field.language), languageName(data.locale, to.locale)],
        [t(($) => $.concerns.field.word), data.word && t(($) => $.concerns.word[data.word!])],
        [t(($) => $.concerns.field.due), open && data.due ? to.when(data.due) : null],
      ),
      data.text && !foreign ? quote(data.text) : null,
      ...exchange(to, data),
      data.answer && strong(t(($) => $.concerns.desk.answered)),
      data.answer ? quote(data.answer) : null,
      ...data.verdicts.map(({ word, judgement }) =>
        paragraph(
          t(($) => $.concerns.desk.verdict[judgement as 'settled'], {
            word: t(($) => $.concerns.word[word as 'author']),
          }),
        ),
      ),
      data.state !== 'withdrawn' &&
        note(data.text && foreign ? t(($) => $.concerns.desk.original) : t(($) => $.concerns.desk.nameless)),
    ],
    [
      open &&
        button(
          t(($) => $.concerns.button.answer),
          to.ref('concerns.answer', data.id, data.answers),
          'primary',
        ),
      mayMove(data.state, 'ask', 'officer') &&
        button(
          t(($) => $.concerns.button.ask),
          to.ref('concerns.ask', data.id, data.answers),
        ),
      data.state !== 'withdrawn' &&
        button(
          t(($) => $.concerns.button.more),
          to.ref('concerns.more', data.id),
        ),
    ],
  )
}

/** What it is about in the desk's language, made of what the ambassador chose: no machine put it into words. */
function summary({ t }: Reader, { area, text, state }: DeskCard, topic: string): string {
  if (state === 'withdrawn') return t(($) => $.concerns.desk.withdrawn)
  if (!text)
    return area
      ? t(($) => $.concerns.desk.only_topic_at, { topic, area })
      : t(($) => $.concerns.desk.only_topic, { topic })
  return area ? t(($) => $.concerns.desk.about_at, { topic, area }) : t(($) => $.concerns.desk.about, { topic })
}

function exchange({ t, locale }: Reader, { inquiry, state }: DeskCard) {
  if (!inquiry || state === 'withdrawn') return []
  const foreign = inquiry.locale !== locale
  return [
    strong(t(($) => $.concerns.desk.asked)),
    quote(inquiry.question),
    ...(inquiry.reply
      ? [
          strong(
            foreign
              ? t(($) => $.concerns.desk.replied_in, { language: languageName(inquiry.locale, locale) })
              : t(($) => $.concerns.desk.replied),
          ),
          quote(inquiry.reply),
        ]
      : []),
  ]
}

export function more(
  to: Reader,
  {
    id,
    code,
    state,
    answers,
    original,
  }: { id: string; code: string; state: State; answers: number; original: boolean },
): Message {
  const { t } = to
  return say(
    to,
    t(($) => $.concerns.desk.more, { code }),
    [t(($) => $.concerns.desk.more, { code })],
    [
      original &&
        button(
          t(($) => $.concerns.button.original),
          to.ref('concerns.original', id),
        ),
      mayMove(state, 'answer', 'officer') &&
        button(
          t(($) => $.concerns.button.take),
          to.ref('concerns.take', id),
        ),
      mayMove(state, 'decline', 'officer') &&
        button(
          t(($) => $.concerns.button.decline),
          to.ref('concerns.decline', id, answers),
        ),
      button(
        t(($) => $.concerns.button.refresh),
        to.ref('concerns.refresh', id),
      ),
    ],
  )
}

export const original = (to: Reader, { code, text, locale }: { code: string; text: string; locale: string }): Message =>
  say(to, t(to, code), [
    heading(t(to, code)),
    quote(text),
    note(to.t(($) => $.concerns.desk.in_language, { language: languageName(locale, to.locale) })),
  ])

const t = (to: Reader, code: string) => to.t(($) => $.concerns.desk.words_of, { code })

export const sentBack = (to: Reader, { code }: { code: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.desk.sent, { code }),
  )
export const asked = (to: Reader, { code }: { code: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.desk.asked_done, { code }),
  )
export const declinedDone = (to: Reader, { code }: { code: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.desk.declined_done, { code }),
  )
export const taken = (to: Reader, { code }: { code: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.desk.taken, { code }),
  )
export const stale = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.desk.stale),
  )
export const overdue = (to: Reader, { code }: { code: string }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.desk.overdue_lead, { code }),
  )
export const queue = (
  to: Reader,
  { rows }: { rows: readonly { code: string; topic: Topic; due: Date | null; state: State }[] },
): Message => {
  const title = to.t(($) => $.concerns.desk.queue, { count: rows.length })
  return say(to, title, [
    heading(title),
    facts(
      ...rows.map(
        ({ code, topic, state, due }) =>
          [
            `${code} · ${to.t(($) => $.concerns.topic[topic])}`,
            `${to.t(($) => $.concerns.state[state as 'desk'])}${due ? ` · ${to.when(due)}` : ''}`,
          ] as [string, string],
      ),
    ),
  ])
}
