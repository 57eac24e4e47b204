import type { Effect, Outcome, Turn } from '../../../engine/feature.ts'
import { card } from '../../../engine/feature.ts'
import { mask } from '../../../trust/redaction.ts'
import type { Mover } from '../rules.ts'
import { findConcern, findOwnVoice } from '../store.ts'
import * as views from '../views/draft.ts'

export const say = (notice: ReturnType<typeof views.dropped>, ...effects: Effect[]): Outcome => ({
  effects,
  reply: { notice },
})
export const homeOf = (turn: Turn) => turn.scene.account?.place ?? ''
export const personOf = (turn: Turn) => turn.scene.person?.id ?? ''
export const holds = (turn: Turn, ...roles: string[]) => turn.scene.roles.some(({ role }) => roles.includes(role))

/** An ambassador's part ends with their role; an author's is their own. */
export const speaksAs = (turn: Turn, part: string) => part !== 'ambassador' || holds(turn, 'ambassador')

/** A text as it may be passed on: what names a person by number or account is hidden. */
export const masked = (turn: Turn, text: string) =>
  mask(text, turn.scene.precinct?.region ?? 'US', (kind) => views.maskLabel(turn.scene.reader, kind))

/** A draft that the actor has a voice in, as it is now. `elsewhere`: it lies with its author, who alone decides. */
export async function ownDraft(turn: Turn) {
  const concern = await findConcern(turn.records, turn.subject)
  const own = concern && (await findOwnVoice(turn.records, concern.id, personOf(turn)))
  if (concern?.state !== 'captured' || !own) return null
  const part = own.part as Mover & ('author' | 'ambassador')
  if (!speaksAs(turn, part)) return null
  return { concern, own, part, elsewhere: part === 'ambassador' && concern.sort === 'asked' }
}

/** The draft as it is now, before whoever works on it: the actor, and the author once they were asked. */
export const draftCard = (turn: Turn, { sort }: { sort: string | null }): Effect =>
  card(sort === 'asked' ? { voices: turn.subject } : { place: homeOf(turn) }, 'concerns.draft', turn.subject)
