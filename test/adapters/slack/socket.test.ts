import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Inbound, Reply } from '#contract'
import slack from '../../../adapters/slack/index.ts'
import { notice, ports, standIn } from './stand.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../adapters/slack/fixtures/${name}.json`, import.meta.url), 'utf8'))

let receive: (inbound: Inbound) => Promise<Reply>
let wire: WebSocketServer
let api: Awaited<ReturnType<typeof standIn>>
let running: { stop(): Promise<void> }
let told: ReturnType<typeof ports>
let acks: { envelope_id: string; payload: object }[]
let client: WebSocket
let connections = 0

beforeEach(async () => {
  acks = []
  connections = 0
  receive = async () => ({ kind: 'none' })
  wire = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(wire, 'listening')
  wire.on('connection', (socket) => {
    client = socket
    connections += 1
    socket.on('message', (data) => acks.push(JSON.parse(String(data))))
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }))
  })
  api = await standIn({
    'apps.connections.open': () => ({ url: `ws://127.0.0.1:${(wire.address() as AddressInfo).port}` }),
  })
  const env = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: `${api.url}/api/` }
  const adapter = slack.create(slack.settings.parse(env))
  expect(adapter.routes).toBeUndefined()
  told = ports((inbound) => receive(inbound))
  running = await adapter.start(told.given)
})
afterEach(async () => {
  await running.stop()
  await api.stop()
  wire.close()
})

const send = (type: string, payload: object, envelope_id: string) =>
  client.send(JSON.stringify({ type, payload, envelope_id, accepts_response_payload: true }))

it('acknowledges an event after the commit', async () => {
  const { promise: committed, resolve: commit } = Promise.withResolvers<void>()
  receive = () => committed.then(() => ({ kind: 'none' }))
  send('events_api', read('events').text, 'e1')
  await expect.poll(() => told.heard).toHaveLength(1)
  expect(acks).toEqual([])
  commit()
  await expect.poll(() => acks).toEqual([{ envelope_id: 'e1', payload: {} }])
})

it('does not acknowledge what was not committed, and takes the next', async () => {
  receive = () => Promise.reject(new Error('the database is away'))
  send('events_api', read('events').text, 'e1')
  await expect.poll(() => told.logged).toContain('slack.not_committed')
  receive = async () => ({ kind: 'none' })
  send('events_api', read('events').text, 'e2')
  await expect.poll(() => acks).toEqual([{ envelope_id: 'e2', payload: {} }])
})

it('answers a command in the acknowledgement', async () => {
  receive = async () => notice('Connected.')
  send('slash_commands', read('slash'), 's1')
  await expect
    .poll(() => acks)
    .toMatchObject([{ envelope_id: 's1', payload: { response_type: 'ephemeral', text: 'Connected.' } }])
})

it('acknowledges what nobody knows', async () => {
  send('interactive', { type: 'something_new' }, 'i1')
  await expect.poll(() => acks).toHaveLength(1)
})

it('comes back when Slack ends the connection', async () => {
  client.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
  await expect.poll(() => connections, { timeout: 10_000 }).toBe(2)
  send('events_api', read('events').text, 'e3')
  await expect.poll(() => acks).toEqual([{ envelope_id: 'e3', payload: {} }])
})

it('stops after what it has in hand', async () => {
  const { promise: committed, resolve: commit } = Promise.withResolvers<void>()
  receive = () => committed.then(() => ({ kind: 'none' }))
  send('events_api', read('events').text, 'e1')
  await expect.poll(() => told.heard).toHaveLength(1)
  const stopped = running.stop()
  commit()
  await stopped
  await expect.poll(() => acks).toHaveLength(1)
})
