import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Form, Message } from '#contract'
import { fit as paginate } from '#render'
import { codec } from '../../../adapters/slack/codec.ts'
import conformance from '../../../adapters/slack/conformance.ts'
import { render, telling, view } from '../../../adapters/slack/render.ts'
import { inert } from '../../../adapters/slack/words.ts'

const { violations, alive, textOf, actionsOf } = conformance
const message = (blocks: Message['blocks'], more: Partial<Message> = {}): Message => ({
  summary: 'You have an update',
  locale: 'en',
  blocks,
  actions: [],
  ...more,
})
const said = (text: string) => message([{ kind: 'quote', text }], { summary: text })

describe('rendering', () => {
  it('draws structure and no markup', () => {
    const { blocks } = render(
      message([
        { kind: 'heading', text: 'New concern' },
        {
          kind: 'text',
          spans: [
            { text: 'read ', style: 'italic' },
            { text: 'this', href: 'https://a.org/' },
          ],
        },
        { kind: 'quote', text: '*loud* <!channel>' },
        {
          kind: 'fields',
          fields: [
            { label: 'Topic', value: 'Lights' },
            { label: 'Area', value: 'North' },
          ],
        },
        { kind: 'divider' },
        { kind: 'note', text: 'Nobody else sees this.' },
      ]),
    )
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'rich_text',
      'rich_text',
      'rich_text',
      'divider',
      'context',
    ])
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn')
    expect(blocks[1]).toMatchObject({
      elements: [{ elements: [{ style: { italic: true } }, { type: 'link', url: 'https://a.org/' }] }],
    })
    expect(blocks[2]).toMatchObject({
      elements: [{ type: 'rich_text_quote', elements: [{ text: '*loud* <!channel>' }] }],
    })
  })
  it('reads as it was written', () => {
    const words = message([
      {
        kind: 'fields',
        fields: [
          { label: 'Topic', value: 'Lights' },
          { label: 'Area', value: 'North' },
        ],
      },
    ])
    expect(textOf(render(words))).toBe('Topic: Lights\nArea: North')
  })
  it('escapes the one slot that may be markup', () =>
    expect(render(said('<!channel> & *x*')).text).toBe('&lt;!channel&gt; &amp; *\u2060x*\u2060'))
  it('shows the summary when there is nothing else', () =>
    expect(textOf(render(message([])))).toBe('You have an update'))
  it('follows no address that could run', () => {
    const payload = render(message([{ kind: 'text', spans: [{ text: 'x', href: 'javascript:alert(1)' }] }]))
    expect(JSON.stringify(payload)).not.toContain('javascript')
  })
  it('sends a heading too long for a header as bold words', () => {
    const [block] = render(message([{ kind: 'heading', text: 'x'.repeat(151) }])).blocks
    expect(block).toMatchObject({ type: 'rich_text', elements: [{ elements: [{ style: { bold: true } }] }] })
  })
  it('gives each button its own id and its reference as value', () => {
    const actions = Array.from({ length: 7 }, (_, at) => ({ label: `Go ${at}`, ref: `ref-${at}` }))
    const payload = render(message([], { actions: [...actions, { label: 'Open', href: 'https://a.org/' }] }))
    expect(actionsOf(payload)).toEqual(actions.map(({ ref }) => ref))
    expect(violations(payload)).toEqual([])
    expect(payload.blocks.filter(({ type }) => type === 'actions')).toHaveLength(2)
  })
})

const sparks = [
  '@channel',
  '<!here>',
  '<@U1>',
  'evil.com',
  'https://a.b',
  '*b*',
  '_i_',
  '~s~',
  '`c`',
  '&lt;',
  ':smile:',
  '#desk',
  '/hearback',
  'm@a.org',
  'mailto:m@a.org',
  '\u202e',
  '\ud800',
  '.',
  '\n',
  ' ',
  'ñ。com',
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...sparks), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 })
  .map((parts) => parts.join(''))

describe('hostile words', () => {
  it('come alive nowhere', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const whole: Message = message(
          [
            { kind: 'heading', text },
            { kind: 'text', spans: [{ text }, { text, style: 'italic' }] },
            { kind: 'quote', text },
            { kind: 'fields', fields: [{ label: 'Said', value: text }] },
            { kind: 'note', text },
          ],
          { summary: `Said: ${text}` },
        )
        for (const page of paginate(whole, codec)) {
          const payload = render(page)
          expect([...alive(payload, page), ...violations(payload)]).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })
  it('weigh what they become', () => {
    fc.assert(fc.property(hostile, (text) => codec.weigh(text) === inert(text).length))
  })
})

describe('the limits', () => {
  it('hold for the longest words, cut into pages', () => {
    const long = message([{ kind: 'quote', text: 'a.b '.repeat(9_000) }])
    const pages = paginate(long, codec).map(render)
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.flatMap(violations)).toEqual([])
  })
  it('hold for the most blocks and buttons', () => {
    const actions = Array.from({ length: 30 }, (_, at) => ({ label: 'L'.repeat(90), ref: `r${at}` }))
    const pages = paginate(
      message(
        Array.from({ length: 120 }, () => ({ kind: 'divider' })),
        { actions },
      ),
      codec,
    ).map(render)
    expect(pages.flatMap(violations)).toEqual([])
  })
})

const form: Form = {
  ref: 'relay-ref',
  locale: 'en',
  title: 'Relay a concern to the precinct',
  submit: 'Send, they agreed to this text',
  intro: 'See example.org. '.repeat(300),
  fields: [
    { name: 'text', label: 'Words', kind: 'text', lines: 'many', max: 9_000, initial: 'the.lamp@4th' },
    {
      name: 'topic',
      label: 'Topic',
      hint: 'One.',
      optional: true,
      kind: 'choice',
      initial: 'b',
      options: [
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B'.repeat(90) },
      ],
    },
  ],
}

describe('a form', () => {
  const window = view(form, 'meta')
  it('is a window within Slack’s limits', () => {
    expect(window.title.text.length).toBeLessThanOrEqual(24)
    expect(window.submit!.text.length).toBeLessThanOrEqual(24)
    const sections = window.blocks.filter(({ type }) => type === 'section')
    expect(sections.length).toBeGreaterThan(1)
    expect(sections.every((block) => JSON.stringify(block).length < 3_200)).toBe(true)
  })
  it('asks each field in a block of its name', () =>
    expect(window.blocks.slice(-2)).toMatchObject([
      {
        block_id: 'text',
        optional: false,
        element: { multiline: true, max_length: 3_000, initial_value: 'the.lamp@4th' },
      },
      { block_id: 'topic', optional: true, element: { type: 'static_select', initial_option: { value: 'b' } } },
    ]))
  it('ends in a window that only tells', () => {
    const end = telling(message([{ kind: 'text', spans: [{ text: 'Sent.' }] }]), 'Relay', '{}')
    expect(end).toMatchObject({ title: { text: 'Relay' }, blocks: [{ type: 'rich_text' }] })
    expect(end.submit).toBeUndefined()
  })
})
