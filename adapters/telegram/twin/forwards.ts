import type { TelegramMessageOrigin } from '@gramio/types'
import type { Draft, Post } from './posts.ts'

/** What a forwarded copy of a message carries: its content, and where it comes from as far as that is shown. */
export function forwardOf(one: Post): Draft {
  const { text, entities, caption, caption_entities, photo, voice, document } = one.message
  const content = { text, entities, caption, caption_entities, photo, voice, document }
  const kept = Object.entries(content).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(kept), forward_origin: originOf(one) }
}

/** https://core.telegram.org/bots/api#messageorigin. A forward of a forward keeps the first origin. */
function originOf({ message, author }: Post): TelegramMessageOrigin {
  const { date, from, sender_chat, forward_origin } = message
  if (forward_origin) return forward_origin
  if (sender_chat) return { type: 'chat', date, sender_chat }
  if (author?.hidesForwards) return { type: 'hidden_user', date, sender_user_name: author.name }
  return { type: 'user', date, sender_user: from! }
}
