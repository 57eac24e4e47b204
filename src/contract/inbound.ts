import type { Form, Message } from './message.ts'
import type { Actor, Place } from './place.ts'

/** Everything a platform can tell us. A new kind breaks every adapter's conformance file until it answers for it. */
export type Inbound = Envelope &
  (
    | { kind: 'command'; name: string; text: string; quoted?: Quoted; visible: boolean; message?: string }
    | { kind: 'press'; action: string; message: string }
    | { kind: 'submit'; form: string; values: Record<string, string> }
    | { kind: 'text'; text: string; attachments: Attachment[]; forwarded?: Quoted; message: string }
    | { kind: 'edited'; text: string; message: string }
    | { kind: 'withdrawn'; message: string }
    | { kind: 'moved'; to: Place }
    | { kind: 'presence'; change: 'added' | 'removed' | 'blocked' | 'unblocked' }
    | { kind: 'installed' }
    | { kind: 'uninstalled' }
    | { kind: 'expired'; action: string }
  )

export type InboundKind = Inbound['kind']

export type Envelope = {
  /** `<platform>:<the platform's own event id>`: the same for every delivery of one event. The dedupe key. */
  id: string
  /** Absent when nobody can be held to it: an anonymous admin, a channel, a bot, the platform itself. */
  actor?: Actor
  place: Place
  /** True when the answer to this inbound may open a native form. Otherwise the engine asks question by question. */
  asks?: boolean
}

/** Words of somebody that the actor passes on: a forwarded message, or the message behind a menu or a reply. */
export type Quoted = {
  text: string
  attachments: Attachment[]
  /** The account that wrote it. Absent when the platform or the author hides it. */
  author?: Actor
}

export type Attachment = { kind: 'photo' | 'voice' | 'file'; ref: string; bytes?: number }

/** What the engine tells the platform at once. It dies with the trigger: nothing that must survive a crash is in it. */
export type Reply =
  | { kind: 'none' }
  | { kind: 'notice'; message: Message }
  | { kind: 'form'; form: Form }
  /** Answers to a submit that keep the form open, by field name. */
  | { kind: 'invalid'; errors: Record<string, string> }
