import { schedule } from 'node-cron'
import type { Engine } from '../engine/engine.ts'
import { keepHouse, tick } from '../engine/tick.ts'

export type Running = { stop(): Promise<void> }

/** node-cron only wakes; what is due stands in the database. Housekeeping runs every ten minutes. */
export function keepTime(engine: Engine): Running {
  const ticks = safely(engine, 'tick', async () => {
    await tick(engine)
    engine.wake()
  })
  const house = safely(engine, 'house', () => keepHouse(engine))
  const tasks = [
    schedule('* * * * *', ticks, { noOverlap: true }),
    schedule('*/10 * * * *', house, { noOverlap: true }),
  ]
  // Whatever became due while nobody was running.
  void ticks()
  return {
    async stop() {
      for (const task of tasks) await task.destroy()
    },
  }
}

/** A database that is away is tried again at the next minute. */
const safely = (engine: Engine, what: string, act: () => Promise<unknown>) => async () => {
  await act().catch((error: unknown) =>
    engine.log(`${what}.failed`, { error: error instanceof Error ? error.name : 'unknown' }),
  )
}
