import type { Twin } from '#contract'
import { httpLine, startDelivery } from './delivery.ts'
import { keepFaults } from './faults.ts'
import { app } from './installation.ts'
import type { Tokens } from './methods.ts'
import { personOf } from './people.ts'
import { keepRates } from './rates.ts'
import { createChannel, keepRooms } from './rooms.ts'
import { listen } from './server.ts'
import { socketLine } from './socket.ts'
import { join, openWorkspace } from './workspace.ts'

/** https://docs.slack.dev/interactivity/handling-user-interaction: whatever arrives is acknowledged within 3 seconds. */
const DEADLINE_MS = 3_000

/** All of them say that they are not real. */
const BOT_TOKEN = 'xoxb-twin-not-a-real-token'
const APP_TOKEN = 'xapp-twin-not-a-real-token'
const SECRET = 'twin-signing-secret-not-real'

export type TwinOptions = {
  /** 0, the default, takes any free one. */
  port?: number
  mode?: 'http' | 'socket'
  /** Ages triggers, signatures and rates. */
  now?: () => number
  /** What the app is granted, when it shall be less or more than usual. */
  scopes?: readonly string[]
  /** How long an acknowledgement may take, in real ms. */
  deadlineMs?: number
}

/**
 * Starts the stand-in on loopback. Beside the Web API's methods, calls and faults know `response_url`, and calls know
 * `acknowledgement`: what the product said in answering a command or a form. A failed form shows its trouble under the
 * field name ''.
 */
export async function startTwin(options: TwinOptions = {}): Promise<Twin> {
  if (process.env.NODE_ENV === 'production') throw new Error('the twin is for tests and demonstrations only')
  const { port = 0, mode = 'http', now = Date.now, scopes = app.scopes, deadlineMs = DEADLINE_MS } = options
  const workspace = openWorkspace(now, scopes)
  const faults = keepFaults()
  const http = httpLine(workspace, SECRET, deadlineMs)
  const socket = socketLine(
    () => workspace.url,
    deadlineMs,
    () => delivery.flush(),
  )
  const delivery = startDelivery(workspace, mode === 'http' ? http : socket)
  workspace.emit = delivery.event
  const tokens: Tokens = { bot: BOT_TOKEN, ...(mode === 'socket' && { app: APP_TOKEN, openSocket: socket.open }) }
  const server = await listen({ workspace, rates: keepRates(now), faults, tokens, track: delivery.track }, port)
  server.on('upgrade', socket.upgrade)
  const people = cast(workspace, delivery)
  return {
    platform: 'slack',
    env: environment(workspace.url, mode),
    async connect(productUrl) {
      if (mode === 'socket') return
      await http.connect(productUrl)
      delivery.flush()
    },
    ...people,
    settled: delivery.settled,
    fault: faults.add,
    violations: workspace.violations,
    calls: workspace.calls,
    async stop() {
      http.stop()
      socket.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function environment(url: string, mode: 'http' | 'socket'): Record<string, string> {
  const env = { SLACK_API_URL: `${url}/api/`, SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_SIGNING_SECRET: SECRET }
  return mode === 'socket' ? { ...env, SLACK_APP_TOKEN: APP_TOKEN } : env
}

/** People and rooms; the same name is the same person. */
function cast(workspace: ReturnType<typeof openWorkspace>, delivery: ReturnType<typeof startDelivery>) {
  const rooms = keepRooms(workspace)
  const accountOf = (name: string) => [...workspace.accounts.values()].find((account) => account.name === name)
  const person: Twin['person'] = (name, { locale = 'en-US' } = {}) =>
    personOf(workspace, delivery, rooms, accountOf(name) ?? join(workspace, name, locale))
  const group: Twin['group'] = async (name, members, { withoutBot = false } = {}) => {
    const accounts = members.map((member) => accountOf(member.name)!)
    return rooms.of(createChannel(workspace, name, accounts, !withoutBot))
  }
  return { person, group }
}
