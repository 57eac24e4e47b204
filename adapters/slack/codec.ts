import { createHmac } from 'node:crypto'
import type { Actor, Codec, Inbound, Quoted } from '#contract'
import { classify } from './errors.ts'
import { decodeEvent } from './events.ts'
import { limits } from './limits.ts'
import { attachments, placed, unpack } from './parts.ts'
import { type Payload, render } from './render.ts'
import type { BlockActions, MessageShortcut, Native, SlashCommand, User, View, ViewSubmission } from './wire.ts'
import { inert, plain } from './words.ts'

export const codec: Codec<Native, Payload> = {
  limits,
  weigh: (text) => inert(text).length,
  decode,
  render,
  classify,
}

export function decode(body: Native): Inbound | null {
  switch (body.type) {
    case undefined:
      return 'command' in body ? command(body) : null
    case 'message_action':
      return shortcut(body)
    case 'block_actions':
      return press(body)
    case 'view_submission':
      return submission(body)
    case 'event_callback':
      return decodeEvent(body)
    case 'view_closed':
      return null
    default:
      return null
  }
}

/** Slack shows a typed slash command to nobody. */
function command(body: SlashCommand): Inbound {
  const typed = plain(body.text).trim()
  const [name = ''] = typed.split(/\s/u, 1)
  return {
    kind: 'command',
    id: `slack:${body.trigger_id ?? body.response_url}`,
    actor: { account: body.user_id, name: body.user_name },
    place: placed(body.team_id, body.channel_id, body.user_id),
    name: name || 'help',
    text: typed.slice(name.length).trim(),
    visible: false,
    asks: body.trigger_id !== undefined,
  }
}

function shortcut(body: MessageShortcut): Inbound {
  return {
    kind: 'command',
    id: `slack:${body.trigger_id}`,
    actor: actor(body.user),
    place: placed(workspace(body), body.channel.id, body.user.id),
    name: body.callback_id,
    text: '',
    quoted: quoted(body.message),
    visible: false,
    asks: true,
  }
}

function quoted(message: MessageShortcut['message']): Quoted {
  const { text = '', user, bot_id, files } = message
  const author = user && !bot_id ? { author: { account: user, name: '' } } : {}
  return { text: plain(text), attachments: attachments(files), ...author }
}

/** A button that is only a link carries no value: nothing to do for us. */
function press(body: BlockActions): Inbound | null {
  const action = body.actions.find((one) => one.type === 'button')
  const message = body.container.message_ts ?? body.container.view_id
  if (!action?.value || !message) return null
  const origin = body.view && unpack(body.view.private_metadata)
  return {
    kind: 'press',
    id: `slack:${body.trigger_id}`,
    actor: actor(body.user),
    place: placed(workspace(body), origin?.place ?? body.channel?.id, body.user.id),
    action: action.value,
    message,
    asks: true,
  }
}

function submission(body: ViewSubmission): Inbound {
  const { form, place } = unpack(body.view.private_metadata)
  return {
    kind: 'submit',
    id: submissionId(body),
    actor: actor(body.user),
    place: placed(workspace(body), place, body.user.id),
    form,
    values: values(body.view),
    asks: true,
  }
}

/**
 * A form corrected after an error keeps its view and hash, so the answers count too. The key keeps the digest from being
 * a way to guess short answers: it is known to Slack and us, and is not stored beside it.
 */
function submissionId({ view, token = '' }: ViewSubmission): string {
  const digest = createHmac('sha256', token + view.id).update(JSON.stringify(values(view)))
  return `slack:${view.id}:${view.hash}:${digest.digest('hex').slice(0, 8)}`
}

function values(view: View): Record<string, string> {
  const fields = Object.entries(view.state?.values ?? {}).map(([name, inputs]) => {
    const [answer] = Object.values(inputs)
    return [name, answer?.value ?? answer?.selected_option?.value ?? ''] as const
  })
  return Object.fromEntries(fields)
}

/** The workspace of the installation, as Bolt finds it: a view opened across a shared channel names it itself. */
function workspace(body: { team: { id: string } | null; user: User; view?: View }): string {
  return body.view?.app_installed_team_id ?? body.team?.id ?? body.user.team_id ?? ''
}

function actor(user: User): Actor {
  return { account: user.id, name: user.name ?? user.username ?? '' }
}
