import { webApi } from '@slack/bolt'
import type { Failed, Message, Outcome, Place, Post } from '#contract'
import { classify } from './errors.ts'
import { type Payload, render } from './render.ts'

/** How long a send may take. */
const SEND_MS = 10_000
/** How long what a person waits for may take: a trigger lives three seconds. https://docs.slack.dev/surfaces/modals */
const PROMPT_MS = 2_500

/** Nothing in a payload may be parsed, linked, or unfolded. */
const quiet = { parse: 'none', link_names: false } as const
const flat = { ...quiet, mrkdwn: false, unfurl_links: false, unfurl_media: false } as const

type Needs = { token: string; apiUrl: string; logger: webApi.WebClientOptions['logger']; heard(): void; now(): number }

export type Transport = ReturnType<typeof transport>

/** Every call to Slack's Web API. Expected failures are values; nothing is retried here, since the outbox does. */
export function transport({ token, apiUrl, logger, heard, now }: Needs) {
  const options = {
    slackApiUrl: apiUrl,
    timeout: SEND_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  }
  const web = new webApi.WebClient(token, options)
  const prompt = new webApi.WebClient(token, { ...options, timeout: PROMPT_MS })
  const direct = new Map<string, string>()
  const reach = throttleReach(now)

  async function tried(call: () => Promise<string>): Promise<Outcome> {
    try {
      const ref = await call()
      heard()
      return { status: 'delivered', ref }
    } catch (error) {
      return classify(error)
    }
  }

  /** The channel behind a place. A private chat goes by its account and is opened on first use. */
  async function channelOf(to: Place): Promise<Outcome> {
    const known = /^[UW]/u.test(to.ref) ? direct.get(to.ref) : to.ref
    if (known) return { status: 'delivered', ref: known }
    const opened = await tried(async () => (await web.conversations.open({ users: to.ref })).channel?.id ?? '')
    if (opened.status === 'delivered') direct.set(to.ref, opened.ref)
    return repeatable(opened)
  }

  async function inChannel(to: Place, call: (channel: string) => Promise<string>): Promise<Outcome> {
    const channel = await channelOf(to)
    return reach(to, channel.status === 'delivered' ? await tried(() => call(channel.ref)) : channel)
  }

  return {
    options,
    web,
    prompt,
    deliver: ({ to, message, nonce }: Post): Promise<Outcome> =>
      inChannel(to, async (channel) => {
        const metadata = { event_type: 'hearback', event_payload: { nonce } }
        const thread = to.thread === undefined ? {} : { thread_ts: to.thread }
        const posted = await web.chat.postMessage({ channel, ...thread, ...render(message), ...flat, metadata })
        return posted.ts ?? ''
      }),
    edit: async (to: Place, ref: string, message: Message): Promise<Outcome> => {
      const change = (channel: string) => web.chat.update({ channel, ts: ref, ...render(message), ...quiet })
      return repeatable(await inChannel(to, (channel) => change(channel).then(() => ref)))
    },
    /** A message that is already gone is what was asked for. */
    erase: async (to: Place, ref: string): Promise<Outcome> => {
      const outcome = await inChannel(to, (channel) => web.chat.delete({ channel, ts: ref }).then(() => ref))
      const done = outcome.status === 'failed' && outcome.code === 'message_not_found'
      return done ? { status: 'delivered', ref } : repeatable(outcome)
    },
    /** Something only `user` sees, and that does not last. */
    whisper: (channel: string, user: string, payload: Payload, thread?: string): Promise<Outcome> =>
      tried(async () => {
        const at = { channel, user, ...(thread && { thread_ts: thread }) }
        return (await prompt.chat.postEphemeral({ ...at, ...payload, ...quiet })).message_ts ?? ''
      }),
    /** The same through the address that came with a click, which works where the bot is no member. Never throws. */
    respond: async (address: string, payload: Payload): Promise<boolean> => {
      if (!ownAddress(address, apiUrl)) return false
      const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...payload })
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      const signal = AbortSignal.timeout(PROMPT_MS)
      const sent = fetch(address, { method: 'POST', headers, body, signal, redirect: 'error' })
      return await sent.then(({ ok }) => ok).catch(() => false)
    },
    /** Opens, pushes or replaces a window. */
    show: (call: (web: webApi.WebClient) => Promise<unknown>): Promise<Outcome> =>
      tried(() => call(prompt).then(() => 'shown')),
  }
}

/** What may be done twice without harm is simply done again. */
function repeatable(outcome: Outcome): Outcome {
  return outcome.status === 'unknown' ? { status: 'failed', reason: 'unreachable', code: outcome.code } : outcome
}

/** Addresses for answers are Slack's own; a token or text goes nowhere else. */
function ownAddress(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, origin } = new URL(address)
  return origin === new URL(apiUrl).origin || (protocol === 'https:' && /(^|\.)slack\.com$/u.test(hostname))
}

/**
 * Slack counts a channel's messages and the workspace's, and does not say which count ran over. One channel throttled is
 * taken as that channel's; a second one within the first one's pause as the workspace's.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
function throttleReach(now: () => number) {
  let last = { ref: '', until: 0 }
  return (to: Place, outcome: Outcome): Outcome => {
    if (!isThrottle(outcome)) return outcome
    const wide = last.ref !== to.ref && now() < last.until
    last = { ref: to.ref, until: now() + (outcome.retryAfterMs ?? 0) }
    return { ...outcome, scope: wide ? 'platform' : 'place' }
  }
}

const isThrottle = (outcome: Outcome): outcome is Failed =>
  outcome.status === 'failed' && outcome.reason === 'throttled'
