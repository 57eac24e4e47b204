import type { TelegramChat, TelegramChatMember, TelegramUser } from '@gramio/types'
import type { Account } from './accounts.ts'
import { type Or, refused } from './answer.ts'
import type { Post } from './posts.ts'

export type Standing = 'creator' | 'administrator' | 'member' | 'left' | 'kicked'

export type Chat = {
  id: number
  kind: 'private' | 'group' | 'supergroup'
  title: string
  /** The person of a private chat. */
  account?: Account
  members: Map<Account, Standing>
  /** In a private chat: `left` until the person pressed Start, `kicked` while they block the bot. */
  bot: Standing
  /** Names by thread id. Null: not a forum. */
  topics: Map<number, string> | null
  posts: Post[]
  deleted: boolean
  upgradedTo?: Chat
  upgradedFrom?: Chat
}

export function privateChat(account: Account): Chat {
  const members = new Map<Account, Standing>([[account, 'member']])
  const base = { title: account.name, members, topics: null, posts: [], deleted: false }
  return { ...base, id: account.user.id, kind: 'private', account, bot: 'left' }
}

/** The first member is the owner. */
export function groupChat(id: number, kind: 'group' | 'supergroup', title: string, members: Account[]): Chat {
  const standings = members.map((one, index): [Account, Standing] => [one, index === 0 ? 'creator' : 'member'])
  return { id, kind, title, members: new Map(standings), bot: 'left', topics: null, posts: [], deleted: false }
}

export function ownerOf(chat: Chat): Account | undefined {
  return [...chat.members].find(([, standing]) => standing === 'creator')?.[0]
}

export function isMember(chat: Chat, account: Account): boolean {
  return isInside(chat.members.get(account) ?? 'left')
}

export function isInside(standing: Standing): boolean {
  return standing !== 'left' && standing !== 'kicked'
}

/** https://core.telegram.org/bots/api#chat */
export function chatObject(chat: Chat): TelegramChat {
  if (chat.kind !== 'private') {
    return { id: chat.id, type: chat.kind, title: chat.title, ...(chat.topics ? { is_forum: true } : {}) }
  }
  const { first_name, last_name, username } = chat.account!.user
  return {
    id: chat.id,
    type: 'private',
    first_name,
    ...(last_name ? { last_name } : {}),
    ...(username ? { username } : {}),
  }
}

/** https://core.telegram.org/bots/api#chatmember */
export function memberObject(user: TelegramUser, standing: Standing): TelegramChatMember {
  if (standing === 'creator') return { status: 'creator', user, is_anonymous: false }
  if (standing === 'kicked') return { status: 'kicked', user, until_date: 0 }
  if (standing === 'administrator') return administrator(user)
  return { status: standing, user }
}

function administrator(user: TelegramUser): TelegramChatMember {
  return {
    status: 'administrator',
    user,
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: false,
    can_restrict_members: false,
    can_promote_members: false,
    can_change_info: false,
    can_invite_users: true,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_pin_messages: true,
    can_manage_topics: true,
    can_send_welcome_messages: false,
  }
}

/** How deep a method reaches into a chat, as in tdlib/telegram-bot-api, Client::check_chat_access. */
export type Reach = 'read' | 'edit' | 'write'

/** The chat a call names, or the refusal in the server's own words. */
export function reachChat(chats: Map<number, Chat>, named: unknown, reach: Reach): Or<Chat> {
  const chat = chats.get(Number(named))
  if (!chat) return { refusal: refused(400, 'Bad Request: chat not found') }
  const refusal = chat.kind === 'private' ? privateRefusal(chat, reach) : groupRefusal(chat, reach)
  return refusal ? { refusal } : { value: chat }
}

function privateRefusal(chat: Chat, reach: Reach) {
  const { met, deactivated } = chat.account!
  if (!met) return refused(400, 'Bad Request: chat not found')
  if (deactivated && reach !== 'read') return refused(403, 'Forbidden: user is deactivated')
  if (reach !== 'write') return null
  if (chat.bot === 'left') return refused(403, "Forbidden: bot can't initiate conversation with a user")
  if (chat.bot === 'kicked') return refused(403, 'Forbidden: bot was blocked by the user')
  return null
}

function groupRefusal(chat: Chat, reach: Reach) {
  const word = chat.kind === 'supergroup' ? 'supergroup' : 'group'
  if (chat.upgradedTo && reach === 'write') {
    const parameters = { migrate_to_chat_id: chat.upgradedTo.id }
    return refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', parameters)
  }
  if (chat.deleted && chat.kind === 'group') return refused(403, 'Forbidden: the group chat was deleted')
  if (chat.deleted) return refused(400, 'Bad Request: chat not found')
  // A basic group can still be read from outside, a private supergroup cannot.
  if (chat.kind === 'group' && reach === 'read') return null
  if (chat.bot === 'kicked') return refused(403, `Forbidden: bot was kicked from the ${word} chat`)
  if (chat.bot === 'left') return refused(403, `Forbidden: bot is not a member of the ${word} chat`)
  return null
}
