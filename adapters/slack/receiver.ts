import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App, Receiver } from '@slack/bolt'
import type { Ports } from '#contract'
import { nameOf, type Turn, turnstile } from './turn.ts'
import { verify } from './verify.ts'

/** Above the largest view Slack knows (250 kB, three times that once url-encoded). */
const BODY_BYTES = 1_048_576

type Needs = { secret: string; ports(): Pick<Ports, 'now' | 'log'> | undefined; heard(): void }

/** Bolt's receiver for signed HTTP. The server belongs to the product; this is only its one door. */
export function httpReceiver({ secret, ports, heard }: Needs) {
  const turns = turnstile((error) => ports()?.log('slack.notice_failed', { name: nameOf(error) }))
  let app: App | undefined
  const receiver: Receiver = {
    init: (it: App) => {
      app = it
    },
    start: async () => turns.open(),
    stop: () => turns.close(),
  }

  /** 200 means committed. Every other answer makes Slack try again, except where trying again cannot help. */
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await bytes(request)
    const outside = ports()
    if (!raw) return refuse(response, 413)
    if (isProbe(raw)) return say(response, undefined)
    if (!app || !outside) return later(response)
    if (!verify(secret, request.headers, raw, outside.now())) return refuse(response, 401)
    heard()
    const body = parse(request.headers['content-type'], raw)
    if (!body) return refuse(response, 400)
    if (body.type === 'url_verification') return say(response, String(body.challenge))
    try {
      const passed = await turns.pass(app, { body, ...retry(request) }, (turn) => say(response, turn.answer))
      if (!passed) later(response)
    } catch (error) {
      outside.log('slack.not_committed', { name: nameOf(error) })
      if (!response.headersSent) later(response)
    }
  }
  return { receiver, route }
}

/** `null` when there is more than we read, or it broke off. The request is left standing, so that the refusal can be written. */
function bytes(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_BYTES) return void chunks.push(chunk)
      request.pause()
      resolve(null)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', () => resolve(null))
    request.once('close', () => resolve(null))
  })
}

/** Slack's look at our certificate: unsigned, says nothing, gets nothing. */
function isProbe(raw: Buffer): boolean {
  return raw.length < 256 && /(^|&)ssl_check=1(&|$)/u.test(raw.toString('latin1'))
}

type Body = Record<string, unknown>

/** Commands and clicks are forms, clicks with one JSON field; events are JSON. `null` for everything else. */
function parse(type: string | undefined, raw: Buffer): Body | null {
  const text = raw.toString('utf8')
  const [media = ''] = (type ?? '').split(';', 1)
  switch (media.trim().toLowerCase()) {
    case 'application/json':
      return object(text)
    case 'application/x-www-form-urlencoded': {
      const form = Object.fromEntries(new URLSearchParams(text))
      return form.payload === undefined ? form : object(form.payload)
    }
    default:
      return null
  }
}

function object(text: string): Body | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null
  } catch {
    return null
  }
}

function retry({ headers }: IncomingMessage): { retryNum?: number; retryReason?: string } {
  const [num, reason] = [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]
  return { ...(num && { retryNum: Number(num) }), ...(reason && { retryReason: String(reason) }) }
}

function say(response: ServerResponse, answer: Turn['answer']): void {
  if (answer === undefined) return void response.writeHead(200).end()
  const [type, text] =
    typeof answer === 'string' ? ['text/plain', answer] : ['application/json', JSON.stringify(answer)]
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text)
}

/** Nothing was committed. Slack sends an event again by itself, unless told not to. */
function later(response: ServerResponse): void {
  response.writeHead(503, { 'retry-after': '5' }).end()
}

function refuse(response: ServerResponse, status: 400 | 401 | 413): void {
  response.writeHead(status, { 'x-slack-no-retry': '1', connection: 'close' }).end()
}
