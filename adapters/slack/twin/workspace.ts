import type { types } from '@slack/bolt'
import { app } from './installation.ts'

export type Block = types.KnownBlock
export type ModalView = types.ModalView

/** Somebody with an account in the pretend workspace. */
export type Account = {
  id: string
  name: string
  handle: string
  locale: string
  /** False after an administrator deactivated it: the nearest thing to blocking an app. */
  active: boolean
  im: Channel
  /** From the root modal to the one in front; at most three. */
  modals: Modal[]
}

export type Channel = {
  id: string
  name: string
  im: boolean
  members: Set<string>
  hasBot: boolean
  gone: boolean
  posts: Posted[]
}

export type Posted = {
  ts: string
  /** Absent when the app wrote it; `null` when the platform itself did. */
  author?: Account | null
  text: string
  blocks?: Block[]
  metadata?: types.MessageMetadata
  threadTs?: string
  /** The one account that sees an ephemeral message. */
  onlyFor?: string
  edited: boolean
  parse?: string
  linkNames?: boolean
  mrkdwn?: boolean
}

export type Modal = {
  id: string
  hash: string
  view: ModalView
  root: string
  previous: string | null
  /** Where the person was when it opened. */
  room: Channel
  /** What the person has filled in so far, by block and action. */
  values: Record<string, Record<string, unknown>>
}

export type Workspace = {
  now(): number
  /** Base of the twin's own addresses. */
  url: string
  scopes: readonly string[]
  accounts: Map<string, Account>
  channels: Map<string, Channel>
  triggers: Map<string, { account: Account; room: Channel; at: number; used: boolean }>
  responses: Map<string, ResponseUrl>
  violations: string[]
  calls: { method: string; body: unknown; answered: unknown }[]
  nextId(prefix: string): string
  /** A message's timestamp, which is also its id. */
  nextTs(): string
  /** Tells the product through the Events API. */
  emit(event: { type: string; channel: string } & Record<string, unknown>): void
}

export type ResponseUrl = { account: Account; room: Channel; at: number; uses: number; source?: Posted }

export function openWorkspace(now: () => number, scopes: readonly string[]): Workspace {
  let ids = 0
  let stamps = 0
  return {
    now,
    url: '',
    scopes,
    accounts: new Map(),
    channels: new Map(),
    triggers: new Map(),
    responses: new Map(),
    violations: [],
    calls: [],
    nextId: (prefix) => `${prefix}0TW${(++ids).toString(36).toUpperCase().padStart(5, '0')}`,
    nextTs: () => `${Math.floor(now() / 1000)}.${String(++stamps).padStart(6, '0')}`,
    emit: () => {},
  }
}

export function join(workspace: Workspace, name: string, locale: string): Account {
  const id = workspace.nextId('U')
  const im = addChannel(workspace, { id: workspace.nextId('D'), name: 'directmessage', im: true, hasBot: true })
  im.members.add(id)
  const handle = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '.')
  const account: Account = { id, name, handle, locale, active: true, im, modals: [] }
  workspace.accounts.set(id, account)
  return account
}

export function addChannel(workspace: Workspace, given: Pick<Channel, 'id' | 'name' | 'im' | 'hasBot'>): Channel {
  const channel: Channel = { ...given, members: new Set(), gone: false, posts: [] }
  workspace.channels.set(channel.id, channel)
  return channel
}

export function post(workspace: Workspace, channel: Channel, content: Omit<Posted, 'ts' | 'edited'>): Posted {
  const posted: Posted = { ...content, ts: workspace.nextTs(), edited: false }
  if (posted.blocks) posted.blocks = identified(posted.blocks)
  channel.posts.push(posted)
  return posted
}

/** What the platform itself tells one person, e.g. that a command failed. */
export function tell(workspace: Workspace, channel: Channel, account: Account, text: string): void {
  post(workspace, channel, { author: null, text, onlyFor: account.id })
}

export function visible(posted: Posted, account: Account): boolean {
  return posted.onlyFor === undefined || posted.onlyFor === account.id
}

/** Gives blocks and their elements the ids that the app left out. */
export function identified<T extends Block>(blocks: readonly T[]): T[] {
  return blocks.map((block, at) => {
    const copy = structuredClone(block) as T & { elements?: object[]; element?: object; accessory?: object }
    copy.block_id ??= `b${at}${Math.random().toString(36).slice(2, 5)}`
    const elements = block.type === 'actions' ? (copy.elements ?? []) : [copy.element, copy.accessory]
    for (const [index, element] of elements.entries()) {
      if (element && 'type' in element && element.type !== 'image' && !('action_id' in element)) {
        Object.assign(element, { action_id: `a${at}${index}` })
      }
    }
    return copy
  })
}

/** Good for 3 seconds and one use: https://docs.slack.dev/interactivity/handling-user-interaction */
export function issueTrigger(workspace: Workspace, account: Account, room: Channel): string {
  const id = `${workspace.triggers.size + 1}.${app.team.length}.${workspace.nextId('t').toLowerCase()}`
  workspace.triggers.set(id, { account, room, at: workspace.now(), used: false })
  return id
}

export function issueResponseUrl(workspace: Workspace, account: Account, room: Channel, source?: Posted): string {
  const id = workspace.nextId('R')
  workspace.responses.set(id, { account, room, at: workspace.now(), uses: 0, source })
  return `${workspace.url}/response/${id}`
}
