import type { Limits } from '#contract'

/** See `violations` in wire.ts: 2,000 characters, of which doors written as words take some. */
export const limits: Limits = {
  blocks: 20,
  messageWeight: 900,
  blockWeight: 900,
  labelChars: 40,
  actionsPerRow: 1,
  rows: 9,
  noticeChars: 900,
  form: { titleChars: 80, labelChars: 200, hintChars: 200, textChars: 900, options: 9, optionChars: 40, fields: 20 },
  pace: { platformPerSecond: 500, placePerSecond: 200, placeBurst: 20 },
}
