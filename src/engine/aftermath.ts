import { productTime } from '../store/clocks.ts'
import { Conflict, type Op } from '../store/index.ts'
import type { Row } from '../store/rows.ts'
import type { Engine } from './engine.ts'
import { expand } from './expand.ts'
import type { Scene } from './feature.ts'
import { perform, type Step } from './perform.ts'
import { readerFor } from './readers.ts'

const TRIES = 8

/** Carries out an act that nobody pressed: a due clock, a delivery that ended, a check. `also` is written in the same transaction. */
export async function carryOut(engine: Engine, precinct: string, step: Step, also: readonly Op[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      const scene = await sceneOfNobody(engine, precinct)
      const performed = await perform(engine, scene, step)
      const effects = 'outcome' in performed ? performed.outcome.effects : []
      await engine.store.commit(precinct, [...also, ...(await expand(engine, precinct, scene.now, effects))])
      if (effects.length > 0) engine.wake()
      return
    } catch (error) {
      if (!(error instanceof Conflict) || tries === TRIES) throw error
    }
  }
}

async function sceneOfNobody(engine: Engine, precinctId: string): Promise<Scene> {
  const [rows] = await engine.store.run('engine', { precinct: precinctId }, [
    { name: 'precinct_facts', text: 'select * from precinct where id = $1', values: [precinctId] },
  ])
  const precinct = rows?.[0] as unknown as Row<'precinct'>
  return {
    now: await productTime(engine.store),
    precinct,
    person: null,
    roles: [],
    community: null,
    place: { key: '', purpose: 'none', state: 'active', version: 0 },
    account: null,
    reader: readerFor(engine, {
      platform: '',
      locale: precinct.locale,
      zone: precinct.zone,
      precinctId,
      precinct: precinct.name,
      emergency: precinct.emergency,
    }),
    inbound: null,
  }
}
