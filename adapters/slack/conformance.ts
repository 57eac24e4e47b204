import { readFileSync } from 'node:fs'
import type { Conformance, Form, Message } from '#contract'
import { codec } from './codec.ts'
import { pack } from './parts.ts'
import type { Payload } from './render.ts'
import type { BlockActions, MessageShortcut, Native, SlashCommand, ViewSubmission } from './wire.ts'

const read = <T>(name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as T

const slash = read<SlashCommand>('slash')
const shortcut = read<MessageShortcut>('shortcut')
const pressed = read<BlockActions>('press')
const submission = read<ViewSubmission>('submission')
const events = read<Record<string, Native>>('events')

const event = (name: string): Native => events[name]!

export default {
  codec,
  samples: {
    command: [slash, { ...slash, text: '' }, shortcut],
    press: [pressed],
    submit: [submission],
    text: [event('text'), event('with_files')],
    edited: [event('edited')],
    withdrawn: [event('withdrawn')],
    moved: [event('moved')],
    presence: [event('joined'), event('left'), event('left_private'), event('deleted'), event('archived')],
    installed: { unreachable: 'the app is installed before its token exists, so nobody can be told' },
    uninstalled: [event('uninstalled'), event('revoked')],
    expired: { unreachable: 'no payload says so: the adapter reports it when a window opens too late' },
  },
  ignored: read<Native[]>('ignored'),
  textOf: (payload) => payload.blocks.flatMap(shownIn).join('\n').replaceAll('\u2060', ''),
  actionsOf: (payload) => elements(payload).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  press: (ref) => ({ ...pressed, actions: [{ type: 'button', action_id: '0.0', value: ref }] }),
  submit: (form, values) => ({ ...submission, view: { ...submission.view, ...filled(form, values) } }),
  violations,
  alive,
  failures: [
    { error: webError('ratelimited', { retryAfter: 30 }), expect: failed('throttled', 'ratelimited', 30_000) },
    { error: platform('channel_not_found'), expect: failed('gone', 'channel_not_found') },
    { error: platform('is_archived'), expect: failed('gone', 'is_archived') },
    { error: platform('message_not_found'), expect: failed('gone', 'message_not_found') },
    { error: platform('not_in_channel'), expect: failed('forbidden', 'not_in_channel') },
    { error: platform('user_disabled'), expect: failed('forbidden', 'user_disabled') },
    { error: platform('restricted_action'), expect: failed('forbidden', 'restricted_action') },
    { error: platform('invalid_auth'), expect: failed('misconfigured', 'invalid_auth') },
    { error: platform('missing_scope'), expect: failed('misconfigured', 'missing_scope') },
    { error: platform('msg_too_long'), expect: failed('rejected', 'msg_too_long') },
    { error: platform('invalid_blocks'), expect: failed('rejected', 'invalid_blocks') },
    { error: platform('service_unavailable'), expect: failed('unreachable', 'service_unavailable') },
    { error: platform('fatal_error'), expect: { status: 'unknown', code: 'fatal_error' } },
    { error: platform('<html>Sign in</html>'), expect: { status: 'unknown', code: 'unreadable_answer' } },
    { error: webError('', { statusCode: 503 }), expect: { status: 'unknown', code: 'http_503' } },
    { error: network('ECONNREFUSED'), expect: failed('unreachable', 'ECONNREFUSED') },
    { error: network('ENOTFOUND'), expect: failed('unreachable', 'ENOTFOUND') },
    { error: network('UND_ERR_SOCKET'), expect: { status: 'unknown', code: 'UND_ERR_SOCKET' } },
    { error: new DOMException('too slow', 'TimeoutError'), expect: { status: 'unknown', code: 'TimeoutError' } },
  ],
} satisfies Conformance<Native, Payload>

function filled(
  form: Form,
  values: Record<string, string>,
): Pick<ViewSubmission['view'], 'private_metadata' | 'state'> {
  const answers = Object.entries(values).map(([name, value]) => [name, { answer: { type: 'plain_text_input', value } }])
  const place = { platform: 'slack', workspace: 'T0000001', ref: 'C0000DESK', kind: 'group' } as const
  return { private_metadata: pack(form.ref, place), state: { values: Object.fromEntries(answers) } }
}

function failed(
  reason: 'throttled' | 'unreachable' | 'forbidden' | 'gone' | 'rejected' | 'misconfigured',
  code: string,
  retryAfterMs?: number,
) {
  return { status: 'failed', reason, code, ...(retryAfterMs !== undefined && { retryAfterMs }) } as const
}

function webError(message: string, fields: object): Error {
  return Object.assign(new Error(message), fields)
}

function platform(error: string): Error {
  return webError(`An API error occurred: ${error}`, { data: { ok: false, error } })
}

function network(code: string): Error {
  const cause = webError(code, { code })
  return webError('A request error occurred', { original: new TypeError('fetch failed', { cause }) })
}

/** A node of any block, as it goes over the wire. */
type Node = { [key: string]: unknown; type?: string; text?: unknown; value?: unknown; elements?: unknown }

const nodes = (value: unknown): Node[] => {
  if (Array.isArray(value)) return value.flatMap(nodes)
  if (typeof value !== 'object' || value === null) return []
  return [value as Node, ...Object.values(value).flatMap(nodes)]
}

const elements = (payload: Payload) => nodes(payload.blocks).filter(({ type }) => type === 'button')

const texts = (value: unknown) =>
  nodes(value).filter((node) => typeof node.text === 'string') as (Node & { text: string })[]

/** Pieces of rich text stand side by side; other pieces below each other. Buttons are not text. */
function shownIn(block: Payload['blocks'][number]): string[] {
  if (block.type === 'actions') return []
  const written = texts(block).map(({ text }) => text)
  return block.type === 'rich_text' ? [written.join('')] : written
}

type Rule = { holds(node: Node): boolean; words: string }

const length = (value: unknown) =>
  Array.isArray(value) ? value.length : String((value as Node)?.text ?? value ?? '').length
const between = (value: unknown, least: number, most: number) => length(value) >= least && length(value) <= most

/** https://docs.slack.dev/reference/block-kit, page by page. */
const rules: Record<string, Rule[]> = {
  header: [
    {
      holds: ({ text }) => between(text, 1, 150) && (text as Node).type === 'plain_text',
      words: '1 to 150 of plain_text',
    },
  ],
  section: [{ holds: ({ text }) => text === undefined || between(text, 1, 3_000), words: '1 to 3000 characters' }],
  context: [
    { holds: ({ elements }) => between(elements, 1, 10), words: '1 to 10 elements' },
    {
      holds: ({ elements }) => (elements as Node[]).every((one) => between(one, 1, 3_000)),
      words: '1 to 3000 characters each',
    },
  ],
  actions: [{ holds: ({ elements }) => between(elements, 1, 25), words: '1 to 25 elements' }],
  divider: [],
  rich_text: [{ holds: ({ elements }) => between(elements, 1, 100), words: 'at least one element' }],
  rich_text_section: [{ holds: ({ elements }) => between(elements, 1, 1_000), words: 'at least one piece' }],
  rich_text_quote: [{ holds: ({ elements }) => between(elements, 1, 1_000), words: 'at least one piece' }],
  text: [{ holds: ({ text }) => between(text, 1, 13_200), words: 'no empty piece' }],
  link: [
    { holds: ({ url }) => between(url, 1, 3_000) && URL.canParse(String(url)), words: 'an address of at most 3000' },
  ],
  plain_text: [{ holds: ({ text }) => between(text, 1, 3_000), words: '1 to 3000 characters' }],
  button: [
    {
      holds: ({ text }) => between(text, 1, 75) && (text as Node).type === 'plain_text',
      words: '1 to 75 of plain_text',
    },
    { holds: ({ value }) => between(value, 0, 2_000), words: 'a value of at most 2000' },
    {
      holds: ({ url }) => url === undefined || (between(url, 1, 3_000) && URL.canParse(String(url))),
      words: 'an address',
    },
    { holds: ({ action_id }) => between(action_id, 1, 255), words: 'an action_id of at most 255' },
    { holds: ({ style }) => style === undefined || style === 'primary' || style === 'danger', words: 'a known style' },
  ],
}

function violations(payload: Payload): string[] {
  const all = nodes(payload.blocks).filter(({ type }) => type !== undefined)
  const broken = all.flatMap((node) => {
    const known = rules[String(node.type)]
    if (!known) return [`${node.type}: not a block we know`]
    return known.filter((rule) => !rule.holds(node)).map((rule) => `${node.type}: ${rule.words}`)
  })
  const ids = elements(payload).map(({ action_id }) => action_id)
  const total = texts(payload.blocks).reduce((sum, { text }) => sum + text.length, 0)
  return [
    ...broken,
    ...(payload.blocks.length > 50 ? ['message: at most 50 blocks'] : []),
    ...(payload.text.length < 1 || payload.text.length > 40_000 ? ['message: text of 1 to 40000'] : []),
    ...(new Set(ids).size < ids.length ? ['message: action_id twice'] : []),
    ...(total > 13_200 ? ['message: msg_blocks_too_long'] : []),
  ]
}

/** What a client finds by itself in words: addresses, names, channels, commands, emoji codes. Not the renderer's own list. */
const finds = [
  /[a-z][a-z0-9+.-]*:\/\//iu,
  /\b(?:mailto|tel):/iu,
  /[\p{L}\p{N}_-]\.\p{L}{2,}/u,
  /@[\p{L}\p{N}_]/u,
  /(?:^|\s)#[\p{L}\p{N}_]/u,
  /(?:^|\s)\/[a-z]/iu,
  /:[a-z0-9_+-]+:/iu,
]

function alive(payload: Payload, message: Message): string[] {
  const asked = message.blocks.flatMap((block) => (block.kind === 'text' ? block.spans : []))
  const hrefs = new Set(asked.flatMap((span) => ('href' in span ? [span.href] : [])))
  const doors = new Set(message.actions.flatMap((action) => ('href' in action ? [action.href] : [])))
  const live = nodes(payload.blocks).flatMap((node) => {
    if (node.type === 'link') return hrefs.has(String(node.url)) ? [] : [`link ${node.url}`]
    if (node.type === 'button') return node.url === undefined || doors.has(String(node.url)) ? [] : [`door ${node.url}`]
    if (['mrkdwn', 'user', 'usergroup', 'channel', 'broadcast', 'emoji', 'date', 'color'].includes(String(node.type)))
      return [`${node.type}`]
    return []
  })
  const spoken = payload.blocks.filter(({ type }) => type !== 'actions')
  const found = texts(spoken).flatMap(({ text }) => finds.flatMap((find) => find.exec(text) ?? []))
  const marked = /<[^>]*>|[*_~`](?!\u2060)/u.exec(payload.text) ?? []
  return [
    ...live,
    ...found,
    ...styled(payload, asked, message),
    ...marked,
    ...finds.flatMap((find) => find.exec(payload.text) ?? []),
  ]
}

/** Bold belongs to headings and labels; every other style only to a span that asked for it. */
function styled(payload: Payload, asked: { text: string; style?: string }[], message: Message): string[] {
  const bold = message.blocks.some(({ kind }) => kind === 'fields' || kind === 'heading')
  const wanted = new Set([...asked.map(({ style }) => style), ...(bold ? ['bold'] : [])])
  return nodes(payload.blocks)
    .flatMap(({ style }) => (typeof style === 'object' && style !== null ? Object.keys(style) : []))
    .filter((style) => !wanted.has(style))
}
