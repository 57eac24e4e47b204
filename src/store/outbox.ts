import type { Store } from './index.ts'
import type { Row } from './rows.ts'

/** A delivery in the hands of one instance, until its lease ends. */
export type Claimed = Row<'delivery'> & {
  platform: string
  address: string
  purpose: string
  person_id: string | null
  body: string | null
  body_locale: string | null
}

/** How long a send may take before another instance takes it over, in seconds. */
const LEASE = 60

/**
 * Takes the next deliveries of a platform: the oldest of each place, answers first, none to a place or platform that must rest.
 * Any number of instances may claim at once; nobody gets the same row.
 */
export async function claim(
  store: Store,
  by: { platform: string; lease: string; limit: number; placeDepthMs: number; placeEveryMs: number },
): Promise<Claimed[]> {
  const values = [by.platform, by.lease, by.limit, by.placeDepthMs, by.placeEveryMs]
  const [rows] = await store.run('pump', {}, [{ name: 'claim', text: CLAIM, values }])
  return (rows ?? []).map((row) => {
    const {
      address_sealed,
      body_sealed,
      content_locale,
      platform: on,
      purpose,
      person_id,
      ...delivery
    } = row as Record<string, unknown>
    const place = store.sealing.open('place', { key: delivery.place_key, address_sealed })
    const content = body_sealed
      ? store.sealing.open('content', { precinct_id: delivery.precinct_id, id: delivery.content_id, body_sealed })
      : null
    const opened = store.sealing.open('delivery', delivery) as unknown as Row<'delivery'>
    return {
      ...opened,
      platform: String(on),
      purpose: String(purpose),
      person_id: person_id as string | null,
      address: String((place as unknown as { address: string }).address),
      body: content ? String((content as unknown as { body: string }).body) : null,
      body_locale: content_locale as string | null,
    }
  })
}

/** How many due rows one claim looks at; what it cannot send yet it moves to when it can, so the next claim sees others. */
const LOOK = 64

/**
 * `candidate`: what is due, numbered within its place. `head`: the first of each place that nothing older holds up and whose
 * place may be written to. `later`: the rest, put to the time when its turn comes at the pace of its place.
 */
const CLAIM = `with due as (
    select d.precinct_id, d.id, d.place_key, d.priority, d.due_at from delivery d join place p on p.key = d.place_key
    where d.state = 'due' and not d.held and d.due_at <= now() and p.platform = $1
      and not exists (select 1 from bucket b where b.key = 'platform:' || $1 and b.tat > now() + interval '2 seconds')
    order by d.priority, d.due_at, d.id limit ${LOOK}),
  candidate as (
    select due.*, row_number() over (partition by due.place_key order by due.id) - 1 as rank,
      greatest(0, extract(epoch from coalesce(b.tat, now()) - now()) * 1000 - $4::float8) as wait
    from due left join bucket b on b.key = 'place:' || due.place_key),
  head as (
    select d.precinct_id, d.id from candidate c join delivery d on d.precinct_id = c.precinct_id and d.id = c.id
    where c.rank = 0 and c.wait <= 1000 and d.state = 'due'
      and not exists (select 1 from delivery e where e.place_key = c.place_key and e.id < c.id and e.state in ('due', 'sending') and not e.held)
    order by c.priority, c.due_at, c.id limit $3 for update of d skip locked),
  later as (
    update delivery d set due_at = now() + (c.wait + c.rank * $5::float8) * interval '1 millisecond'
    from candidate c where d.precinct_id = c.precinct_id and d.id = c.id and d.state = 'due' and (c.rank > 2 or c.wait > 1000)),
  taken as (
    update delivery d set state = 'sending', lease = $2::uuid, attempts = d.attempts + 1, due_at = now() + interval '${LEASE} seconds'
    from head h where d.precinct_id = h.precinct_id and d.id = h.id returning d.*)
  select t.*, p.platform, p.purpose, p.person_id, p.address_sealed, c.body_sealed, c.locale as content_locale
  from taken t join place p on p.key = t.place_key left join content c on c.precinct_id = t.precinct_id and c.id = t.content_id
  order by t.priority, t.id`

export type Pace = { key: string; count: number; intervalMs: number; burst: number }

/** Reserves sends in buckets that all instances share. Answers, per bucket, when its first send may go: ms from now. */
export async function reserve(store: Store, paces: readonly Pace[]): Promise<Map<string, number>> {
  const values = [
    paces.map((one) => one.key),
    paces.map((one) => one.count * one.intervalMs),
    paces.map((one) => (one.count + one.burst) * one.intervalMs),
  ]
  const [rows] = await store.run('pump', {}, [{ name: 'reserve', text: RESERVE, values }])
  return new Map((rows ?? []).map((row) => [String(row.key), Math.max(0, Number(row.wait))]))
}

/** `tat`: the time at which the next send would be due at an even rate (generic cell rate algorithm). */
const RESERVE = `with ask as (select * from unnest($1::text[], $2::float8[], $3::float8[]) as a(key, cost, depth)),
  paid as (
    insert into bucket as b (key, tat) select key, now() + cost * interval '1 millisecond' from ask order by key
    on conflict (key) do update set tat = greatest(b.tat, now()) + (excluded.tat - now()) returning b.key, b.tat)
  select p.key, extract(epoch from (p.tat - now())) * 1000 - a.depth as wait from paid p join ask a on a.key = p.key`

/** Keeps everybody from a platform or place for `ms`; for a place, on top of the burst it may have saved up. */
export async function rest(store: Store, key: string, ms: number): Promise<void> {
  const text = `insert into bucket as b (key, tat) values ($1, now() + $2::float8 * interval '1 millisecond')
    on conflict (key) do update set tat = greatest(b.tat, excluded.tat)`
  await store.run('pump', {}, [{ name: 'rest', text, values: [key, ms] }])
}

/** How a claimed delivery ended. `again` puts it back; the attempt counts unless it says otherwise. */
export type Ending =
  | { state: 'sent'; refs: string[] }
  | { state: 'failed'; reason: string; code: string }
  | { state: 'again'; reason: string; code: string; afterMs: number; free: boolean; repeat: boolean; refs: string[] }

/** The columns that an ending writes. A card that moved on while it was sent is due again. */
export function endingColumns(row: Claimed, ending: Ending): Partial<Row<'delivery'>> {
  switch (ending.state) {
    case 'sent':
      return {
        shown: row.wanted,
        refs: JSON.stringify(ending.refs),
        reason: null,
        code: null,
        repeat: row.kind === 'card' && row.repeat,
      }
    case 'failed':
      return { shown: row.wanted, refs: row.refs, reason: ending.reason, code: ending.code, repeat: row.repeat }
    case 'again':
      return {
        shown: row.shown,
        refs: JSON.stringify(ending.refs),
        reason: ending.reason,
        code: ending.code,
        repeat: row.repeat || ending.repeat,
      }
  }
}

/** Ends claimed deliveries in one statement. Only the holder of the lease can; a row taken over meanwhile is left alone. */
export async function complete(store: Store, ended: readonly { row: Claimed; ending: Ending }[]): Promise<void> {
  if (ended.length === 0) return
  const rows = ended.map(({ row, ending }) => ({
    ...store.sealing.seal('delivery', { precinct_id: row.precinct_id, id: row.id, ...endingColumns(row, ending) }),
    lease: row.lease,
    wanted: row.wanted,
    state: ending.state,
    wait: ending.state === 'again' ? ending.afterMs : 0,
    free: ending.state === 'again' && ending.free,
  }))
  await store.run('pump', {}, [{ name: 'complete', text: COMPLETE, values: [JSON.stringify(rows)] }])
}

/** One definition of an ending, for the set and for the row that ends with an act. */
export const COMPLETE = `update delivery d set shown = r.shown, refs_sealed = r.refs_sealed, reason = r.reason, code = r.code, repeat = r.repeat, lease = null,
    state = case when r.state = 'again' or d.wanted > r.wanted then 'due' else r.state end,
    attempts = case when r.state = 'sent' then 0 when r.free then d.attempts - 1 else d.attempts end,
    due_at = now() + r.wait * interval '1 millisecond', done_at = case when r.state = 'again' then null else now() end
  from jsonb_to_recordset($1::jsonb) as r(precinct_id uuid, id uuid, lease uuid, wanted int, shown int, refs_sealed text, reason text, code text,
    repeat boolean, state text, wait float8, free boolean)
  where d.precinct_id = r.precinct_id and d.id = r.id and d.lease = r.lease and d.state = 'sending'`

/** Sends that died with their instance: they may have arrived, so they go again marked as a repeat. */
export async function recover(store: Store): Promise<number> {
  const text = `with lost as (update delivery set state = 'due', lease = null, repeat = (kind = 'post' or refs_sealed is null), due_at = now()
      where state = 'sending' and due_at < now() returning 1) select count(*)::int as n from lost`
  const [rows] = await store.run('pump', {}, [{ name: 'recover', text, values: [] }])
  return Number(rows?.[0]?.n ?? 0)
}

/** Milliseconds until something may be due on a platform, or null when nothing waits. */
export async function nextDue(store: Store): Promise<number | null> {
  const text = `select extract(epoch from (min(due_at) - now())) * 1000 as wait from delivery where state = 'due' and not held`
  const [rows] = await store.run('pump', {}, [{ name: 'next_due', text, values: [] }])
  const wait = rows?.[0]?.wait
  return wait === null || wait === undefined ? null : Math.max(0, Number(wait))
}
