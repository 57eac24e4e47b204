import type { Inbound, Message, Place, Ports, Reply } from '#contract'
import { fit } from '#render'
import { weigh } from './codec.ts'
import { classify } from './errors.ts'
import { limits } from './limits.ts'
import { render } from './render.ts'
import type { Call } from './transport.ts'
import type { Update } from './update.ts'

/** Longer than this a toast is gone before it is read, so it becomes a box to close. */
const TOAST_CHARS = 60

export type Replying = {
  call: Call
  log: Ports['log']
  privatePlace(workspace: string, account: string): Place
  /** Runs a task after all others of its lane. Never rejects. */
  run(lane: string, task: () => Promise<void>): Promise<void>
}

/**
 * Says at once what the engine answered; best effort, since nothing that must survive is in a Reply. Every press is
 * answered, or the button would spin. In a group nothing is said: what is for one person goes to their private chat.
 */
export async function reply(given: Reply, inbound: Inbound | null, update: Update, replying: Replying): Promise<void> {
  const notice = given.kind === 'notice' ? given.message : null
  if (given.kind === 'form' || given.kind === 'invalid') replying.log('reply.impossible', { kind: given.kind })
  const press = update.callback_query
  const toast = notice && press ? toastOf(notice) : null
  await Promise.all([
    press && replying.run(`press ${press.id}`, () => answer(press.id, toast, replying)),
    notice && toast === null && inbound && whisper(notice, inbound, replying),
  ])
}

/** The text of a notice that fits the answer to a press. */
function toastOf(message: Message): string | null {
  const { text } = render(message)
  return message.actions.length === 0 && text.length <= limits.noticeChars ? text : null
}

async function answer(id: string, text: string | null, { call, log }: Replying): Promise<void> {
  const shown = text === null ? {} : { text, show_alert: text.length > TOAST_CHARS }
  const answered = await call('answerCallbackQuery', { callback_query_id: id, ...shown })
  if (!answered.ok && !isLate(answered.error)) log('press.unanswered', { code: classify(answered.error).code })
}

/** After an outage Telegram hands on presses that can no longer be answered. */
function isLate(error: unknown): boolean {
  const description = typeof error === 'object' && error !== null && 'description' in error ? error.description : ''
  return /query is too old|query ID is invalid/.test(String(description))
}

async function whisper(message: Message, { kind, place, actor }: Inbound, replying: Replying): Promise<void> {
  const to = place.kind === 'private' ? place : actor && replying.privatePlace(place.workspace, actor.account)
  if (!to) return replying.log('notice.nobody', { kind })
  await replying.run(to.ref, () => send(message, to, replying))
}

async function send(message: Message, to: Place, { call, log }: Replying): Promise<void> {
  for (const page of fit(message, { limits, weigh })) {
    const sent = await call('sendMessage', { ...addressOf(to), ...render(page) })
    if (!sent.ok) return log('notice.unsent', { code: classify(sent.error).code })
  }
}

/** Where a call is addressed to. The General topic has no thread of its own. */
export function addressOf(place: Place): { chat_id: number; message_thread_id?: number } {
  return { chat_id: Number(place.ref), ...(place.thread && { message_thread_id: Number(place.thread) }) }
}
