import { type Answer, announce, announceChange, complain, messageObject, refuse } from './answers.ts'
import type { Arguments } from './arguments.ts'
import { blockProblems, TOTAL_TEXT, totalText } from './rules.ts'
import { type Account, type Channel, identified, type Posted, post, type Workspace } from './workspace.ts'

/** https://docs.slack.dev/reference/methods/chat.postMessage: longer text is cut. */
const TEXT = 40_000
/** https://docs.slack.dev/reference/methods/chat.update */
const UPDATED_TEXT = 4_000
/** https://docs.slack.dev/messaging/message-metadata: 8 kB of JSON. */
const METADATA_BYTES = 8_000

/** These four expect arguments that `contentProblem` found right. */
export function postMessage(workspace: Workspace, args: Arguments): Answer {
  const channel = reach(workspace, args.channel!)
  if (typeof channel === 'string') return refuse(channel)
  const wrong = threadProblem(channel, args)
  if (wrong) return wrong
  const text = args.text ?? ''
  if (text.length > TEXT) workspace.violations.push(`chat.postMessage: text is cut after ${TEXT} characters`)
  const posted = post(workspace, channel, { ...content(args), text: text.slice(0, TEXT) })
  announce(workspace, channel, posted)
  return { ok: true, channel: channel.id, ts: posted.ts, message: messageObject(posted) }
}

export function postEphemeral(workspace: Workspace, args: Arguments): Answer {
  const channel = reach(workspace, args.channel!)
  if (typeof channel === 'string') return refuse(channel)
  if (!channel.members.has(args.user!)) return refuse('user_not_in_channel')
  if ((args.text ?? '').length > TEXT) return refuse('msg_too_long')
  const wrong = threadProblem(channel, args)
  if (wrong) return wrong
  const posted = post(workspace, channel, { ...content(args), onlyFor: args.user! })
  return { ok: true, message_ts: posted.ts }
}

export function update(workspace: Workspace, args: Arguments): Answer {
  const found = own(workspace, args, 'cant_update_message')
  if (typeof found === 'string') return refuse(found)
  const { channel, posted } = found
  if ((args.text ?? '').length > UPDATED_TEXT) return refuse('msg_too_long')
  const before = messageObject(posted)
  replace(posted, args)
  announceChange(workspace, channel, before, posted)
  return { ok: true, channel: channel.id, ts: posted.ts, text: posted.text, message: messageObject(posted) }
}

export function erase(workspace: Workspace, args: Arguments): Answer {
  const found = own(workspace, args, 'cant_delete_message')
  if (typeof found === 'string') return refuse(found)
  const { channel, posted } = found
  channel.posts.splice(channel.posts.indexOf(posted), 1)
  announceChange(workspace, channel, messageObject(posted))
  return { ok: true, channel: channel.id, ts: posted.ts }
}

/** New words for a message. Text without blocks takes the old blocks away; metadata stays unless given. */
export function replace(posted: Posted, args: Arguments): void {
  const { metadata, ...fresh } = content(args)
  Object.assign(posted, fresh, { edited: true, threadTs: posted.threadTs })
  posted.blocks = args.blocks ? identified(args.blocks) : undefined
  if (metadata) posted.metadata = 'event_type' in metadata ? metadata : undefined
}

export function content(args: Arguments) {
  return {
    text: args.text ?? args.markdown_text ?? '',
    blocks: args.blocks,
    metadata: args.metadata,
    threadTs: args.thread_ts,
    parse: args.parse,
    linkNames: args.link_names,
    mrkdwn: args.mrkdwn,
  }
}

export function contentProblem(args: Arguments): Answer | null {
  const { text, blocks, attachments, markdown_text: markdown, metadata } = args
  if (markdown && (text || blocks)) return refuse('markdown_text_conflict')
  if (!text && !blocks?.length && !attachments?.length && !markdown) return refuse('no_text')
  if (blocks !== undefined && !Array.isArray(blocks)) return refuse('invalid_blocks_format')
  const problems = blockProblems(blocks ?? [], 'message')
  if (problems.length > 0) return complain('invalid_blocks', problems)
  if (totalText(blocks ?? []) > TOTAL_TEXT) return refuse('msg_blocks_too_long')
  if (metadata && JSON.stringify(metadata).length > METADATA_BYTES) return refuse('metadata_too_large')
  return null
}

/** A place where the app may post, or why not; an account's id stands for its direct messages. */
function reach(workspace: Workspace, id: string): Channel | string {
  const account = workspace.accounts.get(id)
  const channel = account?.im ?? workspace.channels.get(id)
  if (!channel || channel.gone) return 'channel_not_found'
  if (!channel.hasBot) return 'not_in_channel'
  return partner(workspace, channel)?.active === false ? 'user_disabled' : channel
}

function partner(workspace: Workspace, channel: Channel): Account | undefined {
  return channel.im ? workspace.accounts.get([...channel.members][0]!) : undefined
}

function threadProblem(channel: Channel, { thread_ts: ts }: Arguments): Answer | null {
  if (ts === undefined) return null
  const parent = channel.posts.find((posted) => posted.ts === ts && !posted.onlyFor)
  return parent && !parent.threadTs ? null : refuse('cannot_reply_to_message')
}

/** An update or deletion takes a channel's id, never an account's, and finds no ephemeral message. */
function own(workspace: Workspace, args: Arguments, otherwise: string): { channel: Channel; posted: Posted } | string {
  const channel = workspace.channels.get(args.channel!)
  if (!channel || channel.gone) return 'channel_not_found'
  const posted = channel.posts.find((one) => one.ts === args.ts && !one.onlyFor)
  if (!posted) return 'message_not_found'
  if (posted.author !== undefined) return otherwise
  return { channel, posted }
}
