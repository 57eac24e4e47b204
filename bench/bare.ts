// The same framework without us: its own door, one listener, the same rows in one raw statement, and the acknowledgement.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import pg from 'pg'
import { Telegraf } from 'telegraf'
import { answerParent } from './child.ts'
import { type Rows, rawStatement } from './rows.ts'
import { slack, telegram } from './secrets.ts'

export type BareOptions = { platform: 'slack' | 'telegram'; databaseUrl: string; rows: Rows }

const { platform, databaseUrl, rows } = JSON.parse(process.argv[2] ?? '{}') as BareOptions
const pool = new pg.Pool({ connectionString: databaseUrl, max: 16, options: '-c TimeZone=UTC' })
const statement = rawStatement(rows)
const write = () => pool.query({ name: statement.name, text: statement.text, values: statement.values() })

type Served = { url: string; stop(): Promise<unknown> }

const served = { slack: serveSlack, telegram: serveTelegram }

async function serveSlack(): Promise<Served> {
  const receiver = new HTTPReceiver({ signingSecret: slack.secret, logLevel: LogLevel.ERROR })
  const authorize = async () => ({ botToken: slack.token, botId: 'B0BOT', botUserId: 'U0BOT' })
  const app = new App({ receiver, authorize, logLevel: LogLevel.ERROR })
  app.command('/hearback', async ({ ack }) => {
    await write()
    await ack()
  })
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  return { url: urlOf((server as ReturnType<typeof createServer>).address()), stop: () => app.stop() }
}

async function serveTelegram(): Promise<Served> {
  const bot = new Telegraf(telegram.token)
  bot.botInfo = {
    id: 4242,
    is_bot: true,
    first_name: 'Hearback',
    username: 'hearback_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  }
  bot.on('message', async () => void (await write()))
  const take = bot.webhookCallback('/telegram/webhook', { secretToken: telegram.secret })
  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => new Promise((resolve) => server.close(resolve))
  return { url: urlOf(server.address()), stop }
}

const urlOf = (address: AddressInfo | string | null) => `http://127.0.0.1:${(address as AddressInfo).port}`

const { url, stop } = await served[platform]()

answerParent({ url: () => url }, async () => {
  await stop()
  await pool.end()
})
