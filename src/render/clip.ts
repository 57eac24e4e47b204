const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** At most `max` UTF-16 units, ending in `…` when something was left out. Never splits what a reader sees as one character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  if (max < 1) return ''
  let end = 0
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > max - 1) break
    end = index + segment.length
  }
  return `${text.slice(0, end)}…`
}
