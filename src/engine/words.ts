import type { Form, Message } from '#contract'
import { translator } from '../i18n/index.ts'
import type { Reader } from '../i18n/reader.ts'
import { button, heading, note, paragraph, quote, say, sentence, strong } from '../i18n/say.ts'
import { blank } from '../trust/blank.ts'
import { choiceArg } from './choice.ts'

export const broken = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.broken),
  )
export const outdated = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.outdated, { help: to.spell('help') }),
  )
export const spent = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.spent),
  )
export const nobody = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.nobody),
  )
export const nowhere = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.nowhere),
  )
export const refusedRole = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.not_allowed),
  )
export const cancelled = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.cancelled),
  )
export const askedInPrivate = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.asked_in_private),
  )
export const unknownCommand = (to: Reader) =>
  sentence(
    to,
    to.t(($) => $.engine.unknown_command, { help: to.spell('help') }),
  )

export function wrongPlace(
  to: Reader,
  command: string,
  scopes: readonly ('private' | 'community' | 'desk')[],
): Message {
  const spelled = { command: to.spell(command) }
  if (scopes.includes('private'))
    return sentence(
      to,
      to.t(($) => $.engine.wrong_place.private, spelled),
    )
  if (scopes.includes('desk'))
    return sentence(
      to,
      to.t(($) => $.engine.wrong_place.desk, spelled),
    )
  return sentence(
    to,
    to.t(($) => $.engine.wrong_place.community, spelled),
  )
}

/** Why an answer to a field cannot be taken; `null` when it can. */
export function fieldError({ t }: Reader, field: Form['fields'][number], value: string): string | null {
  if (blank(value)) return field.optional ? null : t(($) => $.engine.form.empty)
  if (field.kind === 'choice')
    return field.options.some((option) => option.value === value) ? null : t(($) => $.engine.form.choose)
  const over = [...value].length - field.max
  return over > 0 ? t(($) => $.engine.form.long, { max: field.max, over }) : null
}

/** One question of a form, as a message of its own. */
export type Question = {
  id: string
  title: string
  intro: string | null
  field: Form['fields'][number]
  step: number
  total: number
  error: string | null
}

export function question(to: Reader, { id, title, intro, field, step, total, error }: Question): Message {
  const { t } = to
  const how = field.kind === 'text' ? t(($) => $.engine.form.type) : t(($) => $.engine.form.press)
  const count = total > 1 ? t(($) => $.engine.form.step, { step: step + 1, total }) : ''
  const options = field.kind === 'choice' ? field.options : []
  return say(
    to,
    field.label,
    [
      error && strong(error),
      step === 0 && heading(title),
      intro && paragraph(intro),
      strong(field.label),
      field.hint,
      field.kind === 'text' && field.initial ? quote(field.initial) : null,
      note(`${how} ${count}`.trim()),
    ],
    [
      ...options.map((option, index) => button(option.label, to.ref('engine.choose', id, choiceArg(step, index)))),
      field.optional === true &&
        button(
          t(($) => $.engine.button.skip),
          to.ref('engine.skip', id, choiceArg(step, 0)),
        ),
      button(
        t(($) => $.engine.button.cancel),
        to.ref('engine.cancel', id),
      ),
    ],
  )
}

/** A frozen message that may have arrived before, and says so. */
export function repeated(message: Message): Message {
  return { ...message, blocks: [...message.blocks, note(translator(message.locale)(($) => $.engine.repeat))] }
}
