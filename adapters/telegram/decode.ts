import type { Actor, Attachment, Inbound, Place, Quoted } from '#contract'
import { BREAK } from './inert.ts'
import {
  type CallbackQuery,
  type Chat,
  type ChatMemberUpdated,
  isMember,
  type Me,
  type Message,
  type Update,
  type User,
} from './update.ts'

/** Anonymous admins, channels that speak, and the platform itself write under these ids (tdlib/telegram-bot-api). */
const nobody = new Set([1_087_968_824, 136_817_688, 777_000])

/** What an update means to us; `null` when it is not for us. `me` decides which commands are ours. */
export function decode(update: Update, me: Me): Inbound | null {
  const id = `telegram:${update.update_id}`
  if (update.message) return decodeMessage(update.message, id, me)
  if (update.edited_message) return decodeEdit(update.edited_message, id, me)
  if (update.callback_query) return decodePress(update.callback_query, id, me)
  if (update.my_chat_member) return decodePresence(update.my_chat_member, id, me)
  return null
}

function decodeMessage(message: Message, id: string, me: Me): Inbound | null {
  const envelope = { id, ...actorOf(message), place: placeOf(message, me) }
  if (message.migrate_to_chat_id !== undefined) {
    return { ...envelope, kind: 'moved', to: { ...envelope.place, ref: String(message.migrate_to_chat_id) } }
  }
  if (isFromBot(message) || message.chat.type === 'channel') return null
  const reference = String(message.message_id)
  if (message.forward_origin) {
    const forwarded = { ...contentOf(message), ...authorOf(message) }
    return { ...envelope, kind: 'text', text: '', attachments: [], forwarded, message: reference }
  }
  const command = commandOf(message)
  if (!command) return decodeText(message, envelope)
  if (command.bot && command.bot.toLowerCase() !== me.username.toLowerCase()) return null
  const { name, text } = command
  const visible = message.chat.type !== 'private'
  return { ...envelope, kind: 'command', name, text, ...quotedBy(message), visible, message: reference }
}

type Envelope = { id: string; actor?: Actor; place: Place }

/** In private even a sticker gets an answer, so it arrives as a text without words; service messages do not. */
function decodeText(message: Message, envelope: Envelope): Inbound | null {
  const content = contentOf(message)
  const empty = content.text === '' && content.attachments.length === 0
  if (empty && !(message.chat.type === 'private' && unreadable.some((kind) => kind in message))) return null
  return { ...envelope, kind: 'text', ...content, message: String(message.message_id) }
}

const unreadable = ['sticker', 'location', 'venue', 'contact', 'poll', 'dice', 'story', 'checklist', 'paid_media']

function decodeEdit(message: Message, id: string, me: Me): Inbound | null {
  const text = textOf(message)
  if (isFromBot(message) || text === '') return null
  return {
    id,
    ...actorOf(message),
    place: placeOf(message, me),
    kind: 'edited',
    text,
    message: String(message.message_id),
  }
}

function decodePress({ from, data, message }: CallbackQuery, id: string, me: Me): Inbound | null {
  if (data === undefined || !message) return null
  const place = placeOf(message, me)
  return { id, actor: personOf(from), place, kind: 'press', action: data, message: String(message.message_id) }
}

function decodePresence(update: ChatMemberUpdated, id: string, me: Me): Inbound | null {
  const before = isMember(update.old_chat_member)
  const after = isMember(update.new_chat_member)
  if (before === after || update.chat.type === 'channel') return null
  const envelope = { id, ...actorOf(update), place: placeOf(update, me), kind: 'presence' } as const
  if (update.chat.type === 'private') return { ...envelope, change: after ? 'unblocked' : 'blocked' }
  return { ...envelope, change: after ? 'added' : 'removed' }
}

/**
 * Telegram marks what is a command; a slash inside code or a path is none. A command copied out of our own text carries
 * the break that kept it from being a link there, and Telegram no longer marks it. Names are case-insensitive there.
 */
function commandOf(message: Message): { name: string; bot?: string; text: string } | null {
  const words = message.text ?? message.caption ?? ''
  const mark = (message.entities ?? message.caption_entities)?.find(({ offset }) => offset === 0)
  const length = mark?.type === 'bot_command' ? mark.length : (copied.exec(words)?.[0].length ?? 0)
  if (length === 0) return null
  const [name = '', bot] = words.slice(1, length).replace(BREAK, '').split('@')
  return { name: name.toLowerCase(), ...(bot && { bot }), text: words.slice(length).trim() }
}

const copied = new RegExp(`^/${BREAK}\\w{1,32}(?=\\s|$)`)

/** In a topic every message that answers nothing "replies" to the service message that opened the topic. */
function quotedBy(message: Message): { quoted?: Quoted } {
  const original = message.reply_to_message
  if (!original || original.forum_topic_created) return {}
  const content = contentOf(original)
  const text = message.quote?.is_manual ? message.quote.text : content.text
  return { quoted: { text, attachments: content.attachments, ...authorOf(original) } }
}

/** Who wrote the words: for a forward the origin, unless the author hides it. */
function authorOf(message: Message): { author?: Actor } {
  const { actor } = actorOf(message.forward_origin ? { from: message.forward_origin.sender_user } : message)
  return actor ? { author: actor } : {}
}

function actorOf({ from, sender_chat }: Pick<Message, 'from' | 'sender_chat'>): { actor?: Actor } {
  if (!from || sender_chat || from.is_bot || nobody.has(from.id)) return {}
  return { actor: personOf(from) }
}

function personOf(user: User): Actor {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ')
  return { account: String(user.id), name, ...(user.language_code && { locale: user.language_code }) }
}

/** A group or channel that speaks borrows a bot's id; every other bot is none of our business. */
function isFromBot({ from, sender_chat }: Message): boolean {
  return from?.is_bot === true && !sender_chat && !nobody.has(from.id)
}

type Placed = { chat: Chat } & Pick<Message, 'message_thread_id' | 'is_topic_message'>

function placeOf({ chat, ...rest }: Placed | ChatMemberUpdated, me: Me): Place {
  return {
    platform: 'telegram',
    workspace: String(me.id),
    ref: String(chat.id),
    ...('is_topic_message' in rest && rest.is_topic_message && { thread: String(rest.message_thread_id) }),
    kind: chat.type === 'private' ? 'private' : 'group',
  }
}

function contentOf(message: Message): { text: string; attachments: Attachment[] } {
  return { text: textOf(message), attachments: attachmentsOf(message) }
}

const textOf = (message: Message): string => message.text ?? message.caption ?? ''

function attachmentsOf(message: Message): Attachment[] {
  const file = message.document ?? message.video ?? message.animation ?? message.audio ?? message.video_note
  const found: [Attachment['kind'], Message['voice']][] = [
    ['photo', message.photo?.at(-1)],
    ['voice', message.voice],
    ['file', file],
  ]
  return found.flatMap(([kind, media]) => {
    if (!media) return []
    const bytes = media.file_size === undefined ? {} : { bytes: media.file_size }
    return [{ kind, ref: media.file_id, ...bytes }]
  })
}
