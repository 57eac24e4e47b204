import { type Answer, refuse, userObject } from './answers.ts'
import type { Arguments } from './arguments.ts'
import { app } from './installation.ts'
import type { Channel, Workspace } from './workspace.ts'

export function authTest(workspace: Workspace): Answer {
  const identity = { user: app.handle, user_id: app.user, bot_id: app.bot }
  return {
    ok: true,
    url: `${workspace.url}/`,
    team: 'Twin',
    team_id: app.team,
    ...identity,
    is_enterprise_install: false,
  }
}

export function usersInfo(workspace: Workspace, { user, include_locale: locale }: Arguments): Answer {
  const account = workspace.accounts.get(user!)
  if (!account) return refuse('user_not_found')
  return { ok: true, user: { ...userObject(account), ...(locale && { locale: account.locale }) } }
}

export function conversationsOpen(workspace: Workspace, args: Arguments): Answer {
  const ids = args.users?.split(',').map((id) => id.trim()) ?? []
  if (args.channel) return reopen(workspace.channels.get(args.channel), args)
  if (ids.length === 0 || ids[0] === '') return refuse('users_list_not_supplied')
  if (ids.includes(app.user)) return refuse('cannot_dm_bot')
  if (ids.some((id) => !workspace.accounts.has(id))) return refuse('user_not_found')
  if (ids.some((id) => !workspace.accounts.get(id)!.active)) return refuse('user_disabled')
  if (ids.length > 8) return refuse('too_many_users')
  if (ids.length > 1) return refuse('missing_scope', { needed: 'mpim:write', provided: workspace.scopes.join(',') })
  return reopen(workspace.accounts.get(ids[0]!)!.im, args)
}

function reopen(channel: Channel | undefined, args: Arguments): Answer {
  if (!channel || channel.gone) return refuse('channel_not_found')
  if (!channel.im) return refuse('method_not_supported_for_channel_type')
  const full = args.return_im ? { created: 0, is_im: true, is_org_shared: false, user: [...channel.members][0] } : {}
  return { ok: true, no_op: true, already_open: true, channel: { id: channel.id, ...full } }
}

/** https://docs.slack.dev/reference/methods/conversations.info: each kind of conversation has a scope of its own. */
export function conversationsInfo(workspace: Workspace, args: Arguments): Answer {
  const channel = workspace.channels.get(args.channel!)
  if (!channel || channel.gone) return refuse('channel_not_found')
  const needed = channel.im ? 'im:read' : 'channels:read'
  if (!workspace.scopes.includes(needed))
    return refuse('missing_scope', { needed, provided: workspace.scopes.join(',') })
  const count = args.include_num_members ? { num_members: channel.members.size + (channel.hasBot ? 1 : 0) } : {}
  return { ok: true, channel: { ...channelObject(channel), ...count } }
}

export function channelObject(channel: Channel): Record<string, unknown> {
  if (channel.im)
    return { id: channel.id, created: 0, is_im: true, is_org_shared: false, user: [...channel.members][0] }
  return {
    id: channel.id,
    name: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    created: 0,
    is_archived: false,
    is_general: false,
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: false,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: app.team,
    updated: 0,
    parent_conversation: null,
    creator: 'USLACKBOT',
    is_ext_shared: false,
    shared_team_ids: [app.team],
    pending_connected_team_ids: [],
    is_member: channel.hasBot,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
  }
}
