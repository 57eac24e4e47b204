import type { Store } from '../store/index.ts'
import type { Target } from './feature.ts'

/** One place that will get something, and who reads there. */
export type Recipient = {
  target: string
  key: string
  platform: string
  state: string
  person_id: string | null
  part: string | null
  locale: string | null
  zone: string
  emergency: string
  precinct: string
}

export function targetKey(target: Target): string {
  if ('place' in target) return `place:${target.place}`
  if ('person' in target) return `person:${target.person}`
  if ('purpose' in target) return 'desk'
  if ('leads' in target) return 'leads'
  return `voices:${target.voices}`
}

/** Finds the places behind targets, as the engine: acts of the desk never see them. One statement for all. */
export async function findRecipients(store: Store, precinct: string, targets: readonly Target[]): Promise<Recipient[]> {
  if (targets.length === 0) return []
  const places = targets.flatMap((target) => ('place' in target ? [target.place] : []))
  const persons = targets.flatMap((target) => ('person' in target ? [target.person] : []))
  const concerns = targets.flatMap((target) => ('voices' in target ? [target.voices] : []))
  const [rows] = await store.run('engine', { precinct }, [
    { name: 'recipients', text: QUERY, values: [places, persons, concerns, precinct] },
  ])
  const wanted = new Set(targets.map(targetKey))
  return ((rows ?? []) as unknown as Recipient[]).filter(({ target }) => wanted.has(target))
}

/** A person with several accounts is told in one place: an active one first. */
const HOME = `join lateral (select a.place_key from account a join place h on h.key = a.place_key
  where a.person_id = who.person_id order by (h.state = 'active') desc, a.key limit 1) home on true`

const QUERY = `with target as (
    select 'place:' || k as target, k as place_key, null::text as part, null::text as locale from unnest($1::text[]) k
    union all select 'person:' || who.person_id, home.place_key, null, null from unnest($2::uuid[]) who(person_id) ${HOME}
    union all select 'desk', key, null, null from place where precinct_id = $4::uuid and purpose = 'desk'
    union all select distinct 'leads', home.place_key, null::text, null::text from role who ${HOME} where who.role = 'lead' and who.state = 'active'
    union all select 'voices:' || who.concern_id, home.place_key, who.part, who.locale from voice who ${HOME} where who.concern_id = any($3::uuid[])
      and (who.part <> 'ambassador' or exists (select from role r where r.person_id = who.person_id and r.role = 'ambassador' and r.state = 'active')))
  select t.target, t.part, pl.key, pl.platform, pl.state, pl.person_id,
    coalesce(pe.locale, t.locale, co.locale, pr.locale) as locale, coalesce(co.zone, pr.zone) as zone,
    coalesce(co.emergency, pr.emergency) as emergency, pr.name as precinct
  from target t join place pl on pl.key = t.place_key join precinct pr on pr.id = $4::uuid
  left join person pe on pe.id = pl.person_id left join community co on co.id = pl.community_id`
