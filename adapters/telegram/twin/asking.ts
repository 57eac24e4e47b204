import type { TelegramChatFullInfo, TelegramUser } from '@gramio/types'
import { BOT } from './accounts.ts'
import { type Answer, badRequest, granted } from './answer.ts'
import { type Chat, chatObject, memberObject, reachChat } from './chats.ts'
import type { Stage } from './methods.ts'
import { threadIn } from './sending.ts'
import type { Params } from './spec.ts'

/** https://core.telegram.org/bots/api#getme. Privacy mode is on, as BotFather leaves it. */
export function getMe(): Answer {
  const me: TelegramUser = {
    ...BOT,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_guest_queries: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  }
  return granted(me)
}

/** https://core.telegram.org/bots/api#getchat */
export function getChat({ world }: Stage, params: Params): Answer {
  const { value: chat, refusal } = reachChat(world.chats, params.chat_id, 'read')
  return chat ? granted(fullInfo(chat)) : refusal
}

function fullInfo(chat: Chat): TelegramChatFullInfo {
  const gifts = { unlimited_gifts: false, limited_gifts: false, unique_gifts: false, premium_subscription: false }
  return {
    ...chatObject(chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: { ...gifts, gifts_from_channels: false },
  }
}

/** https://core.telegram.org/bots/api#getchatmember */
export function getChatMember({ world }: Stage, params: Params): Answer {
  const { value: chat, refusal } = reachChat(world.chats, params.chat_id, 'read')
  if (!chat) return refusal
  if (params.user_id === BOT.id) return granted(memberObject({ ...BOT }, chat.bot))
  const account = world.accounts.find((one) => one.user.id === params.user_id)
  const standing = account && chat.members.get(account)
  if (!account || (!standing && !account.met)) return badRequest('user not found')
  return granted(memberObject(account.user, standing ?? 'left'))
}

/** https://core.telegram.org/bots/api#sendchataction */
export function sendChatAction({ world }: Stage, params: Params): Answer {
  const { value: chat, refusal } = reachChat(world.chats, params.chat_id, 'write')
  if (!chat) return refusal
  return threadIn(chat, params.message_thread_id).refusal ?? granted(true)
}
