import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Inbound, Ports, Reply } from '#contract'
import type { Update } from '../../../adapters/telegram/update.ts'

export const token = '1000001:AAexample-token_1'

export type Called = { method: string; params: Record<string, unknown> }
type Answered = { status?: number; body: unknown }
type Answering = (params: Record<string, unknown>) => Answered | 'hang up'

/** As little of a Bot API server as these tests need; it remembers every call and confirms updates by offset. */
export async function botApi() {
  const calls: Called[] = []
  const answers = new Map<string, Answering[]>()
  let queue: Update[] = []
  let wake = () => {}

  const updates = async (offset = 0, signal: AbortSignal) => {
    queue = queue.filter(({ update_id }) => update_id >= offset)
    if (queue.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve
        signal.addEventListener('abort', () => resolve())
      })
    }
    return queue
  }
  const results: Record<string, (params: Record<string, unknown>, signal: AbortSignal) => unknown> = {
    getMe: () => ({ id: 1_000_001, is_bot: true, first_name: 'Hearback', username: 'hearback_bot' }),
    getWebhookInfo: () => ({ url: '' }),
    getUpdates: ({ offset }, signal) => updates(offset as number | undefined, signal),
    sendMessage: () => ({ message_id: 700 + calls.length }),
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const closed = new AbortController()
    response.on('close', () => closed.abort())
    const method = request.url!.split('/').at(-1)!
    const params = JSON.parse((await bodyOf(request)) || '{}') as Record<string, unknown>
    calls.push({ method, params })
    const scripted = answers.get(method)?.shift()?.(params)
    if (scripted === 'hang up') return request.socket.destroy()
    const unknown = { status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } }
    const known = request.url === `/bot${token}/${method}`
    const plain = async () => ({ body: { ok: true, result: (await results[method]?.(params, closed.signal)) ?? true } })
    const { status = 200, body }: Answered = scripted ?? (known ? await plain() : unknown)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => void serve(request, response))
  const url = await listen(server)
  return {
    url,
    calls,
    of: (method: string) => calls.filter((call) => call.method === method).map(({ params }) => params),
    push: (...updates: Update[]) => {
      queue.push(...updates)
      wake()
    },
    waiting: () => queue.map(({ update_id }) => update_id),
    /** Scripts the next answer to a method. */
    answer: (method: string, answering: Answering) => answers.set(method, [...(answers.get(method) ?? []), answering]),
    refuse: (method: string, error_code: number, description: string, parameters?: object) => {
      const body = { ok: false, error_code, description, ...(parameters && { parameters }) }
      answers.set(method, [...(answers.get(method) ?? []), () => ({ status: error_code, body })])
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** The engine's side of the seam: takes what it is given, unless told to refuse. */
export function engine(answer: (inbound: Inbound) => Reply | Promise<Reply> = () => ({ kind: 'none' })) {
  const received: Inbound[] = []
  const logs: { code: string; fields?: object }[] = []
  const ports: Ports = {
    receive: async (inbound) => {
      const reply = await answer(inbound)
      received.push(inbound)
      return reply
    },
    menus: [],
    log: (code, fields) => logs.push({ code, ...(fields && { fields }) }),
    now: () => Date.now(),
  }
  return { ports, received, logs, logged: (code: string) => logs.filter((line) => line.code === code) }
}

export const until = async (what: () => boolean): Promise<void> => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5))
}

export const saying = (update_id: number, text: string, person = 510_000_002): Update => ({
  update_id,
  message: {
    message_id: update_id,
    date: 1_795_000_000,
    from: { id: person, is_bot: false, first_name: 'Rosa' },
    chat: { id: person, type: 'private' },
    text,
  },
})
