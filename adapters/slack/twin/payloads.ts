import { messageObject } from './answers.ts'
import { app } from './installation.ts'
import { viewObject } from './modals.ts'
import type { Pressable } from './seen.ts'
import {
  type Account,
  type Channel,
  issueResponseUrl,
  issueTrigger,
  type Modal,
  type Posted,
  type Workspace,
} from './workspace.ts'

type Payload = Record<string, unknown>

const source = { token: app.verification, api_app_id: app.id }

const installation = {
  ...source,
  team: { id: app.team, domain: app.domain },
  enterprise: null,
  is_enterprise_install: false,
}

const userOf = ({ id, handle }: Account) => ({ id, username: handle, name: handle, team_id: app.team })
const channelOf = ({ id, name }: Channel) => ({ id, name })

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export function slashCommand(
  workspace: Workspace,
  account: Account,
  room: Channel,
  text: string,
): Record<string, string> {
  return {
    token: app.verification,
    team_id: app.team,
    team_domain: app.domain,
    channel_id: room.id,
    channel_name: room.name,
    user_id: account.id,
    user_name: account.handle,
    command: app.command,
    text: escaped(text),
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(workspace, account, room),
    trigger_id: issueTrigger(workspace, account, room),
  }
}

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function messageAction(workspace: Workspace, account: Account, room: Channel, posted: Posted): Payload {
  return {
    type: 'message_action',
    ...installation,
    action_ts: workspace.nextTs(),
    user: userOf(account),
    channel: channelOf(room),
    callback_id: app.shortcut,
    trigger_id: issueTrigger(workspace, account, room),
    response_url: issueResponseUrl(workspace, account, room),
    message_ts: posted.ts,
    message: messageObject(posted),
  }
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function blockActions(
  workspace: Workspace,
  account: Account,
  room: Channel,
  posted: Posted,
  button: Pressable,
): Payload {
  const ephemeral = posted.onlyFor !== undefined
  const thread = posted.threadTs && { thread_ts: posted.threadTs }
  return {
    type: 'block_actions',
    ...installation,
    user: userOf(account),
    container: { type: 'message', message_ts: posted.ts, channel_id: room.id, is_ephemeral: ephemeral, ...thread },
    trigger_id: issueTrigger(workspace, account, room),
    channel: channelOf(room),
    ...(!ephemeral && { message: messageObject(posted) }),
    state: { values: {} },
    response_url: issueResponseUrl(workspace, account, room, posted),
    actions: [{ ...button.action, block_id: button.block, action_ts: workspace.nextTs() }],
  }
}

export function viewActions(workspace: Workspace, account: Account, modal: Modal, button: Pressable): Payload {
  return {
    type: 'block_actions',
    ...installation,
    user: userOf(account),
    container: { type: 'view', view_id: modal.id },
    trigger_id: issueTrigger(workspace, account, modal.room),
    view: viewObject(modal, modal.values),
    actions: [{ ...button.action, block_id: button.block, action_ts: workspace.nextTs() }],
  }
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewSubmission(workspace: Workspace, account: Account, modal: Modal): Payload {
  return {
    type: 'view_submission',
    ...installation,
    user: userOf(account),
    trigger_id: issueTrigger(workspace, account, modal.room),
    view: viewObject(modal, modal.values),
    response_urls: [],
  }
}

export function viewClosed(account: Account, modal: Modal): Payload {
  const view = viewObject(modal, modal.values)
  return { type: 'view_closed', ...installation, user: userOf(account), view, is_cleared: true }
}

/** https://docs.slack.dev/apis/events-api */
export function eventCallback(workspace: Workspace, event: Payload): Payload & { event_id: string } {
  return {
    ...source,
    team_id: app.team,
    context_team_id: app.team,
    context_enterprise_id: null,
    event,
    type: 'event_callback',
    event_id: workspace.nextId('Ev'),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: app.team, user_id: app.user, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: '4-twin',
  }
}

/** Text as the platform stores what people type. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
