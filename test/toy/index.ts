import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Adapter, AdapterModule, Check, Inbound, Outcome, Place, Ports, Reply } from '#contract'
import { fit } from '#render'
import { classify, codec, placeOf } from './codec.ts'
import { limits } from './limits.ts'
import type { Event, Payload } from './wire.ts'

const settings = z.object({ TOY_URL: z.url(), TOY_TOKEN: z.string().min(1) })
type Settings = z.infer<typeof settings>

/**
 * The smallest platform that can carry the product: plain text and numbered choices. It edits nothing, erases nothing,
 * whispers nothing, opens no form and follows no link, so that every fallback of the engine is needed.
 */
export default {
  platform: 'toy',
  on: 'TOY_URL',
  settings,
  help: { TOY_URL: 'Where the toy listens.', TOY_TOKEN: 'The token that the toy printed.' },
  create,
} satisfies AdapterModule<Settings>

function create({ TOY_URL, TOY_TOKEN }: Settings): Adapter {
  let ports: Ports | null = null
  let heard = 0
  const headers = { authorization: `Bearer ${TOY_TOKEN}`, 'content-type': 'application/json' }

  const call = async <T>(path: string, body?: object): Promise<{ result: T } | { error: unknown }> => {
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {}
    try {
      const answer = await fetch(new URL(path, TOY_URL), { headers, signal: AbortSignal.timeout(5_000), ...sent })
      heard = ports?.now() ?? heard
      const read = (await answer.json()) as T
      return answer.ok ? { result: read } : { error: { status: answer.status, ...read } }
    } catch (error) {
      return { error }
    }
  }

  const say = async (to: Place, payload: Payload): Promise<Outcome> => {
    const sent = await call<{ id: string }>('/messages', { to: to.ref, ...payload })
    return 'error' in sent ? classify(sent.error) : { status: 'delivered', ref: sent.result.id }
  }

  const answer = async (reply: Reply, { actor, kind }: Inbound) => {
    if (reply.kind === 'form' || reply.kind === 'invalid') ports?.log('reply.impossible', { kind })
    if (reply.kind !== 'notice' || !actor) return
    for (const page of fit(reply.message, codec)) await say(placeOf(actor.account, true), codec.render(page))
  }

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization !== headers.authorization) return void response.writeHead(401).end()
    const inbound = codec.decode((await bodyOf(request)) as Event)
    try {
      if (inbound && ports) await answer(await ports.receive(inbound), inbound)
      response.writeHead(ports ? 200 : 503).end()
    } catch {
      response.writeHead(503).end()
    }
  }

  const looks = async (name: Check['name'], path: string): Promise<Check> => {
    const seen = await call(path)
    return 'error' in seen ? { name, ok: false, detail: classify(seen.error).code } : { name, ok: true }
  }

  return {
    platform: 'toy',
    title: 'Toy',
    limits,
    weigh: codec.weigh,
    async start(given) {
      ports = given
      await call('/me')
      return {
        stop: async () => {
          ports = null
        },
      }
    },
    routes: { 'POST /toy/events': take },
    deliver: ({ to, message }) => say(to, codec.render(message)),
    privatePlace: (workspace, account) => ({ ...placeOf(account, true), workspace }),
    spell: (command) => `!${command}`,
    relayBy: 'forward',
    check: async (place) =>
      Promise.all([looks('token', '/me'), ...(place ? [looks('member', `/rooms/${place.ref}`)] : [])]),
    lastContact: () => heard,
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString('utf8'))
}
