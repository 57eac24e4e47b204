import type { TwinRoom } from '#contract'
import { type Account, ANONYMOUS_ADMIN, BOT } from './accounts.ts'
import { type Chat, chatObject, groupChat, ownerOf, type Standing } from './chats.ts'
import { announce, changeStanding } from './events.ts'
import { post } from './posts.ts'
import type { World } from './world.ts'

/** A chat, or one topic of a forum, as people hold it: it stays the same room when the group becomes a supergroup. */
export class Room implements TwinRoom {
  readonly name: string
  readonly kind: 'private' | 'group'
  readonly thread: number | undefined
  readonly #world: World
  readonly #first: Chat

  constructor(world: World, chat: Chat, thread?: number) {
    this.#world = world
    this.#first = chat
    this.thread = thread
    this.kind = chat.kind === 'private' ? 'private' : 'group'
    this.name = this.kind === 'private' ? BOT.first_name : (thread && chat.topics?.get(thread)) || chat.title
  }

  /** Where the room lives now. */
  get chat(): Chat {
    let chat = this.#first
    while (chat.upgradedTo) chat = chat.upgradedTo
    return chat
  }

  async remove(): Promise<void> {
    this.#changeBot('left')
    this.chat.deleted = true
  }

  async evictBot(): Promise<void> {
    this.#changeBot('kicked')
  }

  async addBot(): Promise<void> {
    const owner = this.#owner()
    this.#changeBot('member')
    announce(
      this.#world,
      post(this.#world, this.chat, { from: owner.user, new_chat_members: [{ ...BOT }] }, owner, true),
    )
  }

  /** Makes the bot an administrator: from then on it hears everything that is said here. */
  async promoteBot(): Promise<void> {
    this.#changeBot('administrator')
  }

  /** Turns a basic group into a supergroup: a new chat id, and the old one only points to it. */
  async upgrade(): Promise<void> {
    const [world, old, owner] = [this.#world, this.chat, this.#owner()]
    if (old.kind !== 'group') throw new Error(`${this.name} is a ${old.kind} and cannot become a supergroup`)
    const next = groupChat(supergroupId(world), 'supergroup', old.title, [])
    Object.assign(next, { members: new Map(old.members), bot: old.bot, upgradedFrom: old })
    world.chats.set(next.id, next)
    announce(world, post(world, old, { from: owner.user, migrate_to_chat_id: next.id }, owner, true))
    old.upgradedTo = next
    const signed = { from: { ...ANONYMOUS_ADMIN }, sender_chat: chatObject(next) }
    announce(world, post(world, next, { ...signed, migrate_from_chat_id: old.id }, null, true))
  }

  /** Opens a topic, which turns a supergroup into a forum. */
  async topic(name: string): Promise<Room> {
    const [world, chat, owner] = [this.#world, this.chat, this.#owner()]
    if (chat.kind !== 'supergroup') throw new Error(`${this.name} is a ${chat.kind}: only a supergroup has topics`)
    chat.topics ??= new Map()
    const created = { from: owner.user, forum_topic_created: { name, icon_color: 7_322_096 as const } }
    const made = post(world, chat, created, owner, true)
    chat.topics.set(made.message.message_id, name)
    Object.assign(made.message, { message_thread_id: made.message.message_id, is_topic_message: true })
    announce(world, made)
    return new Room(world, chat, made.message.message_id)
  }

  #changeBot(standing: Standing): void {
    changeStanding(this.#world, this.chat, this.#owner(), standing)
  }

  #owner(): Account {
    const owner = this.kind === 'group' ? ownerOf(this.chat) : undefined
    if (!owner) throw new Error(`nobody owns ${this.name}: it is no group`)
    return owner
  }
}

export function supergroupId(world: World): number {
  return -1_000_000_000_000 - world.groupId++
}

export function basicGroupId(world: World): number {
  return -world.groupId++
}

/** Fails for a room of another twin. */
export function asRoom(room: TwinRoom): Room {
  if (room instanceof Room) return room
  throw new Error(`${room.name} is not a room of this twin`)
}
