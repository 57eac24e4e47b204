import type { Inbound, Place } from '#contract'
import type { Context } from '../store/context.ts'
import type { Engine } from './engine.ts'
import { NIL } from './engine.ts'
import type { Effect, Scene } from './feature.ts'
import { insert } from './feature.ts'
import { readerFor } from './readers.ts'
import type { Recipient } from './recipients.ts'

export const placeKey = (engine: Engine, place: Place) =>
  engine.vault.id('place', place.platform, place.workspace, place.ref, place.thread ?? '')

export const addressOf = ({ platform, workspace, ref, thread, kind }: Place) =>
  JSON.stringify({ platform, workspace, ref, kind, ...(thread && { thread }) })

/** The keys under which the database knows whoever acted and where. */
export function keysOf(engine: Engine, inbound: Inbound) {
  const { actor, place } = inbound
  const home = actor && engine.adapters.get(place.platform)?.privatePlace(place.workspace, actor.account)
  const key = placeKey(engine, place)
  return {
    place: key,
    account: actor ? engine.ids.accountKey(place.platform, place.workspace, actor.account) : null,
    home: home ? { place: home, key: isSame(home, place) ? key : placeKey(engine, home) } : null,
  }
}

const isSame = (one: Place, other: Place) =>
  one.platform === other.platform &&
  one.workspace === other.workspace &&
  one.ref === other.ref &&
  one.thread === other.thread

/** Puts what the database knows and what the platform said into one picture. */
export function sceneOf(engine: Engine, inbound: Inbound, keys: ReturnType<typeof keysOf>, context: Context): Scene {
  const { precinct, person, place, roles, communities } = context
  const purpose =
    inbound.place.kind === 'private' ? 'private' : ((place?.purpose ?? 'none') as Scene['place']['purpose'])
  const community =
    communities.find((one) => one.id === place?.community_id) ??
    communities.find((one) => roles.some((role) => role.community_id === one.id)) ??
    null
  return {
    now: context.now,
    precinct,
    person: whoever(engine, keys, context),
    roles,
    community,
    place: { key: keys.place, purpose, state: place?.state ?? 'active', version: place?.version ?? 0 },
    account: keys.account && keys.home ? { key: keys.account, place: keys.home.key } : null,
    reader: readerFor(engine, {
      platform: inbound.place.platform,
      locale:
        person?.locale ??
        (purpose === 'desk' ? precinct?.locale : inbound.actor?.locale) ??
        community?.locale ??
        precinct?.locale,
      zone: community?.zone ?? precinct?.zone ?? 'UTC',
      precinctId: precinct?.id ?? NIL,
      precinct: precinct?.name ?? '',
      emergency: community?.emergency ?? precinct?.emergency ?? '',
    }),
    inbound,
  }
}

/** A person we do not know gets an id, and rows only if what they do has an effect. */
function whoever(engine: Engine, keys: ReturnType<typeof keysOf>, { person }: Context): Scene['person'] {
  if (person) return { ...person, isNew: false }
  return keys.account ? { id: engine.ids.uuid(), version: 1, locale: null, speaks_with: null, isNew: true } : null
}

/** The rows of a person met for the first time. What the act would change in them is in them from the start. */
export function introduced(engine: Engine, scene: Scene, effects: readonly Effect[]): Effect[] {
  const { person, account, inbound } = scene
  if (!person?.isNew || !account || !inbound?.actor) return [...effects]
  const home = engine.adapters.get(inbound.place.platform)?.privatePlace(inbound.place.workspace, inbound.actor.account)
  if (!home) return [...effects]
  const own = (effect: Effect) => effect.do === 'update' && effect.table === 'person'
  const changes = effects.flatMap((effect) => (effect.do === 'update' && own(effect) ? [effect.set] : []))
  return [
    insert(
      'person',
      Object.assign(
        {
          id: person.id,
          locale: inbound.actor.locale ? scene.reader.locale : null,
          speaks_with: scene.precinct?.id ?? null,
        },
        ...changes,
      ),
    ),
    insert('account', { key: account.key, person_id: person.id, place_key: account.place }),
    insert('place', {
      key: account.place,
      platform: home.platform,
      purpose: 'private',
      person_id: person.id,
      address: addressOf(home),
    }),
    ...effects.filter((effect) => !own(effect)),
  ]
}

/** The actor as a recipient, as they will be once the effects are written: perhaps just met, perhaps with a new language. */
export function selfOf(scene: Scene, effects: readonly Effect[]): Recipient[] {
  const { person, account, inbound, precinct, reader } = scene
  if (!person || !account || !inbound) return []
  const changed = effects.flatMap((effect) =>
    effect.do === 'update' && effect.table === 'person' ? [effect.set as { locale?: string }] : [],
  )
  const facts = {
    key: account.place,
    platform: inbound.place.platform,
    state: 'active',
    person_id: person.id,
    part: null,
    locale: changed.find((set) => set.locale)?.locale ?? person.locale ?? reader.locale,
    zone: reader.zone,
    emergency: reader.emergency,
    precinct: precinct?.name ?? '',
  }
  return [`place:${account.place}`, `person:${person.id}`].map((target) => ({ ...facts, target }))
}

/** Gives a place its new address; everything that points at it follows. */
export async function movePlace(
  engine: Engine,
  { key, precinct, to }: { key: string; precinct: string; to: Place },
): Promise<void> {
  const next = placeKey(engine, to)
  const { address_sealed } = engine.store.sealing.seal('place', { key: next, address: addressOf(to) })
  await engine.store.run('engine', { precinct }, [
    {
      name: 'move_place',
      text: 'update place set key = $2, address_sealed = $3 where key = $1',
      values: [key, next, address_sealed],
    },
    { name: 'move_deliveries', text: 'update delivery set place_key = $2 where place_key = $1', values: [key, next] },
  ])
}
