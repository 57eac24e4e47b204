import type { Account } from './accounts.ts'
import type { Chat } from './chats.ts'
import type { Parser } from './parser.ts'
import type { Updates } from './updates.ts'

/** Everything the stand-in knows: what the real platform keeps in its databases. */
export type World = {
  /** Ms. Dates, ages and refills follow it. */
  now(): number
  parser: Parser
  accounts: Account[]
  chats: Map<number, Chat>
  updates: Updates
  queries: Map<string, Query>
  toasts: Toast[]
  profile: Profile
  /** Counters. */
  order: number
  messageId: number
  groupId: number
  queryId: number
}

/** A press that waits for answerCallbackQuery. */
export type Query = { account: Account; chat: Chat; askedAt: number }

/** What answerCallbackQuery shows: to one person, for a moment. */
export type Toast = { order: number; chat: Chat; account: Account; text: string; alert: boolean }

/** What the bot says about itself, by scope and language. */
export type Profile = {
  commands: Map<string, { command: string; description: string }[]>
  descriptions: Map<string, string>
  shortDescriptions: Map<string, string>
}

export function emptyWorld(now: () => number, parser: Parser, updates: Updates): World {
  return {
    now,
    parser,
    updates,
    accounts: [],
    chats: new Map(),
    queries: new Map(),
    toasts: [],
    profile: { commands: new Map(), descriptions: new Map(), shortDescriptions: new Map() },
    order: 1,
    messageId: 101,
    groupId: 3_000_000_001,
    queryId: 4_400_000_000_000_001,
  }
}
