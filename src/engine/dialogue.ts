import type { Form } from '#contract'
import { clean } from '#render'
import type { Row } from '../store/rows.ts'
import { STRIDE } from './choice.ts'
import type { Engine } from './engine.ts'
import type { Effect, Outcome, Scene } from './feature.ts'
import { insert, post, refuse, remove, update } from './feature.ts'
import { type Step, stepTo, turnOf } from './perform.ts'
import type { Pointer, Way } from './route.ts'
import { cancelled, fieldError, outdated } from './words.ts'

export type Dialogue = Row<'dialogue'>

/** Longer than any field takes, so that what is too long is said and not cut. */
const MAX = 20_000
/** How long a half-filled form waits, in ms. */
const PATIENCE = 24 * 60 * 60 * 1000

/** Asks a form question by question in the actor's private chat. Progress is a row: plain data, encrypted, with an end. */
export function begin(engine: Engine, scene: Scene, form: Form): Effect[] {
  const { account, precinct, now } = scene
  if (!account || !precinct) return []
  const id = engine.ids.uuid()
  const row = {
    precinct_id: precinct.id,
    place_key: account.place,
    id,
    ref: form.ref,
    step: 0,
    answers: '{}',
    expires_at: new Date(now.getTime() + PATIENCE),
  }
  return [
    remove('dialogue', { precinct_id: precinct.id, place_key: account.place }),
    insert('dialogue', row),
    ask(account.place, id, form, 0, null),
  ]
}

const ask = (place: string, id: string, form: Form, step: number, error: string | null): Effect =>
  post(
    { place },
    'engine.question',
    {
      id,
      title: form.title,
      intro: step === 0 ? (form.intro ?? null) : null,
      field: form.fields[step],
      step,
      total: form.fields.length,
      error,
    },
    { priority: 0 },
  )

/** Takes the answer to the current question: typed, chosen or skipped. Asks the next, or carries the act out. */
export async function advance(
  engine: Engine,
  scene: Scene,
  dialogue: Dialogue | null,
  pressed: Pointer | null,
): Promise<Way> {
  const { reader, now, account } = scene
  if (!dialogue || !account || (pressed && pressed.subject !== dialogue.id)) return { done: refuse(outdated(reader)) }
  const over = remove('dialogue', { precinct_id: dialogue.precinct_id, place_key: dialogue.place_key })
  if (pressed?.act === 'engine.cancel') return { done: { effects: [over], reply: { notice: cancelled(reader) } } }
  if (new Date(dialogue.expires_at) <= now) return { done: { effects: [over], reply: { notice: outdated(reader) } } }
  const asked = await formBehind(engine, scene, dialogue)
  if ('outcome' in asked) return { done: { ...asked.outcome, effects: [over, ...asked.outcome.effects] } }
  const { form, step } = asked
  const field = form.fields[dialogue.step]
  if (!field || (pressed && Math.floor(pressed.arg / STRIDE) !== dialogue.step))
    return { done: refuse(outdated(reader)) }
  const value = given(scene, field, pressed)
  const error = fieldError(reader, field, value)
  if (error) return { done: { effects: [ask(account.place, dialogue.id, form, dialogue.step, error)] } }
  const answers = { ...(JSON.parse(dialogue.answers) as Record<string, string>), [field.name]: value }
  const next = dialogue.step + 1
  if (next === form.fields.length) return { step: { ...step, values: answers }, effects: [over] }
  return { done: { effects: [progress(dialogue, next, answers), ask(account.place, dialogue.id, form, next, null)] } }
}

/** Asks the current question once more. */
export async function repeat(engine: Engine, scene: Scene, dialogue: Dialogue): Promise<Way> {
  const asked = await formBehind(engine, scene, dialogue)
  if ('outcome' in asked) return { done: asked.outcome }
  return { done: { effects: [ask(dialogue.place_key, dialogue.id, asked.form, dialogue.step, null)] } }
}

const progress = (
  { precinct_id, place_key, id, version }: Dialogue,
  step: number,
  answers: Record<string, string>,
): Effect => update('dialogue', { precinct_id, place_key, id }, { step, answers: JSON.stringify(answers) }, version)

function given({ inbound }: Scene, field: Form['fields'][number], pressed: Pointer | null): string {
  if (pressed?.act === 'engine.skip') return ''
  if (pressed && field.kind === 'choice') return field.options[pressed.arg % STRIDE]?.value ?? ''
  const typed = inbound?.kind === 'text' ? clean(inbound.text, MAX).trim() : ''
  if (field.kind !== 'choice') return typed
  return field.options.find((option) => option.label.toLowerCase() === typed.toLowerCase())?.value ?? typed
}

/** The form is drawn again from its reference, so a new version of the product asks its new questions. */
async function formBehind(
  engine: Engine,
  scene: Scene,
  dialogue: Dialogue,
): Promise<{ form: Form; step: Step } | { outcome: Outcome }> {
  const ref = engine.references.decode(dialogue.ref)
  const name = ref && engine.offers.nameOf(ref.act)
  const act = name ? engine.offers.act(name) : null
  if (!ref || !name || !act?.form) return { outcome: refuse(outdated(scene.reader)) }
  const step = stepTo(name, { subject: ref.subject, arg: ref.arg })
  const form = await act.form(turnOf(engine, scene, step, act))
  return 'fields' in form ? { form, step } : { outcome: form }
}
