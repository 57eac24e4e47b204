import { createHash } from 'node:crypto'
import type { Op } from '../store/index.ts'
import type { Table } from '../store/rows.ts'
import { randomBytes } from '../trust/random.ts'
import { deliveryOps } from './deliveries.ts'
import type { Engine } from './engine.ts'
import type { Effect } from './feature.ts'
import { findRecipients, type Recipient, targetKey } from './recipients.ts'

/** One outcome being written: shared by everything that turns its effects into rows. */
export type Expanding = {
  engine: Engine
  precinct: string
  now: Date
  recipients: readonly Recipient[]
  /** Clocks that this outcome sets, as `kind:round:subject`: stopping the others leaves these. */
  clocks: readonly string[]
  /** Ids of rows that this outcome makes: nothing can be there about them yet. */
  born: ReadonlySet<string>
  /** Frozen contents of this outcome, by what they say and to whom. */
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
  const missing = targets.filter((target) => !known.some((one) => one.target === targetKey(target)))
  // Several effects may go to one target: asked for twice, it would be found twice.
  const unknown = [...new Map(missing.map((target) => [targetKey(target), target])).values()]
  const recipients = [...known, ...(await findRecipients(engine.store, precinct, unknown))]
  const clocks = effects.flatMap((effect) =>
    effect.do === 'clock' ? [`${effect.kind}:${effect.round}:${effect.subject}`] : [],
  )
  const born = new Set(effects.flatMap((effect) => (effect.do === 'insert' ? [idOf(effect.row)] : [])))
  const at: Expanding = { engine, precinct, now, recipients, clocks, born, contents: new Map() }
  return effects.flatMap((effect) => opsOf(at, effect))
}

const idOf = (row: { id?: string }) => row.id ?? ''

function opsOf(at: Expanding, effect: Effect): Op[] {
  switch (effect.do) {
    case 'insert':
      return [{ op: 'insert', table: effect.table, row: sealed(at, effect.table, effect.row) }]
    case 'update':
      return [updateOp(at, effect)]
    case 'delete':
      return [{ op: 'delete', table: effect.table, key: { ...effect.key } }]
    case 'event':
      return [{ op: 'insert', table: 'event', row: eventRow(at, effect) }]
    case 'clock':
      return [{ op: 'insert', table: 'clock', row: clockRow(at, effect), ...again(at, effect.subject, CLOCK_AGAIN) }]
    case 'stop':
      return [stopOp(at, effect)]
    case 'precinct':
      return []
    case 'alarm':
      at.engine.log(effect.code, { precinct: at.precinct })
      return []
    case 'post':
    case 'card':
    case 'erase':
    case 'check':
    case 'hold':
    case 'release':
    case 'rehome':
      return deliveryOps(at, effect)
  }
}

export const sealed = ({ engine }: Expanding, table: Table, row: object) =>
  engine.store.sealing.seal(table, row as Record<string, unknown>)

function updateOp(at: Expanding, { table, key, set, version }: Extract<Effect, { do: 'update' }>): Op {
  const columns = sealed(at, table, { ...key, ...set })
  const changed = Object.fromEntries(Object.entries(columns).filter(([column]) => !(column in key) || column in set))
  return { op: 'update', table, key: { ...key }, set: changed, ...(version !== undefined && { version }) }
}

/** What happens to a row that is there already. Looking for one costs, so it is left out where there can be none. */
export const again = ({ born }: Expanding, subject: string, conflict: string) => (born.has(subject) ? {} : { conflict })

/** A later act may set the same clock again: it moves. */
const CLOCK_AGAIN = `on conflict (precinct_id, subject, kind, round) do update set due_at = excluded.due_at, who = excluded.who,
  state = excluded.state, attempts = 0, lease = null, leased_to = null, version = clock.version + 1`

const clockRow = (
  { engine, precinct }: Expanding,
  { kind, subject, round, who, dueAt }: Extract<Effect, { do: 'clock' }>,
) => ({ precinct_id: precinct, id: engine.ids.uuid(), kind, subject, round, who, due_at: dueAt, state: 'set' })

const stopOp = ({ precinct, clocks }: Expanding, { subject, kinds }: Extract<Effect, { do: 'stop' }>): Op => ({
  op: 'update',
  table: 'clock',
  key: { precinct_id: precinct, subject, state: 'set', ...(kinds && { kind: kinds }) },
  set: { state: 'stopped' },
  unless: { sql: `kind || ':' || round || ':' || subject`, values: [...clocks] },
})

/** The leaf commits to the event under a salt: without the salt it says nothing. */
function eventRow({ engine, precinct, now }: Expanding, effect: Extract<Effect, { do: 'event' }>) {
  const { kind, subject, by, args } = effect
  const salt = randomBytes(16).toString('base64url')
  const said = JSON.stringify([precinct, now.toISOString(), kind, subject, by, args])
  const leaf = createHash('sha256').update(`${salt}|${said}`).digest('base64url')
  return { precinct_id: precinct, id: engine.ids.uuid(), at: now, kind, subject, by, args, salt, leaf }
}
