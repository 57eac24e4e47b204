import type { TelegramMessage } from '@gramio/types'
import { type Account, BOT } from './accounts.ts'
import { type Chat, chatObject } from './chats.ts'
import type { World } from './world.ts'

/** One message of a chat, as the server keeps it. */
export type Post = {
  /** Where it stands among everything that anybody saw. */
  order: number
  chat: Chat
  message: TelegramMessage
  /** Null: the bot, or an administrator who writes as the group. */
  author: Account | null
  authorName: string
  fromBot: boolean
  service: boolean
  gone: boolean
}

export type Draft = Omit<TelegramMessage, 'message_id' | 'date' | 'chat'>

/** Puts a message into a chat. Who signs is whoever stands in `from`. */
export function post(world: World, chat: Chat, draft: Draft, author: Account | null, service = false): Post {
  const message: TelegramMessage = {
    message_id: nextMessageId(world, chat),
    date: seconds(world),
    chat: chatObject(chat),
    ...draft,
  }
  const fromBot = draft.from?.id === BOT.id
  const authorName = author?.name ?? (fromBot ? BOT.first_name : chat.title)
  const made = { order: world.order++, chat, message, author, authorName, fromBot, service, gone: false }
  chat.posts.push(made)
  return made
}

export function seconds(world: World): number {
  return Math.floor(world.now() / 1000)
}

/** A supergroup counts its own messages; private chats and basic groups share the account's counter. */
function nextMessageId(world: World, chat: Chat): number {
  if (chat.kind === 'supergroup') return (chat.posts.at(-1)?.message.message_id ?? 0) + 1
  return world.messageId++
}

export function findPost(chat: Chat, messageId: unknown): Post | undefined {
  return chat.posts.find((one) => one.message.message_id === messageId && !one.gone)
}

/** The message that this one answers, as it travels inside: without its own answer. */
export function quotedIn(post: Post): TelegramMessage {
  const { reply_to_message: _, ...message } = post.message
  return message
}
