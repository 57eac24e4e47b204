import type { Attachment, Check, Form, Inbound, Message, Quoted } from '#contract'
import type { Reader } from '../i18n/reader.ts'
import type { KnownCommunity, KnownRole } from '../store/context.ts'
import type { Records } from '../store/records.ts'
import type { Row } from '../store/rows.ts'
import type { Effect } from './effect.ts'

export * from './effect.ts'

/** `resident` is everybody. The rest is held in a precinct, and looked up afresh for every act. */
export type Role =
  | 'resident'
  | 'ambassador'
  | 'officer'
  | 'lead'
  | 'interpreter'
  | 'moderator'
  | 'mediator'
  | 'oversight'
  | 'advocate'
  | 'operator'

/** What the engine knows about an inbound before any act runs. */
export type Scene = {
  /** Product time. */
  now: Date
  precinct: Row<'precinct'> | null
  person: { id: string; version: number; locale: string | null; speaks_with: string | null; isNew: boolean } | null
  roles: readonly KnownRole[]
  community: KnownCommunity | null
  /** `none`: a group that nobody has set up. */
  place: { key: string; purpose: 'private' | 'community' | 'desk' | 'none'; state: string; version: number }
  /** The actor's account and private chat, as keys. */
  account: { key: string; place: string } | null
  /** The reader: words, dates and references for whoever acted. */
  reader: Reader
  /** Absent when nobody acted: a clock, or a delivery that ended. */
  inbound: Inbound | null
}

/** One act being carried out. */
export type Turn = {
  scene: Scene
  /** Tenant of this act; acts that need none say so with `tenant: 'none'`. */
  precinct: string
  /** What the button, form, clock or delivery points at; the nil id when nothing. */
  subject: string
  arg: number
  /** Where this happens: for an act that makes the place known. */
  here: { platform: string; address: string }
  /** What the platform calls the actor. Kept only as the label of a role, sealed. */
  actorName: string
  /** For `presence`: what changed. */
  change: 'added' | 'removed' | 'blocked' | 'unblocked' | null
  /** Answers to the act's form, checked against it. */
  values: Record<string, string>
  /** Words after a command, a person's text, or the quoted message. */
  text: string
  quoted: Quoted | null
  attachments: Attachment[]
  /** The hash of the one-time code that led here: an act that honours it uses it up. */
  code: string | null
  /** The platform's ref of the message that led here. */
  message: string | null
  /** What a check of a place found. */
  checks: readonly Check[]
  records: Records
  /** What hardly changes, kept in memory for as long as `version` stays the same. */
  remembered<V>(name: string, version: number, read: () => Promise<V>): Promise<V>
  /** Every command of any feature that whoever acts may use. */
  commands: readonly Command[]
  ids: Ids
  /** How long each wait of the product is. */
  terms: Terms
  /** The doors: how other platforms say a thing, and how many there are. */
  doors: Doors
}

/** New names of things; injected so that tests repeat. */
export type Ids = {
  uuid(): string
  /** A one-time code, and the keyed hash under which it is kept. */
  code(): { code: string; hash: string }
  hashCode(code: string): string
  receipt(): { receipt: string; key: string }
  receiptKey(receipt: string): string
  deskCode(): string
  digestLine(): string
  /** Stands for exactly this text, to whoever has the key; nobody else can confirm a guess by it. */
  consentKey(precinct: string, text: string): string
  accountKey(platform: string, workspace: string, account: string): string
}

export type Doors = {
  /** Ways to hand a code to the bot: a link where the platform has one, else what to type. One line per platform. */
  ways(code: string): { platform: string; link?: string; type: string }[]
  /** How each platform types a command with text. */
  typed(command: string, text: string): { platform: string; type: string }[]
  relayBy(platform: string): 'forward' | 'menu'
  operatedBy: 'community' | 'city' | 'precinct'
}

/** Durations in milliseconds of product time. */
export type Terms = Record<
  'draft' | 'consent' | 'answer' | 'reply' | 'remind' | 'remindAgain' | 'close' | 'settle' | 'code' | 'voice',
  number
>

export type Outcome = { effects: Effect[]; reply?: Said }

/** What the actor is told at once. It may be lost; what must not be lost is an effect. */
export type Said =
  | { notice: Message }
  /** Goes on with another act, as if its button had been pressed. */
  | { next: { act: string; subject: string; arg?: number } }
  /** Keeps the form open, with a sentence per field. */
  | { invalid: Record<string, string> }

export type Act = {
  /** Roles of which the actor must hold one. */
  who: readonly Role[]
  /** `none`: runs before the actor belongs to a precinct. */
  tenant?: 'none'
  /** Reads under the precinct's side (no voices) or the community's side (only their own). `engine` for clocks and deliveries. */
  side: 'desk' | 'community' | 'engine'
  /** An act with a form is asked first; its `run` then has `values`. A refusal is said instead. */
  form?(turn: Turn): Promise<Form | Outcome>
  run(turn: Turn): Promise<Outcome>
}

export type Command = {
  name: string
  act: string
  /** Where it is offered; elsewhere it is answered with where to use it. */
  scopes: readonly ('private' | 'community' | 'desk')[]
  /** Not in menus; works when typed. */
  hidden?: boolean
  description(reader: Reader): string
}

export type Card = {
  /** Reads what the card shows, as the engine. `null`: there is nothing left to show. `person` is whoever has the card in private. */
  load(records: Records, subject: string, to: { person: string | null; now: Date }): Promise<object | null>
}

/** Everything a feature offers, as data; the engine composes. */
export type Feature = {
  name: string
  acts: Record<string, Act>
  commands?: readonly Command[]
  /** Frozen messages by name: plain args in, a message out. */
  posts?: Record<string, (to: Reader, args: never) => Message>
  cards?: Record<string, Card & { draw(to: Reader, data: never): Message }>
  /** The act that a due clock runs, by kind. */
  clocks?: Record<string, string>
  /** Acts that follow another feature's event, by its kind, about the same subject. Their effects join the same transaction. */
  reactions?: Record<string, string>
  /** By post or card: the act told, about its `about`, that it was delivered (`arg` 1) or given up (`arg` 0). */
  delivered?: Record<string, string>
  /** Acts behind inbounds that are no command, press or submit; `gone`: a shared place took no delivery (its key as text). */
  hears?: Partial<Record<'forward' | 'text' | 'moved' | 'presence' | 'uninstalled' | 'edited' | 'gone', string>>
}

/** Expected refusals, as outcomes. */
export const refuse = (notice: Message): Outcome => ({ effects: [], reply: { notice } })
