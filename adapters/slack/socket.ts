import { type App, type Logger, SocketModeReceiver } from '@slack/bolt'
import type { Ports } from '#contract'
import { persist } from './persist.ts'
import { nameOf, turnstile } from './turn.ts'

type Needs = { appToken: string; apiUrl: string; logger: Logger; log: Ports['log']; heard(): void }

/**
 * Bolt's receiver for Socket Mode, made to acknowledge after the commit: what is not acknowledged, Slack sends again.
 * It reconnects by itself, since the client's own reconnecting ends the process when the network is away at that moment.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export class CommittedSocket extends SocketModeReceiver {
  readonly #turns: ReturnType<typeof turnstile>
  readonly #stop = new AbortController()
  readonly #needs: Needs
  #connecting = false

  constructor(needs: Needs) {
    super({
      appToken: needs.appToken,
      logger: needs.logger,
      autoReconnectEnabled: false,
      installerOptions: {
        clientOptions: { slackApiUrl: needs.apiUrl, timeout: 10_000, retryConfig: { retries: 0 } },
      },
      processEventErrorHandler: async ({ error }) => {
        needs.log('slack.not_committed', { name: nameOf(error) })
        return false
      },
    })
    this.#needs = needs
    this.#turns = turnstile((error) => needs.log('slack.notice_failed', { name: nameOf(error) }))
  }

  override init(app: App): void {
    const processEvent: App['processEvent'] = async ({ ack, body, retryNum, retryReason }) => {
      this.#needs.heard()
      await this.#turns.pass(app, { body, retryNum, retryReason }, (turn) => ack(turn.answer))
    }
    super.init(Object.create(app, { processEvent: { value: processEvent } }))
  }

  override async start(): ReturnType<SocketModeReceiver['start']> {
    this.#turns.open()
    const answer = await this.#connect()
    this.client.on('disconnected', () => {
      if (!this.#connecting) this.#connect().catch(() => this.#lost())
    })
    return answer
  }

  override async stop(): Promise<void> {
    await this.#turns.close()
    this.#stop.abort()
    await this.client.disconnect()
  }

  async #connect(): ReturnType<SocketModeReceiver['start']> {
    this.#connecting = true
    const needs = { log: this.#needs.log, stopped: this.#stop.signal }
    return await persist('Socket Mode', () => this.client.start(), needs).finally(() => {
      this.#connecting = false
    })
  }

  #lost(): void {
    if (!this.#stop.signal.aborted) this.#needs.log('slack.socket_lost')
  }
}
