/** The parts of an Update that we read (https://core.telegram.org/bots/api#update); everything else is ignored. */
export type Update = {
  update_id: number
  message?: Message
  edited_message?: Message
  callback_query?: CallbackQuery
  my_chat_member?: ChatMemberUpdated
}

export type User = {
  id: number
  is_bot: boolean
  first_name: string
  last_name?: string
  username?: string
  language_code?: string
}

export type Chat = { id: number; type: string; title?: string }

export type Entity = { type: string; offset: number; length: number; url?: string }

export type Message = {
  message_id: number
  date: number
  chat: Chat
  from?: User
  /** Set when a group or channel speaks, as an anonymous admin does. */
  sender_chat?: Chat
  message_thread_id?: number
  is_topic_message?: boolean
  forum_topic_created?: { name: string }
  text?: string
  entities?: Entity[]
  caption?: string
  caption_entities?: Entity[]
  photo?: Media[]
  voice?: Media
  audio?: Media
  video?: Media
  video_note?: Media
  animation?: Media
  document?: Media
  reply_to_message?: Message
  /** The part of the replied message that the person selected. */
  quote?: { text: string; is_manual?: boolean }
  forward_origin?: { type: string; date: number; sender_user?: User; sender_user_name?: string }
  migrate_to_chat_id?: number
  migrate_from_chat_id?: number
}

export type Media = { file_id: string; file_unique_id: string; file_size?: number }

export type CallbackQuery = {
  id: string
  from: User
  /** Absent for messages sent through an inline query. Old messages carry only their chat and id. */
  message?: Pick<Message, 'message_id' | 'chat' | 'date' | 'message_thread_id' | 'is_topic_message'>
  data?: string
}

export type ChatMemberUpdated = {
  chat: Chat
  from: User
  date: number
  old_chat_member: ChatMember
  new_chat_member: ChatMember
}

/** https://core.telegram.org/bots/api#chatmember */
export type ChatMember = { status: string; user: User; is_member?: boolean; can_send_messages?: boolean }

/** What getMe says about the bot itself. */
export type Me = User & { username: string; can_read_all_group_messages?: boolean }

/** Asked for explicitly: when left out, Telegram keeps whatever was set before (https://core.telegram.org/bots/api#getupdates). */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member']

/** A restricted person may have left (https://core.telegram.org/bots/api#chatmemberrestricted). */
export function isMember(member: ChatMember): boolean {
  if (member.status === 'restricted') return member.is_member === true
  return member.status !== 'left' && member.status !== 'kicked'
}
