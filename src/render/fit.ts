import type { Action, Block, Codec, Message, Span } from '#contract'
import { clip } from './clip.ts'
import { cut, type Weigh } from './cut.ts'
import { rows } from './rows.ts'

type Platform = Pick<Codec<never, never>, 'limits' | 'weigh'>

/** Room for the marks and newlines that a renderer puts around one piece of text. */
const DRESSING = 8

/**
 * Cuts a message into as many pages as the platform needs; no word and no button is lost. Buttons stand on the last page
 * (on further pages when one cannot carry them all); a label too long is clipped. A page is never without a block.
 */
export function fit(message: Message, { limits, weigh }: Platform): Message[] {
  const summary = cut(message.summary, roomOf(limits) - DRESSING, weigh)[0] ?? message.summary
  const line: Block = { kind: 'text', spans: [{ text: summary }] }
  const pages = paginate(message.blocks, { limits, weigh })
  const labelled = message.actions.map((action) => ({ ...action, label: clip(action.label, limits.labelChars) }))
  const [actions = [], ...further] = rows<Action>(labelled, limits.rows * limits.actionsPerRow)
  const page = (blocks: Block[], own: Action[]) => ({ summary, locale: message.locale, blocks, actions: own })
  return [
    ...pages.slice(0, -1).map((blocks) => page(blocks, [])),
    page(pages.at(-1) ?? [line], actions),
    ...further.map((own) => page([line], own)),
  ]
}

/** What a block weighs at most once it is written, dressing included. */
export function weight(block: Block, weigh: Weigh): number {
  switch (block.kind) {
    case 'heading':
    case 'note':
      return weigh(block.text) + DRESSING
    case 'quote':
      return weigh(block.text) + DRESSING + 2 * newlines(block.text)
    case 'text':
      return block.spans.reduce((sum, span) => sum + spanWeight(span, weigh), 0)
    case 'fields':
      return block.fields.reduce((sum, field) => sum + weigh(field.label) + weigh(field.value) + DRESSING, 0)
    case 'divider':
      return DRESSING
  }
}

function spanWeight(span: Span, weigh: Weigh): number {
  return weigh(span.text) + DRESSING + ('href' in span ? weigh(span.href) : 0)
}

/** A quote is marked line by line where a platform has no structure for it. */
function newlines(text: string): number {
  return text.split('\n').length - 1
}

function roomOf(limits: Platform['limits']): number {
  return Math.min(limits.blockWeight, limits.messageWeight)
}

function paginate(blocks: readonly Block[], { limits, weigh }: Platform): Block[][] {
  const pages: Block[][] = []
  const room = roomOf(limits)
  const fits = (page: Block[]) =>
    page.length <= limits.blocks && page.reduce((sum, block) => sum + weight(block, weigh), 0) <= limits.messageWeight
  for (const piece of blocks.flatMap((block) => split(block, room, weigh))) {
    const page = pages.at(-1)
    if (page && fits([...page, piece])) page.push(piece)
    else pages.push(carried(page, piece, fits))
  }
  return pages
}

/** Starts a page; a heading left alone at the end of the page before comes along. */
function carried(before: Block[] | undefined, piece: Block, fits: (page: Block[]) => boolean): Block[] {
  const last = before?.at(-1)
  if (!before || before.length < 2 || last?.kind !== 'heading' || !fits([last, piece])) return [piece]
  before.pop()
  return [last, piece]
}

/** Ours are short by design; a person's words are cut wherever they stand. Labels are never cut. */
function split(block: Block, room: number, weigh: Weigh): Block[] {
  if (block.kind === 'divider') return [block]
  if (weight(block, weigh) <= room) return blank(block) ? [] : [block]
  switch (block.kind) {
    case 'heading':
    case 'note':
      return cut(block.text, room - DRESSING, weigh).map((text) => ({ ...block, text }))
    case 'quote':
      return cut(block.text, room - DRESSING, (text) => weigh(text) + 2 * newlines(text)).map((text) => ({
        ...block,
        text,
      }))
    case 'text':
      return splitSpans(block.spans, room, weigh)
    case 'fields':
      return splitFields(block.fields, room, weigh)
  }
}

function blank(block: Block): boolean {
  if (block.kind === 'text') return block.spans.every((span) => span.text.trim() === '')
  if (block.kind === 'fields') return block.fields.length === 0
  return block.kind !== 'divider' && block.text.trim() === ''
}

function splitSpans(spans: readonly Span[], room: number, weigh: Weigh): Block[] {
  const pieces = spans.flatMap((span) => {
    if (spanWeight(span, weigh) <= room) return [span]
    const around = DRESSING + ('href' in span ? weigh(span.href) : 0)
    return cut(span.text, room - around, weigh).map((text) => ({ ...span, text }))
  })
  const groups = gather(pieces, room, (span) => spanWeight(span, weigh))
  return groups.map((group): Block => ({ kind: 'text', spans: group })).filter((block) => !blank(block))
}

function splitFields(fields: readonly { label: string; value: string }[], room: number, weigh: Weigh): Block[] {
  const pieces = fields.flatMap(({ label, value }) => {
    const left = room - DRESSING - weigh(label)
    return weigh(value) <= left ? [{ label, value }] : cut(value, left, weigh).map((part) => ({ label, value: part }))
  })
  const groups = gather(pieces, room, (field) => weigh(field.label) + weigh(field.value) + DRESSING)
  return groups.map((group) => ({ kind: 'fields', fields: group }))
}

/** Groups of neighbours that stay within `room` together. */
function gather<T>(items: readonly T[], room: number, weighItem: (item: T) => number): T[][] {
  const groups: T[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const item of items) {
    const own = weighItem(item)
    used += own
    if (used <= room) groups.at(-1)!.push(item)
    else {
      groups.push([item])
      used = own
    }
  }
  return groups
}
