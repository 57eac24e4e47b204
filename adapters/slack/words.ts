/**
 * Words between people and Slack. Slack escapes `&`, `<` and `>` in what people type and puts mentions and links between
 * angle brackets. https://docs.slack.dev/messaging/formatting-message-text
 */

/** Invisible, zero width, and no line may break at it: a client that looks for links or names finds none across it. */
const JOINER = '\u2060'

/** Where a client might start a link, a mention, a channel, a command or an emoji code. */
const sparks = /[.。．｡](?=[\p{L}\p{N}])|:(?=\/\/|[\w+'-]+:)|[@＠﹫](?=\S)|(?<=^|\s)[#/](?=\S)/gimu

/** Schemes that need no slashes. */
const schemes = /(?<=mailto|tel)(?=:)/gimu

/** Reads the same, comes alive nowhere. */
export function inert(text: string): string {
  return text
    .toWellFormed()
    .replace(sparks, (spark) => spark + JOINER)
    .replace(schemes, JOINER)
}

/** For the one slot that may be read as markup, the top-level `text`. */
export function escaped(text: string): string {
  return inert(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/gu, (mark) => mark + JOINER)
}

/** What a person typed, as they see it. Never shows an account id. */
export function plain(text: string): string {
  return text
    .replace(/<([^<>]*)>/gu, (_, inside: string) => shown(inside))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(JOINER, '')
}

/** A mention without a name becomes `@…`: the id behind it would point at an account. */
function shown(inside: string): string {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? '' : inside.slice(bar + 1)
  if (target.startsWith('@')) return `@${label || '…'}`
  if (target.startsWith('#')) return `#${label || '…'}`
  if (target.startsWith('!subteam')) return label || '@…'
  if (target.startsWith('!date')) return label
  if (target.startsWith('!')) return `@${target.slice(1)}`
  return linked(target, label)
}

function linked(target: string, label: string): string {
  const bare = target.replace(/^mailto:|^tel:/u, '')
  if (label === '' || label === bare || label === target) return label || bare
  return bare.replace(/^https?:\/\//u, '').replace(/\/$/u, '') === label ? bare : `${label} (${bare})`
}
