import { App } from '@slack/bolt'
import type { Adapter, AdapterModule, Ports } from '#contract'
import { check } from './check.ts'
import { codec } from './codec.ts'
import { manifest } from './commands.ts'
import { limits } from './limits.ts'
import { listen } from './listener.ts'
import { codesOnly } from './logger.ts'
import { placed } from './parts.ts'
import { people } from './people.ts'
import { persist } from './persist.ts'
import { httpReceiver } from './receiver.ts'
import { help, type Settings, settings } from './settings.ts'
import { CommittedSocket } from './socket.ts'
import { Transport } from './transport.ts'

export default {
  platform: 'slack',
  on: 'SLACK_BOT_TOKEN',
  settings,
  help,
  manifest,
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
  const api = new Transport({ token: botToken, apiUrl, logger, heard, now })
  const door = appToken ? undefined : httpReceiver({ secret: signingSecret ?? '', ports: () => ports, heard })
  const receiver = () => door?.receiver ?? new CommittedSocket({ appToken: appToken ?? '', apiUrl, logger, log, heard })

  async function start(given: Ports): Promise<{ stop(): Promise<void> }> {
    ports = given
    const self = await persist('the bot token', () => api.web.auth.test(), { log })
    heard()
    const app = bolt({ botId: self.bot_id, botUserId: self.user_id })
    const speaks = self.response_metadata?.scopes?.includes('users:read')
    const acquaint = speaks ? people(api, now) : undefined
    listen(app, { receive: given.receive, log, api, acquaint: acquaint ?? (async (inbound) => inbound) })
    await app.init()
    await app.start()
    return { stop: async () => void (await app.stop()) }
  }

  /** Told which bot it is, or it would ask Slack again on every event. */
  function bolt(self: { botId?: string; botUserId?: string }): App {
    const quiet = { convoStore: false, tokenVerificationEnabled: false, deferInitialization: true } as const
    return new App({ token: botToken, ...self, ...quiet, receiver: receiver(), clientOptions: api.options, logger })
  }

  return {
    platform: 'slack',
    title: 'Slack',
    limits,
    weigh: codec.weigh,
    start,
    ...(door && { routes: { 'POST /slack/events': door.route } }),
    deliver: (post) => api.deliver(post),
    edit: (to, ref, message) => api.edit(to, ref, message),
    erase: (to, ref) => api.erase(to, ref),
    privatePlace: (workspace, account) => placed(workspace, undefined, account),
    spell: (command) => `/hearback ${command}`,
    relayBy: 'menu',
    check: (place) => check({ web: api.web, appToken, apiUrl, logger }, place),
    lastContact: () => contact,
  }
}
