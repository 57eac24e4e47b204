import type { Form } from '#contract'
import type { Reader } from '../../i18n/reader.ts'
import { declineReasons, topics } from './rules.ts'

/** Longest text that goes to the desk or back, in characters. A whole chat message fits. */
export const MAX_TEXT = 4096
/** Longest answer or question of an officer: what a modal takes at most on every platform. */
export const MAX_ANSWER = 2000

type Words = { name: string; label: string; hint?: string; initial?: string; max?: number; optional?: boolean }

const long = ({ max = MAX_ANSWER, ...words }: Words) => ({ ...words, kind: 'text', lines: 'many', max }) as const

const form = (to: Reader, ref: string, title: string, fields: Form['fields']): Form => ({
  ref,
  locale: to.locale,
  title,
  submit: to.t(($) => $.common.button.send),
  fields,
})

export const writeForm = (to: Reader): Form =>
  form(
    to,
    to.ref('concerns.write'),
    to.t(($) => $.concerns.command.relay),
    [long({ name: 'text', label: to.t(($) => $.concerns.form.write), hint: to.t(($) => $.concerns.form.write_hint) })],
  )

export const editForm = (to: Reader, id: string, act: 'edit' | 'correct', text: string): Form =>
  form(
    to,
    to.ref(`concerns.${act}`, id),
    act === 'edit' ? to.t(($) => $.concerns.form.edit) : to.t(($) => $.concerns.form.correct),
    [
      long({
        name: 'text',
        label: to.t(($) => $.concerns.form.write),
        hint: to.t(($) => $.concerns.form.write_hint),
        initial: text,
        max: MAX_TEXT,
      }),
    ],
  )

const areaField = (
  to: Reader,
  areas: readonly { id: string; name: string }[],
  initial: string | null,
): Form['fields'][number] => ({
  name: 'area',
  label: to.t(($) => $.concerns.form.area),
  kind: 'choice',
  initial: initial ?? 'none',
  options: [
    { value: 'none', label: to.t(($) => $.concerns.form.no_area) },
    ...areas.slice(0, 90).map(({ id, name }) => ({ value: id, label: name })),
  ],
})

export const fileForm = (
  to: Reader,
  { id, topic, area }: { id: string; topic: string; area: string | null },
  areas: readonly { id: string; name: string }[],
): Form =>
  form(
    to,
    to.ref('concerns.file', id),
    to.t(($) => $.concerns.form.file),
    [
      {
        name: 'topic',
        label: to.t(($) => $.concerns.field.topic),
        kind: 'choice',
        initial: topic,
        options: topics.map((topic) => ({ value: topic, label: to.t(($) => $.concerns.topic[topic]) })),
      },
      ...(areas.length > 0 ? [areaField(to, areas, area)] : []),
    ],
  )

export const answerForm = (to: Reader, id: string, answers: number): Form =>
  form(
    to,
    to.ref('concerns.answer', id, answers),
    to.t(($) => $.concerns.form.answer),
    [
      long({
        name: 'text',
        label: to.t(($) => $.concerns.form.answer_text),
        hint: to.t(($) => $.concerns.form.answer_hint),
      }),
    ],
  )

export const askForm = (to: Reader, id: string, answers: number): Form =>
  form(
    to,
    to.ref('concerns.ask', id, answers),
    to.t(($) => $.concerns.form.ask),
    [long({ name: 'text', label: to.t(($) => $.concerns.form.ask_text), hint: to.t(($) => $.concerns.form.ask_hint) })],
  )

export const declineForm = (to: Reader, id: string, answers: number): Form =>
  form(
    to,
    to.ref('concerns.decline', id, answers),
    to.t(($) => $.concerns.form.decline),
    [
      {
        name: 'reason',
        label: to.t(($) => $.concerns.form.decline_reason),
        kind: 'choice',
        options: declineReasons.map((reason) => ({ value: reason, label: to.t(($) => $.concerns.reason[reason]) })),
      },
      long({
        name: 'text',
        label: to.t(($) => $.concerns.form.decline_text),
        hint: to.t(($) => $.concerns.form.answer_hint),
        optional: true,
      }),
    ],
  )

export const replyForm = (to: Reader, id: string): Form =>
  form(
    to,
    to.ref('concerns.reply', id),
    to.t(($) => $.concerns.form.reply),
    [long({ name: 'text', label: to.t(($) => $.concerns.form.reply), hint: to.t(($) => $.concerns.form.write_hint) })],
  )
