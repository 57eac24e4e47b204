import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Route } from '#contract'
import { UPDATE_BYTES } from './limits.ts'
import type { Settings } from './settings.ts'
import type { Answer, Call } from './transport.ts'
import { allowedUpdates, type Update } from './update.ts'

/** Takes one update; resolves when it is committed, rejects when nothing was. */
export type Take = (update: Update) => Promise<void>

/** Telegram waits this many seconds before it offers the update again. */
const RETRY_SECONDS = 2

/**
 * The door for Telegram's deliveries. 200 means committed; 503 asks for the update again.
 * `take` gives `null` while the adapter is not listening.
 */
export function webhookRoute(secret: string, take: () => Take | null): Route {
  const expected = digest(secret)
  return async (request, response) => {
    if (!same(request.headers['x-telegram-bot-api-secret-token'], expected)) return end(response, 403)
    try {
      const body = await read(request)
      if (body === null) return end(response, 413)
      const update = parse(body)
      if (!update) return end(response, 400)
      const taker = take()
      if (!taker) return retry(response)
      await taker(update)
      end(response, 200)
    } catch {
      retry(response)
    }
  }
}

/** Tells Telegram where to deliver, what, and with which secret. */
export function setWebhook(call: Call, { url, secret }: NonNullable<Settings['webhook']>): Promise<Answer<true>> {
  return call<true>('setWebhook', { url, secret_token: secret, allowed_updates: allowedUpdates })
}

/** Hashes first: both sides then have one length, and time tells nothing. */
function same(given: string | string[] | undefined, expected: Buffer): boolean {
  return typeof given === 'string' && timingSafeEqual(digest(given), expected)
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * The whole body, or `null` when it is longer than an update can be; what is too long is left unread. Rejects when it breaks
 * off. Decoded at once: a letter may span two chunks.
 */
function read(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > UPDATE_BYTES) return resolve(null)
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= UPDATE_BYTES) return void chunks.push(chunk)
      request.pause()
      resolve(null)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new Error('broken off')))
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(body: Buffer): Update | null {
  try {
    const update = JSON.parse(utf8.decode(body)) as Update | null
    return Number.isSafeInteger(update?.update_id) ? update : null
  } catch {
    return null
  }
}

function retry(response: ServerResponse): void {
  end(response.setHeader('retry-after', RETRY_SECONDS), 503)
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status).end()
}
