import type { TwinPerson, TwinSeen } from '#contract'
import { announce } from './answers.ts'
import type { Delivery } from './delivery.ts'
import { fillIn, formOf } from './forms.ts'
import { app } from './installation.ts'
import { blockActions, messageAction, slashCommand, viewActions, viewClosed, viewSubmission } from './payloads.ts'
import { bodyProblem, say } from './responses.ts'
import type { Rooms } from './rooms.ts'
import { blocksOf, noticeOf, type Pressable, pressables, seenModal, seenPost } from './seen.ts'
import { settle, spoken } from './submissions.ts'
import { typedBlocks, typedText } from './typing.ts'
import { type Account, type Channel, type Posted, post, tell, visible, type Workspace } from './workspace.ts'

/** The hands and eyes of one account. */
export function personOf(workspace: Workspace, delivery: Delivery, rooms: Rooms, account: Account): TwinPerson {
  const me: Hands = { workspace, delivery, rooms, account }
  return {
    name: account.name,
    bot: rooms.of(account.im),
    opens: (code) => commands(me, account.im, `start ${code}`),
    says: async (room, text) => says(me, rooms.channelOf(room), text),
    async commands(room, name, text, inReplyTo) {
      const channel = rooms.channelOf(room)
      const words = [name, text].filter(Boolean).join(' ')
      if (!inReplyTo) return commands(me, channel, words)
      tell(workspace, channel, account, `${app.command} is not supported in threads. Sorry!`)
    },
    relays: (message) => relays(me, message),
    presses: (message, label) => presses(me, message, label),
    fills: (values) => fills(me, values),
    form: () => {
      const front = account.modals.at(-1)
      return front ? formOf(workspace, front) : null
    },
    sees: (room) => sees(me, rooms.channelOf(room)),
    async blocksBot() {
      account.active = false
      account.modals = []
    },
  }
}

type Hands = { workspace: Workspace; delivery: Delivery; rooms: Rooms; account: Account }

/** Whoever acts elsewhere has closed the modal first. */
async function turn({ account, delivery }: Hands, channel?: Channel): Promise<void> {
  if (!account.active) throw new Error(`${account.name} is deactivated and can do nothing`)
  if (channel && (channel.gone || !channel.members.has(account.id)))
    throw new Error(`${account.name} is not in #${channel.name}`)
  const closed = account.modals.splice(0).reverse()
  for (const modal of closed) {
    if (modal.view.notify_on_close) await delivery.interact('interactive', viewClosed(account, modal))
  }
}

async function says(me: Hands, channel: Channel, text: string): Promise<TwinSeen> {
  await turn(me, channel)
  const { workspace, account, rooms } = me
  const posted = post(workspace, channel, { author: account, text: typedText(text), blocks: typedBlocks(text) })
  announce(workspace, channel, posted)
  return seenPost(workspace, rooms.of(channel), posted)
}

async function commands(me: Hands, channel: Channel, words: string): Promise<void> {
  await turn(me, channel)
  const { workspace, account, delivery } = me
  const ack = await delivery.interact('slash_commands', slashCommand(workspace, account, channel, words))
  if (!ack.ok) {
    const code = ack.reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed'
    return tell(workspace, channel, account, `${app.command} failed with the error "${code}"`)
  }
  const message = spoken(workspace, ack.body)
  const problem = message && bodyProblem(message)
  if (problem) workspace.violations.push(`acknowledgement: ${problem}`)
  else if (message) say(workspace, { account, room: channel }, message)
}

async function relays(me: Hands, message: TwinSeen): Promise<void> {
  const { workspace, account, rooms } = me
  const channel = rooms.channelOf(message.room)
  await turn(me, channel)
  const posted = find(me, channel, message)
  if (posted.onlyFor || posted.author === null) throw new Error('a message only you can see has no shortcuts')
  await interacts(me, channel, messageAction(workspace, account, channel, posted))
}

async function presses(me: Hands, message: TwinSeen, label: string): Promise<void> {
  const { workspace, account, rooms } = me
  const front = account.modals.at(-1)
  if (front?.id === message.id) {
    const button = choose(pressables(blocksOf(front)), label)
    return interacts(me, front.room, viewActions(workspace, account, front, button))
  }
  const channel = rooms.channelOf(message.room)
  await turn(me, channel)
  const posted = find(me, channel, message)
  const button = choose(pressables(posted.blocks ?? []), label)
  await interacts(me, channel, blockActions(workspace, account, channel, posted, button))
}

/** Presses and shortcuts have no answer of their own: only whether one came. */
async function interacts(me: Hands, channel: Channel, payload: Record<string, unknown>): Promise<void> {
  const { workspace, account, delivery } = me
  const ack = await delivery.interact('interactive', payload)
  if (!ack.ok) {
    const code = ack.reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed'
    tell(workspace, channel, account, `${app.name} could not do that: ${code}`)
  } else if (ack.body.trim() !== '') {
    workspace.violations.push(`acknowledgement: the body is dropped for ${payload.type}`)
  }
}

async function fills(me: Hands, values: Record<string, string>): Promise<Record<string, string>> {
  const { workspace, account, delivery } = me
  const front = account.modals.at(-1)
  if (!front) throw new Error(`${account.name} has no form open`)
  if (!front.view.submit) throw new Error(`the form "${front.view.title.text}" has nothing to send`)
  const complaints = fillIn(front, values)
  if (Object.keys(complaints).length > 0) return complaints
  const ack = await delivery.interact('interactive', viewSubmission(workspace, account, front))
  if (ack.ok && ack.body) workspace.calls.push({ method: 'acknowledgement', body: ack.body, answered: null })
  return settle(workspace, account, front, ack)
}

function sees({ workspace, account, rooms }: Hands, channel: Channel): TwinSeen[] {
  if (!account.active || channel.gone || !channel.members.has(account.id)) return []
  const room = rooms.of(channel)
  const posts = channel.posts.filter((posted) => visible(posted, account))
  const seen = posts.map((posted) => seenPost(workspace, room, posted))
  const notice = noticeOf(account)
  return notice?.room === channel ? [...seen, seenModal(workspace, room, notice)] : seen
}

function find({ account }: Hands, channel: Channel, message: TwinSeen): Posted {
  const posted = channel.posts.find((one) => one.ts === message.id && visible(one, account))
  if (!posted) throw new Error(`${account.name} cannot see that message any more`)
  return posted
}

function choose(buttons: Pressable[], label: string): Pressable {
  const button = buttons.find((one) => one.label === label)
  if (!button)
    throw new Error(`no button "${label}"; there are ${buttons.map((one) => one.label).join(', ') || 'none'}`)
  if (button.href) throw new Error(`"${label}" is a link to ${button.href}`)
  return button
}
