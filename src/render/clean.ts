import { clip } from './clip.ts'

/**
 * What no script needs and an attacker does: control characters but tab and newline, soft hyphen, bidi embeddings,
 * overrides and isolates, invisible operators, interlinear marks, byte order mark, tag and unassigned ignorable characters.
 * U+200B to U+200F stay: Bengali, Persian, Burmese and Khmer are misspelt without them.
 */
const unsafe =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]/gu
const newlines = /\r\n?|[\u0085\u2028\u2029]/g
/** Burmese stacks more than three marks, so the cap that stops towers of marks is eight. */
const towers = /(\p{M}{8})\p{M}+/gu
const blankLines = /\n(?:[^\S\n]*\n){2,}/g

/** Makes a person's text safe to keep and show: same words in every language, at most `max` UTF-16 units. Idempotent. */
export function clean(text: string, max: number): string {
  const safe = text.toWellFormed().replace(newlines, '\n').replace(unsafe, '').normalize('NFC')
  return clip(safe.replace(towers, '$1').replace(blankLines, '\n\n').trim(), max)
}

/** Wraps a value so that its direction cannot reorder the sentence around it (U+2068 to U+2069, UAX #9). */
export function isolate(value: string): string {
  return `\u2068${value.replace(/[\u2066-\u2069]/g, '')}\u2069`
}
