import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Raw, readBody } from './arguments.ts'
import type { Delivery } from './delivery.ts'
import { type Faults, interrupts } from './faults.ts'
import { call, type Tokens } from './methods.ts'
import type { Rates } from './rates.ts'
import { respond } from './responses.ts'
import type { Workspace } from './workspace.ts'

/** What the product can call: the Web API and the addresses for responses. */
export type Door = { workspace: Workspace; rates: Rates; faults: Faults; tokens: Tokens; track: Delivery['track'] }

export async function listen(door: Door, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    door.track(answer(door, request, response)).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  door.workspace.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return server
}

async function answer(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const raw = { ...Object.fromEntries(searchParams), ...(await bodyOf(request)) }
  const [, room, name = ''] = pathname.split('/')
  const method = room === 'response' ? 'response_url' : name
  const fault = door.faults.take(method)
  const entry = keep(door.workspace, method, raw)
  if (await interrupts(fault, response)) {
    entry.answered = fault!.kind
    return
  }
  const answered = room === 'api' ? callApi(door, request, name, raw) : callBack(door, name, raw)
  entry.answered = answered.said
  if (fault?.kind === 'lost-reply') response.destroy()
  else response.writeHead(answered.status, answered.headers).end(answered.body)
}

type Answered = { status: number; headers: Record<string, string>; body: string; said: unknown }

/** Calls are listed in the order they came, without their tokens. */
function keep(workspace: Workspace, method: string, { token: _, ...body }: Raw): { answered: unknown } {
  const entry = { method, body: readable(body), answered: undefined as unknown }
  workspace.calls.push(entry)
  return entry
}

function readable(body: Raw): Raw {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, readValue(value)]))
}

function readValue(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function callApi(door: Door, request: IncomingMessage, name: string, raw: Raw): Answered {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? String(raw.token ?? '')
  const { answer, retryAfterS } = call(door.workspace, door.rates, door.tokens, name, token, raw)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': door.workspace.scopes.join(','),
  }
  const body = JSON.stringify(answer)
  if (!retryAfterS) return { status: 200, headers, body, said: answer }
  return { status: 429, headers: { ...headers, 'retry-after': String(retryAfterS) }, body, said: answer }
}

function callBack(door: Door, id: string, raw: Raw): Answered {
  const { status, body } = respond(door.workspace, id, raw)
  return { status, headers: { 'content-type': 'text/plain' }, body, said: body }
}

async function bodyOf(request: IncomingMessage): Promise<Raw> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return readBody(request.headers['content-type'] ?? '', Buffer.concat(chunks).toString('utf8'))
}
