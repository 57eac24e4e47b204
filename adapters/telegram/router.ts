import { Telegraf } from 'telegraf'
import type { Inbound, Ports } from '#contract'
import { type Replying, reply } from './replies.ts'
import type { Settings } from './settings.ts'
import { type Call, pause } from './transport.ts'
import type { Me, Update } from './update.ts'

/** Longer than any commit, shorter than the minute after which Telegram closes a delivery. */
const COMMIT_MS = 30_000

/** How long the next update waits for the answer to this one. A chat stays in order; a slow call holds up nobody for long. */
const REPLY_MS = 2_000

export type Routing = {
  settings: Settings
  me: Me
  call: Call
  decode(update: Update): Inbound | null
  ports: Ports
  privatePlace: Replying['privatePlace']
}

export type Router = {
  /** Resolves when the update is committed, or is not for us; rejects when nothing was committed. May be repeated. */
  take(update: Update): Promise<void>
  /** Resolves when the replies on their way are said. */
  settled(): Promise<void>
}

/**
 * One update's way: telegraf's context, decode, commit, reply. The library only routes: it gets no socket, and every call
 * that a middleware makes goes through our transport.
 */
export function openRouter({ settings, me, call, decode, ports, privatePlace }: Routing): Router {
  const bot = new Telegraf(settings.token, {
    handlerTimeout: COMMIT_MS,
    telegram: { apiRoot: settings.apiUrl, webhookReply: false },
  })
  bot.botInfo = {
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    ...me,
    is_bot: true,
  }
  const { run, settled } = openLanes(ports.log)
  const replying = { call, log: ports.log, privatePlace, run }
  /** An update that cannot be read now can never be: refused, it would come again for a day. */
  const readable = (update: Update): Inbound | null => {
    try {
      return decode(update)
    } catch (error) {
      ports.log('update.unreadable', { error: error instanceof Error ? error.name : 'unknown' })
      return null
    }
  }
  const callApi = asTelegraf(call)
  bot.use((context, next) => {
    // Each update gets a client of its own, so it is replaced here and not once.
    context.telegram.callApi = callApi
    return next()
  })
  bot.use(async (context) => {
    const update = context.update as unknown as Update
    const inbound = readable(update)
    const given = inbound ? await ports.receive(inbound) : ({ kind: 'none' } as const)
    if (given.kind !== 'none' || update.callback_query) await atMost(REPLY_MS, reply(given, inbound, update, replying))
  })
  bot.catch((error) => {
    throw error
  })
  return { take: (update) => bot.handleUpdate(update as never), settled }
}

/** The library expects a rejection where we have a value. */
function asTelegraf(call: Call) {
  return async (method: string, payload: object) => {
    const answer = await call(method, payload)
    if (!answer.ok) throw answer.error
    return answer.result as never
  }
}

async function atMost(ms: number, task: Promise<unknown>): Promise<void> {
  const done = new AbortController()
  await Promise.race([task, pause(ms, done.signal)])
  done.abort()
}

/** Replies to one chat keep their order, also when an update did not wait for them; chats are answered side by side. */
function openLanes(log: Ports['log']) {
  const tails = new Map<string, Promise<void>>()
  const run = (lane: string, task: () => Promise<void>) => {
    const tail = (tails.get(lane) ?? Promise.resolve())
      .then(task)
      .catch((error: unknown) => log('reply.failed', { error: error instanceof Error ? error.name : 'unknown' }))
      .finally(() => {
        if (tails.get(lane) === tail) tails.delete(lane)
      })
    tails.set(lane, tail)
    return tail
  }
  const settled = async () => {
    while (tails.size > 0) await Promise.all(tails.values())
  }
  return { run, settled }
}
