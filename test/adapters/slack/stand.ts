import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Inbound, Message, Ports, Reply } from '#contract'
import slack from '../../../adapters/slack/index.ts'

export const SECRET = 'stand-in-signing-secret'

export const notice = (summary: string, actions: Message['actions'] = []): Reply => ({
  kind: 'notice',
  message: { summary, locale: 'en', blocks: [{ kind: 'text', spans: [{ text: summary }] }], actions },
})

export type Call = { method: string; args: Record<string, string> }

const usual = {
  ok: true,
  ts: '1790000009.000100',
  user_id: 'U0000BOT',
  bot_id: 'B0000BOT',
  channel: { id: 'D00000ANA' },
}

/** As little of Slack's Web API as a test needs: every method succeeds unless told otherwise, and is written down. */
export async function standIn(
  answers: Record<string, object | ((args: Record<string, string>) => object)> = {},
  scopes = ['commands', 'chat:write', 'im:write', 'im:history'],
) {
  const calls: Call[] = []
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const method = (request.url ?? '').replace('/api/', '')
    const isJson = request.headers['content-type']?.includes('json')
    const args = isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body))
    calls.push({ method, args })
    const given = answers[method]
    const answer = typeof given === 'function' ? given(args) : (given ?? {})
    const headers = { 'content-type': 'application/json', 'x-oauth-scopes': scopes.join(',') }
    response.writeHead(200, headers).end(JSON.stringify({ ...usual, ...answer }))
  }
  const server = createServer((request, response) => void serve(request, response))
  return { calls, ...(await listening(server)) }
}

export async function listening(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { url, stop }
}

export function ports(receive: (inbound: Inbound) => Promise<Reply>) {
  const logged: string[] = []
  const heard: Inbound[] = []
  const given: Ports = {
    receive: async (inbound) => {
      heard.push(inbound)
      return await receive(inbound)
    },
    menus: [],
    log: (code) => logged.push(code),
    now: () => Date.now(),
  }
  return { given, logged, heard }
}

/** The adapter behind a server of the product's, and Slack's side of the wire. */
export async function product(receive: (inbound: Inbound) => Promise<Reply>, apiUrl: string) {
  const settings = slack.settings.parse({
    SLACK_BOT_TOKEN: 'xoxb-stand-in',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: `${apiUrl}/api/`,
  })
  const adapter = slack.create(settings)
  const route = adapter.routes?.['POST /slack/events'] as (q: IncomingMessage, s: ServerResponse) => Promise<void>
  const server = await listening(createServer((request, response) => void route(request, response)))
  const { given, logged, heard } = ports(receive)
  const running = await adapter.start(given)
  return {
    adapter,
    running,
    logged,
    heard,
    url: server.url,
    post: (body: string | Buffer, headers: Record<string, string> = {}) => signed(server.url, body, headers),
    event: (body: object, headers: Record<string, string> = {}) =>
      signed(server.url, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    click: (payload: object) =>
      signed(server.url, new URLSearchParams({ payload: JSON.stringify(payload) }).toString()),
    command: (fields: object) => signed(server.url, new URLSearchParams(fields as Record<string, string>).toString()),
    stop: async () => {
      await running.stop()
      await server.stop()
    },
  }
}

export function sign(body: string | Buffer, secret = SECRET, seconds = Math.floor(Date.now() / 1_000)) {
  const signature = createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex')
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${signature}` }
}

async function signed(url: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...sign(body), ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
  const said = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text: said,
    json: said.startsWith('{') ? JSON.parse(said) : null,
  }
}
