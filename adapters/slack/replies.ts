import type { Inbound, Message, Place, Ports, Reply } from '#contract'
import { pack, placed } from './parts.ts'
import { render, telling, view } from './render.ts'
import type { Transport } from './transport.ts'
import type { Turn } from './turn.ts'
import type { BlockActions, MessageShortcut, Native, ViewSubmission } from './wire.ts'

type Asked = { body: Native; inbound: Inbound; turn: Turn; api: Transport; log: Ports['log'] }

/**
 * Puts the engine's reply where the person looks: into the acknowledgement where Slack reads one, else beside it.
 * Resolves with false when a form could not open, mostly because its three seconds had passed.
 */
export async function answer(asked: Asked, reply: Reply): Promise<boolean> {
  const { body, inbound, turn } = asked
  switch (reply.kind) {
    case 'none':
      return true
    case 'notice':
      tell(asked, reply.message)
      return true
    case 'form': {
      const window = view(reply.form, pack(reply.form.ref, inbound.place))
      if (body.type !== 'view_submission') return await open(asked, window)
      turn.answer = { response_action: 'update', view: window }
      return true
    }
    case 'invalid':
      if (body.type === 'view_submission')
        turn.answer = { response_action: 'errors', errors: errors(body, reply.errors) }
      return true
  }
}

function tell(asked: Asked, message: Message): void {
  const { body, inbound, turn, api } = asked
  switch (body.type) {
    case undefined:
      turn.answer = { response_type: 'ephemeral', ...render(message) }
      return
    case 'view_submission':
      turn.answer = { response_action: 'update', view: told(body.view, message) }
      return
    case 'block_actions':
      if (body.view) {
        const { view } = body
        turn.beside.push(async () => {
          await api.show((web) => web.views.update({ view_id: view.id, view: told(view, message) }))
        })
        return
      }
      turn.beside.push(() => whisper(asked, body, message))
      return
    case 'message_action':
      turn.beside.push(() => whisper(asked, body, message))
      return
    case 'event_callback':
    case 'view_closed':
      turn.beside.push(() => post(asked, inbound.place, message))
  }
}

const told = (view: ViewSubmission['view'], message: Message) =>
  telling(message, view.title?.text ?? '', view.private_metadata)

/** The trigger dies three seconds after the click, so the window opens before Slack has its answer. */
async function open({ body, api }: Asked, window: ReturnType<typeof view>): Promise<boolean> {
  if (!('trigger_id' in body) || !body.trigger_id) return false
  const { trigger_id } = body
  const above = body.type === 'block_actions' && body.view !== undefined
  const opened = await api.show((web) => web.views[above ? 'push' : 'open']({ trigger_id, view: window }))
  // A window that may have opened is in front of the person or is not; saying "too late" on top of it would be worse.
  return opened.status !== 'failed'
}

/** For the one who clicked, and for nobody else: in the channel, or in the private chat where it may stay. */
async function whisper(asked: Asked, body: BlockActions | MessageShortcut, message: Message): Promise<void> {
  const { api } = asked
  const { place } = asked.inbound
  if (place.kind === 'private') return await post(asked, place, message)
  const thread = body.type === 'block_actions' ? body.container.thread_ts : body.message.thread_ts
  const whispered = await api.whisper(place.ref, body.user.id, render(message), thread)
  if (whispered.status !== 'failed') return
  if (body.response_url && (await api.respond(body.response_url, render(message)))) return
  await post(asked, placed(place.workspace, undefined, body.user.id), message)
}

async function post({ api, inbound, log }: Asked, to: Place, message: Message): Promise<void> {
  const outcome = await api.deliver({ to, message, nonce: inbound.id })
  if (outcome.status !== 'delivered') log('slack.notice_lost', { code: outcome.code })
}

/** Slack takes errors for input blocks of this view only; one for no field of it goes to the first. */
function errors({ view }: ViewSubmission, given: Record<string, string>): Record<string, string> {
  const inputs = (view.blocks ?? []).filter(({ type }) => type === 'input').map(({ block_id }) => block_id ?? '')
  const names = inputs.length > 0 ? inputs : Object.keys(view.state?.values ?? {})
  const shown: Record<string, string> = {}
  for (const [field, text] of Object.entries(given)) {
    const name = names.includes(field) ? field : (names[0] ?? field)
    shown[name] = shown[name] ? `${shown[name]} ${text}` : text
  }
  return shown
}
