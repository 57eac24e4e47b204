import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Failed, Outcome, Post } from './delivery.ts'
import type { Inbound, InboundKind, Reply } from './inbound.ts'
import type { Form, Message } from './message.ts'
import type { Place } from './place.ts'

/** Numbers only, each with the vendor's page beside it in `limits.ts`. A yes/no ability is a method that exists, or does not. */
export type Limits = {
  /** Blocks in one message. */
  blocks: number
  /** Weight of a whole message. */
  messageWeight: number
  /** Weight of one block. */
  blockWeight: number
  labelChars: number
  actionsPerRow: number
  rows: number
  /** Characters an answer to a press may have before it must become a message of its own. */
  noticeChars: number
  form: {
    titleChars: number
    labelChars: number
    hintChars: number
    textChars: number
    options: number
    optionChars: number
    fields: number
  }
  /** Sends a second, to the whole platform and to one place, and how many may go at once after a rest. */
  pace: { platformPerSecond: number; placePerSecond: number; placeBurst: number }
}

/** The pure half of an adapter: no network, no clock, no SDK client. */
export type Codec<Native, Payload> = {
  limits: Limits
  /** How long a plain text becomes once written: escaping is not free. */
  weigh(text: string): number
  /** `null` means "not for us": our own echo, a type we did not ask for. */
  decode(native: Native): Inbound | null
  render(message: Message): Payload
  /** Every error a send can raise. */
  classify(error: unknown): Failed | { status: 'unknown'; code: string }
}

/** A running connection to one platform. Optional methods are abilities; the engine has a written fallback for each. */
export type Adapter = {
  platform: string
  /** What people call the platform. */
  title: string
  limits: Limits
  weigh(text: string): number
  /** Begins to listen. Resolves when the platform has answered once. `stop` takes no new events, and ends when those in hand are acknowledged. */
  start(ports: Ports): Promise<{ stop(): Promise<void> }>
  /** HTTP doors, by `METHOD /path`. They verify, decode, receive, and answer only after the commit. */
  routes?: Record<string, Route>
  /** Posts one page that fits. Never throws. May be repeated with the same nonce. */
  deliver(post: Post): Promise<Outcome>
  /** Replaces a posted page. Absent: the engine posts the new state below. */
  edit?(to: Place, ref: string, message: Message): Promise<Outcome>
  /** Deletes a message, also one that the person sent to us. Absent: the engine asks the person to delete it. */
  erase?(to: Place, ref: string): Promise<Outcome>
  /** The private chat of an account with the bot. Pure. */
  privatePlace(workspace: string, account: string): Place
  /** A link that opens the private chat and brings `code` back as command `start`. Absent: people type the code. */
  link?(code: string): string
  /** How a person types a command here, e.g. with a leading slash. */
  spell(command: string): string
  /** The private way to relay that this platform teaches. */
  relayBy: 'forward' | 'menu'
  /** What the bot may and may not do, in a place or at all. Codes are `Check` names; each has its sentence in the locales. */
  check(place?: Place): Promise<Check[]>
  /** Cleared when the platform has been silent for too long. */
  lastContact(): number
}

export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export type Check = {
  name: 'token' | 'scopes' | 'member' | 'post' | 'privacy' | 'webhook' | 'group' | 'menus'
  ok: boolean /** A short code such as a missing scope. */
  detail?: string
}

/** What the engine and main give to an adapter. */
export type Ports = {
  /** Commits the inbound, then returns what to say at once. Rejects only when nothing was committed: answer with a retry. */
  receive(inbound: Inbound): Promise<Reply>
  /** The command list and the words that must exist before anybody speaks, once per scope and locale. */
  menus: Menu[]
  log(code: string, fields?: Record<string, string | number | boolean>): void
  /** Real time, in ms. */
  now(): number
}

export type Menu = {
  locale: string
  scope: 'private' | 'community' | 'desk'
  commands: { name: string; description: string }[]
  relayTitle: string
  about: string
}

/** What an adapter's `index.ts` exports as default. */
export type AdapterModule<Settings> = {
  platform: string
  /** The platform is on when this variable is set. */
  on: string
  /** Reads its own variables; a message says where to get each. zod 4 schema of the environment. */
  settings: {
    safeParse(
      env: unknown,
    ):
      | { success: true; data: Settings }
      | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } }
  }
  /** How to get each variable, for set-up and for messages about a missing one, by variable name. */
  help: Record<string, string>
  /** The file that the platform's own set-up page takes, made from the one list of commands. Absent: it has none. */
  manifest?(menus: Menu[], publicUrl?: string): unknown
  create(settings: Settings): Adapter
}

/** What each adapter shows so that the one suite can hold it to the contract. */
export type Conformance<Native, Payload> = {
  codec: Codec<Native, Payload>
  /** Real, scrubbed payloads per kind, or the reason why this platform cannot produce it. */
  samples: { [K in InboundKind]: readonly [Native, ...Native[]] | { unreachable: string } }
  /** Payloads that are not for us. */
  ignored: readonly Native[]
  /** What a person sees. */
  textOf(payload: Payload): string
  /** The opaque reference behind each button, in reading order. */
  actionsOf(payload: Payload): string[]
  /** What the platform would send if that button were pressed. */
  press(ref: string): Native
  /** What the platform would send if that form were sent with these values; or why forms are asked another way. */
  submit: ((form: Form, values: Record<string, string>) => Native) | { unreachable: string }
  /** The platform's published rules, written independently of `render`. */
  violations(payload: Payload): string[]
  /** Everything in the payload that would ping, link, format or run, beyond what `message` asks for. */
  alive(payload: Payload, message: Message): string[]
  failures: readonly { error: unknown; expect: ReturnType<Codec<Native, Payload>['classify']> }[]
}
