export type Weigh = (text: string) => number

const segmenters = {
  word: new Intl.Segmenter('und', { granularity: 'word' }),
  grapheme: new Intl.Segmenter('und', { granularity: 'grapheme' }),
}

/**
 * Cuts a text into parts of at most `max` weight: at white space where the part stays at least half full, else between
 * words (Thai and Chinese write none), else between graphemes. Only white space at a cut is dropped.
 */
export function cut(text: string, max: number, weigh: Weigh): string[] {
  const parts: string[] = []
  let rest = text
  while (weigh(rest) > max) {
    const end = boundary(rest, most(rest, max, weigh))
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return [...parts, rest].filter((part) => part.trim() !== '')
}

/** The longest prefix, in UTF-16 units, that weighs at most `max`; at least one code point, so that a cut always ends. */
function most(text: string, max: number, weigh: Weigh): number {
  let [fits, over] = [0, text.length]
  while (over - fits > 1) {
    const middle = (fits + over) >> 1
    if (weigh(text.slice(0, middle)) <= max) fits = middle
    else over = middle
  }
  const first = text.codePointAt(0)! > 0xffff ? 2 : 1
  const splitsPair = fits > 0 && text.codePointAt(fits - 1)! > 0xffff
  return Math.max(splitsPair ? fits - 1 : fits, first)
}

function boundary(text: string, end: number): number {
  const space = text.slice(0, end + 1).search(/\s\S*$/u)
  if (space * 2 >= end) return space
  for (const granularity of ['word', 'grapheme'] as const) {
    const index = segmenters[granularity].segment(text).containing(end)?.index ?? end
    if (index * 2 >= end) return index
  }
  return end
}
