import { App } from '@slack/bolt'
import type { Adapter, AdapterModule, Inbound, Ports } from '#contract'
import { check } from './check.ts'
import { codec, decode } from './codec.ts'
import { limits } from './limits.ts'
import { codesOnly } from './logger.ts'
import { placed } from './parts.ts'
import { people } from './people.ts'
import { persist } from './persist.ts'
import { httpReceiver } from './receiver.ts'
import { answer } from './replies.ts'
import { help, type Settings, settings } from './settings.ts'
import { CommittedSocket } from './socket.ts'
import { transport } from './transport.ts'
import type { Turn } from './turn.ts'
import type { Native } from './wire.ts'

export default {
  platform: 'slack',
  on: 'SLACK_BOT_TOKEN',
  settings,
  help,
  create,
} satisfies AdapterModule<Settings>

function create({ botToken, signingSecret, appToken, apiUrl }: Settings): Adapter {
  let ports: Ports | undefined
  let contact = 0
  const now = () => ports?.now() ?? Date.now()
  const log: Ports['log'] = (code, fields) => ports?.log(code, fields)
  const heard = () => {
    contact = now()
  }
  const logger = codesOnly(log)
  const api = transport({ token: botToken, apiUrl, logger, heard, now })
  const door = appToken ? undefined : httpReceiver({ secret: signingSecret ?? '', ports: () => ports, heard })
  const socket = () => new CommittedSocket({ appToken: appToken ?? '', apiUrl, logger, log, heard })

  /** Talks to Slack before it listens: Bolt must know its own bot, or it asks again on every event. */
  async function start(given: Ports): Promise<{ stop(): Promise<void> }> {
    ports = given
    const self = await persist('the bot token', () => api.web.auth.test(), { log })
    heard()
    const app = new App({
      token: botToken,
      botId: self.bot_id,
      botUserId: self.user_id,
      receiver: door?.receiver ?? socket(),
      clientOptions: api.options,
      convoStore: false,
      tokenVerificationEnabled: false,
      deferInitialization: true,
      logger,
    })
    const scopes = self.response_metadata?.scopes ?? []
    listen(app, given, scopes.includes('users:read') ? people(api, now) : async (inbound) => inbound)
    await app.init()
    await app.start()
    return {
      stop: async () => {
        await app.stop()
      },
    }
  }

  /** One listener for everything: Bolt walks all of them on each event, and what none knows must be acknowledged too. */
  function listen(app: App, { receive }: Ports, acquaint: (inbound: Inbound) => Promise<Inbound>): void {
    app.error(async (error) => {
      throw error
    })
    app.use(async (args) => {
      const body = args.body as unknown as Native
      const inbound = decode(body)
      if (inbound) await reply(body, await acquaint(inbound), args.context.turn as Turn, receive)
      await args.next()
    })
  }

  /** Rejects only when the first inbound was not committed. */
  async function reply(body: Native, inbound: Inbound, turn: Turn, receive: Ports['receive']): Promise<void> {
    const asked = { body, inbound, turn, api }
    if (await answer(asked, await receive(inbound))) return
    log('slack.form_not_opened', { kind: inbound.kind })
    const action = inbound.kind === 'press' ? inbound.action : inbound.kind === 'command' ? inbound.name : ''
    const { id, actor, place } = inbound
    const late: Inbound = { id: `${id}:expired`, actor, place, kind: 'expired', action }
    const said = await receive(late).catch(() => ({ kind: 'none' as const }))
    if (said.kind === 'notice') await answer(asked, said)
  }

  return {
    platform: 'slack',
    limits,
    weigh: codec.weigh,
    start,
    ...(door && { routes: { 'POST /slack/events': door.route } }),
    deliver: api.deliver,
    edit: api.edit,
    erase: api.erase,
    privatePlace: (workspace, account) => placed(workspace, undefined, account),
    spell: (command) => `/hearback ${command}`,
    relayBy: 'menu',
    check: (place) => check({ web: api.web, appToken, apiUrl, logger }, place),
    lastContact: () => contact,
  }
}
