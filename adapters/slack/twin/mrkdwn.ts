import { findLinks } from './links.ts'

/** What a reader sees, and which parts of it are more than letters. */
export type Rendered = { text: string; live: { kind: string; text: string }[] }

/** Names behind ids, for mentions. */
export type Names = (id: string) => string

export type Markup = {
  /** False when the sender switched styles off; sequences in `<>` work all the same. */
  styles: boolean
  /** Whether bare addresses become links. */
  addresses: boolean
  /** Whether `@name`, `#channel` and `@here` become mentions without `<>`. */
  names: boolean
}

const styles = [
  { kind: 'bold', pattern: /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/gu },
  { kind: 'italic', pattern: /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/gu },
  { kind: 'strike', pattern: /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/gu },
]

const decode = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Reads the vendor's own markup as its clients do: https://docs.slack.dev/messaging/formatting-message-text */
export function readMrkdwn(source: string, names: Names, markup: Markup): Rendered {
  const live: Rendered['live'] = []
  const pieces = markup.styles ? source.split(/```([\s\S]+?)```|`([^`\n]+)`/) : [source]
  let text = ''
  for (const [at, piece] of pieces.entries()) {
    if (piece === undefined) continue
    if (at % 3 === 0) text += readLines(piece, names, markup, live)
    else {
      const shown = decode(piece.replace(/<(?:[^|>\n]+\|)?([^>\n]+)>/g, '$1'))
      live.push({ kind: at % 3 === 1 ? 'pre' : 'code', text: shown })
      for (const [, name] of piece.matchAll(/<([!@#][^<>\n]+)>/g)) mark(live, 'mention', name!)
      text += shown
    }
  }
  return { text, live }
}

function readLines(source: string, names: Names, markup: Markup, live: Rendered['live']): string {
  return source
    .split('\n')
    .map((line) => {
      const quoted = markup.styles && /^(?:&gt;|>)/.test(line)
      const shown = readLine(quoted ? line.replace(/^(?:&gt;|>){1,3} ?/, '') : line, names, markup, live)
      if (quoted) live.push({ kind: 'quote', text: shown })
      return shown
    })
    .join('\n')
}

/** Sequences in `<>` are set aside under a private character, so that styles may surround but not enter them. */
function readLine(source: string, names: Names, markup: Markup, live: Rendered['live']): string {
  const aside: string[] = []
  const put = (shown: string) => `\uE000${String.fromCharCode(0xe100 + aside.push(shown) - 1)}`
  const back = (text: string) =>
    decode(text.replace(/\uE000([\uE100-\uF8FF])/g, (_, at) => aside[at.charCodeAt(0) - 0xe100] ?? ''))
  let line = source.replace(/[\uE000-\uF8FF]/g, '').replace(/<([^<>\n]+)>/g, (whole, inner: string) => {
    const part = sequence(inner, names)
    if (!part) return whole
    live.push({ kind: part.kind, text: part.text })
    return put(part.text)
  })
  if (markup.addresses) line = setLinksAside(line, put, live)
  if (markup.names) line = setNamesAside(line, put, live)
  if (markup.styles) line = readStyles(line, back, live)
  for (const [name] of line.matchAll(emoji)) mark(live, 'emoji', name)
  return back(line)
}

function setNamesAside(line: string, put: (shown: string) => string, live: Rendered['live']): string {
  return line.replace(/(?<![\w&])[@#](?=\p{L})[\p{L}\p{N}._-]+/gu, (name) => {
    mark(live, 'mention', name)
    return put(name)
  })
}

const emoji = /:(?=[a-z0-9_+'-]*[a-z])[a-z0-9_+'-]+:/g

function mark(live: Rendered['live'], kind: string, text: string): void {
  live.push({ kind, text })
}

function setLinksAside(line: string, put: (shown: string) => string, live: Rendered['live']): string {
  const plain = decode(line)
  const found = findLinks(plain)
  if (found.length === 0) return line
  let rest = line
  for (const link of found) {
    live.push({ kind: 'link', text: link.text })
    const encoded = link.text.replaceAll('&', '&amp;')
    rest = rest.replace(rest.includes(encoded) ? encoded : link.text, () => put(link.text))
  }
  return rest
}

function readStyles(line: string, back: (text: string) => string, live: Rendered['live']): string {
  return styles.reduce(
    (text, { kind, pattern }) =>
      text.replace(pattern, (_, inner: string) => {
        live.push({ kind, text: back(inner) })
        return inner
      }),
    line,
  )
}

/** The inside of `<…>`; null when it is none of the vendor's sequences. */
function sequence(inner: string, names: Names): { kind: string; text: string } | null {
  const [target = '', label] = inner.split('|', 2)
  if (/^[@#][A-Z0-9]{2,}$/.test(target))
    return { kind: 'mention', text: `${target[0]}${label ?? names(target.slice(1))}` }
  if (/^!(?:channel|here|everyone)\b/.test(target)) return { kind: 'mention', text: `@${target.slice(1)}` }
  if (target.startsWith('!subteam^')) return { kind: 'mention', text: label ?? `@${target.slice(9)}` }
  if (target.startsWith('!date^')) return { kind: 'date', text: label ?? target.split('^')[2] ?? target }
  if (/^(?:[a-z][a-z0-9+.-]*:|www\.)\S+$/i.test(target)) return { kind: 'link', text: decode(label ?? target) }
  return null
}

/** Plain text objects and rich text: no markup, but clients still find addresses, and colon names unless told not to. */
export function readPlain(source: string, colons: boolean): Rendered {
  const live: Rendered['live'] = findLinks(source).map((link) => ({ kind: 'link', text: link.text }))
  if (colons) for (const [name] of source.matchAll(emoji)) live.push({ kind: 'emoji', text: name })
  return { text: source, live }
}
