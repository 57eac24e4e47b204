import type { Block, Message } from '#contract'
import type { Button, Payload } from './render.ts'

/**
 * Telegram's published rules and its clients' habits, read from https://core.telegram.org/bots/api and written without a
 * look at `render` or `inert`, to judge what they make.
 */

const entityTypes = ['bold', 'italic', 'code', 'blockquote', 'expandable_blockquote', 'text_link']

/** Every rule of sendMessage that a payload breaks. */
export function violations(payload: Payload): string[] {
  const size = Array.from(payload.text).length
  const buttons = payload.reply_markup?.inline_keyboard ?? []
  return [
    ...(payload.text.trim() === '' ? ['message text is empty'] : []),
    ...(size > 4096 ? [`message is too long: ${size}`] : []),
    ...(payload.text.isWellFormed() ? [] : ['strings must be encoded in UTF-8']),
    ...('parse_mode' in payload ? ['entities and parse_mode exclude each other'] : []),
    ...(payload.entities.length > 100 ? ['more than 100 entities'] : []),
    ...payload.entities.flatMap((entity) => entityViolations(entity, payload.text)),
    ...(buttons.flat().length > 100 ? ['more than 100 buttons'] : []),
    ...buttons.flatMap((row) => (row.length === 0 || row.length > 8 ? [`${row.length} buttons in a row`] : [])),
    ...buttons.flat().flatMap(buttonViolations),
  ]
}

function entityViolations({ type, offset, length, url }: Payload['entities'][number], text: string): string[] {
  const halves = [offset, offset + length].filter((at) => /[\udc00-\udfff]/.test(text.charAt(at)))
  return [
    ...(entityTypes.includes(type) ? [] : [`entity type ${type}`]),
    ...(offset < 0 || length < 1 || offset + length > text.length ? [`entity outside the text: ${type}`] : []),
    ...(halves.length > 0 ? [`entity ends within a character: ${type}`] : []),
    ...(type === 'text_link' && !(url && URL.canParse(url)) ? ['text_link without an address'] : []),
  ]
}

function buttonViolations(button: Button): string[] {
  const data = 'callback_data' in button ? Buffer.byteLength(button.callback_data) : null
  return [
    ...(button.text.trim() === '' ? ['button without a text'] : []),
    ...('callback_data' in button === 'url' in button ? ['a button does exactly one thing'] : []),
    ...(data !== null && (data < 1 || data > 64) ? [`BUTTON_DATA_INVALID: ${data} bytes`] : []),
    ...('url' in button && !/^(?:https?|tg):\/\//.test(button.url) ? ['BUTTON_URL_INVALID'] : []),
  ]
}

/** What clients turn into something to tap, with no entity asked for. */
const detectors: [string, RegExp][] = [
  ['mention', /(?<![\p{L}\p{N}_])@\w{2,}/gu],
  ['email', /[\w.+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu],
  ['hashtag', /(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]+/gu],
  ['cashtag', /(?<![\p{L}\p{N}_])\$(?:1INCH|[A-Z]{1,8})(?![\p{L}\p{N}_])/gu],
  ['command', /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}/gu],
  ['scheme', /[a-z][a-z0-9+.-]*:\/\/[^\s\u2060]/giu],
  ['domain', /[\p{L}\p{N}-]+[.。．｡][\p{L}]{2,}/gu],
  ['address', /\d{1,3}(?:\.\d{1,3}){3}/gu],
  ['number', /\d(?:[ ().+/-]{0,2}\d){6,}/gu],
  ['time stamp', /\d{1,2}:\d{2}/gu],
]

/** Everything that would ping, link or format beyond what the message asks for. */
export function alive(payload: Payload, message: Message): string[] {
  const asked = message.blocks.flatMap(looks)
  const unasked = payload.entities.filter(({ type, offset, length, url }) => {
    const words = bare(payload.text.slice(offset, offset + length))
    return !asked.some((look) => look.types.includes(type) && bare(look.text) === words && look.url === url)
  })
  const prose = outsideCode(payload)
  return [
    ...unasked.map(({ type, offset, length }) => `${type}: ${payload.text.slice(offset, offset + length)}`),
    ...detectors.flatMap(([kind, pattern]) => (prose.match(pattern) ?? []).map((found) => `${kind}: ${found}`)),
    ...('parse_mode' in payload ? ['markup'] : []),
    ...(payload.link_preview_options?.is_disabled ? [] : ['link preview']),
  ]
}

type Look = { types: string[]; text: string; url?: string }

function looks(block: Block): Look[] {
  switch (block.kind) {
    case 'heading':
      return [{ types: ['bold'], text: block.text }]
    case 'note':
      return [{ types: ['italic'], text: block.text }]
    case 'quote':
      return [{ types: ['blockquote', 'expandable_blockquote'], text: block.text }]
    case 'fields':
      return block.fields.map(({ label }) => ({ types: ['bold'], text: `${label}:` }))
    case 'text':
      return block.spans.flatMap((span): Look[] => {
        if ('href' in span) return [{ types: ['text_link'], text: span.text, url: span.href }]
        return span.style ? [{ types: [span.style], text: span.text }] : []
      })
    case 'divider':
      return []
  }
}

const bare = (text: string) => text.toWellFormed().replaceAll('\u2060', '').replace(/\r\n?/g, '\n')

/** Nothing links itself inside code, and nothing reaches across it. */
export function outsideCode({ text, entities }: Payload): string {
  const codes = entities.filter(({ type }) => type === 'code')
  return codes.reduceRight(
    (rest, { offset, length }) => `${rest.slice(0, offset)}\u0000${rest.slice(offset + length)}`,
    text,
  )
}
