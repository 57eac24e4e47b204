import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Action, Block, Limits, Message } from '#contract'
import { fit as pagesOf, plain, weight } from '#render'

const limits: Limits = {
  blocks: 5,
  messageWeight: 600,
  blockWeight: 400,
  labelChars: 12,
  actionsPerRow: 2,
  rows: 2,
  noticeChars: 200,
  form: { titleChars: 24, labelChars: 24, hintChars: 75, textChars: 3000, options: 25, optionChars: 75, fields: 5 },
  pace: { platformPerSecond: 1, placePerSecond: 1, placeBurst: 1 },
}
/** Escaping is not free: `&` is written as five characters. */
const weigh = (text: string) => text.replaceAll('&', '&amp;').length
const ana: Message = { summary: 'New concern', locale: 'en', blocks: [], actions: [] }
const button = (ref: string): Action => ({ label: 'A very long label', ref })
const letters = (text: string) => text.replace(/\s/gu, '')

const words = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return block.spans.map((span) => span.text).join('')
    case 'fields':
      return block.fields.map((field) => field.value).join('')
    case 'divider':
      return ''
    case 'heading':
    case 'quote':
    case 'note':
      return block.text
  }
}

const text = fc.string({ unit: 'grapheme', maxLength: 900 })
const prose = fc.array(fc.constantFrom('lamp', 'out & dark', 'ถนนมืด', '街道很暗', '👩‍👩‍👧‍👦', 'x'.repeat(90)), {
  maxLength: 120,
})
const long = fc.oneof(
  text,
  prose.map((parts) => parts.join(' ')),
  prose.map((parts) => parts.join('')),
)
const block: fc.Arbitrary<Block> = fc.oneof(
  long.map((value): Block => ({ kind: 'quote', text: value })),
  long.map((value): Block => ({ kind: 'heading', text: value })),
  long.map((value): Block => ({ kind: 'note', text: value })),
  fc.constant<Block>({ kind: 'divider' }),
  fc.array(long, { maxLength: 4 }).map(
    (values): Block => ({
      kind: 'text',
      spans: values.map((value, at) => (at === 1 ? { text: value, href: 'https://example.org' } : { text: value })),
    }),
  ),
  fc
    .array(long, { maxLength: 4 })
    .map((values): Block => ({ kind: 'fields', fields: values.map((value) => ({ label: 'Area', value })) })),
)
const message = fc.record({
  summary: long.map((value) => `New ${value}`),
  locale: fc.constant('en'),
  blocks: fc.array(block, { maxLength: 8 }),
  actions: fc.array(fc.uuid().map(button), { maxLength: 9 }),
})

describe('fitting', () => {
  it('keeps every page within the limits', () => {
    fc.assert(
      fc.property(message, (subject) => {
        for (const page of pagesOf(subject, { limits, weigh })) {
          expect(page.blocks.length).toBeGreaterThan(0)
          expect(page.blocks.length).toBeLessThanOrEqual(limits.blocks)
          for (const piece of page.blocks) expect(weight(piece, weigh)).toBeLessThanOrEqual(limits.blockWeight)
          const whole = page.blocks.reduce((sum, piece) => sum + weight(piece, weigh), 0)
          expect(whole).toBeLessThanOrEqual(limits.messageWeight)
          expect(page.actions.length).toBeLessThanOrEqual(4)
          for (const action of page.actions) expect(action.label.length).toBeLessThanOrEqual(12)
        }
      }),
    )
  })

  it('loses no word and no button', () => {
    fc.assert(
      fc.property(message, (subject) => {
        const pages = pagesOf(subject, { limits, weigh })
        const own = pages.slice(0, Math.max(1, pages.length - Math.ceil(subject.actions.length / 4) + 1))
        const kept = subject.blocks.map(words).join('')
        if (letters(kept)) expect(letters(own.flatMap((page) => page.blocks.map(words)).join(''))).toBe(letters(kept))
        expect(pages.flatMap((page) => page.actions.map((action) => 'ref' in action && action.ref))).toEqual(
          subject.actions.map((action) => 'ref' in action && action.ref),
        )
      }),
    )
  })

  it('cuts between words, and never inside a character', () => {
    const quote = { kind: 'quote' as const, text: 'the lamp is out & '.repeat(60) }
    for (const page of pagesOf({ ...ana, blocks: [quote] }, { limits, weigh }))
      expect(words(page.blocks[0]!)).toMatch(/^(?:the|lamp|is|out|&)(?: (?:the|lamp|is|out|&))*\s?$/)
    const families = { kind: 'quote' as const, text: '👩‍👩‍👧‍👦'.repeat(200) }
    for (const page of pagesOf({ ...ana, blocks: [families] }, { limits, weigh }))
      expect(words(page.blocks[0]!)).toMatch(/^(?:👩‍👩‍👧‍👦)+$/u)
  })

  it('keeps an address whole, and a character of any length well formed', () => {
    const links = { kind: 'quote' as const, text: 'example.org/a-b?c=d '.repeat(60) }
    for (const page of pagesOf({ ...ana, blocks: [links] }, { limits, weigh }))
      expect(words(page.blocks[0]!)).toMatch(/^example\.org\/a-b\?c=d(?: example\.org\/a-b\?c=d)*\s?$/)
    const endless = { kind: 'quote' as const, text: `a${'\u{1f3fb}'.repeat(700)}` }
    const pages = pagesOf({ ...ana, blocks: [endless] }, { limits, weigh }).map((page) => words(page.blocks[0]!))
    expect(pages.every((page) => page.isWellFormed())).toBe(true)
    expect(pages.join('')).toBe(endless.text)
  })

  it('puts buttons on the last page, and the rest of too many on pages of their own', () => {
    const blocks: Block[] = [{ kind: 'quote', text: 'word '.repeat(300) }]
    const pages = pagesOf({ ...ana, blocks, actions: ['a', 'b', 'c', 'd', 'e'].map(button) }, { limits, weigh })
    expect(pages.map((page) => page.actions.length)).toEqual([0, 0, 0, 4, 1])
    expect(pages.at(-1)!.blocks).toEqual([{ kind: 'text', spans: [{ text: 'New concern' }] }])
    expect(pages.at(-1)!.actions[0]!.label).toBe('A very long…')
  })

  it('takes a heading along when what it heads goes to the next page', () => {
    const blocks: Block[] = [
      { kind: 'quote', text: 'a'.repeat(380) },
      { kind: 'heading', text: 'Answer' },
      { kind: 'quote', text: 'b'.repeat(380) },
    ]
    expect(
      pagesOf({ ...ana, blocks }, { limits, weigh }).map((page) => page.blocks.map((piece) => piece.kind)),
    ).toEqual([['quote'], ['heading', 'quote']])
  })

  it('gives a message without blocks its summary as text', () => {
    expect(pagesOf(ana, { limits, weigh })).toEqual([
      { ...ana, blocks: [{ kind: 'text', spans: [{ text: 'New concern' }] }] },
    ])
  })
})

describe('plain text', () => {
  it('reads every kind of block in order', () => {
    const blocks: Block[] = [
      { kind: 'heading', text: 'New concern' },
      { kind: 'quote', text: 'The lamp is out' },
      { kind: 'divider' },
      { kind: 'fields', fields: [{ label: 'Area', value: 'Oak Street' }] },
      { kind: 'text', spans: [{ text: 'See ' }, { text: 'the page', href: 'https://example.org' }] },
      { kind: 'note', text: 'No name is shown.' },
    ]
    const actions: Action[] = [
      { label: 'Answer', ref: 'x' },
      { label: 'Map', href: 'https://example.org/m' },
    ]
    expect(plain({ ...ana, blocks, actions }).split('\n')).toEqual([
      'New concern',
      '“The lamp is out”',
      'Area: Oak Street',
      'See the page (https://example.org)',
      'No name is shown.',
      '[Answer]',
      '[Map] https://example.org/m',
    ])
  })

  it('is the summary when there is nothing else', () => expect(plain(ana)).toBe('New concern'))
})
