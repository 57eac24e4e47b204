import type { Check, Form, Quoted } from '#contract'
import type { Engine } from './engine.ts'
import { NIL } from './engine.ts'
import type { Act, Effect, Outcome, Scene, Turn } from './feature.ts'
import { refuse } from './feature.ts'
import { doorsOf } from './readers.ts'
import { addressOf } from './scene.ts'
import { fieldError, nowhere, refusedRole } from './words.ts'

/** What an inbound, clock or delivery leads to. */
export type Step = {
  act: string
  subject: string
  arg: number
  text: string
  quoted: Quoted | null
  attachments: Turn['attachments']
  /** Present when the act's form was answered. */
  values: Record<string, string> | null
  checks: readonly Check[]
  /** The hash of the one-time code that led here. */
  code: string | null
  /** The platform's ref of the message that led here. */
  message: string | null
}

export const stepTo = (act: string, more: Partial<Step> = {}): Step => ({
  act,
  subject: NIL,
  arg: 0,
  text: '',
  quoted: null,
  attachments: [],
  values: null,
  checks: [],
  code: null,
  message: null,
  ...more,
})

/** Either an outcome, or a form to ask first. */
export type Performed = { outcome: Outcome } | { ask: Form; step: Step }

/** Authorises afresh, then asks the act's form or runs it. Follows an act that hands over to another. */
export async function perform(engine: Engine, scene: Scene, step: Step): Promise<Performed> {
  const act = engine.offers.act(step.act)
  const no = refusal(scene, act)
  if (no) return { outcome: no }
  const turn = turnOf(engine, scene, step, act)
  if (act.form && !step.values) {
    const asked = await act.form(turn)
    if ('fields' in asked) return { ask: asked, step }
    return follow(engine, scene, asked)
  }
  const wrong = act.form && step.values ? await invalid(act, turn) : null
  return follow(engine, scene, wrong ?? (await act.run(turn)))
}

async function follow(engine: Engine, scene: Scene, outcome: Outcome): Promise<Performed> {
  if (!outcome.reply || !('next' in outcome.reply))
    return { outcome: { ...outcome, effects: await reacted(engine, scene, outcome.effects) } }
  const { act, subject, arg } = outcome.reply.next
  return perform(engine, scene, stepTo(act, { subject, arg: arg ?? 0 }))
}

/** Other features' effects on what happened, as nobody's acts. One step deep: a reaction causes no reaction. */
async function reacted(engine: Engine, scene: Scene, effects: readonly Effect[]): Promise<Effect[]> {
  const all = [...effects]
  for (const effect of effects) {
    if (effect.do !== 'event') continue
    for (const name of engine.offers.reactions(effect.kind)) {
      const act = engine.offers.act(name)
      all.push(...(await act.run(turnOf(engine, scene, stepTo(name, { subject: effect.subject }), act))).effects)
    }
  }
  return all
}

function refusal(scene: Scene, act: Act): Outcome | null {
  if (scene.inbound === null) return null
  if (!scene.precinct && act.tenant !== 'none') return refuse(nowhere(scene.reader))
  return holdsRole(scene, act) ? null : refuse(refusedRole(scene.reader))
}

const holdsRole = ({ roles }: Scene, { who }: Act): boolean =>
  who.includes('resident') || roles.some((row) => who.includes(row.role as never))

/** The form's own rules, again: nothing is believed because a client said so. */
async function invalid(act: Act, turn: Turn): Promise<Outcome | null> {
  const form = await act.form?.(turn)
  if (!form) return null
  if (!('fields' in form)) return form
  const errors = Object.fromEntries(
    form.fields.flatMap((field) => {
      const error = fieldError(turn.scene.reader, field, turn.values[field.name] ?? '')
      return error ? [[field.name, error]] : []
    }),
  )
  return Object.keys(errors).length > 0 ? { effects: [], reply: { invalid: errors } } : null
}

export function turnOf(engine: Engine, scene: Scene, step: Step, act: Act): Turn {
  const precinct = scene.precinct?.id ?? NIL
  return {
    scene,
    precinct,
    subject: step.subject,
    arg: step.arg,
    here: {
      platform: scene.inbound?.place.platform ?? '',
      address: scene.inbound ? addressOf(scene.inbound.place) : '',
    },
    actorName: scene.inbound?.actor?.name ?? '',
    change: scene.inbound?.kind === 'presence' ? scene.inbound.change : null,
    values: step.values ?? {},
    text: step.text,
    quoted: step.quoted,
    attachments: step.attachments,
    checks: step.checks,
    code: step.code,
    message: step.message,
    records: engine.store.records(act.side, { precinct, ...(scene.person && { person: scene.person.id }) }),
    remembered: (name, version, read) => engine.memory(`${precinct}:${name}`, version, read),
    commands: engine.offers.commands.filter((one) => holdsRole(scene, engine.offers.act(one.act))),
    ids: engine.ids,
    terms: engine.terms,
    doors: doorsOf(engine),
  }
}
