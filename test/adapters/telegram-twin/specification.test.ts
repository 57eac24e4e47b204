import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { breaches, isMethod, version } from '../../../adapters/telegram/twin/spec.ts'

const twin = (file: string) => new URL(`../../../adapters/telegram/twin/${file}`, import.meta.url).pathname

test('the stored specification is what @gramio/types says today (regenerate: node adapters/telegram/twin/bot-api.extract.ts)', () => {
  const printed = execFileSync(process.execPath, [twin('bot-api.extract.ts'), '--print'], { encoding: 'utf8' })
  expect(printed).toBe(readFileSync(twin('bot-api.spec.json'), 'utf8'))
  expect(version).toBe('10.3')
  expect(isMethod('sendMessage')).toBe(true)
  expect(isMethod('toString')).toBe(false)
})

const button = (extra: object) => ({
  chat_id: 1,
  text: 'x',
  reply_markup: { inline_keyboard: [[{ text: 'A', ...extra }]] },
})

test.each<[string, object, string[]]>([
  ['sendMessage', { chat_id: 1, text: 'x' }, []],
  ['sendMessage', { chat_id: '1', text: 'x', disable_notification: true }, []],
  ['sendMessage', { text: 'x' }, ['chat_id is required']],
  ['sendMessage', { chat_id: 1, text: 5 }, ['text must be a string']],
  ['sendMessage', { chat_id: 1, text: 'x', txt: 'y' }, ['txt is not in the Bot API']],
  [
    'sendMessage',
    { chat_id: 1, text: 'x', entities: [{ type: 'bald', offset: 0, length: 1 }] },
    ['entities[0].type must be "mention"'],
  ],
  [
    'sendMessage',
    { chat_id: 1, text: 'x', entities: [{ type: 'bold', offset: 0.5, length: 1 }] },
    ['entities[0].offset must be an integer'],
  ],
  ['sendMessage', button({ callback_data: 'a'.repeat(64) }), []],
  [
    'sendMessage',
    button({ callback_data: 'é'.repeat(33) }),
    ['reply_markup.inline_keyboard[0][0].callback_data must be 1-64 bytes, not 66'],
  ],
  [
    'sendMessage',
    button({ hide: false, url: 'https://a.example' }),
    ['reply_markup.inline_keyboard[0][0].hide is not in the Bot API'],
  ],
  [
    'answerCallbackQuery',
    { callback_query_id: '1', text: 'x'.repeat(201) },
    ['text must be 0-200 characters, not 201'],
  ],
  ['getUpdates', { limit: 101 }, ['limit must be 1-100, not 101']],
  ['getUpdates', { allowed_updates: ['message', 'massage'] }, ['allowed_updates[1] must be "message"']],
  ['getMe', { chat_id: 1 }, ['chat_id the method takes no parameters']],
])('%s %j', (method, params, expected) => {
  const found = breaches(method, params as Record<string, unknown>)
  expect(found.map(({ at, says }) => `${at} ${says}`)).toEqual(expected)
})
