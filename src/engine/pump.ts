import { setTimeout as sleep } from 'node:timers/promises'
import { nextDue } from '../store/outbox.ts'
import { dispatch } from './dispatch.ts'
import type { Engine } from './engine.ts'

/** The longest sleep between two looks at the outbox, in ms: another instance may have left something. */
const LOOK_AGAIN = 15_000

/** A pause between two looks that found nothing, in ms. */
const BREATH = 60
/** What is due within this many ms is waited for by `idle`. */
const SOON = 4_000
const LOOKS = 40

export type Pump = {
  /** Something may be due. Returns at once. */
  wake(): void
  /** Resolves when everything that is due now or within a few seconds has been tried. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Runs `dispatch` whenever something may be due, one run at a time. A dead database stops nothing: it looks again. */
export function startPump(engine: Engine): Pump {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const look = () =>
    dispatch(engine, () => stopped).catch((error: unknown) => {
      engine.log('dispatch.failed', { error: error instanceof Error ? error.name : 'unknown' })
      return 0
    })
  const run = async () => {
    do {
      again = false
      const taken = await look()
      // Under load events come faster than anything becomes due: looking again at once would only cost.
      if (taken === 0 && again) await sleep(BREATH)
    } while (again && !stopped)
    await sleepUntilDue()
  }
  const sleepUntilDue = async () => {
    const wait = await nextDue(engine.store).catch(() => null)
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(wake, Math.min(Math.max(wait ?? LOOK_AGAIN, 20), LOOK_AGAIN))
    timer.unref()
  }
  const wake = () => {
    again = true
    if (stopped || running) return
    running = run().finally(() => {
      running = null
      if (again && !stopped) wake()
    })
  }
  return {
    wake,
    async idle() {
      // Something may stay due for ever, such as a platform that is away: patience is bounded.
      for (
        let looks = 0, wait: number | null = 0;
        wait !== null && wait < SOON && looks < LOOKS && !stopped;
        looks += 1
      ) {
        await sleep(looks === 0 ? 0 : Math.max(wait, BREATH))
        wake()
        while (running) await running
        wait = await nextDue(engine.store)
      }
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
