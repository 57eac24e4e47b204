import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import type { Twin, TwinPerson, TwinRoom } from '#contract'
import { locales, type T, translator } from '../../src/i18n/index.ts'
import type { Opened } from '../../src/store/open.ts'
import { serverUrl } from './database.ts'
import { bare, type World } from './world.ts'

export type Json = Record<string, unknown>

/** One request from a platform as it reached the product, and what the product answered. */
export type Heard = { headers: Record<string, string>; body: Buffer; status: number }

/** Stands between a twin and the product: hears all, can alter what comes next, and can speak as the platform itself. */
export type Tap = {
  heard: Heard[]
  /** Passes the next request that `change` takes on as changed, signed anew as the platform would. */
  alter(change: (body: Json) => Json | null): void
  /** Sends those bytes with exactly those headers. */
  send(body: Buffer | string, headers: Record<string, string>): Promise<number>
  /** Sends a payload with a signature that holds; a form when `type` says so. */
  post(body: Json, type?: string): Promise<number>
  close(): Promise<void>
}

const JSON_TYPE = 'application/json'
export const FORM_TYPE = 'application/x-www-form-urlencoded'

const paths: Record<string, string> = { slack: '/slack/events', telegram: '/telegram/webhook' }

/** The headers by which each platform proves that it sent these bytes. `at` in seconds. */
export function proof(twin: Twin, body: Buffer | string, at = Math.floor(Date.now() / 1000)): Record<string, string> {
  const secret = twin.env.TELEGRAM_WEBHOOK_SECRET
  if (secret) return { 'x-telegram-bot-api-secret-token': secret }
  const signature = createHmac('sha256', twin.env.SLACK_SIGNING_SECRET ?? '')
    .update(`v0:${at}:`)
    .update(body)
    .digest('hex')
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${signature}` }
}

export function parsed(body: Buffer, type = JSON_TYPE): Json {
  if (!type.startsWith(FORM_TYPE)) return JSON.parse(body.toString())
  const form = Object.fromEntries(new URLSearchParams(body.toString()))
  return form.payload === undefined ? form : { payload: JSON.parse(form.payload) }
}

export function written(body: Json, type = JSON_TYPE): string {
  if (!type.startsWith(FORM_TYPE)) return JSON.stringify(body)
  const fields = 'payload' in body ? { payload: JSON.stringify(body.payload) } : (body as Record<string, string>)
  return new URLSearchParams(fields).toString()
}

export async function wiretap(w: World, platform: string): Promise<Tap> {
  const twin = w.twins[platform]!
  const heard: Heard[] = []
  const changes: ((body: Json) => Json | null)[] = []
  const pass = (body: Buffer | string, headers: Record<string, string>) =>
    fetch(`${w.product.url}${paths[platform]}`, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) })
  const relay = async (request: IncomingMessage, response: ServerResponse) => {
    const type = request.headers['content-type'] ?? JSON_TYPE
    const { body, changed } = altered(await bytes(request), type, changes)
    const headers = { ...own(request), ...(changed && proof(twin, body)) }
    const answer = await pass(body, headers).catch(() => null)
    heard.push({ headers, body, status: answer?.status ?? 0 })
    if (!answer) return void response.destroy()
    for (const name of ['content-type', 'retry-after']) response.setHeader(name, answer.headers.get(name) ?? '')
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
  }
  const server = createServer((request, response) => void relay(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await twin.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const send: Tap['send'] = async (body, headers) => {
    const response = await pass(body, headers)
    await response.arrayBuffer()
    return response.status
  }
  return {
    heard,
    send,
    alter: (change) => void changes.push(change),
    post: (body, type = JSON_TYPE) => {
      const text = written(body, type)
      return send(text, { 'content-type': type, ...proof(twin, text) })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The headers that are the platform's own, and not those of the connection. */
const own = ({ headers }: IncomingMessage) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(?:x-|content-type|user-agent)/u.test(name)),
  ) as Record<string, string>

function altered(body: Buffer, type: string, changes: ((body: Json) => Json | null)[]) {
  const [change] = changes
  const changed = change?.(parsed(body, type)) ?? null
  if (changed) changes.shift()
  return changed ? { body: Buffer.from(written(changed, type)), changed: true } : { body, changed: false }
}

/** Puts another reference behind the next button that somebody presses, as a client of their own making could. */
export function swapButton(tap: Tap, ref: string): void {
  tap.alter((body) => {
    const query = body.callback_query as Json | undefined
    if (query) return { ...body, callback_query: { ...query, data: ref } }
    const payload = body.payload as (Json & { actions?: Json[] }) | undefined
    if (payload?.type !== 'block_actions') return null
    return { payload: { ...payload, actions: payload.actions?.map((one) => ({ ...one, value: ref })) } }
  })
}

/** A sentence of ours as a reader sees it, in every language that we speak. */
export const inAnyLanguage = (sentence: (t: T) => string): string[] =>
  locales.map(({ tag }) => bare(sentence(translator(tag))))

/** The desk codes of the cards that somebody sees, oldest first. */
export const codesAt = (person: TwinPerson, desk: TwinRoom): string[] =>
  person.sees(desk).flatMap((seen) => /(D-[0-9A-Z]{4}-[0-9A-Z]{4}) ·/u.exec(bare(seen.text))?.[1] ?? [])

/** The references behind the buttons that the product sent so far, by the act each leads to; the newest last. */
export function refsOf(w: World, act: string): string[] {
  const { references, offers } = w.product.engine
  const sent = JSON.stringify(Object.values(w.twins).map((twin) => twin.calls.map(({ body }) => body)))
  const found = [...sent.matchAll(/[A-Za-z0-9_-]{64}/gu)].map(([ref]) => ref)
  return found.filter((ref) => {
    const decoded = references.decode(ref)
    return decoded !== null && offers.nameOf(decoded.act) === act
  })
}

/** Asks the database as its owner, whom no policy stops. */
export async function asOwner(opened: Opened, text: string, values: unknown[] = []): Promise<Json[]> {
  if (serverUrl === undefined) return (await opened.pools.engine.query(text, values)).rows as Json[]
  const { rows: here } = await opened.pools.engine.query('select current_database() as name')
  const url = new URL(serverUrl)
  url.pathname = `/${here[0].name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    return (await client.query(text, values)).rows as Json[]
  } finally {
    await client.end()
  }
}

/** Every row of every table as text, by table. */
export async function dump(opened: Opened): Promise<Map<string, string[]>> {
  const tables = await asOwner(
    opened,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  const rows = new Map<string, string[]>()
  for (const { name } of tables) {
    const found = await asOwner(opened, `select row_to_json(t)::text as row from "${name}" t order by 1`)
    rows.set(
      String(name),
      found.map(({ row }) => String(row)),
    )
  }
  return rows
}

/** Every row but the notes that an event came and the paces of sending: what an event that led to nothing leaves as it was. */
export async function rows(opened: Opened): Promise<string[]> {
  const all = await dump(opened)
  for (const table of ['inbox', 'bucket', '_prisma_migrations']) all.delete(table)
  return [...all].flatMap(([table, found]) => found.map((row) => `${table} ${row}`))
}

/** The rows that came, went or changed since, short enough to be read. */
export async function moved(opened: Opened, before: readonly string[]): Promise<string[]> {
  const after = await rows(opened)
  const short = (sign: string) => (row: string) => `${sign} ${row.replaceAll(/v1\.k1\.[\w.-]+/gu, '…').slice(0, 300)}`
  const [old, now] = [new Set(before), new Set(after)]
  return [
    ...before.filter((row) => !now.has(row)).map(short('-')),
    ...after.filter((row) => !old.has(row)).map(short('+')),
  ]
}

export const inboxSize = async (opened: Opened): Promise<number> =>
  Number((await asOwner(opened, 'select count(*)::int as n from inbox'))[0]?.n)

/** Account and chat ids, user names and display names, as the platforms told them to us; short ones could be anything. */
export function identitiesIn(taps: readonly Tap[]): string[] {
  const found = new Set<string>()
  const visit = (value: unknown, key: string, parent: string): void => {
    if (typeof value === 'object' && value) {
      const list = Array.isArray(value)
      for (const [name, one] of Object.entries(value)) visit(one, list ? key : name, list ? parent : key)
      return
    }
    const named = /^(?:user_id|channel_id|user_name|username|first_name|title|account)$/u.test(key)
    if (named || (key === 'id' && /^(?:from|chat|user|channel)$/u.test(parent))) found.add(String(value))
  }
  for (const { heard } of taps) for (const one of heard) visit(parsed(one.body, one.headers['content-type']), '', '')
  return [...found].filter((one) => one.length > 5)
}
