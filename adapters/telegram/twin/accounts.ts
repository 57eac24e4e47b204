import type { TelegramUser } from '@gramio/types'

export type Account = {
  user: TelegramUser
  /** As others read it. */
  name: string
  /** "Forwarded messages" in the privacy settings: nobody. The name stays, the link to the account goes. */
  hidesForwards: boolean
  /** The bot has received something that carries this user, so it may at least name them. */
  met: boolean
  deactivated: boolean
}

export const BOT: TelegramUser = {
  id: 1_000_001,
  is_bot: true,
  first_name: 'Hearback',
  username: 'hearback_twin_bot',
}

/** Plainly not a secret. The shape is Telegram's: bot id, colon, 35 characters. */
export const TOKEN = `${BOT.id}:TWIN-stand-in-this-is-no-real-token`

/** Who signs for an administrator who writes as the group: tdlib/td, ContactsManager::get_anonymous_bot_user_id. */
export const ANONYMOUS_ADMIN: TelegramUser = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
}

export function openAccount(
  index: number,
  name: string,
  options: { locale?: string; hidesForwards?: boolean } = {},
): Account {
  const [first, ...rest] = name.split(' ')
  const user: TelegramUser = { id: 2_000_001 + index, is_bot: false, first_name: first || name }
  if (rest.length) user.last_name = rest.join(' ')
  const letters = name.toLowerCase().replace(/[^a-z0-9]+/g, '_')
  if (/^[a-z]/.test(letters)) user.username = `${letters}_twin${index}`
  if (options.locale) user.language_code = options.locale
  return { user, name, hidesForwards: options.hidesForwards ?? false, met: false, deactivated: false }
}
