import { expect, test } from 'vitest'
import { autoLinks } from '../../../adapters/telegram/twin/autolinks.ts'
import { loadParser } from '../../../adapters/telegram/twin/parser.ts'
import { readText, typedText } from '../../../adapters/telegram/twin/text.ts'
import { FIRST_PERSON, open } from './bot.ts'

const parser = await loadParser()
const noTdlib = parser.source === 'own' && 'TDLib does not load on this machine'

const LINKED = [
  'plain words, 3/4 of them, a/b and 5 $',
  '/start code, then /help@hearback_twin_bot',
  'ask @ana_neighbour or mail ana@oak.example.org.',
  'see https://oak.example.org/a?b=c#d, or oak-street.com/lamps',
  '#lamps and #2026 and #лампа, $USD',
  'a_b@c #x#y foo/bar path/to/file',
  'نص @minh_twin عربي',
]

test.skipIf(noTdlib)('our own reading of links agrees with TDLib on ordinary text', () => {
  for (const text of LINKED) expect([text, autoLinks(text)]).toEqual([text, parser.links(text)])
})

test('a command typed by a person carries its entity', () => {
  const typed = typedText(parser, '  /relay@hearback_twin_bot now ')
  expect(typed).toEqual({
    text: '/relay@hearback_twin_bot now',
    entities: [{ type: 'bot_command', offset: 0, length: 24 }],
  })
})

test('the text is tidied as on the server, and entities move along', () => {
  const entities = [{ type: 'bold' as const, offset: 4, length: 4 }]
  expect(readText(parser, { text: ' \u202e\r\nbold\u0007x ', entities })).toEqual({
    value: { text: 'bold x', entities: [{ type: 'bold', offset: 0, length: 4 }] },
  })
})

const bold = (offset: number, length: number) => ({ type: 'bold', offset, length })
const quote = (offset: number, length: number) => ({ type: 'blockquote', offset, length })
const code = (offset: number, length: number) => ({ type: 'code', offset, length })

test.each<[string, object[], string | undefined]>([
  ['bold in a quote', [bold(0, 4), quote(0, 8)], undefined],
  ['half over each other', [bold(0, 4), bold(2, 4)], 'overlaps another by part'],
  ['a quote in a quote', [quote(0, 8), quote(1, 2)], 'is a quote in a quote'],
  ['code in bold', [bold(0, 4), code(1, 2)], 'mixes code with another entity'],
  ['too many', Array(101).fill(bold(0, 1)), '101 entities'],
])('entities: %s', (_, entities, wrong) => {
  const { refusal } = readText(parser, { text: '12345678', entities })
  const breaks = refusal && 'breaks' in refusal ? refusal.breaks : undefined
  if (wrong) expect(breaks).toContain(wrong)
  else expect(refusal).toBeUndefined()
})

test('what a reader sees as live', async () => {
  const { twin, call, updates } = await open()
  const ana = twin.person('Ana')
  await ana.opens('')
  await updates()
  const text = 'Call +1 555 123 4567 or see oak-street.com, /help'
  await call('sendMessage', { chat_id: FIRST_PERSON, text, entities: [{ type: 'code', offset: 44, length: 5 }] })
  expect(ana.sees(ana.bot).at(-1)?.live).toEqual([
    { kind: 'url', text: 'oak-street.com' },
    { kind: 'code', text: '/help' },
    { kind: 'phone_number', text: '+1 555 123 4567' },
    { kind: 'preview', text: 'oak-street.com' },
  ])
})

test.skipIf(noTdlib)('parse_mode is read by TDLib', async () => {
  const { twin, call, updates } = await open()
  const ana = twin.person('Ana')
  await ana.opens('')
  await updates()
  const send = (text: string) => call('sendMessage', { chat_id: FIRST_PERSON, text, parse_mode: 'HTML' })
  expect(await send('<b>Hi</b> all')).toMatchObject({
    result: { text: 'Hi all', entities: [{ type: 'bold', length: 2 }] },
  })
  expect((await send('<b>Hi')).description).toMatch(/^Bad Request: can't parse entities: /)
  expect(twin.violations).toEqual(['sendMessage: text must be valid in its parse_mode'])
})
