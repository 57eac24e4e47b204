import type { Store } from './index.ts'
import type { Row } from './rows.ts'

/** What the database knows about an inbound, read in one round trip: first from server tables, then under the tenant. */
export type Context = {
  duplicate: boolean
  now: Date
  account: { key: string; person_id: string; state: string; version: number } | null
  person: { id: string; locale: string | null; speaks_with: string | null; version: number } | null
  place: {
    key: string
    purpose: string
    precinct_id: string | null
    community_id: string | null
    state: string
    version: number
  } | null
  precinct: Row<'precinct'> | null
  roles: Row<'role'>[]
  communities: Row<'community'>[]
  dialogue: Row<'dialogue'> | null
}

/**
 * @param precinct the tenant that a button or form named; else the place decides, else whom the person speaks with
 */
export async function readContext(
  store: Store,
  asked: { inbox: string; account: string | null; place: string; precinct: string | null },
): Promise<Context> {
  const [, server, tenant] = [null, ...(await store.run('engine', {}, [serverPart(asked), tenantPart(asked)]))]
  const known = server?.[0] as unknown as ServerRow
  const own = tenant?.[0] as unknown as TenantRow
  return {
    duplicate: known.duplicate,
    now: new Date(known.now),
    account: known.account,
    person: known.person,
    place: known.place,
    precinct: own.precinct,
    roles: own.roles.map((row) => store.sealing.open('role', row) as Row<'role'>),
    communities: own.communities.map((row) => store.sealing.open('community', row) as Row<'community'>),
    dialogue: own.dialogue && (store.sealing.open('dialogue', own.dialogue) as Row<'dialogue'>),
  }
}

type ServerRow = Pick<Context, 'duplicate' | 'account' | 'person' | 'place'> & { now: string }
type TenantRow = { precinct: Context['precinct']; roles: object[]; communities: object[]; dialogue: object | null }

/** The tenant is set from what server tables say, inside the transaction that then reads as that tenant. */
const serverPart = (asked: Parameters<typeof readContext>[1]) => ({
  name: 'context_server',
  text: `with a as (select * from account where key = $1),
      pe as (select p.id, p.locale, p.speaks_with, p.version from person p join a on a.person_id = p.id),
      pl as (select key, purpose, precinct_id, community_id, state, version from place where key = $2)
    select set_config('hearback.precinct', coalesce($3, (select precinct_id from pl where purpose <> 'private')::text, (select speaks_with from pe)::text, ''), true),
      exists (select 1 from inbox where id = $4) as duplicate,
      to_jsonb(now() + coalesce((select value::interval from setting where key = 'offset'), '0')) #>> '{}' as now,
      (select row_to_json(a) from a) as account, (select row_to_json(pe) from pe) as person, (select row_to_json(pl) from pl) as place`,
  values: [asked.account, asked.place, asked.precinct, asked.inbox],
})

const tenantPart = (asked: Parameters<typeof readContext>[1]) => ({
  name: 'context_tenant',
  text: `with mine as (select r.* from role r where r.person_id = (select person_id from account where key = $1) and r.state = 'active')
    select (select row_to_json(p) from precinct p where p.id = nullif(current_setting('hearback.precinct', true), '')::uuid) as precinct,
      (select coalesce(json_agg(m), '[]') from mine m) as roles,
      (select coalesce(json_agg(c), '[]') from community c where c.id in (select community_id from mine) or c.id = (select community_id from place where key = $2)) as communities,
      (select row_to_json(d) from dialogue d where d.place_key = $2) as dialogue`,
  values: [asked.account, asked.place],
})

/** A one-time code that still counts, in product time. */
export async function findCode(store: Store, hash: string): Promise<Row<'code'> | null> {
  const text = `select * from code where hash = $1 and used_at is null
    and expires_at > now() + coalesce((select value::interval from setting where key = 'offset'), '0')`
  const [rows] = await store.run('engine', {}, [{ name: 'find_code', text, values: [hash] }])
  return (rows?.[0] as unknown as Row<'code'>) ?? null
}
