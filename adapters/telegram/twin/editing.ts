import { type Answer, badRequest, faulty, granted, type Or } from './answer.ts'
import { reachChat } from './chats.ts'
import { readKeyboard } from './keyboard.ts'
import type { Stage } from './methods.ts'
import { findPost, type Post, seconds } from './posts.ts'
import type { Params } from './spec.ts'
import { readText } from './text.ts'

/** Seconds after which a bot may delete no more: https://core.telegram.org/bots/api#deletemessage */
const DELETABLE = 48 * 3600

/** https://core.telegram.org/bots/api#editmessagetext. A call without a keyboard takes the old one away. */
export function editMessageText({ world }: Stage, params: Params): Answer {
  const { value: edited, refusal } = editable(world.chats, params)
  if (!edited) return refusal
  const text = readText(world.parser, params)
  if (text.refusal) return text.refusal
  const keyboard = readKeyboard(params.reply_markup)
  if (keyboard.refusal) return keyboard.refusal
  const { entities, reply_markup, ...rest } = edited.message
  const same = [rest.text, entities ?? [], reply_markup ?? null]
  if (isSame(same, [text.value.text, text.value.entities, keyboard.value])) return notModified()
  edited.message = { ...rest, text: text.value.text, edit_date: seconds(world) }
  if (text.value.entities.length) edited.message.entities = text.value.entities
  if (params.link_preview_options) edited.message.link_preview_options = params.link_preview_options
  if (keyboard.value) edited.message.reply_markup = keyboard.value
  return granted(edited.message)
}

/** https://core.telegram.org/bots/api#editmessagereplymarkup */
export function editMessageReplyMarkup({ world }: Stage, params: Params): Answer {
  const { value: edited, refusal } = editable(world.chats, params)
  if (!edited) return refusal
  const keyboard = readKeyboard(params.reply_markup)
  if (keyboard.refusal) return keyboard.refusal
  const { reply_markup, ...rest } = edited.message
  if (isSame(reply_markup ?? null, keyboard.value)) return notModified()
  edited.message = keyboard.value ? { ...rest, reply_markup: keyboard.value } : rest
  return granted(edited.message)
}

/**
 * https://core.telegram.org/bots/api#deletemessage: within 48 hours its own messages everywhere, in private chats also
 * those of the person; in groups those of others only as an administrator.
 */
export function deleteMessage({ world }: Stage, params: Params): Answer {
  const { value: chat, refusal } = reachChat(world.chats, params.chat_id, 'edit')
  if (!chat) return refusal
  const found = findPost(chat, params.message_id)
  if (!found) return badRequest('message to delete not found')
  const allowed = found.fromBot || chat.kind === 'private' || chat.bot === 'administrator'
  const tooOld = seconds(world) - found.message.date >= DELETABLE && chat.bot !== 'administrator'
  if (!allowed || tooOld) return badRequest("message can't be deleted")
  found.gone = true
  return granted(true)
}

function editable(chats: Parameters<typeof reachChat>[0], params: Params): Or<Post> {
  if (params.chat_id === undefined || params.message_id === undefined) {
    return { refusal: faulty('message identifier is not specified', 'chat_id and message_id are required') }
  }
  const { value: chat, refusal } = reachChat(chats, params.chat_id, 'edit')
  if (!chat) return { refusal }
  const found = findPost(chat, params.message_id)
  if (!found) return { refusal: badRequest('message to edit not found') }
  return found.fromBot ? { value: found } : { refusal: badRequest("message can't be edited") }
}

function notModified(): Answer {
  return badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content ' +
      'and reply markup of the message',
  )
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
