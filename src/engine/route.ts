import type { Inbound } from '#contract'
import { clean } from '#render'
import { findCode } from '../store/context.ts'
import { advance, type Dialogue, repeat } from './dialogue.ts'
import type { Engine } from './engine.ts'
import { NIL } from './engine.ts'
import type { Effect, Outcome, Scene } from './feature.ts'
import { refuse } from './feature.ts'
import { type Step, stepTo } from './perform.ts'
import { nobody, outdated, spent, unknownCommand, wrongPlace } from './words.ts'

/** What a button, form, link or one-time code of ours says. `unknown`: not ours, or not any more. */
export type Pointer = { act: string; precinct: string; subject: string; arg: number; code?: string }

export async function pointerOf(engine: Engine, inbound: Inbound): Promise<Pointer | 'unknown' | 'spent' | null> {
  if (inbound.kind === 'press' || inbound.kind === 'expired') return pointedBy(engine, inbound.action) ?? 'unknown'
  if (inbound.kind === 'submit') return pointedBy(engine, inbound.form) ?? 'unknown'
  if (inbound.kind !== 'command' || !CODED.includes(inbound.name) || inbound.text.trim() === '') return null
  return pointedBy(engine, inbound.text.trim()) ?? (await pointedByCode(engine, inbound.text.trim()))
}

/** Commands that a link or code can follow. */
const CODED = ['start', 'setup']

function pointedBy(engine: Engine, ref: string): Pointer | null {
  const decoded = engine.references.decode(ref)
  const act = decoded && engine.offers.nameOf(decoded.act)
  return decoded && act ? { ...decoded, act } : null
}

/** A one-time code names the act that it is for. */
async function pointedByCode(engine: Engine, text: string): Promise<Pointer | 'spent'> {
  const hash = engine.ids.hashCode(text)
  const row = await findCode(engine.store, hash)
  if (!row) return 'spent'
  return { act: row.kind, precinct: row.precinct_id, subject: row.subject ?? NIL, arg: 0, code: hash }
}

/** Where an inbound leads: to a step, or to an answer that needs no act. */
export type Way = { step: Step; effects?: Effect[] } | { done: Outcome }

const nothing: Way = { done: { effects: [] } }

export async function route(
  engine: Engine,
  scene: Scene,
  pointer: Pointer | 'unknown' | 'spent' | null,
  dialogue: Dialogue | null,
): Promise<Way> {
  const { inbound, reader } = scene
  if (!inbound) return nothing
  if (pointer === 'spent') return { done: refuse(spent(reader)) }
  switch (inbound.kind) {
    case 'command':
      return command(engine, scene, inbound, pointer === 'unknown' ? null : pointer, dialogue)
    case 'press':
    case 'submit':
      if (!pointer || pointer === 'unknown') return { done: refuse(outdated(reader)) }
      if (!scene.person) return { done: refuse(nobody(reader)) }
      if (pointer.act.startsWith('engine.')) return advance(engine, scene, dialogue, pointer)
      return {
        step: stepTo(pointer.act, {
          subject: pointer.subject,
          arg: pointer.arg,
          values: inbound.kind === 'submit' ? cleaned(inbound.values) : null,
        }),
      }
    case 'expired':
      return { done: refuse(outdated(reader)) }
    case 'text':
      return text(engine, scene, inbound, dialogue)
    case 'edited':
    case 'presence':
    case 'uninstalled': {
      const act = engine.offers.hears(inbound.kind)
      return act ? { step: stepTo(act, { text: inbound.kind === 'edited' ? inbound.text : '' }) } : nothing
    }
    case 'withdrawn':
    case 'moved':
    case 'installed':
      return nothing
  }
}

function command(
  engine: Engine,
  scene: Scene,
  inbound: Extract<Inbound, { kind: 'command' }>,
  pointer: Pointer | null,
  dialogue: Dialogue | null,
): Way | Promise<Way> {
  const { reader, place } = scene
  if (!scene.person) return { done: refuse(nobody(reader)) }
  if (pointer?.act.startsWith('engine.')) return advance(engine, scene, dialogue, pointer)
  // A question that could not reach them before they opened this chat is asked again.
  if (inbound.name === 'start' && place.purpose === 'private' && waits(dialogue, scene) && !pointer?.code)
    return repeat(engine, scene, dialogue)
  if (pointer)
    return { step: stepTo(pointer.act, { subject: pointer.subject, arg: pointer.arg, code: pointer.code ?? null }) }
  const found = engine.offers.commands.find((one) => one.name === inbound.name)
  if (!found) return { done: refuse(unknownCommand(reader)) }
  const here = place.purpose === 'none' ? 'community' : place.purpose
  if (!found.scopes.includes(here)) return { done: refuse(wrongPlace(reader, found.name, found.scopes)) }
  const step = {
    text: clean(inbound.text, MAX),
    quoted: inbound.quoted ? { ...inbound.quoted, text: clean(inbound.quoted.text, MAX) } : null,
    message: inbound.message ?? null,
  }
  return { step: stepTo(found.act, step) }
}

const waits = (dialogue: Dialogue | null, { now }: Scene): dialogue is Dialogue =>
  dialogue !== null && new Date(dialogue.expires_at) > now

async function text(
  engine: Engine,
  scene: Scene,
  inbound: Extract<Inbound, { kind: 'text' }>,
  dialogue: Dialogue | null,
): Promise<Way> {
  if (scene.place.purpose !== 'private' || !scene.person) return nothing
  const words = {
    text: clean(inbound.text, MAX),
    quoted: inbound.forwarded ? { ...inbound.forwarded, text: clean(inbound.forwarded.text, MAX) } : null,
    message: inbound.message,
    attachments: inbound.attachments,
  }
  if (inbound.forwarded) return { step: stepTo(engine.offers.hears('forward') ?? 'engine.none', words) }
  if (waits(dialogue, scene)) return advance(engine, scene, dialogue, null)
  return { step: stepTo(engine.offers.hears('text') ?? 'engine.none', words) }
}

/** No text of a person is kept longer than this; acts have their own, smaller limits. */
const MAX = 20_000

const cleaned = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clean(value, MAX)]))
