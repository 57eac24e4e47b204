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

/** Every call to Slack's Web API. Expected failures are values; nothing is retried here, since the outbox does. */
export class Transport {
  readonly options: webApi.WebClientOptions
  readonly web: webApi.WebClient
  readonly prompt: webApi.WebClient
  readonly #heard: () => void
  readonly #apiUrl: string
  /** Account to private chat. */
  readonly #direct = new Map<string, string>()
  readonly #reach: (to: Place, outcome: Outcome) => Outcome

  constructor({ token, apiUrl, logger, heard, now }: Needs) {
    const once = { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }
    this.options = { slackApiUrl: apiUrl, timeout: SEND_MS, logger, ...once }
    this.web = new webApi.WebClient(token, this.options)
    this.prompt = new webApi.WebClient(token, { ...this.options, timeout: PROMPT_MS })
    this.#heard = heard
    this.#apiUrl = apiUrl
    this.#reach = throttleReach(now)
  }

  deliver({ to, message, nonce }: Post): Promise<Outcome> {
    return this.#inChannel(to, async (channel) => {
      const metadata = { event_type: 'hearback', event_payload: { nonce } }
      const thread = to.thread === undefined ? {} : { thread_ts: to.thread }
      const posted = await this.web.chat.postMessage({ channel, ...thread, ...render(message), ...flat, metadata })
      return posted.ts ?? ''
    })
  }

  async edit(to: Place, ref: string, message: Message): Promise<Outcome> {
    const outcome = await this.#inChannel(to, async (channel) => {
      await this.web.chat.update({ channel, ts: ref, ...render(message), ...quiet })
      return ref
    })
    return repeatable(outcome)
  }

  /** A message that is already gone is what was asked for. */
  async erase(to: Place, ref: string): Promise<Outcome> {
    const outcome = await this.#inChannel(to, (channel) => this.web.chat.delete({ channel, ts: ref }).then(() => ref))
    const done = outcome.status === 'failed' && outcome.code === 'message_not_found'
    return done ? { status: 'delivered', ref } : repeatable(outcome)
  }

  /** Something only `user` sees, and that does not last. */
  whisper(channel: string, user: string, payload: Payload, thread?: string): Promise<Outcome> {
    const at = { channel, user, ...(thread && { thread_ts: thread }) }
    return this.#tried(async () => {
      const { message_ts } = await this.prompt.chat.postEphemeral({ ...at, ...payload, ...quiet })
      return message_ts ?? ''
    })
  }

  /** The same through the address that came with a click, which works where the bot is no member. Never throws. */
  async respond(address: string, payload: Payload): Promise<boolean> {
    if (!ownAddress(address, this.#apiUrl)) return false
    const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...payload })
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const signal = AbortSignal.timeout(PROMPT_MS)
    const sent = fetch(address, { method: 'POST', headers, body, signal, redirect: 'error' })
    return await sent.then(({ ok }) => ok).catch(() => false)
  }

  /** Opens, pushes or replaces a window. */
  show(call: (web: webApi.WebClient) => Promise<unknown>): Promise<Outcome> {
    return this.#tried(() => call(this.prompt).then(() => 'shown'))
  }

  async #inChannel(to: Place, call: (channel: string) => Promise<string>): Promise<Outcome> {
    const channel = await this.#channelOf(to)
    return this.#reach(to, channel.status === 'delivered' ? await this.#tried(() => call(channel.ref)) : channel)
  }

  /** The channel behind a place. A private chat goes by its account and is opened on first use. */
  async #channelOf(to: Place): Promise<Outcome> {
    const known = /^[UW]/u.test(to.ref) ? this.#direct.get(to.ref) : to.ref
    if (known) return { status: 'delivered', ref: known }
    const open = async () => (await this.web.conversations.open({ users: to.ref })).channel?.id ?? ''
    const opened = await this.#tried(open)
    if (opened.status === 'delivered') this.#direct.set(to.ref, opened.ref)
    return repeatable(opened)
  }

  async #tried(call: () => Promise<string>): Promise<Outcome> {
    try {
      const ref = await call()
      this.#heard()
      return { status: 'delivered', ref }
    } catch (error) {
      return classify(error)
    }
  }
}

/** What may be done twice without harm is simply done again. */
function repeatable(outcome: Outcome): Outcome {
  return outcome.status === 'unknown' ? { status: 'failed', reason: 'unreachable', code: outcome.code } : outcome
}

/** Addresses for answers are Slack's own; text goes nowhere else. */
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
