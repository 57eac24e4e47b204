import type { Message } from '#contract'
import type { Op } from '../store/index.ts'
import type { Row } from '../store/rows.ts'
import { again, type Expanding, sealed } from './expand.ts'
import type { Effect, Target } from './feature.ts'
import { readerFor } from './readers.ts'
import { type Recipient, targetKey } from './recipients.ts'

type Delivered = Extract<Effect, { do: 'post' | 'card' | 'erase' | 'check' | 'hold' | 'release' | 'rehome' }>

/** Effects that owe something to places, or change what is owed. */
export function deliveryOps(at: Expanding, effect: Delivered): Op[] {
  const { precinct } = at
  switch (effect.do) {
    case 'post':
      return meant(at, effect.to).flatMap((one) => postOps(at, one, effect))
    case 'card':
      return meant(at, effect.to).map((one) => cardOp(at, one, effect))
    case 'erase':
      return [owe(at, { kind: 'erase', place_key: effect.place, refs: JSON.stringify([effect.ref]) })]
    case 'check':
      return [owe(at, { kind: 'check', place_key: effect.place, subject: effect.subject, view: effect.act })]
    case 'hold':
      return [holdOp(at, effect), change(precinct, effect.place, { state: OPEN }, { held: true, state: 'due' })]
    case 'release':
      return [releaseOp(at, effect), change(precinct, effect.place, { held: true }, { held: false, due_at: AT_ONCE })]
    case 'rehome': {
      const afresh = { place_key: effect.to, held: false, state: 'due', due_at: AT_ONCE, refs_sealed: null }
      return [change(precinct, effect.from, { state: OPEN }, afresh)]
    }
  }
}

const OPEN = ['due', 'sending']
const AT_ONCE = new Date(0)

const meant = ({ recipients }: Expanding, to: Target) =>
  recipients.filter(
    (one) => one.target === targetKey(to) && (!('part' in to) || to.part === undefined || one.part === to.part),
  )

const owe = (at: Expanding, row: Partial<Row<'delivery'>>, more: { conflict?: string } = {}): Op => ({
  op: 'insert',
  table: 'delivery',
  row: sealed(at, 'delivery', { precinct_id: at.precinct, id: at.engine.ids.uuid(), ...row }),
  ...more,
})

const change = (precinct: string, place: string, where: object, set: Record<string, unknown>): Op => ({
  op: 'update',
  table: 'delivery',
  key: { precinct_id: precinct, place_key: place, ...where },
  set,
})

const holdOp = ({ engine, precinct, now }: Expanding, { kind, subject }: { kind: string; subject: string }): Op => ({
  op: 'insert',
  table: 'hold',
  row: { precinct_id: precinct, id: engine.ids.uuid(), kind, subject, since: now },
})

const releaseOp = ({ precinct, now }: Expanding, { kind, subject }: { kind: string; subject: string }): Op => ({
  op: 'update',
  table: 'hold',
  key: { precinct_id: precinct, kind, subject },
  set: { released_at: now },
})

/** Deliveries to a place that is gone wait there, visibly, until the place is set up again. */
const held = (one: Recipient) => one.state === 'gone'

function postOps(at: Expanding, one: Recipient, effect: Extract<Effect, { do: 'post' }>): Op[] {
  const { view, priority, about = null } = effect
  const frozen = freeze(at, one, effect)
  const row = { kind: 'post', place_key: one.key, view, priority, content_id: frozen.id, about, held: held(one) }
  return [...frozen.ops, owe(at, row)]
}

/** One content for all readers of one language, platform and part. */
function freeze(at: Expanding, one: Recipient, effect: Extract<Effect, { do: 'post' }>): { id: string; ops: Op[] } {
  const { engine, precinct, contents } = at
  const key = JSON.stringify([effect.view, effect.args, one.locale, one.platform, one.part, one.zone, one.emergency])
  const known = contents.get(key)
  if (known) return { id: known, ops: [] }
  const reader = readerFor(engine, { ...one, precinctId: precinct })
  const draw = engine.offers.post(effect.view)
  const message: Message = draw(reader, { ...effect.args, ...(one.part && { part: one.part }) } as never)
  const id = engine.ids.uuid()
  contents.set(key, id)
  const row = sealed(at, 'content', {
    precinct_id: precinct,
    id,
    locale: reader.locale,
    body: JSON.stringify(message),
  })
  return { id, ops: [{ op: 'insert', table: 'content', row }] }
}

/** Edits of one card join: whoever sends next shows the newest state. One that is being sent keeps the end of its lease. */
const CARD_AGAIN = `on conflict (precinct_id, place_key, view, subject) where kind = 'card' do update set wanted = delivery.wanted + 1,
  state = case when delivery.state = 'sending' then 'sending' else 'due' end, attempts = 0,
  due_at = case when delivery.state = 'sending' then delivery.due_at else now() end,
  about = coalesce(excluded.about, delivery.about), held = excluded.held`

function cardOp(at: Expanding, one: Recipient, { view, subject, about }: Extract<Effect, { do: 'card' }>): Op {
  const row = { kind: 'card', place_key: one.key, view, subject, about: about ?? null, priority: 1, held: held(one) }
  return owe(at, row, again(at, subject, CARD_AGAIN))
}
