import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verify } from '../../adapters/slack/verify.ts'
import { webhookRoute } from '../../adapters/telegram/webhook.ts'
import { FORM_TYPE, inboxSize, proof, type Tap, wiretap } from '../support/doors.ts'
import { type World, world } from '../support/world.ts'

const RUNS = 20_000
const OVER_HTTP = 200
const SEED = 20261122

type Headers = Record<string, string | string[] | undefined>
type Request = { headers: Headers; body: Buffer }
/** A change of a genuine request; `n` and `m` choose where and how. */
type Forgery = (genuine: Request, n: number, m: number) => Request

const flip = (text: string, n: number, m: number) => {
  const at = n % text.length
  const code = text.charCodeAt(at) ^ (1 << (m % 7))
  return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)
}
const arabic = (text: string) => text.replace(/\d/gu, (digit) => String.fromCodePoint(0x660 + Number(digit)))
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
const junk = [
  '',
  ' ',
  '0',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  'v0=',
  '-1',
  '1e9',
  '\u0000',
  '\ufeff',
  'a'.repeat(9_000),
]

/** What can be done to one header, whatever it means. */
const toHeader: ((value: string, n: number, m: number) => string | string[] | undefined)[] = [
  flip,
  () => undefined,
  (value) => [value],
  (value) => [value, value],
  (value) => `${value}, ${value}`,
  (value) => arabic(value) + (/\d/u.test(value) ? '' : '٠'),
  (value, n) => value.slice(0, n % value.length),
  (value, n) => value + pick(['0', ' ', '\n', '=', '\u0000', '\u2060'], n),
  (value, n) => pick([' ', '+', '0', '\t', '\ufeff'], n) + value,
  (_, n) => pick(junk, n),
  (value) => value.toUpperCase() + (value === value.toUpperCase() ? 'X' : ''),
  (value) => `${[...value].reverse().join('')}r`,
]

const onHeader =
  (name: string): Forgery =>
  ({ headers, body }, n, m) => ({
    headers: { ...headers, [name]: pick(toHeader, n)(String(headers[name]), m, n >> 4) },
    body,
  })

const flipBit: Forgery = ({ headers, body }, n, m) => {
  const altered = Buffer.from(body)
  altered[n % body.length]! ^= 1 << (m % 8)
  return { headers, body: altered }
}
const cut: Forgery = ({ headers, body }, n) => ({ headers, body: body.subarray(0, n % body.length) })
const grow: Forgery = ({ headers, body }, n) => ({ headers, body: Buffer.concat([body, Buffer.from([n % 256])]) })

const cases = (...forgeries: Forgery[]) => fc.tuple(fc.constantFrom(...forgeries), fc.nat(1_000_000), fc.nat(1_000_000))

const now = 1_790_000_000
const fields = {
  token: 't',
  team_id: 'T0TWIN',
  channel_id: 'C01',
  user_id: 'U01',
  user_name: 'ana',
  command: '/hearback',
  text: 'help',
}
const body = Buffer.from(new URLSearchParams({ ...fields, trigger_id: '1.2.3' }).toString())

describe('a request that the platform did not sign', () => {
  const secret = 'a-signing-secret-of-a-test'
  const signed = (at: number, own = secret) => proof({ env: { SLACK_SIGNING_SECRET: own } } as never, body, at)
  /** Signed well, but at another time or with another secret. */
  const misdated: Forgery = (genuine, n, m) => {
    const skew = (301 + (n % 100_000)) * (m % 2 ? 1 : -1)
    return { ...genuine, headers: signed(now + skew) }
  }
  const otherSecret: Forgery = (genuine, n) => ({ ...genuine, headers: signed(now, `${secret}${n}`) })
  const oddTime: Forgery = (genuine, n) => {
    const odd = pick(
      [`${now}.0`, ` ${now}`, `${now}000`, '1.79e9', '0x6AB13B80', arabic(String(now)), 'NaN', 'Infinity', `-${now}`],
      n,
    )
    return { ...genuine, headers: signed(odd as never) }
  }
  const forgeries = cases(
    flipBit,
    cut,
    grow,
    misdated,
    otherSecret,
    oddTime,
    onHeader('x-slack-signature'),
    onHeader('x-slack-request-timestamp'),
  )

  it(`is never taken for Slack’s: ${RUNS} forgeries, and the genuine one is`, () => {
    const genuine = { headers: signed(now) as Headers, body }
    expect(verify(secret, genuine.headers, body, now * 1000)).toBe(true)
    const taken = fc.sample(forgeries, { numRuns: RUNS, seed: SEED }).filter(([forge, n, m]) => {
      const { headers, body: sent } = forge(genuine, n, m)
      return verify(secret, headers, sent, now * 1000)
    })
    expect(taken).toEqual([])
  })

  it(`is never taken for Telegram’s: ${RUNS} forgeries, and the genuine one is`, async () => {
    const taken: unknown[] = []
    const door = webhookRoute(secret, () => async (update) => void taken.push(update))
    const knock = async (headers: Headers): Promise<number> => {
      const statuses: number[] = []
      const response = {
        setHeader: () => response,
        writeHead: (status: number) => ({ end: () => void statuses.push(status) }),
      }
      const request = Object.assign(Readable.from([Buffer.from('{"update_id":1}')]), { headers })
      await door(request as unknown as IncomingMessage, response as unknown as ServerResponse)
      return statuses[0] ?? 0
    }
    const name = 'x-telegram-bot-api-secret-token'
    expect([await knock({ [name]: secret }), taken.length]).toEqual([200, 1])
    for (const [forge, n, m] of fc.sample(cases(onHeader(name)), { numRuns: RUNS, seed: SEED })) {
      const { headers } = forge({ headers: { [name]: secret }, body }, n, m)
      expect(await knock(headers), JSON.stringify(headers)).toBe(403)
    }
    expect(taken).toHaveLength(1)
  })
})

describe('over the network', () => {
  let w: World
  let slack: Tap
  let telegram: Tap
  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    slack = await wiretap(w, 'slack')
    telegram = await wiretap(w, 'telegram')
  })
  afterAll(async () => {
    await Promise.all([slack.close(), telegram.close()])
    await w.close()
  })

  const clients = fc.sample(fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)), { numRuns: OVER_HTTP, seed: SEED })
  /** What no HTTP client can send is no door. */
  const sendable = (headers: Headers): headers is Record<string, string> =>
    Object.values(headers).every(
      (value) => typeof value === 'string' && /^[\x20-\x7e]*$/u.test(value) && value.trim() === value,
    )

  it(`${OVER_HTTP} forgeries at Slack’s door: none taken, nothing kept`, async () => {
    const twin = w.twins.slack!
    const statuses = new Map<number, number>()
    const before = await inboxSize(w.opened)
    for (const [n, m] of clients) {
      const genuine = { headers: proof(twin, body) as Headers, body }
      const name = m % 2 ? 'x-slack-signature' : 'x-slack-request-timestamp'
      const forged = pick([flipBit, cut, grow, onHeader(name)], n)(genuine, n >> 2, m >> 1)
      const { headers } = sendable(forged.headers) ? forged : { headers: {} }
      const status = await slack.send(forged.body, {
        'content-type': FORM_TYPE,
        ...(headers as Record<string, string>),
      })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([[401, OVER_HTTP]])
    expect(await inboxSize(w.opened)).toBe(before)
    expect(await slack.send(body, { 'content-type': FORM_TYPE, ...proof(twin, body) })).toBe(200)
    expect(await inboxSize(w.opened)).toBe(before + 1)
  })

  it(`${OVER_HTTP} forgeries at Telegram’s door: none taken, nothing kept`, async () => {
    const name = 'x-telegram-bot-api-secret-token'
    const { [name]: secret } = proof(w.twins.telegram!, '')
    const before = await inboxSize(w.opened)
    const update = JSON.stringify({ update_id: 1, message: said('hello') })
    for (const [n, m] of clients) {
      const { headers } = onHeader(name)({ headers: { [name]: secret }, body }, n, m)
      expect(await telegram.send(update, sendable(headers) ? headers : {})).toBe(403)
    }
    expect(await inboxSize(w.opened)).toBe(before)
    expect(await telegram.send(update, proof(w.twins.telegram!, update))).toBe(200)
    expect(await inboxSize(w.opened)).toBe(before + 1)
  })
})

const said = (text: string) => ({
  message_id: 7,
  date: 1_790_000_000,
  chat: { id: 41, type: 'private', first_name: 'Rosa' },
  from: { id: 41, is_bot: false, first_name: 'Rosa' },
  text,
})
