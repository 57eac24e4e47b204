import { insert } from '../engine/effect.ts'
import type { Engine } from '../engine/engine.ts'
import { expand } from '../engine/expand.ts'
import { productTime } from '../store/clocks.ts'

export type NewPrecinct = { name: string; locale: string; zone: string; region: string; emergency: string }

/** A new tenant and the one-time code that makes a place its desk. Only who runs the server can do this. */
export async function createPrecinct(engine: Engine, facts: NewPrecinct): Promise<{ id: string; code: string }> {
  const id = engine.ids.uuid()
  const code = await newDeskCode(engine, id, [insert('precinct', { id, ...facts })])
  return { id, code }
}

/** A fresh code for a desk: the first one, or after a desk was lost. */
export async function newDeskCode(
  engine: Engine,
  precinct: string,
  also: readonly ReturnType<typeof insert>[] = [],
): Promise<string> {
  const now = await productTime(engine.store)
  const { code, hash } = engine.ids.code()
  const expires_at = new Date(now.getTime() + engine.terms.code)
  const row = insert('code', { hash, kind: 'people.take_desk', precinct_id: precinct, subject: precinct, expires_at })
  await engine.store.commit(precinct, await expand(engine, precinct, now, [...also, row]))
  return code
}

export async function listPrecincts(engine: Engine): Promise<{ id: string; name: string }[]> {
  const [rows] = await engine.store.run('engine', {}, [
    { name: 'precincts', text: 'select id, name from precinct order by created_at', values: [] },
  ])
  return (rows ?? []) as { id: string; name: string }[]
}
