/**
 * The parts of Slack's payloads that we read, whichever road they came by.
 * https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events
 */
export type Native = SlashCommand | MessageShortcut | BlockActions | ViewSubmission | ViewClosed | EventCallback

export type SlashCommand = {
  type?: undefined
  command: string
  text: string
  team_id: string
  channel_id: string
  user_id: string
  user_name: string
  trigger_id?: string
  response_url?: string
}

type Team = { id: string } | null
export type User = { id: string; name?: string; username?: string; team_id?: string }
export type File = { id: string; mimetype?: string; subtype?: string; size?: number }

export type MessageShortcut = {
  type: 'message_action'
  callback_id: string
  trigger_id: string
  team: Team
  user: User
  channel: { id: string }
  message: { ts: string; text?: string; user?: string; bot_id?: string; thread_ts?: string; files?: File[] }
  response_url?: string
}

export type BlockActions = {
  type: 'block_actions'
  trigger_id: string
  team: Team
  user: User
  channel?: { id: string }
  /** The view or message that holds the button. */
  container: { type: string; message_ts?: string; thread_ts?: string; view_id?: string }
  view?: View
  actions: { type: string; action_id: string; value?: string }[]
  response_url?: string
}

export type View = {
  id: string
  hash: string
  private_metadata: string
  app_installed_team_id?: string
  title?: { text: string }
  blocks?: { type: string; block_id?: string }[]
  state?: { values: Record<string, Record<string, Answer>> }
}

type Answer = { type?: string; value?: string | null; selected_option?: { value: string } | null }

export type ViewSubmission = {
  type: 'view_submission'
  team: Team
  user: User
  token?: string
  trigger_id?: string
  view: View
}

type ViewClosed = { type: 'view_closed'; team: Team; user: User; view: View }

export type EventCallback = {
  type: 'event_callback'
  event_id: string
  team_id: string
  /** The installation that sees the event first; in a shared channel `team_id` may be somebody else's. */
  authorizations?: { team_id: string | null; enterprise_id?: string | null; user_id: string }[]
  event: Event
}

export type Event =
  | MessageEvent
  | { type: 'member_joined_channel'; user: string; channel: string; inviter?: string }
  | { type: Departure; channel: string }
  | { type: 'channel_id_changed'; old_channel_id: string; new_channel_id: string }
  | { type: 'app_uninstalled' }
  | { type: 'tokens_revoked'; tokens: { oauth?: string[]; bot?: string[] } }

type Departure =
  | 'channel_left'
  | 'group_left'
  | 'channel_deleted'
  | 'group_deleted'
  | 'channel_archive'
  | 'group_archive'

type Said = { ts: string; user?: string; text?: string; bot_id?: string; files?: File[] }

export type MessageEvent = { type: 'message'; channel: string; channel_type: string; event_ts?: string } & (
  | (Said & { subtype?: 'file_share' | 'thread_broadcast' })
  | { subtype: 'message_changed'; message: Said & { subtype?: string }; previous_message?: Said }
  | { subtype: 'message_deleted'; deleted_ts: string; previous_message?: Said }
)
