import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, type Logger, LogLevel, webApi } from '@slack/bolt'
import { afterAll } from 'vitest'
import type { Twin } from '#contract'
import { startTwin, type TwinOptions } from '../../../adapters/slack/twin/index.ts'

const closing: (() => Promise<unknown>)[] = []

/** Call once at the top of a test file: whatever was started here ends with it. */
export function cleanUp(): void {
  afterAll(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
}

export function ends(close: () => Promise<unknown>): void {
  closing.push(close)
}

export async function twinned(options: TwinOptions = {}): Promise<Twin> {
  const twin = await startTwin(options)
  ends(() => twin.stop())
  return twin
}

export function clientOf(twin: Twin, token = twin.env.SLACK_BOT_TOKEN): webApi.WebClient {
  const prompt = { logger: silent, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
  return new webApi.WebClient(token, { slackApiUrl: twin.env.SLACK_API_URL!, ...prompt })
}

const nothing = () => {}
const level = { setLevel: nothing, getLevel: () => LogLevel.ERROR, setName: nothing }
export const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing, ...level }

/** The platform's error code of a call that must fail. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'ok'
  } catch (error) {
    return (error as { data?: { error?: string } }).data?.error ?? (error as Error).message
  }
}

/** An unmodified Bolt app over HTTP, pointed at the twin by its environment only. */
export async function boltApp(twin: Twin): Promise<{ app: App; url: string }> {
  const receiver = new HTTPReceiver({ signingSecret: twin.env.SLACK_SIGNING_SECRET!, logLevel: LogLevel.ERROR })
  const clientOptions = { slackApiUrl: twin.env.SLACK_API_URL!, retryConfig: { retries: 0 } }
  const app = new App({ token: twin.env.SLACK_BOT_TOKEN!, receiver, clientOptions, logLevel: LogLevel.ERROR })
  const server = await receiver.start(0)
  ends(() => app.stop())
  return { app, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

export type Heard = { headers: IncomingMessage['headers']; body: string }

/** A product that answers as told and remembers what it heard; the challenge is answered by itself. */
export async function listener(reply: (heard: Heard, response: ServerResponse) => void) {
  const heard: Heard[] = []
  const hear = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (body.includes('url_verification')) return void response.end(JSON.parse(body).challenge)
    const one = { headers: request.headers, body }
    heard.push(one)
    reply(one, response)
  }
  const server = createServer((request, response) => void hear(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
