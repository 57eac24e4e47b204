import { createHash, randomBytes } from 'node:crypto'
import type { Message } from '#contract'
import type { Op } from '../store/index.ts'
import type { Row, Table } from '../store/rows.ts'
import type { Engine } from './engine.ts'
import type { Effect, Target } from './feature.ts'
import { readerFor } from './readers.ts'
import { findRecipients, type Recipient, targetKey } from './recipients.ts'

type Expanding = {
  engine: Engine
  precinct: string
  now: Date
  recipients: Recipient[]
  ops: Op[]
  contents: Map<string, string>
}

/**
 * Turns effects into rows: finds recipients, freezes messages in each reader's language, seals. Writes nothing.
 * @param known recipients that need not be looked up, such as the actor
 */
export async function expand(
  engine: Engine,
  precinct: string,
  now: Date,
  effects: readonly Effect[],
  known: readonly Recipient[] = [],
): Promise<Op[]> {
  const targets = effects.flatMap((effect) => (effect.do === 'post' || effect.do === 'card' ? [effect.to] : []))
  const unknown = targets.filter((target) => !known.some((one) => one.target === targetKey(target)))
  const recipients = [...known, ...(await findRecipients(engine.store, precinct, unknown))]
  const at: Expanding = { engine, precinct, now, recipients, ops: [], contents: new Map() }
  const kept = effects.flatMap((effect) =>
    effect.do === 'clock' ? [`${effect.kind}:${effect.round}:${effect.subject}`] : [],
  )
  for (const effect of effects) write(at, effect, kept)
  return at.ops
}

function write(at: Expanding, effect: Effect, keptClocks: string[]): void {
  const { engine, precinct, ops } = at
  switch (effect.do) {
    case 'insert':
      return void ops.push({ op: 'insert', table: effect.table, row: sealed(at, effect.table, effect.row) })
    case 'update':
      return void ops.push(updateOp(at, effect))
    case 'delete':
      return void ops.push({ op: 'delete', table: effect.table, key: { ...effect.key } })
    case 'event':
      return void ops.push({ op: 'insert', table: 'event', row: eventRow(at, effect) })
    case 'clock':
      return void ops.push({ op: 'insert', table: 'clock', row: clockRow(at, effect), conflict: CLOCK_AGAIN })
    case 'stop':
      return void ops.push({
        op: 'update',
        table: 'clock',
        key: {
          precinct_id: precinct,
          subject: effect.subject,
          state: 'set',
          ...(effect.kinds && { kind: effect.kinds }),
        },
        set: { state: 'stopped' },
        unless: { sql: `kind || ':' || round || ':' || subject`, values: keptClocks },
      })
    case 'post':
      return at.recipients.filter((one) => meant(one, effect.to)).forEach((one) => void writePost(at, one, effect))
    case 'card':
      return at.recipients.filter((one) => meant(one, effect.to)).forEach((one) => void writeCard(at, one, effect))
    case 'erase':
      return void ops.push({
        op: 'insert',
        table: 'delivery',
        row: delivery(at, { kind: 'erase', place_key: effect.place, refs: JSON.stringify([effect.ref]) }),
      })
    case 'check':
      return void ops.push({
        op: 'insert',
        table: 'delivery',
        row: delivery(at, { kind: 'check', place_key: effect.place, subject: effect.subject, view: effect.act }),
      })
    case 'hold':
      ops.push({
        op: 'insert',
        table: 'hold',
        row: {
          precinct_id: precinct,
          id: engine.ids.uuid(),
          kind: effect.kind,
          subject: effect.subject,
          since: at.now,
        },
      })
      return void ops.push({
        op: 'update',
        table: 'delivery',
        key: { precinct_id: precinct, place_key: effect.place, state: ['due', 'sending'] },
        set: { held: true, state: 'due' },
      })
    case 'release':
      ops.push({
        op: 'update',
        table: 'hold',
        key: { precinct_id: precinct, kind: effect.kind, subject: effect.subject },
        set: { released_at: at.now },
      })
      return void ops.push({
        op: 'update',
        table: 'delivery',
        key: { precinct_id: precinct, place_key: effect.place, held: true },
        set: { held: false, due_at: new Date(0) },
      })
    case 'rehome':
      return void ops.push({
        op: 'update',
        table: 'delivery',
        key: { precinct_id: precinct, place_key: effect.from, state: ['due', 'sending'] },
        set: { place_key: effect.to, held: false, state: 'due', due_at: new Date(0), refs_sealed: null },
      })
    case 'alarm':
      return engine.log(effect.code, { precinct })
    case 'precinct':
      return
  }
}

const meant = (one: Recipient, to: Target) =>
  one.target === targetKey(to) && (!('part' in to) || to.part === undefined || one.part === to.part)

const sealed = (at: Expanding, table: Table, row: object) =>
  at.engine.store.sealing.seal(table, row as Record<string, unknown>)

function updateOp(at: Expanding, effect: Extract<Effect, { do: 'update' }>): Op {
  const key = { ...effect.key } as Record<string, unknown>
  const set = sealed(at, effect.table, { ...effect.key, ...effect.set })
  for (const column of Object.keys(key)) delete set[column]
  return {
    op: 'update',
    table: effect.table,
    key,
    set,
    ...(effect.version !== undefined && { version: effect.version }),
  }
}

/** A later act may set the same clock again: it moves. */
const CLOCK_AGAIN =
  'on conflict (precinct_id, subject, kind, round) do update set due_at = excluded.due_at, who = excluded.who, state = excluded.state, attempts = 0, lease = null, leased_to = null, version = clock.version + 1'

const clockRow = (at: Expanding, effect: Extract<Effect, { do: 'clock' }>) => ({
  precinct_id: at.precinct,
  id: at.engine.ids.uuid(),
  kind: effect.kind,
  subject: effect.subject,
  round: effect.round,
  who: effect.who,
  due_at: effect.dueAt,
  state: 'set',
})

/** The leaf commits to the event under a salt: without the salt it says nothing. */
function eventRow(at: Expanding, effect: Extract<Effect, { do: 'event' }>) {
  const salt = randomBytes(16).toString('base64url')
  const said = JSON.stringify([at.precinct, at.now.toISOString(), effect.kind, effect.subject, effect.by, effect.args])
  const leaf = createHash('sha256').update(`${salt}|${said}`).digest('base64url')
  const { kind, subject, by, args } = effect
  return { precinct_id: at.precinct, id: at.engine.ids.uuid(), at: at.now, kind, subject, by, args, salt, leaf }
}

const delivery = (at: Expanding, row: Partial<Row<'delivery'>>) =>
  sealed(at, 'delivery', { precinct_id: at.precinct, id: at.engine.ids.uuid(), ...row })

/** Deliveries to a place that is gone wait there, visibly, until the place is set up again. */
const held = (one: Recipient) => one.state === 'gone'

function writePost(at: Expanding, one: Recipient, effect: Extract<Effect, { do: 'post' }>): void {
  const row = delivery(at, {
    kind: 'post',
    place_key: one.key,
    view: effect.view,
    priority: effect.priority,
    content_id: freeze(at, one, effect),
    about: effect.about ?? null,
    held: held(one),
  })
  at.ops.push({ op: 'insert', table: 'delivery', row })
}

/** One content for all readers of one language, platform and part. */
function freeze(at: Expanding, one: Recipient, effect: Extract<Effect, { do: 'post' }>): string {
  const key = JSON.stringify([effect.view, effect.args, one.locale, one.platform, one.part, one.zone, one.emergency])
  const known = at.contents.get(key)
  if (known) return known
  const reader = readerFor(at.engine, { ...one, precinctId: at.precinct })
  const draw = at.engine.offers.post(effect.view)
  const message: Message = draw(reader, { ...effect.args, ...(one.part && { part: one.part }) } as never)
  const id = at.engine.ids.uuid()
  const row = sealed(at, 'content', {
    precinct_id: at.precinct,
    id,
    locale: reader.locale,
    body: JSON.stringify(message),
  })
  at.ops.push({ op: 'insert', table: 'content', row })
  at.contents.set(key, id)
  return id
}

/** Edits of one card join: whoever sends next shows the newest state. */
const CARD_AGAIN = `on conflict (precinct_id, place_key, view, subject) where kind = 'card' do update set wanted = delivery.wanted + 1,
  state = case when delivery.state = 'sending' then 'sending' else 'due' end, due_at = now(), attempts = 0,
  about = coalesce(excluded.about, delivery.about), held = excluded.held`

function writeCard(at: Expanding, one: Recipient, effect: Extract<Effect, { do: 'card' }>): void {
  const row = delivery(at, {
    kind: 'card',
    place_key: one.key,
    view: effect.view,
    subject: effect.subject,
    about: effect.about ?? null,
    priority: 1,
    held: held(one),
  })
  at.ops.push({ op: 'insert', table: 'delivery', row, conflict: CARD_AGAIN })
}
