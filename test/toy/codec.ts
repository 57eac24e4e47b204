import type { Block, Codec, Envelope, Failed, Inbound, Message, Place, Span } from '#contract'
import { clip } from '#render'
import { limits } from './limits.ts'
import type { Event, Payload, Person, Refusal } from './wire.ts'

export const codec: Codec<Event, Payload> = { limits, weigh: (text) => inert(text).length, decode, render, classify }

export const placeOf = (ref: string, secluded: boolean): Place => ({
  platform: 'toy',
  workspace: 'toy',
  ref,
  kind: secluded ? 'private' : 'group',
})

const actorOf = ({ id, name, language }: Person) => ({ account: id, name, ...(language && { locale: language }) })

function decode(event: Event): Inbound | null {
  if (event.from?.id === 'bot') return null
  const { id, room, from } = event
  const place = placeOf(room.id, room.private)
  const envelope: Envelope = { id: `toy:${id}`, place, ...(from && { actor: actorOf(from) }) }
  switch (event.kind) {
    case 'message':
      return { ...envelope, ...said(event) }
    case 'choice':
      return { ...envelope, kind: 'press', action: event.choice, message: event.message }
    case 'membership':
      return { ...envelope, kind: 'presence', change: event.change }
    case 'typing':
      return null
  }
}

type Said<K> = Inbound extends infer I ? (I extends { kind: K } ? Omit<I, keyof Envelope> : never) : never

function said({ text, message, passedOn, room }: Extract<Event, { kind: 'message' }>): Said<'text'> | Said<'command'> {
  const command = /^!(\S*)\s*(.*)$/su.exec(text)
  if (command && !passedOn) {
    return { kind: 'command', name: command[1] || 'help', text: command[2] ?? '', visible: !room.private, message }
  }
  const author = passedOn?.from && { author: actorOf(passedOn.from) }
  const forwarded = passedOn && { forwarded: { text: passedOn.text, attachments: [], ...author } }
  return { kind: 'text', text: passedOn ? passedOn.text : text, attachments: [], message, ...forwarded }
}

/** No line of anybody's may read like a choice. */
const inert = (text: string) => text.toWellFormed().replace(/^(\s*\d+)\)/gmu, '$1\u2060)')

function render({ summary, blocks, actions }: Message): Payload {
  const doors = actions.flatMap((action) => ('href' in action ? [`${action.label}: ${action.href}`] : []))
  const lines = [...blocks.map(draw), ...doors].filter((line) => line.trim() !== '')
  const choices = actions.flatMap(({ label, ...to }) =>
    'ref' in to ? [{ label: clip(label, limits.labelChars), ref: to.ref }] : [],
  )
  return { text: inert(lines.length > 0 ? lines.join('\n') : summary), choices }
}

function draw(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'note':
      return block.text
    case 'text':
      return block.spans.map(spell).join('')
    case 'quote':
      return `> ${block.text.replaceAll('\n', '\n> ')}`
    case 'fields':
      return block.fields.map(({ label, value }) => `${label}: ${value}`).join('\n')
    case 'divider':
      return ''
  }
}

const spell = (span: Span) => ('href' in span ? `${span.text} (${span.href})` : span.text)

export function classify(error: unknown): Failed | { status: 'unknown'; code: string } {
  if (error instanceof Error) {
    const { code } = (error.cause ?? {}) as { code?: string }
    if (code === 'ECONNREFUSED') return { status: 'failed', reason: 'unreachable', code }
    return { status: 'unknown', code: code ?? error.name }
  }
  if (typeof error !== 'object' || error === null) return { status: 'unknown', code: 'unreadable' }
  const { status, code = `http_${status}`, retryAfterS = 1 } = error as Refusal
  if (status === 429) return { status: 'failed', reason: 'throttled', code, retryAfterMs: retryAfterS * 1_000 }
  if (status === 503) return { status: 'failed', reason: 'unreachable', code }
  const reasons = { 400: 'rejected', 401: 'misconfigured', 403: 'forbidden', 404: 'gone' } as const
  const reason = reasons[status as keyof typeof reasons]
  return reason ? { status: 'failed', reason, code } : { status: 'unknown', code }
}
