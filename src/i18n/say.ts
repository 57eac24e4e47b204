import type { Action, Block, Message } from '#contract'
import type { Reader } from './reader.ts'

/** A part of a message: a plain string is a paragraph; what is null, false or empty is left out. */
export type Part = string | null | false | undefined | Block

/** A message in a reader's language. `summary` is what a locked phone shows: keep it neutral. */
export function say(
  to: Reader,
  summary: string,
  parts: readonly Part[],
  actions: readonly (Action | null | false)[] = [],
): Message {
  return {
    summary,
    locale: to.locale,
    blocks: parts.flatMap((part) => {
      if (!part) return []
      return typeof part === 'string' ? [paragraph(part)] : [part]
    }),
    actions: actions.flatMap((action) => (action ? [action] : [])),
  }
}

/** One paragraph that is its own summary. */
export const sentence = (to: Reader, text: string, actions: readonly (Action | null | false)[] = []): Message =>
  say(to, text, [text], actions)

export const paragraph = (text: string): Block => ({ kind: 'text', spans: [{ text }] })
export const strong = (text: string): Block => ({ kind: 'text', spans: [{ text, style: 'bold' }] })
export const heading = (text: string): Block => ({ kind: 'heading', text })
export const quote = (text: string): Block => ({ kind: 'quote', text })
export const note = (text: string): Block => ({ kind: 'note', text })

/** Facts side by side; those without a value are left out. */
export const facts = (...pairs: readonly [label: string, value: string | null | undefined | false][]): Block => ({
  kind: 'fields',
  fields: pairs.flatMap(([label, value]) => (value ? [{ label, value }] : [])),
})

/** Something to copy: a code, a link, a command. */
export const copyable = (label: string, text: string): Block => ({
  kind: 'text',
  spans: [{ text: `${label} ` }, { text, style: 'code' }],
})

export const button = (label: string, ref: string, tone?: 'primary' | 'danger'): Action => ({
  label,
  ref,
  ...(tone && { tone }),
})
