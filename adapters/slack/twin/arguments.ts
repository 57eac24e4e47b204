import type { types } from '@slack/bolt'
import { booleans, generated } from './shapes.ts'
import type { Block, ModalView } from './workspace.ts'

/** Everything a call may carry, once its shape was found right. */
export type Arguments = {
  channel?: string
  text?: string
  blocks?: Block[]
  attachments?: unknown[]
  markdown_text?: string
  metadata?: types.MessageMetadata
  thread_ts?: string
  reply_broadcast?: boolean
  parse?: string
  link_names?: boolean
  mrkdwn?: boolean
  username?: string
  icon_url?: string
  icon_emoji?: string
  ts?: string
  user?: string
  users?: string
  include_locale?: boolean
  include_num_members?: boolean
  prevent_creation?: boolean
  return_im?: boolean
  view?: ModalView
  view_id?: string
  external_id?: string
  hash?: string
  trigger_id?: string
  interactivity_pointer?: string
}

export type Raw = Record<string, unknown>

const encoded = ['attachments', 'blocks', 'file_ids', 'metadata', 'view']

/** A request's body by its content type: https://docs.slack.dev/apis/web-api/#basics. Text that is no JSON becomes `{}`. */
export function readBody(contentType: string, body: string): Raw {
  if (contentType.startsWith('application/json')) return object(parsed(body)) ?? {}
  return Object.fromEntries(new URLSearchParams(body))
}

/**
 * Every call may name its token and, for org-wide tokens, its team: official clients send both unasked.
 * Form bodies carry JSON and booleans as text. What cannot be read stays text, and its shape is then wrong.
 */
export function readArguments(method: string, raw: Raw): Raw {
  const { token: _, team_id: __, ...args } = raw
  for (const name of encoded) {
    if (typeof args[name] === 'string') args[name] = parsed(args[name]) ?? args[name]
  }
  for (const name of booleans(method)) {
    if (args[name] === 'true' || args[name] === '1') args[name] = true
    if (args[name] === 'false' || args[name] === '0') args[name] = false
  }
  return args
}

/** Arguments the method does not have. The platform drops them without a word; here they are a mistake. */
export function strangers(method: string, args: Raw): string[] {
  const known = generated.methods[method]?.properties ?? {}
  return Object.keys(args).filter((name) => !(name in known))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function object(value: unknown): Raw | undefined {
  return value && typeof value === 'object' && !Array.isArray(value) ? (value as Raw) : undefined
}
