import type { Envelope, Inbound, Place } from '#contract'
import { attachments, placed } from './parts.ts'
import type { EventCallback, MessageEvent } from './wire.ts'
import { plain } from './words.ts'

/** What happened in the workspace, as opposed to what somebody did to one of our messages. */
export function decodeEvent(body: EventCallback): Inbound | null {
  const { event } = body
  switch (event.type) {
    case 'message':
      return message(body, event)
    case 'member_joined_channel':
      if (event.user !== body.authorizations?.[0]?.user_id) return null
      return { ...happened(body, group(body, event.channel), event.inviter), kind: 'presence', change: 'added' }
    case 'channel_left':
    case 'group_left':
    case 'channel_deleted':
    case 'group_deleted':
    case 'channel_archive':
    case 'group_archive':
      return { ...happened(body, group(body, event.channel)), kind: 'presence', change: 'removed' }
    case 'channel_id_changed':
      return {
        ...happened(body, group(body, event.old_channel_id)),
        kind: 'moved',
        to: group(body, event.new_channel_id),
      }
    case 'app_uninstalled':
      return { ...happened(body, group(body, home(body))), kind: 'uninstalled' }
    case 'tokens_revoked':
      return event.tokens.bot?.length ? { ...happened(body, group(body, home(body))), kind: 'uninstalled' } : null
    default:
      return null
  }
}

/** Private messages only: a group's talk is not asked for, and dropped should it come. */
function message(body: EventCallback, event: MessageEvent): Inbound | null {
  if (event.channel_type !== 'im') return null
  switch (event.subtype) {
    case undefined:
    case 'file_share':
    case 'thread_broadcast': {
      const text = plain(event.text ?? '')
      const said = { kind: 'text', text, attachments: attachments(event.files), message: event.ts } as const
      return byPerson(event) ? { ...heard(body, event.channel, event.user), ...said } : null
    }
    case 'message_changed': {
      const { message, previous_message: before } = event
      // A link preview arriving is a change to Slack, not to the person; a tombstone is a deletion with replies below.
      if (!byPerson(message) || message.text === before?.text || message.subtype === 'tombstone') return null
      const edited = { kind: 'edited', text: plain(message.text ?? ''), message: message.ts } as const
      return { ...heard(body, event.channel, message.user), ...edited }
    }
    case 'message_deleted': {
      const author = event.previous_message ?? {}
      if (!byPerson(author)) return null
      return { ...heard(body, event.channel, author.user), kind: 'withdrawn', message: event.deleted_ts }
    }
    default:
      return null
  }
}

type Author = { user?: string; bot_id?: string }

/** Our own echo, other bots and Slack's own bot are nobody's words. */
const byPerson = <T extends Author>(author: T): author is T & { user: string } =>
  author.user !== undefined && author.user !== 'USLACKBOT' && author.bot_id === undefined

function heard(body: EventCallback, channel: string, user: string): Envelope {
  return happened(body, placed(home(body), channel, user), user)
}

function happened(body: EventCallback, place: Place, account?: string): Envelope {
  return { id: `slack:${body.event_id}`, place, ...(account && { actor: { account, name: '' } }) }
}

function group(body: EventCallback, channel: string): Place {
  return { platform: 'slack', workspace: home(body), ref: channel, kind: 'group' }
}

/** An installation for a whole organisation has no team of its own. */
function home(body: EventCallback): string {
  return body.authorizations?.[0]?.team_id ?? body.team_id
}
