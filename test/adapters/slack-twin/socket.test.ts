import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import type { Twin } from '#contract'
import { cleanUp, clientOf, codeOf, ends, silent, twinned } from './bare.ts'

cleanUp()

/** An unmodified Bolt app on the vendor's own socket client. */
async function socketApp(twin: Twin): Promise<App> {
  const clientOptions = { slackApiUrl: twin.env.SLACK_API_URL! }
  const receiver = new SocketModeReceiver({
    appToken: twin.env.SLACK_APP_TOKEN!,
    logger: silent,
    installerOptions: { clientOptions },
  })
  const app = new App({ token: twin.env.SLACK_BOT_TOKEN!, receiver, clientOptions, logLevel: LogLevel.ERROR })
  app.command('/hearback', ({ ack, command }) => ack(`heard ${command.text}`))
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined && !message.bot_id) await say(`you said ${message.text}`)
  })
  await app.start()
  ends(() => app.stop())
  return app
}

describe('Socket Mode', () => {
  it('carries events that waited, commands, and their answers', async () => {
    const twin = await twinned({ mode: 'socket' })
    const ana = twin.person('Ana')
    await ana.says(ana.bot, 'before')
    await socketApp(twin)
    await twin.settled()
    await ana.commands(ana.bot, 'help')
    await ana.says(ana.bot, 'after')
    await twin.settled()
    const texts = () => ana.sees(ana.bot).map((seen) => seen.text)
    await expect
      .poll(() => texts().toSorted())
      .toEqual(['after', 'before', 'heard help', 'you said after', 'you said before'])
    expect(twin.violations).toEqual([])
  })

  it('brings an event again when the socket went before the answer', async () => {
    const twin = await twinned({ mode: 'socket' })
    const ana = twin.person('Ana')
    await ana.says(ana.bot, 'hello')
    const opener = clientOf(twin, twin.env.SLACK_APP_TOKEN)
    const heard: { retry_attempt: number; retry_reason: string; payload: { event_id: string } }[] = []
    const connect = async (acknowledges: boolean) => {
      const socket = new WebSocket((await opener.apps.connections.open({})).url!)
      await new Promise<void>((resolve) => {
        socket.onmessage = ({ data }) => {
          const envelope = JSON.parse(data)
          if (envelope.type === 'hello') return
          heard.push(envelope)
          if (acknowledges) socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }))
          else socket.close()
          resolve()
        }
      })
    }
    await connect(false)
    await connect(true)
    await twin.settled()
    expect(heard.map((one) => [one.retry_attempt, one.retry_reason])).toEqual([
      [0, ''],
      [1, 'connection_failed'],
    ])
    expect(heard[0]!.payload.event_id).toBe(heard[1]!.payload.event_id)
  })

  it('opens only for the app-level token, each address once', async () => {
    const twin = await twinned({ mode: 'socket' })
    expect(await codeOf(clientOf(twin).apiCall('apps.connections.open'))).toBe('not_allowed_token_type')
    expect(await codeOf(clientOf(twin, twin.env.SLACK_APP_TOKEN).auth.test())).toBe('not_allowed_token_type')
    const { url } = await clientOf(twin, twin.env.SLACK_APP_TOKEN).apps.connections.open({})
    const opens = (address: string) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(address)
        socket.onmessage = ({ data }) => {
          socket.close()
          resolve(JSON.parse(data).type === 'hello')
        }
        socket.onerror = () => resolve(false)
      })
    expect(await opens(url!)).toBe(true)
    expect(await opens(url!)).toBe(false)
  })

  it('is not there over HTTP', async () => {
    const twin = await twinned()
    expect(await codeOf(clientOf(twin, 'xapp-any').apiCall('apps.connections.open'))).toBe('invalid_auth')
  })
})
