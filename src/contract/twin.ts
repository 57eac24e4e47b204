/**
 * A platform's stand-in: hands and eyes of its people, so that stories, demo and playground are written once.
 * Strict where the platform is strict. Listens on loopback only and refuses NODE_ENV=production.
 */
export type Twin = {
  platform: string
  /** Environment variables that point the adapter here. */
  env: Record<string, string>
  /** Where the product serves this platform's routes; before it, events wait as they would on the platform. */
  connect(productUrl: string): Promise<void>
  /** `hidesForwards`: what others pass on from them does not lead back to their account, where the platform lets people choose. */
  person(name: string, options?: { locale?: string; hidesForwards?: boolean }): TwinPerson
  /** A group chat or channel. The bot is a member unless `withoutBot`. */
  group(name: string, members: TwinPerson[], options?: { withoutBot?: boolean }): Promise<TwinRoom>
  /** Resolves when every event so far was acknowledged by the product (or given up as the platform would). */
  settled(): Promise<void>
  /** Breaks the next calls from the product, oldest first. `method` limits it to one. */
  fault(fault: TwinFault): void
  /** Calls of the product that broke a rule of the platform, with the rule. */
  readonly violations: readonly string[]
  /** Every call of the product, in order, for the hood of the playground and for tests. */
  readonly calls: readonly { method: string; body: unknown; answered: unknown }[]
  stop(): Promise<void>
}

export type TwinFault = { method?: string; times?: number } & (
  | { kind: 'throttle'; retryAfterS: number }
  | { kind: 'server-error'; html?: boolean }
  /** The effect happens, the answer is lost. */
  | { kind: 'lost-reply' }
  /** The connection ends before anything happens. */
  | { kind: 'dropped' }
  | { kind: 'slow'; ms: number }
)

export type TwinRoom = {
  readonly name: string
  readonly kind: 'private' | 'group'
  /** Deletes the group or channel, as its owner would. */
  remove(): Promise<void>
  /** Takes the bot out. */
  evictBot(): Promise<void>
}

export type TwinPerson = {
  readonly name: string
  /** The private chat with the bot. */
  readonly bot: TwinRoom
  /** Follows a link to the bot, or types the code where links carry none. */
  opens(linkOrCode: string): Promise<void>
  says(room: TwinRoom, text: string): Promise<TwinSeen>
  /** Types a command as people do here; `inReplyTo` answers a message where the platform can. */
  commands(room: TwinRoom, name: string, text?: string, inReplyTo?: TwinSeen): Promise<void>
  /** The private way to relay that the platform teaches: forward, or message menu. */
  relays(message: TwinSeen): Promise<void>
  /** Presses the button with that label. Fails when the person cannot see it. */
  presses(message: TwinSeen, label: string): Promise<void>
  /** Fills and sends the form in front of them; resolves with the errors shown, by field. Fails when none is open. */
  fills(values: Record<string, string>): Promise<Record<string, string>>
  /** The form in front of them. */
  form(): TwinForm | null
  /** Everything this person can see in a room now, oldest first: rendered, edits applied, notices only they can see included. */
  sees(room: TwinRoom): TwinSeen[]
  blocksBot(): Promise<void>
}

export type TwinSeen = {
  readonly id: string
  readonly room: TwinRoom
  readonly author: string
  readonly fromBot: boolean
  /** Rendered plain text, as a reader sees it. */
  readonly text: string
  readonly buttons: { label: string; href?: string }[]
  /** Only this person sees it, and it will not last. */
  readonly ephemeral: boolean
  readonly edited: boolean
  /** Live parts of the text: mentions, links, formatting. Quotes are formatting too. */
  readonly live: { kind: string; text: string }[]
}

export type TwinForm = {
  title: string
  intro?: string
  fields: { name: string; label: string; initial?: string; options?: { value: string; label: string }[] }[]
  submit: string
}
