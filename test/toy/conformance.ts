import type { Conformance } from '#contract'
import { codec } from './codec.ts'
import { type Event, falseChoices, type Payload, violations } from './wire.ts'

const from = { id: 'p1', name: 'Ana', language: 'es' }
const home = { id: 'p1', private: true }
const block = { id: 'r1', private: false }

const network = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
const noSuchEvent = { unreachable: 'The toy platform never tells a bot about this.' }

export default {
  codec,
  samples: {
    command: [
      { id: 'e1', kind: 'message', room: home, from, message: 'm1', text: '!start K7' },
      { id: 'e2', kind: 'message', room: block, from, message: 'm2', text: '!' },
    ],
    press: [{ id: 'e3', kind: 'choice', room: home, from, message: 'm1', choice: 'abc' }],
    submit: { unreachable: 'The toy platform has no forms: the engine asks question by question.' },
    text: [
      { id: 'e4', kind: 'message', room: home, from, message: 'm3', text: 'The light is out' },
      { id: 'e5', kind: 'message', room: home, from, message: 'm4', text: '', passedOn: { text: 'The light is out' } },
      { id: 'e6', kind: 'message', room: home, from, message: 'm5', text: '', passedOn: { text: '!start', from } },
    ],
    edited: noSuchEvent,
    withdrawn: noSuchEvent,
    moved: noSuchEvent,
    presence: [{ id: 'e7', kind: 'membership', room: block, from, change: 'added' }],
    installed: noSuchEvent,
    uninstalled: noSuchEvent,
    expired: noSuchEvent,
  },
  ignored: [
    { id: 'e8', kind: 'message', room: home, from: { id: 'bot', name: 'Hearback' }, message: 'm6', text: 'Hello' },
    { id: 'e9', kind: 'typing', room: home, from },
  ],
  textOf: ({ text, choices }) => [text.replaceAll('\u2060', ''), ...choices.map(({ label }) => label)].join('\n'),
  actionsOf: ({ choices }) => choices.map(({ ref }) => ref),
  press: (ref) => ({ id: 'e3', kind: 'choice', room: home, from, message: 'm1', choice: ref }),
  submit: { unreachable: 'The toy platform has no forms: the engine asks question by question.' },
  violations,
  alive: ({ text }) => falseChoices(text),
  failures: [
    {
      error: { status: 429, retryAfterS: 3 },
      expect: { status: 'failed', reason: 'throttled', code: 'http_429', retryAfterMs: 3_000 },
    },
    { error: { status: 503 }, expect: { status: 'failed', reason: 'unreachable', code: 'http_503' } },
    { error: { status: 403, code: 'blocked' }, expect: { status: 'failed', reason: 'forbidden', code: 'blocked' } },
    { error: { status: 404, code: 'room' }, expect: { status: 'failed', reason: 'gone', code: 'room' } },
    { error: { status: 400, code: 'rule' }, expect: { status: 'failed', reason: 'rejected', code: 'rule' } },
    { error: { status: 401 }, expect: { status: 'failed', reason: 'misconfigured', code: 'http_401' } },
    { error: { status: 500 }, expect: { status: 'unknown', code: 'http_500' } },
    { error: network('ECONNREFUSED'), expect: { status: 'failed', reason: 'unreachable', code: 'ECONNREFUSED' } },
    { error: network('ECONNRESET'), expect: { status: 'unknown', code: 'ECONNRESET' } },
  ],
} satisfies Conformance<Event, Payload>
