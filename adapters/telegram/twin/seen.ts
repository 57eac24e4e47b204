import type { TwinRoom, TwinSeen } from '#contract'
import type { Account } from './accounts.ts'
import { BOT } from './accounts.ts'
import type { Chat } from './chats.ts'
import type { Post } from './posts.ts'
import { asRoom, type Room } from './rooms.ts'
import type { Toast, World } from './world.ts'

/** What one person reads in a room, oldest first. Notes of the service ("joined the group") are left out. */
export function seenIn(world: World, account: Account, room: Room): TwinSeen[] {
  if (room.chat.deleted) return []
  const posts = history(room.chat).filter((one) => !one.gone && !one.service && isHere(one, room))
  const toasts = world.toasts.filter((one) => one.account === account && one.chat === room.chat)
  return [...posts, ...toasts]
    .sort((a, b) => a.order - b.order)
    .map((one) => ('message' in one ? seenPost(one, room) : seenToast(one, room)))
}

/** An upgraded group shows its old messages above the new ones. */
function history(chat: Chat): Post[] {
  return [...(chat.upgradedFrom ? history(chat.upgradedFrom) : []), ...chat.posts]
}

function isHere(one: Post, room: Room): boolean {
  return one.message.message_thread_id === room.thread
}

export function seenPost(one: Post, room: TwinRoom): TwinSeen {
  const { message } = one
  return {
    id: `${one.chat.id}/${message.message_id}`,
    room,
    author: one.authorName,
    fromBot: one.fromBot,
    text: message.text ?? message.caption ?? '',
    buttons: buttonsOf(one).map(({ text, url }) => ({ label: text, ...(url ? { href: url } : {}) })),
    ephemeral: false,
    edited: message.edit_date !== undefined,
    live: liveParts(one),
  }
}

function seenToast(one: Toast, room: TwinRoom): TwinSeen {
  const shown = { text: one.text, buttons: [], ephemeral: true, edited: false, live: [] }
  return { id: `toast/${one.order}`, room, author: BOT.first_name, fromBot: true, ...shown }
}

export function buttonsOf({ message }: Post) {
  const markup = message.reply_markup
  return markup && 'inline_keyboard' in markup ? markup.inline_keyboard.flat() : []
}

/** Server and clients also make international phone numbers live, which TDLib alone does not. */
const PHONE = /\+\d(?:[\s().-]?\d){7,14}(?!\d)/g

function liveParts({ message }: Post): TwinSeen['live'] {
  const text = message.text ?? message.caption ?? ''
  const entities = message.entities ?? message.caption_entities ?? []
  const live = entities.map(({ type, offset, length }) => ({
    kind: type as string,
    text: text.slice(offset, offset + length),
  }))
  for (const [phone] of text.matchAll(PHONE)) {
    if (!live.some((one) => one.text.includes(phone))) live.push({ kind: 'phone_number', text: phone })
  }
  const first = live.find((one) => one.kind === 'url' || one.kind === 'text_link')
  if (first && !message.link_preview_options?.is_disabled) live.push({ kind: 'preview', text: first.text })
  return live
}

/** The message behind what a person saw. */
export function postBehind(seen: TwinSeen): Post {
  if (seen.ephemeral) throw new Error(`"${seen.text}" was shown for a moment and is no message`)
  const [chatId, messageId] = seen.id.split('/').map(Number)
  const { chat } = asRoom(seen.room)
  const found = history(chat).find((one) => one.chat.id === chatId && one.message.message_id === messageId)
  if (!found || found.gone) throw new Error(`"${seen.text}" is not there any more`)
  return found
}
