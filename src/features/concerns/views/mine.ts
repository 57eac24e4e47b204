import type { Message } from '#contract'
import type { Reader } from '../../../i18n/reader.ts'
import { button, facts, heading, paragraph, quote, say, sentence, strong } from '../../../i18n/say.ts'
import type { DeclineReason, State, Topic } from '../rules.ts'
import { language, verdict } from './voice.ts'

export type Mine = { id: string; receipt: string; topic: Topic; state: State; confirmed: boolean | null }

const stateFor = ({ t }: Reader, { state, confirmed }: Pick<Mine, 'state' | 'confirmed'>) =>
  state === 'closed'
    ? confirmed
      ? t(($) => $.concerns.state.closed_confirmed)
      : t(($) => $.concerns.state.closed_unconfirmed)
    : t(($) => $.concerns.state[state as 'desk'])

export function mine(to: Reader, { rows }: { rows: readonly Mine[] }): Message {
  const { t } = to
  if (rows.length === 0)
    return sentence(
      to,
      t(($) => $.concerns.voice.none),
    )
  const title = t(($) => $.concerns.voice.mine)
  return say(
    to,
    title,
    [
      heading(title),
      facts(
        ...rows.map(
          (row) => [`${row.receipt} · ${t(($) => $.concerns.topic[row.topic])}`, stateFor(to, row)] as [string, string],
        ),
      ),
    ],
    rows.map(({ id, receipt }) => button(receipt, to.ref('concerns.show', id))),
  )
}

export type Own = Mine & {
  part: 'author' | 'ambassador'
  text: string
  answer: { text: string; locale: string; ordinal: number; reason: DeclineReason | null } | null
  question: { text: string; locale: string } | null
  may: { judge: boolean; reply: boolean; correct: boolean; withdraw: boolean; reopen: boolean }
}

/** One concern of the reader's own: where it stands, and everything they can do with it. */
export function show(to: Reader, data: Own): Message {
  const { t } = to
  const ref = (act: string) => to.ref(`concerns.${act}`, data.id)
  return say(
    to,
    t(($) => $.concerns.update),
    [
      heading(`${data.receipt} · ${t(($) => $.concerns.topic[data.topic])}`),
      facts([t(($) => $.concerns.field.state), stateFor(to, data)]),
      data.text ? quote(data.text) : null,
      data.question && strong(t(($) => $.concerns.voice.they_ask)),
      data.question ? quote(data.question.text) : null,
      data.answer && strong(t(($) => $.concerns.voice.they_answer)),
      data.answer?.reason ? paragraph(t(($) => $.concerns.reason[data.answer!.reason!])) : null,
      data.answer?.text ? quote(data.answer.text) : null,
      data.answer?.text ? language(to, data.answer.locale, data.part) : null,
      data.may.judge &&
        strong(data.part === 'ambassador' ? t(($) => $.concerns.voice.judge_for) : t(($) => $.concerns.voice.judge)),
    ],
    [
      ...(data.may.judge ? verdict(to, data.id, data.answer?.ordinal ?? 1) : []),
      data.may.reply &&
        button(
          t(($) => $.concerns.button.reply),
          ref('reply'),
          'primary',
        ),
      data.may.correct &&
        button(
          t(($) => $.concerns.button.correct),
          ref('correct'),
        ),
      data.may.reopen &&
        button(
          t(($) => $.concerns.button.reopen),
          ref('reopen'),
        ),
      data.may.withdraw &&
        button(
          t(($) => $.concerns.button.withdraw),
          ref('withdraw'),
        ),
    ],
  )
}
