import { faulty, type Or, type Refusal } from './answer.ts'
import { overlap } from './autolinks.ts'
import type { Entity, Formatted, Parser } from './parser.ts'

/** https://core.telegram.org/bots/api#sendmessage */
const MAX_CHARS = 4096
/** Telegram drops what is beyond, without a word: https://limits.tginfo.me */
const MAX_ENTITIES = 100

type Written = { text?: unknown; parse_mode?: unknown; entities?: unknown }

/** The text of a bot's message as it will be kept, with every entity: the bot's own and those that Telegram adds. */
export function readText(parser: Parser, written: Written): Or<Formatted> {
  const read = withFormatting(parser, written)
  if (!read.value) return read
  const refusal = wrongEntities(read.value)
  if (refusal) return { refusal }
  const tidy = tidied(read.value)
  const empty = /^[\s\u200b-\u200f\u2060-\u206f\ufeff]*$/u
  if (empty.test(tidy.text)) return { refusal: faulty('message text is empty', 'text must hold a visible character') }
  const size = [...tidy.text].length
  if (size > MAX_CHARS) return { refusal: faulty('message is too long', `text has ${size} of ${MAX_CHARS} characters`) }
  return { value: withLinks(parser, tidy) }
}

/** What a person typed: no formatting of their own. */
export function typedText(parser: Parser, text: string): Formatted {
  return withLinks(parser, tidied({ text, entities: [] }))
}

function withFormatting(parser: Parser, { text, parse_mode, entities }: Written): Or<Formatted> {
  const source = String(text ?? '')
  if (parse_mode === undefined) return { value: { text: source, entities: (entities ?? []) as Entity[] } }
  const parsed = parser.formatted(source, String(parse_mode))
  if (!parsed.refusal) return parsed
  return { refusal: { ...parsed.refusal, ...{ breaks: 'text must be valid in its parse_mode' } } }
}

/** Bold and its kin may hold anything; https://core.telegram.org/bots/api#formatting-options says what may not. */
const QUOTES = new Set(['blockquote', 'expandable_blockquote'])
const CODES = new Set(['code', 'pre'])

function wrongEntities({ text, entities }: Formatted): Refusal | null {
  if (entities.length > MAX_ENTITIES) return faulty('ENTITIES_TOO_LONG', `${entities.length} entities, 100 are kept`)
  for (const [index, one] of entities.entries()) {
    const wrong = wrongBounds(text, one) ?? wrongLink(one) ?? wrongPair(one, entities.slice(index + 1))
    if (wrong) return faulty('ENTITY_BOUNDS_INVALID', `entity ${one.type} at ${one.offset}+${one.length}: ${wrong}`)
  }
  return null
}

function wrongBounds(text: string, { offset, length }: Entity): string | null {
  if (offset < 0 || length <= 0 || offset + length > text.length) return 'lies outside the text'
  const splits = (at: number) => /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(at - 1, at + 1))
  return splits(offset) || splits(offset + length) ? 'cuts a character in two' : null
}

function wrongLink({ type, url }: Entity): string | null {
  if (type !== 'text_link') return null
  return url && URL.canParse(url) && /^(https?|tg|ton|mailto|tel):/i.test(url) ? null : `has no valid url (${url})`
}

function wrongPair(one: Entity, others: Entity[]): string | null {
  const met = others.filter((other) => overlap(one, other))
  if (met.some((other) => !contains(one, other) && !contains(other, one))) return 'overlaps another by part'
  if (met.some((other) => QUOTES.has(one.type) && QUOTES.has(other.type))) return 'is a quote in a quote'
  if (met.some((other) => CODES.has(one.type) || CODES.has(other.type))) return 'mixes code with another entity'
  return null
}

function contains(outer: Entity, inner: Entity): boolean {
  return outer.offset <= inner.offset && inner.offset + inner.length <= outer.offset + outer.length
}

/**
 * Telegram takes out what breaks a line of text (carriage returns, direction overrides, vertical lines), turns other
 * control characters into spaces, and trims: tdlib/td, misc.cpp, clean_input_string. Entities move along.
 */
function tidied({ text, entities }: Formatted): Formatted {
  const shown = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
  const first = /^(?:\s|[\u202a-\u202e])*/.exec(shown)![0].length
  const last = shown.length - (/(?<!\s|[\u202a-\u202e])(?:\s|[\u202a-\u202e])+$/.exec(shown)?.[0].length ?? 0)
  const moved = new Array<number>(shown.length + 1)
  let kept = ''
  for (let at = 0; at <= shown.length; at++) {
    moved[at] = kept.length
    const unit = shown[at] ?? ''
    if (at >= first && at < last && !/[\r\u2028-\u202e]|\u0333|\u033f|\u030a/.test(unit)) kept += unit
  }
  const shifted = entities.map((one) => {
    const offset = moved[one.offset] ?? kept.length
    return { ...one, offset, length: (moved[one.offset + one.length] ?? kept.length) - offset }
  })
  return { text: kept, entities: shifted.filter((one) => one.length > 0) }
}

/** Telegram links nothing inside code, nor where the sender has linked already. */
function withLinks(parser: Parser, { text, entities }: Formatted): Formatted {
  const closed = entities.filter((one) => CODES.has(one.type) || /^text_|^custom/.test(one.type))
  const links = parser.links(text).filter((link) => !closed.some((one) => overlap(link, one)))
  const all = [...entities, ...links]
  return { text, entities: all.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}
