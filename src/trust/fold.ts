import { digits } from './digits.ts'

/** A text made easy to match, and where each of its units stands in the original. */
export type Folded = {
  text: string
  /** The original's range behind a folded one; invisible characters at its end belong to it. */
  range(start: number, end: number): [number, number]
}

/** Characters without width, which hide a number from a pattern and not from a reader; and the keycap around a digit. */
const invisible = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]|\u20e3/u

/** Nothing in it folds. */
const PLAIN = /^[\0-\x7f]*$/

/** Compatibility forms unified (NFKC), digits of every script as 0 to 9, invisible characters left out. Letters keep their case. */
export function fold(original: string): Folded {
  if (PLAIN.test(original)) return { text: original, range: (start, end) => [start, end] }
  const starts: number[] = []
  let text = ''
  let at = 0
  for (const character of original) {
    const plain = character < '\u0080' ? character : foldOne(character)
    for (let unit = 0; unit < plain.length; unit++) starts.push(at)
    text += plain
    at += character.length
  }
  return { text, range: (start, end) => [starts[start]!, starts[end] ?? original.length] }
}

function foldOne(character: string): string {
  return invisible.test(character) ? '' : digits(character.normalize('NFKC'))
}
