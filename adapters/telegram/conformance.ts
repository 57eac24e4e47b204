import { readFileSync } from 'node:fs'
import type { Conformance } from '#contract'
import { codecFor } from './codec.ts'
import { alive, violations } from './inspection.ts'
import type { Payload } from './render.ts'
import type { Me, Update } from './update.ts'

const me: Me = { id: 1_000_001, is_bot: true, first_name: 'Hearback', username: 'hearback_bot' }

/** Updates as Telegram sends them, with made-up people. */
export const fixture = (name: string): Update =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Update

const refusal = (error_code: number, description: string, parameters?: object) => ({
  ok: false,
  error_code,
  description,
  ...(parameters && { parameters }),
})

const network = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })

export const conformance: Conformance<Update, Payload> = {
  codec: codecFor(me),
  samples: {
    command: [
      fixture('command-private'),
      fixture('command-start'),
      fixture('command-reply'),
      fixture('command-caption'),
      fixture('command-topic'),
      fixture('command-anonymous'),
    ],
    press: [fixture('press'), fixture('press-topic')],
    submit: { unreachable: 'Telegram has no forms: the engine asks question by question' },
    text: [
      fixture('text'),
      fixture('text-photo'),
      fixture('text-voice'),
      fixture('text-sticker'),
      fixture('forward-user'),
      fixture('forward-hidden'),
    ],
    edited: [fixture('edited')],
    withdrawn: { unreachable: 'Telegram never tells a bot that a person deleted a message' },
    moved: [fixture('moved')],
    presence: [
      fixture('presence-added'),
      fixture('presence-removed'),
      fixture('presence-blocked'),
      fixture('presence-unblocked'),
    ],
    installed: { unreachable: 'A bot is not installed: it is one account, added to one group at a time' },
    uninstalled: { unreachable: 'A bot is not installed: it is one account, removed from one group at a time' },
    expired: { unreachable: 'Buttons stay on their message for ever; an edit takes them away' },
  },
  ignored: [
    fixture('ignored-promoted'),
    fixture('ignored-channel'),
    fixture('ignored-migrated'),
    fixture('ignored-title'),
    fixture('ignored-bot'),
    fixture('ignored-other-bot'),
    fixture('ignored-pinned'),
    fixture('ignored-reaction'),
  ],
  textOf: ({ text }) => text.replaceAll('\u2060', ''),
  actionsOf: ({ reply_markup }) =>
    (reply_markup?.inline_keyboard ?? [])
      .flat()
      .flatMap((button) => ('callback_data' in button ? [button.callback_data] : [])),
  press: (ref) => {
    const update = fixture('press')
    return { ...update, callback_query: { ...update.callback_query!, data: ref } }
  },
  submit: { unreachable: 'Telegram has no forms: the engine asks question by question' },
  violations,
  alive,
  failures: [
    {
      error: refusal(403, 'Forbidden: bot was blocked by the user'),
      expect: { status: 'failed', reason: 'forbidden', code: 'blocked' },
    },
    {
      error: refusal(403, "Forbidden: bot can't initiate conversation with a user"),
      expect: { status: 'failed', reason: 'forbidden', code: 'never-started' },
    },
    {
      error: refusal(403, 'Forbidden: user is deactivated'),
      expect: { status: 'failed', reason: 'forbidden', code: 'deactivated' },
    },
    {
      error: refusal(403, 'Forbidden: bot was kicked from the supergroup chat'),
      expect: { status: 'failed', reason: 'forbidden', code: 'not-a-member' },
    },
    {
      error: refusal(400, 'Bad Request: chat not found'),
      expect: { status: 'failed', reason: 'gone', code: 'chat-not-found' },
    },
    {
      error: refusal(400, 'Bad Request: message thread not found'),
      expect: { status: 'failed', reason: 'gone', code: 'thread-not-found' },
    },
    {
      error: refusal(400, 'Bad Request: message to edit not found'),
      expect: { status: 'failed', reason: 'gone', code: 'message-not-found' },
    },
    {
      error: refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: -1_001_700_000_001,
      }),
      expect: { status: 'failed', reason: 'gone', code: 'moved', movedTo: '-1001700000001' },
    },
    {
      error: refusal(400, 'Bad Request: not enough rights to send text messages to the chat'),
      expect: { status: 'failed', reason: 'forbidden', code: 'no-right-to-write' },
    },
    {
      error: refusal(400, 'Bad Request: BUTTON_DATA_INVALID'),
      expect: { status: 'failed', reason: 'rejected', code: 'BUTTON_DATA_INVALID' },
    },
    {
      error: refusal(400, 'Bad Request: message is too long'),
      expect: { status: 'failed', reason: 'rejected', code: 'http-400' },
    },
    {
      error: refusal(429, 'Too Many Requests: retry after 7', { retry_after: 7 }),
      expect: {
        status: 'failed',
        reason: 'throttled',
        retryAfterMs: 7000,
        scope: 'platform',
        code: 'too-many-requests',
      },
    },
    {
      error: refusal(401, 'Unauthorized'),
      expect: { status: 'failed', reason: 'misconfigured', code: 'bad-token' },
    },
    {
      error: refusal(404, 'Not Found'),
      expect: { status: 'failed', reason: 'misconfigured', code: 'bad-token' },
    },
    {
      error: network('ECONNREFUSED'),
      expect: { status: 'failed', reason: 'unreachable', code: 'ECONNREFUSED' },
    },
    {
      error: network('ENOTFOUND'),
      expect: { status: 'failed', reason: 'unreachable', code: 'ENOTFOUND' },
    },
    { error: network('ECONNRESET'), expect: { status: 'unknown', code: 'ECONNRESET' } },
    { error: new DOMException('timed out', 'TimeoutError'), expect: { status: 'unknown', code: 'timeout' } },
    { error: refusal(500, 'Internal Server Error'), expect: { status: 'unknown', code: 'http-500' } },
    { error: { foreign: true, status: 502 }, expect: { status: 'unknown', code: 'http-502' } },
  ],
}

export default conformance
