import type { Adapter, AdapterModule, Failed, Message, Outcome, Place, Ports, Post, Route } from '#contract'
import { checkBot, checkPlace } from './checks.ts'
import { codecFor, weigh } from './codec.ts'
import { registerMenus } from './commands.ts'
import { classify } from './errors.ts'
import { limits } from './limits.ts'
import { removeWebhook, startPolling } from './polling.ts'
import { render } from './render.ts'
import { addressOf } from './replies.ts'
import { openRouter } from './router.ts'
import { help, type Settings, settings, WEBHOOK_PATH } from './settings.ts'
import { type Answer, backoff, openTransport, pause } from './transport.ts'
import type { Me } from './update.ts'
import { setWebhook, type Take, webhookRoute } from './webhook.ts'

export default {
  platform: 'telegram',
  on: 'TELEGRAM_BOT_TOKEN',
  settings,
  help,
  create,
} satisfies AdapterModule<Settings>

/** Longest wait in ms between two tries to reach Telegram at the start. */
const START_MOST = 30_000

export function create(own: Settings): Adapter {
  let now = Date.now
  let me: Me | null = null
  let menus: boolean | null = null
  let take: Take | null = null
  const transport = openTransport(own.apiUrl, own.token, () => now())
  const { call } = transport

  const start = async (ports: Ports) => {
    now = ports.now
    me = await insist(() => call<Me>('getMe'), ports.log)
    const { decode } = codecFor(me)
    const router = openRouter({ settings: own, me, call, decode, ports, privatePlace })
    const ingress = await listen(router.take, ports)
    menus = await registerMenus(call, ports.menus, ports.log)
    return {
      stop: async () => {
        await ingress.stop()
        await router.settled()
      },
    }
  }

  const listen = async (taker: Take, { log }: Ports) => {
    const { webhook } = own
    if (!webhook) {
      await removeWebhook(call, log)
      return startPolling({ call, take: taker, log })
    }
    const hand = inHand(taker)
    take = hand.take
    await insist(() => setWebhook(call, webhook), log)
    return {
      stop: () => {
        take = null
        return hand.settled()
      },
    }
  }

  const taker = () => {
    transport.heard()
    return take
  }

  return {
    platform: 'telegram',
    title: 'Telegram',
    limits,
    weigh,
    start,
    ...(own.webhook && {
      routes: { [`POST ${WEBHOOK_PATH}`]: webhookRoute(own.webhook.secret, taker) } as Record<string, Route>,
    }),
    deliver: async ({ to, message, silent }: Post) => {
      const body = { ...addressOf(to), ...render(message), ...(silent && { disable_notification: true }) }
      const sent = await call<{ message_id: number }>('sendMessage', body)
      return sent.ok ? { status: 'delivered', ref: String(sent.result.message_id) } : classify(sent.error)
    },
    edit: async (to: Place, ref: string, message: Message) => {
      const body = { chat_id: Number(to.ref), message_id: Number(ref), ...render(message) }
      return settle(await call('editMessageText', body), ref, 'not-modified')
    },
    erase: async (to: Place, ref: string) => {
      const body = { chat_id: Number(to.ref), message_id: Number(ref) }
      return settle(await call('deleteMessage', body), ref, 'message-not-found')
    },
    privatePlace,
    link: (code: string) => {
      if (!me) throw new Error('link: the bot has no known name before start')
      return `https://t.me/${me.username}?start=${code}`
    },
    spell: (command: string) => `/${command}`,
    relayBy: 'forward',
    check: (place?: Place) => (place ? checkPlace(call, place, place.workspace) : checkBot(call, own, menus, now())),
    lastContact: transport.lastContact,
  }
}

/** A person's private chat has the person's own id: https://core.telegram.org/bots/api#chat */
function privatePlace(workspace: string, account: string): Place {
  return { platform: 'telegram', workspace, ref: account, kind: 'private' }
}

/** Edits and deletions may be repeated freely: an unknown outcome is a try for later, and what is done already is done. */
function settle(answer: Answer<unknown>, ref: string, done: string): Outcome {
  if (answer.ok) return { status: 'delivered', ref }
  const failure = classify(answer.error)
  if (failure.code === done) return { status: 'delivered', ref }
  return failure.status === 'unknown' ? { status: 'failed', reason: 'unreachable', code: failure.code } : failure
}

/** Asks until Telegram answers. Refusals that waiting cannot cure end the start: an operator must act. */
async function insist<T>(ask: () => Promise<Answer<T>>, log: Ports['log']): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask()
    if (answer.ok) return answer.result
    const failure = classify(answer.error)
    log('start.failed', { code: failure.code })
    if (failure.status === 'failed' && isFinal(failure)) throw new Error(refusalOf(failure, answer.error))
    const asked = 'retryAfterMs' in failure ? (failure.retryAfterMs ?? 0) : 0
    await pause(Math.max(asked, backoff(attempt, START_MOST)))
  }
}

const isFinal = ({ reason }: Failed) => reason !== 'throttled' && reason !== 'unreachable'

function refusalOf({ code, reason }: Failed, error: unknown): string {
  if (reason === 'misconfigured') return `Telegram does not know TELEGRAM_BOT_TOKEN. ${help.TELEGRAM_BOT_TOKEN}`
  const said = typeof error === 'object' && error && 'description' in error ? String(error.description) : code
  return `Telegram refused to start the bot: ${said}`
}

/** Counts what is being taken, so that stopping can wait for it. */
function inHand(taker: Take) {
  const open = new Set<Promise<void>>()
  const take: Take = (update) => {
    const taking = taker(update).finally(() => open.delete(taking))
    open.add(taking)
    return taking
  }
  return { take, settled: () => Promise.allSettled(open) }
}
