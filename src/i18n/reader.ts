import type { T } from './index.ts'

/** Whoever will read a message: their language, clock and way of typing. Views draw for a reader and know nothing else. */
export type Reader = {
  locale: string
  /** IANA zone in which dates are shown. */
  zone: string
  t: T
  /** An opaque reference for a button or form that leads to an act. */
  ref(act: string, subject?: string, arg?: number): string
  /** How this reader types a command, e.g. with a slash. */
  spell(command: string): string
  /** A link that brings a code to the bot; `null` where people type it. */
  link(code: string): string | null
  relayBy: 'forward' | 'menu'
  /** A concrete date and time in the reader's zone. */
  when(at: Date): string
  emergency: string
  precinct: string
  operatedBy: 'community' | 'city' | 'precinct'
}
