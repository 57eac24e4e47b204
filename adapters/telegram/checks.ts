import type { Check, Place } from '#contract'
import { classify } from './errors.ts'
import type { Settings } from './settings.ts'
import type { Answer, Call } from './transport.ts'
import { type Chat, type ChatMember, isMember, type Me } from './update.ts'

type FullChat = Chat & { permissions?: { can_send_messages?: boolean } }

/** What the bot may and may not do at all. */
export async function checkBot(call: Call, settings: Settings, menus: boolean | null, now: number): Promise<Check[]> {
  const me = await call<Me>('getMe')
  if (!me.ok) return [failing('token', me)]
  return [
    { name: 'token', ok: true },
    me.result.can_read_all_group_messages
      ? { name: 'privacy', ok: false, detail: 'off' }
      : { name: 'privacy', ok: true },
    await checkWebhook(call, settings, now),
    ...(menus === null ? [] : [{ name: 'menus', ok: menus } as const]),
  ]
}

/** A webhook that is set while we poll, or the other way round, means that nothing arrives. */
async function checkWebhook(call: Call, { webhook }: Settings, now: number): Promise<Check> {
  const info = await call<{ url: string; last_error_date?: number }>('getWebhookInfo')
  if (!info.ok) return failing('webhook', info)
  if (info.result.url !== (webhook?.url ?? '')) {
    return { name: 'webhook', ok: false, detail: info.result.url === '' ? 'not-set' : 'elsewhere' }
  }
  // Telegram keeps the last error for ever; only one of the last minutes says something.
  const recent = (info.result.last_error_date ?? 0) * 1000 > now - 5 * 60_000
  return recent ? { name: 'webhook', ok: false, detail: 'failing' } : { name: 'webhook', ok: true }
}

/** What the bot may and may not do in a place. In a private chat only Telegram's answer to the chat itself can tell. */
export async function checkPlace(call: Call, place: Place, me: string): Promise<Check[]> {
  const chat = await call<FullChat>('getChat', { chat_id: Number(place.ref) })
  if (!chat.ok) return [failing('member', chat)]
  if (place.kind === 'private') return [{ name: 'member', ok: true }]
  const member = await call<ChatMember>('getChatMember', { chat_id: Number(place.ref), user_id: Number(me) })
  if (!member.ok) return [failing('member', member)]
  if (!isMember(member.result)) return [{ name: 'member', ok: false, detail: member.result.status }]
  const admin = member.result.status === 'administrator'
  return [
    { name: 'member', ok: true },
    { name: 'post', ok: admin || mayPost(chat.result, member.result) },
    chat.result.type === 'supergroup'
      ? { name: 'group', ok: true }
      : { name: 'group', ok: false, detail: 'basic-group' },
    admin ? { name: 'privacy', ok: false, detail: 'admin' } : { name: 'privacy', ok: true },
  ]
}

function mayPost(chat: FullChat, member: ChatMember): boolean {
  if (member.status === 'restricted') return member.can_send_messages === true
  return chat.permissions?.can_send_messages !== false
}

function failing(name: Check['name'], answer: Answer<unknown> & { ok: false }): Check {
  return { name, ok: false, detail: classify(answer.error).code }
}
