import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { types } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import { blockProblems, viewProblems } from '../../../adapters/slack/twin/rules.ts'
import { generated, shapeProblems } from '../../../adapters/slack/twin/shapes.ts'

const require = createRequire(import.meta.url)
const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const option = (at: number, length = 3) => ({ text: plain(`${at}`.padEnd(length, 'x')), value: `v${at}` })
const input = (element: object) => ({ type: 'input', block_id: 'i', label: plain('L'), element })
const select = (options: number) => ({
  type: 'static_select',
  action_id: 's',
  options: Array.from({ length: options }, (_, at) => option(at)),
})
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
})
const modal = (more: object = {}) => ({ type: 'modal', title: plain('T'), blocks: [], ...more })
const many = (count: number, make: (at: number) => object) => Array.from({ length: count }, (_, at) => make(at))

describe('the generated shapes', () => {
  it.each(Object.entries(generated.from))('are those of the installed %s %s', (name, version) => {
    const folder = require.resolve(name).replace(/dist.*/, '')
    const installed = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')).version
    expect(installed, 'run: node adapters/slack/twin/regenerate.ts').toBe(version)
  })

  it.each([
    ['chat.postMessage', { channel: 'C1', text: 'x', unfurl_links: false, thread_ts: '1.2' }],
    [
      'chat.postMessage',
      { channel: 'C1', blocks: [{ type: 'divider' }], metadata: { event_type: 'e', event_payload: {} } },
    ],
    ['chat.update', { channel: 'C1', ts: '1.2', text: 'x' }],
    ['chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'x' }],
    ['conversations.open', { users: 'U1' }],
    ['users.info', { user: 'U1', include_locale: true }],
    ['views.update', { view_id: 'V1', view: modal(), hash: 'h' }],
  ])('take a right call of %s', (method, args) => {
    expect(shapeProblems(method, args)).toEqual([])
  })

  it.each([
    ['chat.postMessage', { text: 'x' }, 'missing required field: channel'],
    ['chat.postMessage', { channel: 'C1', text: 'x', bogus: 1 }, 'invalid additional property: bogus'],
    ['chat.update', { channel: 'C1', text: 'x' }, 'missing required field: ts'],
    ['chat.delete', { channel: 'C1', ts: 12 }, 'must be string'],
    ['views.open', { view: modal() }, 'missing required field'],
    ['users.info', {}, 'missing required field: user'],
  ])('refuse a wrong call of %s', (method, args, said) => {
    expect(shapeProblems(method, args).join()).toContain(said)
  })
})

describe('blocks at a limit', () => {
  it.each<[string, object[]]>([
    ['50 blocks', many(50, () => ({ type: 'divider' }))],
    ['a section of 3000', [{ type: 'section', text: mrkdwn('a'.repeat(3000)) }]],
    ['10 fields of 2000', [{ type: 'section', fields: many(10, () => plain('a'.repeat(2000))) }]],
    ['a header of 150', [{ type: 'header', text: plain('a'.repeat(150)) }]],
    [
      '25 buttons of 75 with values of 2000',
      [
        actions(
          ...many(25, (at) => button({ action_id: `a${at}`, text: plain('a'.repeat(75)), value: 'v'.repeat(2000) })),
        ),
      ],
    ],
    ['10 in a context', [{ type: 'context', elements: many(10, () => plain('x')) }]],
    ['rich text', [rich('x')]],
    ['100 options', [{ type: 'section', text: plain('x'), accessory: select(100) }]],
    ['a link button', [actions(button({ url: 'https://example.org/' }))]],
  ])('%s are taken', (_, blocks) => {
    expect(blockProblems(blocks, 'message')).toEqual([])
  })

  it.each<[string, object[], string]>([
    ['51 blocks', many(51, () => ({ type: 'divider' })), 'no more than 50 items allowed [json-pointer:/blocks]'],
    [
      'a section of 3001',
      [{ type: 'section', text: mrkdwn('a'.repeat(3001)) }],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty section', [{ type: 'section', text: plain('') }], 'must be more than 0 characters'],
    ['a section of nothing', [{ type: 'section' }], 'must provide text or fields'],
    ['11 fields', [{ type: 'section', fields: many(11, () => plain('x')) }], 'no more than 10 items'],
    ['a field of 2001', [{ type: 'section', fields: [plain('a'.repeat(2001))] }], 'must be less than 2001'],
    ['a header of 151', [{ type: 'header', text: plain('a'.repeat(151)) }], 'must be less than 151'],
    ['a header with markup', [{ type: 'header', text: mrkdwn('x') }], '[json-pointer:/blocks/0/text'],
    ['a label of 76', [actions(button({ text: plain('a'.repeat(76)) }))], 'must be less than 76'],
    ['a value of 2001', [actions(button({ value: 'a'.repeat(2001) }))], 'must be less than 2001'],
    ['a label with markup', [actions(button({ text: mrkdwn('x') }))], '[json-pointer:/blocks/0/elements/0/text'],
    ['26 buttons', [actions(...many(26, (at) => button({ action_id: `a${at}` })))], 'no more than 25 items'],
    ['no buttons', [actions()], 'at least 1 element'],
    ['two buttons of one id', [actions(button(), button())], 'action_id already exists'],
    ['two blocks of one id', many(2, () => ({ type: 'divider', block_id: 'a' })), 'block_id already exists'],
    ['11 in a context', [{ type: 'context', elements: many(11, () => plain('x')) }], 'no more than 10 items'],
    ['an unknown block', [{ type: 'nonsense' }], 'unsupported type: nonsense [json-pointer:/blocks/0]'],
    ['a strange property', [{ type: 'divider', colour: 'red' }], 'invalid additional property: colour'],
    ['empty rich text', [rich('')], 'must be more than 0 characters'],
    ['101 options', [{ type: 'section', text: plain('x'), accessory: select(101) }], 'no more than 100 items'],
    [
      'a menu without options',
      [{ type: 'section', text: plain('x'), accessory: { type: 'static_select', action_id: 's' } }],
      'either options or option_groups',
    ],
    ['a link that is none', [actions(button({ url: 'example' }))], 'invalid url'],
    ['an alert in a message', [{ type: 'alert', text: plain('x') }], 'unsupported type: alert'],
  ])('%s are refused', (_, blocks, said) => {
    expect(blockProblems(blocks, 'message').join()).toContain(said)
  })
})

describe('modals', () => {
  it('are taken with 100 blocks and inputs under a submit button', () => {
    const field = input({ type: 'plain_text_input', action_id: 'v', max_length: 3000 })
    const rest = many(99, () => ({ type: 'divider' }))
    expect(viewProblems(modal({ submit: plain('a'.repeat(24)), blocks: [field, ...rest] }))).toEqual([])
  })

  it.each<[string, object, string]>([
    [
      'a title of 25',
      { title: plain('a'.repeat(25)) },
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['a submit of 25', { submit: plain('a'.repeat(25)) }, 'must be less than 25'],
    ['101 blocks', { blocks: many(101, () => ({ type: 'divider' })) }, 'no more than 100 items'],
    ['an input without submit', { blocks: [input({ type: 'plain_text_input' })] }, 'missing required field: submit'],
    ['metadata of 3001', { private_metadata: 'a'.repeat(3001) }, 'must be less than 3001'],
    ['a markdown block', { blocks: [{ type: 'markdown', text: 'x' }] }, 'unsupported type: markdown'],
    [
      'an option of 76',
      { submit: plain('S'), blocks: [input({ type: 'radio_buttons', options: [option(1, 76)] })] },
      '[json-pointer:/view/blocks/0/element',
    ],
    [
      '11 radio buttons',
      { submit: plain('S'), blocks: [input({ type: 'radio_buttons', options: many(11, (at) => option(at)) })] },
      'no more than 10 items',
    ],
    [
      'a default that is no option',
      { submit: plain('S'), blocks: [input({ ...select(2), initial_option: option(7) })] },
      'must match one of the options',
    ],
    [
      'a default beyond max_length',
      { submit: plain('S'), blocks: [input({ type: 'plain_text_input', max_length: 2, initial_value: 'abc' })] },
      'must be less than 3',
    ],
    [
      'a max_length of 3001',
      { submit: plain('S'), blocks: [input({ type: 'plain_text_input', max_length: 3001 })] },
      'between 1 and 3000',
    ],
    ['a home view', { type: 'home' }, '[json-pointer:/view/type]'],
  ])('are refused with %s', (_, more, said) => {
    expect(viewProblems(modal(more)).join()).toContain(said)
  })
})

/** The vendor's own compiler types accept what the shapes accept. */
const typed: types.KnownBlock = { type: 'section', text: { type: 'plain_text', text: 'x' } }
it('agree with the types they came from', () => {
  expect(blockProblems([typed], 'message')).toEqual([])
})
