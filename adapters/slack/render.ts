import type { types } from '@slack/bolt'
import type { Action, Block, Field, Form, Message, Span } from '#contract'
import { clip, rows } from '#render'
import { limits, own } from './limits.ts'
import { escaped, inert } from './words.ts'

/** `text` is what notifications and screen readers get; clients that can draw show the blocks in its place. */
export type Payload = { text: string; blocks: types.KnownBlock[] }

/** No slot that reads markup ever holds anybody's words: plain_text and rich_text only, each word made inert. */
export function render(message: Message): Payload {
  return { text: escaped(clip(message.summary, own.summaryChars)), blocks: drawn(message) }
}

function drawn({ summary, blocks, actions }: Message): types.KnownBlock[] {
  const body = blocks.flatMap(draw)
  const words = body.length > 0 ? body : section([{ text: summary }])
  return [...words, ...rows(actions, limits.actionsPerRow).map(buttons)]
}

function draw(block: Block): types.KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return heading(block.text)
    case 'text':
      return section(block.spans)
    case 'quote':
      return rich('rich_text_quote', [{ text: block.text }])
    case 'fields':
      return section(block.fields.flatMap(field))
    case 'note':
      return note(block.text)
    case 'divider':
      return [{ type: 'divider' }]
  }
}

function heading(text: string): types.KnownBlock[] {
  if (inert(text).length > own.headerChars) return section([{ text, style: 'bold' }])
  return text.trim() === '' ? [] : [{ type: 'header', text: words(text) }]
}

function note(text: string): types.KnownBlock[] {
  return text.trim() === '' ? [] : [{ type: 'context', elements: chunks(text).map((part) => words(part)) }]
}

const section = (spans: readonly Span[]) => rich('rich_text_section', spans)

/** A label, and its value beside it, on a line of their own. */
function field({ label, value }: { label: string; value: string }, index: number): Span[] {
  return [{ text: `${index === 0 ? '' : '\n'}${label}:`, style: 'bold' }, { text: ` ${value}` }]
}

/** Slack refuses an empty piece of rich text, and a block without pieces. */
function rich(type: 'rich_text_section' | 'rich_text_quote', spans: readonly Span[]): types.KnownBlock[] {
  const elements = spans.filter((span) => span.text !== '').map(element)
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements: [{ type, elements }] }]
}

function element(span: Span): types.RichTextText | types.RichTextLink {
  // Code is ours, and is copied: a hidden mark in it would break a link or code that somebody pastes.
  const text = 'style' in span && span.style === 'code' ? span.text.toWellFormed() : inert(span.text)
  if ('href' in span) return followable(span.href) ? { type: 'link', url: span.href, text } : { type: 'text', text }
  return { type: 'text', text, ...(span.style && { style: { [span.style]: true } }) }
}

const followable = (href: string) => /^(https?|mailto|tel):/u.test(href) && href.length <= 3_000

function buttons(actions: readonly Action[], row: number): types.ActionsBlock {
  return { type: 'actions', elements: actions.map((action, column) => button(action, `${row}.${column}`)) }
}

/** The reference travels as the value; the id only has to differ within the message. */
function button(action: Action, action_id: string): types.Button {
  const text = words(clip(action.label, limits.labelChars), false)
  const style = action.tone && { style: action.tone }
  return {
    type: 'button',
    action_id,
    text,
    ...style,
    ...('ref' in action ? { value: action.ref } : { url: action.href }),
  }
}

/** A form in a window of its own; `metadata` comes back with the answers. */
export function view(form: Form, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    private_metadata: metadata,
    title: words(clip(form.title, limits.form.titleChars), false),
    submit: words(clip(form.submit, own.submitChars), false),
    blocks: [...(form.intro?.trim() ? chunks(form.intro).map(paragraph) : []), ...form.fields.map(input)],
  }
}

/** A window that only tells, with the title it had. */
export function telling(message: Message, title: string, metadata: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: 'notice',
    private_metadata: metadata,
    title: words(clip(title.trim() || message.summary, limits.form.titleChars), false),
    blocks: drawn(message),
  }
}

function input(field: Field): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: words(clip(field.label, limits.form.labelChars), false),
    ...(field.hint?.trim() && { hint: words(clip(field.hint, limits.form.hintChars), false) }),
    optional: field.optional ?? false,
    element: field.kind === 'text' ? line(field) : choice(field),
  }
}

/** What stands in the box comes back to us, so nothing is added to it. */
function line(field: Extract<Field, { kind: 'text' }>): types.PlainTextInput {
  const max_length = Math.min(field.max, limits.form.textChars)
  const initial = field.initial && { initial_value: clip(field.initial.toWellFormed(), max_length) }
  return { type: 'plain_text_input', action_id: 'answer', multiline: field.lines === 'many', max_length, ...initial }
}

function choice(field: Extract<Field, { kind: 'choice' }>): types.StaticSelect {
  const options = field.options.map(({ value, label }) => ({
    text: words(clip(label, limits.form.optionChars), false),
    value,
  }))
  const initial_option = options.find(({ value }) => value === field.initial)
  return { type: 'static_select', action_id: 'answer', options, ...(initial_option && { initial_option }) }
}

const paragraph = (text: string): types.SectionBlock => ({ type: 'section', text: words(text) })

/** Labels, titles and options are never searched for links, and have no room to spare. */
function words(text: string, hostile = true): types.PlainTextElement {
  return { type: 'plain_text', text: hostile ? inert(text) : text.toWellFormed(), emoji: false }
}

/** Pieces that stay within one text object even when every character is made inert. */
function chunks(text: string): string[] {
  const half = own.textObjectChars / 2
  if (inert(text).length <= own.textObjectChars) return [text]
  return text.match(new RegExp(`[^]{1,${half}}`, 'gu')) ?? []
}
