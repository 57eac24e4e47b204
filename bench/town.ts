import { insert } from '../src/engine/effect.ts'
import type { Engine } from '../src/engine/engine.ts'
import { expand } from '../src/engine/expand.ts'
import { addressOf, placeKey } from '../src/engine/scene.ts'
import { createPrecinct } from '../src/ops/precinct.ts'
import { productTime } from '../src/store/clocks.ts'
import type { Button } from './requests.ts'
import { accountOf, PEOPLE, slack, telegram } from './secrets.ts'

type Platform = 'slack' | 'telegram'

const workspaceOf = (platform: Platform) => (platform === 'slack' ? slack.team : telegram.bot)

/** One precinct with a desk, a community with three areas, and PEOPLE ambassadors who have written to the bot before. */
export async function settle(engine: Engine, platform: Platform): Promise<{ precinct: string }> {
  const facts = { name: 'Precinct 9', locale: 'en', zone: 'America/New_York', region: 'US', emergency: '911' }
  const { id: precinct } = await createPrecinct(engine, facts)
  const community = engine.ids.uuid()
  const areas = ['Maple Street', 'Harbour', 'Old Town'].map((name) =>
    insert('area', { precinct_id: precinct, id: engine.ids.uuid(), name } as object),
  )
  const effects = [
    insert('community', {
      precinct_id: precinct,
      id: community,
      name: 'Calle Roble',
      locale: 'es',
      zone: facts.zone,
    } as object),
    ...areas,
    desk(engine, platform, precinct),
    ...Array.from({ length: PEOPLE }, (_, index) => ambassador(engine, platform, precinct, community, index)).flat(),
  ]
  await engine.store.commit(precinct, await expand(engine, precinct, await productTime(engine.store), effects))
  return { precinct }
}

function desk(engine: Engine, platform: Platform, precinct: string) {
  const ref = platform === 'slack' ? 'C0DESK' : '-1009000000001'
  const place = { platform, workspace: workspaceOf(platform), ref, kind: 'group' } as const
  const key = placeKey(engine, place)
  return insert('place', { key, platform, purpose: 'desk', precinct_id: precinct, address: addressOf(place) } as object)
}

function ambassador(engine: Engine, platform: Platform, precinct: string, community: string, index: number) {
  const account = accountOf(platform, index)
  const workspace = workspaceOf(platform)
  const home = engine.adapters.get(platform)!.privatePlace(workspace, account)
  const person = engine.ids.uuid()
  const key = placeKey(engine, home)
  const address = addressOf(home)
  const role = {
    precinct_id: precinct,
    id: engine.ids.uuid(),
    person_id: person,
    role: 'ambassador',
    community_id: community,
  }
  return [
    insert('person', { id: person, locale: 'en', speaks_with: precinct } as object),
    insert('account', { key: engine.ids.accountKey(platform, workspace, account), person_id: person, place_key: key }),
    insert('place', { key, platform, purpose: 'private', person_id: person, address } as object),
    insert('role', { ...role, label: 'Ana', state: 'active' } as object),
  ]
}

/** The send button of each draft that waits, with the account of the ambassador whose draft it is. */
export async function buttonsOf(engine: Engine, platform: Platform, precinct: string): Promise<Button[]> {
  const text = `select c.id, c.version, a.key from concern c join voice v on v.concern_id = c.id and v.part = 'ambassador'
    join account a on a.person_id = v.person_id where c.state = 'captured'`
  const [rows] = await engine.store.run('engine', { precinct }, [{ name: 'bench_drafts', text, values: [] }])
  const accounts = Array.from({ length: PEOPLE }, (_, index) => accountOf(platform, index))
  const named = new Map(accounts.map((one) => [engine.ids.accountKey(platform, workspaceOf(platform), one), one]))
  return (rows ?? []).map(({ id, version, key }) => {
    const pointer = {
      act: engine.offers.numberOf('concerns.send'),
      precinct,
      subject: String(id),
      arg: Number(version),
    }
    return { account: named.get(String(key)) ?? '', action: engine.references.encode(pointer) }
  })
}

/** Concerns that somebody has agreed to send. */
export async function countAtDesk(engine: Engine, precinct: string): Promise<number> {
  const text = `select count(*)::int as n from concern where state <> 'captured'`
  const [rows] = await engine.store.run('engine', { precinct }, [{ name: 'bench_at_desk', text, values: [] }])
  return Number(rows?.[0]?.n)
}
