import type { Store } from './index.ts'
import type { Row } from './rows.ts'

/** How long one instance may take to act on a due clock, in seconds. */
const LEASE = 60

/** Product time as the database has it: real time plus an offset that is 0 in production. */
export async function productTime(store: Store): Promise<Date> {
  const text = `select to_jsonb(now() + coalesce((select value::interval from setting where key = 'offset'), '0')) #>> '{}' as now`
  const [rows] = await store.run('engine', {}, [{ name: 'product_time', text, values: [] }])
  return new Date(String(rows?.[0]?.now))
}

/** Moves product time, for tests and the demo. */
export async function moveTime(store: Store, ms: number): Promise<void> {
  const text = `insert into setting as s (key, value) values ('offset', ($1::float8 * interval '1 millisecond')::text)
    on conflict (key) do update set value = (s.value::interval + excluded.value::interval)::text`
  await store.run('engine', {}, [{ name: 'move_time', text, values: [ms] }])
}

/** Takes clocks that are due in product time. Any number of instances may ask at once; nobody gets the same clock. */
export async function claimClocks(store: Store, now: Date, lease: string, limit: number): Promise<Row<'clock'>[]> {
  const text = `with due as (
      select precinct_id, id from clock where state = 'set' and due_at <= $1 and (leased_to is null or leased_to < now())
      order by due_at limit $3 for update skip locked)
    update clock c set lease = $2::uuid, leased_to = now() + interval '${LEASE} seconds', attempts = c.attempts + 1
    from due where c.precinct_id = due.precinct_id and c.id = due.id returning c.*`
  const [rows] = await store.run('pump', {}, [{ name: 'claim_clocks', text, values: [now, lease, limit] }])
  return (rows ?? []) as unknown as Row<'clock'>[]
}

/** A clock whose act keeps failing stops ringing; the operator finds it by its state. */
export async function failClock(store: Store, row: Row<'clock'>): Promise<void> {
  const text = `update clock set state = 'failed', lease = null where precinct_id = $1 and id = $2 and lease = $3`
  await store.run('pump', {}, [{ name: 'fail_clock', text, values: [row.precinct_id, row.id, row.lease] }])
}

/** Forgets what is over: seen events after a week, codes and dialogues after their end. */
export async function sweep(store: Store): Promise<void> {
  await store.run('pump', {}, [
    { name: 'sweep_inbox', text: `delete from inbox where at < now() - interval '7 days'`, values: [] },
    { name: 'sweep_code', text: `delete from code where expires_at < now() - interval '30 days'`, values: [] },
    { name: 'sweep_dialogue', text: `delete from dialogue where expires_at < now() - interval '7 days'`, values: [] },
    { name: 'sweep_partitions', text: 'select hearback_event_partitions(3)', values: [] },
  ])
}
