import type { Action, Block, Message, Span } from '#contract'
import { BREAK, inert } from './inert.ts'
import { ENTITIES, limits } from './limits.ts'
import type { Entity } from './update.ts'

export type Button = { text: string; style?: 'primary' | 'danger' } & ({ callback_data: string } | { url: string })

/** What sendMessage and editMessageText share. Never a parse mode: entities need no escaping. */
export type Payload = {
  text: string
  entities: Entity[]
  reply_markup?: { inline_keyboard: Button[][] }
  link_preview_options: { is_disabled: true }
}

type Style = 'bold' | 'italic' | 'code' | 'blockquote' | 'expandable_blockquote' | 'text_link'

/** A piece of finished text and how it looks. */
type Piece = { text: string; type?: Style; url?: string }

/** A quote longer than this is folded by the clients; a reader opens it with one tap. */
const FOLDED = { characters: 600, lines: 8 }

/** Characters of all labels that still stand side by side on a small phone. */
const ROW_CHARS = 30

export function render(message: Message): Payload {
  const page = write(message.blocks)
  const keyboard = keyboardOf(message.actions)
  return {
    ...(readable(page.text) ? page : { text: inert(message.summary), entities: [] }),
    ...(keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } }),
    link_preview_options: { is_disabled: true },
  }
}

/** Lays the blocks out and counts offsets in UTF-16 units, as https://core.telegram.org/bots/api#messageentity does. */
function write(blocks: readonly Block[]): { text: string; entities: Entity[] } {
  const entities: Entity[] = []
  let text = ''
  for (const [index, block] of blocks.entries()) {
    if (index > 0) text += blocks[index - 1]!.kind === 'heading' ? '\n' : '\n\n'
    for (const { text: words, type, url } of draw(block)) {
      if (type && words.trim()) entities.push({ type, offset: text.length, length: words.length, ...(url && { url }) })
      text += words
    }
  }
  return { text, entities: entities.slice(0, ENTITIES) }
}

function draw(block: Block): Piece[] {
  switch (block.kind) {
    case 'heading':
      return [{ text: inert(block.text), type: 'bold' }]
    case 'text':
      return block.spans
        .filter(({ text }) => text !== '')
        .map(drawSpan)
        .flatMap(apart)
    case 'quote':
      return [drawQuote(block.text)]
    case 'fields':
      return block.fields.flatMap(drawField)
    case 'note':
      return [{ text: inert(block.text), type: 'italic' }]
    case 'divider':
      return [{ text: '———' }]
  }
}

/** Code is ours, and nothing links itself inside it: codes and commands stay exact, to be copied with a tap. */
function drawSpan(span: Span): Piece {
  if ('href' in span) return { text: inert(span.text), type: 'text_link', url: span.href }
  if (span.style === 'code') return { text: span.text.toWellFormed(), type: 'code' }
  return { text: inert(span.text), ...(span.style && { type: span.style }) }
}

/** Two spans that touch could make a link together; where there is white space, nothing may stop the line from breaking. */
function apart(piece: Piece, index: number, pieces: readonly Piece[]): Piece[] {
  const touches = index > 0 && /\S$/u.test(pieces[index - 1]!.text) && /^\S/u.test(piece.text)
  return touches ? [{ text: BREAK }, piece] : [piece]
}

function drawQuote(quote: string): Piece {
  const text = inert(quote)
  const long = text.length > FOLDED.characters || text.split('\n').length > FOLDED.lines
  return { text, type: long ? 'expandable_blockquote' : 'blockquote' }
}

function drawField({ label, value }: { label: string; value: string }, index: number): Piece[] {
  const start = index > 0 ? [{ text: '\n' }] : []
  return [...start, { text: `${inert(label)}:`, type: 'bold' }, { text: ` ${inert(value)}` }]
}

/** Telegram refuses a text in which nothing can be seen. */
function readable(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text)
}

/** Short labels share a row; a long one gets its own, since clients cut what is too wide. */
function keyboardOf(actions: readonly Action[]): Button[][] {
  const keyboard: Button[][] = []
  for (const action of actions) {
    const row = keyboard.at(-1)
    const width = row?.reduce((sum, button) => sum + button.text.length, action.label.length) ?? 0
    if (row && row.length < limits.actionsPerRow && width <= ROW_CHARS) row.push(buttonOf(action))
    else keyboard.push([buttonOf(action)])
  }
  return keyboard
}

function buttonOf(action: Action): Button {
  const look = { text: action.label.toWellFormed(), ...(action.tone && { style: action.tone }) }
  return 'ref' in action ? { ...look, callback_data: action.ref } : { ...look, url: action.href }
}
