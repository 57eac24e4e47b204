import type { TelegramMessage } from '@gramio/types'
import { type Account, BOT } from './accounts.ts'
import { type Chat, chatObject, isInside, memberObject, type Standing } from './chats.ts'
import { type Post, seconds } from './posts.ts'
import type { World } from './world.ts'

/** Tells the bot of a message, if it may know it. */
export function announce(world: World, post: Post, name: 'message' | 'edited_message' = 'message'): void {
  if (!reachesBot(post)) return
  meet(world, post.message)
  world.updates.add(name, { [name]: post.message }, String(post.chat.id))
}

/** Tells the bot that its own standing in a chat changed, and changes it. */
export function changeStanding(world: World, chat: Chat, by: Account, standing: Standing): void {
  const [before, after] = [chat.bot, standing].map((one) => memberObject({ ...BOT }, one!))
  chat.bot = standing
  by.met = true
  const change = { date: seconds(world), old_chat_member: before!, new_chat_member: after! }
  const body = { my_chat_member: { chat: chatObject(chat), from: by.user, ...change } }
  world.updates.add('my_chat_member', body, String(chat.id))
}

/**
 * Privacy mode, https://core.telegram.org/bots/features#privacy-mode: in a group the bot hears commands that may be
 * meant for it, answers to its own messages and service messages. An administrator hears everything.
 */
function reachesBot({ chat, message, service }: Post): boolean {
  if (chat.kind === 'private') return chat.bot === 'member'
  if (!isInside(chat.bot)) return false
  if (chat.bot === 'administrator' || service) return true
  return isCommand(message) || message.reply_to_message?.from?.id === BOT.id
}

function isCommand({ text, caption }: TelegramMessage): boolean {
  const command = /^\/[a-z0-9_]{1,64}(?:@(\w+))?(?:\s|$)/i.exec(text ?? caption ?? '')
  return command !== null && (!command[1] || command[1].toLowerCase() === BOT.username)
}

/** Whoever stands in an update is no longer a stranger to the bot. */
function meet(world: World, message: TelegramMessage): void {
  const origin = message.forward_origin
  const ids = [
    message.from?.id,
    origin?.type === 'user' ? origin.sender_user.id : undefined,
    message.reply_to_message?.from?.id,
  ]
  for (const account of world.accounts) if (ids.includes(account.user.id)) account.met = true
}
