import type { Entity } from './parser.ts'

/** Names that start no word: Telegram links `@ana`, `#park` or `/help` only where a word could begin. */
const START = '(?<![\\p{L}\\p{N}_@#/.])'

const LINKS: [Entity['type'], RegExp][] = [
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}/giu],
  [
    'url',
    /(?:(?:https?|ftp|tg|ton):\/\/[^\s<>"]*[^\s<>".,;:!?)\]]|(?<![\w@.-])(?:[\p{L}\p{N}_-]+\.)+(?:com|org|net|info|io|me|ru|de|fr|es|uk|us|dev|app|gov|edu|[a-z]{2})(?![\p{L}\p{N}_-])(?:[/?#][^\s<>"]*[^\s<>".,;:!?)\]])?)/giu,
  ],
  ['mention', new RegExp(`${START}@[a-z0-9_]{3,32}(?![a-z0-9_])`, 'giu')],
  ['hashtag', new RegExp(`${START}#(?=[\\p{N}_]*\\p{L})[\\p{L}\\p{N}_]{1,256}(?![\\p{L}\\p{N}_#])`, 'gu')],
  ['cashtag', /(?<![\p{L}\p{N}_$])\$[A-Z]{1,8}(?![\p{L}\p{N}_$])/gu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>@.])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/giu],
]

/** What Telegram links in a plain text, earlier rules first where two meet. For machines on which TDLib does not load. */
export function autoLinks(text: string): Entity[] {
  const found: Entity[] = []
  for (const [type, pattern] of LINKS) {
    for (const match of text.matchAll(pattern)) {
      const one = { type, offset: match.index, length: match[0].length }
      if (!found.some((other) => overlap(one, other))) found.push(one)
    }
  }
  return found.sort((a, b) => a.offset - b.offset)
}

type Stretch = { offset: number; length: number }

export function overlap(a: Stretch, b: Stretch): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}
