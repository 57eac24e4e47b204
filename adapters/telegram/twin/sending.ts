import type { TelegramMessage } from '@gramio/types'
import { BOT } from './accounts.ts'
import { type Answer, badRequest, faulty, granted, type Or, refused } from './answer.ts'
import { type Chat, reachChat } from './chats.ts'
import { readKeyboard } from './keyboard.ts'
import type { Stage } from './methods.ts'
import { type Draft, findPost, post, quotedIn } from './posts.ts'
import type { Params } from './spec.ts'
import { readText } from './text.ts'

/** https://core.telegram.org/bots/api#sendmessage */
export function sendMessage({ world, pace }: Stage, params: Params): Answer {
  const { value: chat, refusal } = reachChat(world.chats, params.chat_id, 'write')
  if (!chat) return refusal
  const thread = threadIn(chat, params.message_thread_id)
  if (thread.refusal) return thread.refusal
  const text = readText(world.parser, params)
  if (text.refusal) return text.refusal
  const keyboard = readKeyboard(params.reply_markup)
  if (keyboard.refusal) return keyboard.refusal
  const quoted = answered(chat, params.reply_parameters)
  if (quoted.refusal) return quoted.refusal
  const wait = pace.take(chat)
  if (wait) return refused(429, `Too Many Requests: retry after ${wait}`, { retry_after: wait })
  const draft: Draft = { from: { ...BOT }, ...thread.value, ...quoted.value, text: text.value.text }
  if (text.value.entities.length) draft.entities = text.value.entities
  if (params.link_preview_options) draft.link_preview_options = params.link_preview_options
  if (keyboard.value) draft.reply_markup = keyboard.value
  return granted(post(world, chat, draft, null).message)
}

/** The General topic has no thread id of its own: naming it (1) fails too. */
export function threadIn(
  chat: Chat,
  named: unknown,
): Or<Pick<TelegramMessage, 'message_thread_id' | 'is_topic_message'>> {
  if (named === undefined) return { value: {} }
  const id = Number(named)
  if (!chat.topics?.has(id)) return { refusal: badRequest('message thread not found') }
  return { value: { message_thread_id: id, is_topic_message: true } }
}

function answered(chat: Chat, parameters: unknown): Or<Pick<TelegramMessage, 'reply_to_message'>> {
  if (!parameters) return { value: {} }
  const { message_id, chat_id, allow_sending_without_reply } = parameters as Params
  if (chat_id !== undefined && Number(chat_id) !== chat.id) {
    return { refusal: faulty('message to be replied not found', 'the twin knows no replies into another chat') }
  }
  const found = findPost(chat, message_id)
  if (found) return { value: { reply_to_message: quotedIn(found) } }
  return allow_sending_without_reply ? { value: {} } : { refusal: badRequest('message to be replied not found') }
}
