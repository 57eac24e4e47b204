import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Place } from '#contract'
import { codesOnly } from '../../../adapters/slack/logger.ts'
import { Transport } from '../../../adapters/slack/transport.ts'
import { listening, standIn } from './stand.ts'

let api: Awaited<ReturnType<typeof standIn>>
let transport: Transport

beforeEach(async () => {
  api = await standIn()
  transport = connected(api.url)
})
afterEach(() => api.stop())

const outside = { logger: codesOnly(() => undefined), heard: () => undefined, now: () => 0 }
const connected = (url: string) => new Transport({ ...outside, token: 'xoxb-1', apiUrl: `${url}/api/` })

const to: Place = { platform: 'slack', workspace: 'T1', ref: 'C0000DESK', kind: 'group' }
const message = { summary: '@here evil.com', locale: 'en', blocks: [], actions: [] }
const silent = { parse: 'none', link_names: 'false' }
const called = (method: string) => api.calls.filter((call) => call.method === method).map(({ args }) => args)

describe('what is sent', () => {
  it('calls nobody and unfolds nothing when posted', async () => {
    await transport.deliver({ to, message, nonce: 'n' })
    const flat = { ...silent, mrkdwn: 'false', unfurl_links: 'false', unfurl_media: 'false' }
    expect(called('chat.postMessage')).toMatchObject([flat])
  })
  it('calls nobody when edited or whispered', async () => {
    await transport.edit(to, '1.2', message)
    await transport.whisper(to.ref, 'U1', { text: 'Hi', blocks: [] })
    expect([...called('chat.update'), ...called('chat.postEphemeral')]).toMatchObject([silent, silent])
  })
  it('is sent once: to try again is for the engine, which knows what may be repeated', async () => {
    const asked: unknown[] = []
    const broken = createServer((request, response) => {
      asked.push(request.url)
      response.writeHead(502).end()
    })
    const { url, stop } = await listening(broken)
    expect(await connected(url).deliver({ to, message, nonce: 'n' })).toEqual({ status: 'unknown', code: 'http_502' })
    expect(asked).toEqual(['/api/chat.postMessage'])
    await stop()
  })
})

describe('an answer', () => {
  const payload = { text: 'For you alone', blocks: [] }
  it('goes to the address that came with the click', async () => {
    expect(await transport.respond(`${api.url}/api/answer`, payload)).toBe(true)
    expect(called('answer')).toMatchObject([{ text: 'For you alone', response_type: 'ephemeral' }])
  })
  it('goes to no address that is not Slack’s', async () => {
    const elsewhere = await standIn()
    for (const address of [`${elsewhere.url}/api/answer`, 'file:///etc/hosts', 'answer', ''])
      expect(await transport.respond(address, payload)).toBe(false)
    expect(elsewhere.calls).toEqual([])
    await elsewhere.stop()
  })
})
