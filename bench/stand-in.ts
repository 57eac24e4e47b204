// The platform as the servers see it, with an answer to everything at once. Rules and limits are the twins' business.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from './child.ts'

let calls = 0

const slack = (method: string) => {
  const ts = `1700000000.${String(calls).padStart(6, '0')}`
  if (method === 'auth.test') return { ok: true, team_id: 'T0BENCH', user_id: 'U0BOT', bot_id: 'B0BOT' }
  return { ok: true, ts, channel: method === 'conversations.open' ? { id: 'D0BENCH' } : 'D0BENCH' }
}

const me = { id: 4_242, is_bot: true, first_name: 'Hearback', username: 'hearback_bot' }

const telegram = (method: string) => {
  if (method === 'getMe') return { ok: true, result: me }
  return { ok: true, result: method === 'sendMessage' ? { message_id: calls } : true }
}

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    calls += 1
    const path = request.url ?? ''
    const method = path.slice(path.lastIndexOf('/') + 1)
    const body = JSON.stringify(path.startsWith('/api/') ? slack(method) : telegram(method))
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
})
server.keepAliveTimeout = 0
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

answerParent(
  { url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls: () => calls },
  async () => {
    server.closeAllConnections()
    server.close()
  },
)
