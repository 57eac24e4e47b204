import { app } from './installation.ts'
import type { Account, Channel, Posted, Workspace } from './workspace.ts'

export type Answer = { ok: boolean; error?: string } & Record<string, unknown>

export function refuse(error: string, more: Record<string, unknown> = {}): Answer {
  return { ok: false, error, ...more }
}

/** As the platform words what is wrong with a payload. */
export function complain(error: string, problems: string[]): Answer {
  return refuse(error, { errors: problems, response_metadata: { messages: problems.map((said) => `[ERROR] ${said}`) } })
}

/** A message as the API and the interaction payloads show it. */
export function messageObject(posted: Posted): Record<string, unknown> {
  const { author, ts, text, blocks, metadata, threadTs, edited } = posted
  const by = author
    ? { user: author.id, client_msg_id: `${author.id}-${ts}` }
    : { user: app.user, bot_id: app.bot, app_id: app.id, bot_profile: profile }
  return {
    ...by,
    type: 'message',
    ts,
    text,
    team: app.team,
    ...(blocks && { blocks }),
    ...(metadata && { metadata }),
    ...(threadTs && { thread_ts: threadTs }),
    ...(edited && { edited: { user: by.user, ts } }),
  }
}

const profile = { id: app.bot, deleted: false, name: app.name, updated: 0, app_id: app.id, team_id: app.team }

/** Tells the app about a message in its own direct messages, its own included: that is what `message.im` does. */
export function announce(workspace: Workspace, channel: Channel, posted: Posted): void {
  if (!channel.im || posted.onlyFor) return
  const message = messageObject(posted)
  workspace.emit({ ...message, type: 'message', channel: channel.id, event_ts: posted.ts, channel_type: 'im' })
}

export function announceChange(workspace: Workspace, channel: Channel, before: unknown, after?: Posted): void {
  if (!channel.im) return
  const ts = workspace.nextTs()
  const change = after
    ? { subtype: 'message_changed', message: messageObject(after) }
    : { subtype: 'message_deleted', deleted_ts: (before as { ts: string }).ts }
  const at = { channel: channel.id, channel_type: 'im', ts, event_ts: ts, hidden: true }
  workspace.emit({ type: 'message', ...change, previous_message: before, ...at })
}

export function userObject(account: Account): Record<string, unknown> {
  const names = { real_name: account.name, display_name: account.name }
  return {
    id: account.id,
    team_id: app.team,
    name: account.handle,
    deleted: !account.active,
    color: '9f69e7',
    real_name: account.name,
    tz: 'America/Los_Angeles',
    tz_label: 'Pacific Standard Time',
    tz_offset: -28_800,
    profile: { ...names, real_name_normalized: account.name, display_name_normalized: account.name, team: app.team },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    updated: 0,
  }
}
