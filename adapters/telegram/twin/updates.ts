import type { TelegramUpdate } from '@gramio/types'

export type UpdateBody = Omit<TelegramUpdate, 'update_id'>
export type UpdateName = Exclude<keyof TelegramUpdate, 'update_id'>

/** One update that the bot has not confirmed. `lane`: updates of one lane keep their order. */
export type Pending = { update: TelegramUpdate; lane: string; expiresAt: number }

/** Ms that the server keeps an update, tdlib/telegram-bot-api, Client::add_update. */
const KEPT_MS = 24 * 3600_000
const CALLBACK_KEPT_MS = 150_000

/** What a bot gets that never asked: https://core.telegram.org/bots/api#getupdates, allowed_updates. */
const ON_REQUEST: ReadonlySet<string> = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

/** The one queue of a bot, read by long polling or emptied by the webhook. */
export class Updates {
  readonly #now: () => number
  #pending: Pending[] = []
  #nextId = 700_000_001
  /** Null: the default selection. */
  #allowed: readonly string[] | null = null
  #listeners: (() => void)[] = []
  #idle: (() => void)[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  /** Called whenever something was added. */
  onAdd(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** An empty selection means the default; none given keeps the last. Updates already waiting stay. */
  select(allowed: unknown): void {
    if (Array.isArray(allowed)) this.#allowed = allowed.length ? allowed.map(String) : null
  }

  selected(): string[] | undefined {
    return this.#allowed ? [...this.#allowed] : undefined
  }

  /** False when the bot did not ask for this kind. */
  add(name: UpdateName, body: UpdateBody, lane: string): boolean {
    if (this.#allowed ? !this.#allowed.includes(name) : ON_REQUEST.has(name)) return false
    const kept = name === 'callback_query' ? CALLBACK_KEPT_MS : KEPT_MS
    const update = structuredClone({ update_id: this.#nextId++, ...body })
    this.#pending.push({
      update,
      lane: `${name === 'edited_message' ? 'message' : name}:${lane}`,
      expiresAt: this.#now() + kept,
    })
    for (const listener of this.#listeners) listener()
    return true
  }

  waiting(): readonly Pending[] {
    this.#keep((one) => one.expiresAt > this.#now())
    return this.#pending
  }

  /** A positive offset confirms all before it; a negative one forgets all but the last. */
  confirm(offset: number): void {
    if (offset > 0) this.#keep((one) => one.update.update_id >= offset)
    if (offset < 0) this.#pending = this.#pending.slice(offset)
    this.#wakeIdle()
  }

  drop(id: number): void {
    this.#keep((one) => one.update.update_id !== id)
  }

  clear(): void {
    this.#keep(() => false)
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (this.waiting().length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #keep(wanted: (one: Pending) => boolean): void {
    this.#pending = this.#pending.filter(wanted)
    this.#wakeIdle()
  }

  #wakeIdle(): void {
    if (this.#pending.length) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
