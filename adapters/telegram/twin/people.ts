import type { TwinForm, TwinPerson, TwinRoom, TwinSeen } from '#contract'
import { type Account, ANONYMOUS_ADMIN, BOT } from './accounts.ts'
import { chatObject, isMember, privateChat } from './chats.ts'
import { announce, changeStanding } from './events.ts'
import { forwardOf } from './forwards.ts'
import { startPayload } from './links.ts'
import { attachment, type MediaKind } from './media.ts'
import { type Draft, type Post, post, quotedIn, seconds } from './posts.ts'
import { asRoom, Room } from './rooms.ts'
import { buttonsOf, postBehind, seenIn, seenPost } from './seen.ts'
import { typedText } from './text.ts'
import type { World } from './world.ts'

/** Hands and eyes of one person on the platform. Anything their app would not let them do fails. */
export class Person implements TwinPerson {
  readonly account: Account
  readonly bot: Room
  readonly #world: World

  constructor(world: World, account: Account) {
    this.#world = world
    this.account = account
    const chat = privateChat(account)
    world.accounts.push(account)
    world.chats.set(chat.id, chat)
    this.bot = new Room(world, chat)
  }

  get name(): string {
    return this.account.name
  }

  /** Follows the link and presses Start, which sends `/start` with what the link carries. */
  async opens(linkOrCode: string): Promise<void> {
    await this.says(this.bot, `/start ${startPayload(linkOrCode)}`.trim())
  }

  async says(room: TwinRoom, text: string): Promise<TwinSeen> {
    return this.#sends(this.#enter(room, text), this.#typed(text))
  }

  /** In a group the command names the bot, as the command menu writes it. */
  async commands(room: TwinRoom, name: string, text = '', inReplyTo?: TwinSeen): Promise<void> {
    const to = room.kind === 'group' ? `/${name}@${BOT.username}` : `/${name}`
    const line = `${to} ${text}`.trim()
    const draft = { ...this.#typed(line), ...(inReplyTo ? this.#quote(room, inReplyTo) : {}) }
    this.#sends(this.#enter(room, line), draft)
  }

  async replies(to: TwinSeen, text: string): Promise<TwinSeen> {
    return this.#sends(this.#enter(to.room, text), { ...this.#typed(text), ...this.#quote(to.room, to) })
  }

  async attaches(room: TwinRoom, kind: MediaKind, caption?: string): Promise<TwinSeen> {
    const { text, entities } = this.#typed(caption ?? '')
    const words = text ? { caption: text, ...(entities ? { caption_entities: entities } : {}) } : {}
    return this.#sends(this.#enter(room, caption ?? ''), { ...attachment(this.#world, kind), ...words })
  }

  /** Forwards the message to the private chat with the bot. */
  async relays(message: TwinSeen): Promise<void> {
    const source = this.#visible(message)
    this.#sends(this.#enter(this.bot, ''), forwardOf(source))
  }

  async presses(message: TwinSeen, label: string): Promise<void> {
    const pressed = this.#visible(message)
    const button = buttonsOf(pressed).find((one) => one.text === label)
    if (!button) throw new Error(`${this.name} sees no button "${label}" under "${message.text}"`)
    if (button.url) throw new Error(`"${label}" is a link to ${button.url}: it opens, it sends nothing`)
    if (button.callback_data === undefined) throw new Error(`"${label}" sends nothing`)
    this.#callback(pressed, button.callback_data)
  }

  /** There are no forms here: the bot asks question by question. */
  async fills(_values: Record<string, string>): Promise<Record<string, string>> {
    throw new Error('no form is open: this platform has none, answers are messages')
  }

  form(): TwinForm | null {
    return null
  }

  sees(room: TwinRoom): TwinSeen[] {
    const { chat } = asRoom(room)
    if (!isMember(chat, this.account)) throw new Error(`${this.name} is not in ${room.name}`)
    return seenIn(this.#world, this.account, asRoom(room))
  }

  async blocksBot(): Promise<void> {
    changeStanding(this.#world, this.bot.chat, this.account, 'kicked')
  }

  async edits(message: TwinSeen, text: string): Promise<void> {
    const own = this.#own(message)
    const { entities: _, ...rest } = own.message
    own.message = { ...rest, ...this.#typed(text), edit_date: seconds(this.#world) }
    announce(this.#world, own, 'edited_message')
  }

  /** Deletes their own message. Bots are not told. */
  async withdraws(message: TwinSeen): Promise<void> {
    this.#own(message).gone = true
  }

  /** Writes as the group itself, which hides which administrator it was. */
  async saysAnonymously(room: TwinRoom, text: string): Promise<TwinSeen> {
    const { chat } = this.#enter(room, text)
    const standing = chat.members.get(this.account)
    const mayHide = chat.kind === 'supergroup' && (standing === 'creator' || standing === 'administrator')
    if (!mayHide) throw new Error(`${this.name} cannot write anonymously in ${room.name}`)
    const signed = { ...this.#typed(text), from: { ...ANONYMOUS_ADMIN }, sender_chat: chatObject(chat) }
    return this.#posted(asRoom(room), signed, null)
  }

  async leaves(room: TwinRoom): Promise<void> {
    const { chat } = this.#enter(room, '')
    const left = post(
      this.#world,
      chat,
      { from: this.account.user, left_chat_member: this.account.user },
      this.account,
      true,
    )
    chat.members.set(this.account, 'left')
    announce(this.#world, left)
  }

  async joins(room: TwinRoom): Promise<void> {
    const { chat } = asRoom(room)
    chat.members.set(this.account, 'member')
    const draft = { from: this.account.user, new_chat_members: [this.account.user] }
    announce(this.#world, post(this.#world, chat, draft, this.account, true))
  }

  /** Deletes the account. */
  async deactivates(): Promise<void> {
    this.account.deactivated = true
  }

  /** The room, open for this person to write in. A private chat first shows nothing but Start. */
  #enter(room: TwinRoom, text: string): Room {
    const into = asRoom(room)
    const { chat } = into
    if (!isMember(chat, this.account) || chat.deleted) throw new Error(`${this.name} is not in ${room.name}`)
    if (chat.kind !== 'private' || chat.bot === 'member') return into
    if (chat.bot === 'kicked') changeStanding(this.#world, chat, this.account, 'member')
    chat.bot = 'member'
    if (!/^\/start\b/.test(text)) this.#sends(into, this.#typed('/start'))
    return into
  }

  #typed(text: string): Draft {
    const typed = typedText(this.#world.parser, text)
    return typed.entities.length ? typed : { text: typed.text }
  }

  #sends(room: Room, draft: Draft): TwinSeen {
    return this.#posted(room, { from: this.account.user, ...draft }, this.account)
  }

  #posted(room: Room, draft: Draft, author: Account | null): TwinSeen {
    const thread = room.thread ? { message_thread_id: room.thread, is_topic_message: true as const } : {}
    const made = post(this.#world, room.chat, { ...draft, ...thread }, author)
    announce(this.#world, made)
    return seenPost(made, room)
  }

  /** In a basic group the server cannot show the bot a message that privacy mode keeps from it. */
  #quote(room: TwinRoom, seen: TwinSeen): Draft {
    const quoted = this.#visible(seen)
    const { chat } = asRoom(room)
    if (quoted.chat !== chat) throw new Error(`"${seen.text}" is not in ${room.name}`)
    if (chat.kind === 'group' && !quoted.fromBot && chat.bot !== 'administrator') return {}
    return { reply_to_message: quotedIn(quoted) }
  }

  #visible(seen: TwinSeen): Post {
    const found = postBehind(seen)
    const { chat } = asRoom(seen.room)
    if (!isMember(chat, this.account) || chat.deleted) throw new Error(`${this.name} is not in ${seen.room.name}`)
    return found
  }

  #own(seen: TwinSeen): Post {
    const found = this.#visible(seen)
    if (found.author !== this.account) throw new Error(`"${seen.text}" was not written by ${this.name}`)
    return found
  }

  #callback({ chat, message }: Post, data: string): void {
    const world = this.#world
    const id = String(world.queryId++)
    world.queries.set(id, { account: this.account, chat, askedAt: world.now() })
    this.account.met = true
    const query = { id, from: this.account.user, message, chat_instance: String(chat.id * -7_919), data }
    world.updates.add('callback_query', { callback_query: query }, String(this.account.user.id))
  }
}
