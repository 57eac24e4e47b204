import { createRequire } from 'node:module'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Block, Message, Span } from '#contract'
import { fit } from '#render'
import { conformance } from '../../../adapters/telegram/conformance.ts'
import { characters, inert } from '../../../adapters/telegram/inert.ts'
import { alive, outsideCode, violations } from '../../../adapters/telegram/inspection.ts'
import { render } from '../../../adapters/telegram/render.ts'

const { codec } = conformance
const message = (blocks: Block[], rest: Partial<Message> = {}): Message => {
  return { summary: 'You have an update', locale: 'en', blocks, actions: [], ...rest }
}
const text = (...spans: Span[]): Block => ({ kind: 'text', spans })
const parts = (blocks: Block[]) => {
  const payload = render(message(blocks))
  return payload.entities.map(({ type, offset, length }) => [type, payload.text.slice(offset, offset + length)])
}

describe('render', () => {
  it('draws every block, with offsets in UTF-16 units', () => {
    const blocks: Block[] = [
      { kind: 'heading', text: '🌙 Streetlight' },
      text({ text: 'Out ' }, { text: 'since', style: 'italic' }, { text: ' Monday' }),
      { kind: 'quote', text: 'It is dark' },
      {
        kind: 'fields',
        fields: [
          { label: 'Area', value: 'Elm' },
          { label: 'Due', value: 'Tue' },
        ],
      },
      { kind: 'divider' },
      text({ text: 'Rights', href: 'https://example.org/rights' }),
      { kind: 'note', text: 'Nobody sees your name' },
    ]
    expect(render(message(blocks)).text).toBe(
      '🌙 Streetlight\nOut since Monday\n\nIt is dark\n\nArea: Elm\nDue: Tue\n\n———\n\nRights\n\nNobody sees your name',
    )
    expect(parts(blocks)).toEqual([
      ['bold', '🌙 Streetlight'],
      ['italic', 'since'],
      ['blockquote', 'It is dark'],
      ['bold', 'Area:'],
      ['bold', 'Due:'],
      ['text_link', 'Rights'],
      ['italic', 'Nobody sees your name'],
    ])
  })

  it('folds a long quote', () => {
    expect(parts([{ kind: 'quote', text: 'dark '.repeat(200) }])[0]![0]).toBe('expandable_blockquote')
  })

  it('keeps a code exact and everything else apart from it', () => {
    const payload = render(
      message([text({ text: 'Send http:' }, { text: '//R-7.K3', style: 'code' }, { text: '@ana' })]),
    )
    expect(payload.text).toBe('Send http:\u2060//R-7.K3\u2060@\u2060ana')
    expect(payload.entities).toEqual([{ type: 'code', offset: 11, length: 8 }])
  })

  it('breaks the seam of two spans, also around an empty one, but never a space', () => {
    const spans = [
      { text: 'www.' },
      { text: '' },
      { text: 'aa' },
      { text: ' and' },
      { text: 'more' },
      { text: ' words' },
    ]
    expect(render(message([text(...spans)])).text).toBe('www.\u2060aa and\u2060more words')
  })

  it('formats no more than Telegram keeps, and says all', () => {
    const fields = Array.from({ length: 120 }, (_, index) => ({ label: `Area ${index}`, value: 'Elm' }))
    const payload = render(message([{ kind: 'fields', fields }]))
    expect(violations(payload)).toEqual([])
    expect(payload.text).toContain('Area 119: Elm')
  })

  it('says the summary when nothing else can be seen', () => {
    expect(render(message([])).text).toBe('You have an update')
    expect(render(message([{ kind: 'quote', text: ' \u200b ' }])).text).toBe('You have an update')
  })

  it('puts short labels side by side and gives a long one its own row', () => {
    const actions = ['Settled', 'Partly', 'Not settled', 'Show me everything that was said'].map((label, index) => ({
      label,
      ref: `r${index}`,
    }))
    const keyboard = render(message([], { actions })).reply_markup?.inline_keyboard
    expect(keyboard?.map((row) => row.map((button) => button.text))).toEqual([
      ['Settled', 'Partly', 'Not settled'],
      ['Show me everything that was said'],
    ])
  })

  it('takes a tone and a link', () => {
    const actions: Message['actions'] = [
      { label: 'Send', ref: 'a', tone: 'primary' },
      { label: 'Map', href: 'https://example.org' },
    ]
    expect(render(message([], { actions })).reply_markup).toEqual({
      inline_keyboard: [
        [
          { text: 'Send', style: 'primary', callback_data: 'a' },
          { text: 'Map', url: 'https://example.org' },
        ],
      ],
    })
  })
})

/** Bits that a link, a tag, a command or a number is made of, thrown together with letters of many scripts. */
const bit = fc.constantFrom(
  '@', '＠', '#', '＃', '$', 'USD', '1INCH', '/', '/help', '://', 'http', 'https://', 'tg://', 'ton://', '.', '。', '．', 'com', 'org', 'онлайн',
  'evil.com', 'www.', 'localhost', ':8080', '18:30', ':', ' ', '\n', '\u200c', '\u200d', '\u2068', '\u2069', '_', '-', '4111 1111 1111 1111', '5555555555554444',
  '+1 555 010 0199', '911', 'ana', 'Ана', 'آنا', '街灯', 'mailto:', 'a@b.co', '<b>', '*x*', '[a](b)', '1.2.3.4', '🌙', '#️⃣', '\ud800', '\r\n', '?q=1', '%2e',
) // biome-ignore format: a table
const hostile = fc.oneof(
  fc.array(bit, { maxLength: 12 }).map((bits) => bits.join('')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.webUrl(),
  fc.emailAddress(),
  fc.domain(),
)
const span: fc.Arbitrary<Span> = fc.oneof(
  hostile.map((words) => ({ text: words })),
  fc
    .tuple(hostile, fc.constantFrom('bold', 'italic', 'code'))
    .map(([words, style]) => ({ text: words, style }) as Span),
  hostile.map((words) => ({ text: words, href: 'https://example.org/' })),
)
const block: fc.Arbitrary<Block> = fc.oneof(
  hostile.map((words): Block => ({ kind: 'heading', text: words })),
  hostile.map((words): Block => ({ kind: 'quote', text: words })),
  hostile.map((words): Block => ({ kind: 'note', text: words })),
  fc.array(span, { minLength: 1, maxLength: 4 }).map((spans): Block => ({ kind: 'text', spans })),
  fc.tuple(hostile, hostile).map(([label, value]): Block => ({ kind: 'fields', fields: [{ label, value }] })),
  fc.constant<Block>({ kind: 'divider' }),
)
const messages = fc.array(block, { maxLength: 5 }).map((blocks) => message(blocks))

describe('hostile text', () => {
  it('breaks no rule and comes alive nowhere', () => {
    fc.assert(
      fc.property(messages, (hostileMessage) => {
        const payload = render(hostileMessage)
        expect(violations(payload)).toEqual([])
        expect(alive(payload, hostileMessage)).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps every character a reader sees', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        const seen = words.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\u2060', '')
        expect(inert(words).replaceAll('\u2060', '')).toBe(seen)
      }),
    )
  })

  it('fits after it was made inert', () => {
    fc.assert(
      fc.property(fc.array(bit, { minLength: 1500, maxLength: 3000 }), (bits) => {
        const pages = fit(
          message([
            { kind: 'heading', text: 'Long' },
            { kind: 'quote', text: bits.join('') },
          ]),
          codec,
        )
        for (const page of pages) expect(characters(render(page).text)).toBeLessThanOrEqual(4096)
      }),
      { numRuns: 20 },
    )
  })
})

type Found = { type: { _: string }; offset: number; length: number }
type Tdlib = { execute(request: object): { entities?: Found[] }; configure(options: object): void }

function loadTdlib(): Tdlib | string {
  try {
    const require = createRequire(import.meta.url)
    const tdl = require('tdl') as Tdlib
    const { getTdjson } = require('prebuilt-tdlib') as { getTdjson(): string }
    tdl.configure({ tdjson: getTdjson(), verbosityLevel: 0 })
    tdl.execute({ _: 'getTextEntities', text: '' })
    return tdl
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const tdlib = loadTdlib()
const reason = typeof tdlib === 'string' ? ` (skipped: TDLib does not load here: ${tdlib.slice(0, 80)})` : ''

describe.skipIf(typeof tdlib === 'string')(`Telegram's own detector${reason}`, () => {
  let found: (text: string) => string[]
  beforeAll(() => {
    found = (words) =>
      ((tdlib as Tdlib).execute({ _: 'getTextEntities', text: words }).entities ?? []).map(
        ({ type, offset, length }) => `${type._}: ${words.slice(offset, offset + length)}`,
      )
  })

  it('finds what is not made inert', () => {
    expect(found('/help @hearback_bot evil.com #tag $USD 4111 1111 1111 1111')).toHaveLength(6)
  })

  it('finds nothing in a hostile text', () => {
    fc.assert(
      fc.property(hostile, (words) => {
        expect(found(inert(words))).toEqual([])
      }),
      { numRuns: 5000 },
    )
  })

  it('finds nothing in a hostile message, outside the code spans we wrote', () => {
    fc.assert(
      fc.property(messages, (hostileMessage) => {
        expect(found(outsideCode(render(hostileMessage)))).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })
})
