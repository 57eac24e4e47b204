import type { Statement } from './batch.ts'
import { gathering } from './gather.ts'
import type { Store } from './index.ts'
import type { Row } from './rows.ts'

/** What the database knows about an inbound, read in one call: first from server tables, then under the tenant. */
export type Context = {
  duplicate: boolean
  now: Date
  account: { key: string; person_id: string; place_key: string } | null
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
  roles: KnownRole[]
  communities: KnownCommunity[]
  dialogue: Row<'dialogue'> | null
}

/** What authorising needs of a role and of a community: nothing sealed, so nothing is opened for every event. */
export type KnownRole = Pick<Row<'role'>, 'id' | 'person_id' | 'role' | 'community_id' | 'version'>
export type KnownCommunity = Pick<Row<'community'>, 'id' | 'locale' | 'zone' | 'emergency'>

/** `precinct`: the tenant that a button or form named; else the place decides, else whom the person speaks with. */
export type Asked = { inbox: string; account: string | null; place: string; precinct: string | null }

const CONTEXTS = `select at, hearback_context(account, place, precinct, event) as context
  from unnest($1::text[], $2::text[], $3::uuid[], $4::text[]) with ordinality as asked(account, place, precinct, event, at)`

/** Reads contexts, many in one statement where many are asked for at once. They differ in tenant: each sets its own. */
export const contextReader = (call: (statement: Statement) => Promise<Record<string, unknown>[]>) =>
  gathering<Asked, unknown>(async (asked) => {
    const column = (name: keyof Asked) => asked.map((one) => one[name])
    const values = [column('account'), column('place'), column('precinct'), column('inbox')]
    const rows = await call({ name: 'contexts', text: CONTEXTS, values })
    return rows.sort((a, b) => Number(a.at) - Number(b.at)).map(({ context }) => context)
  })

export async function readContext(store: Store, asked: Asked): Promise<Context> {
  const found = (await store.context(asked)) as Omit<Context, 'now' | 'dialogue'> & {
    now: string
    dialogue: object | null
  }
  return {
    ...found,
    now: new Date(found.now),
    dialogue: found.dialogue && (store.sealing.open('dialogue', found.dialogue) as Row<'dialogue'>),
  }
}

/** A one-time code that still counts, in product time. */
export async function findCode(store: Store, hash: string): Promise<Row<'code'> | null> {
  const text = `select * from code where hash = $1 and used_at is null
    and expires_at > now() + coalesce((select value::interval from setting where key = 'offset'), '0')`
  const [rows] = await store.run('engine', {}, [{ name: 'find_code', text, values: [hash] }])
  return (rows?.[0] as unknown as Row<'code'>) ?? null
}
