import { nextDue } from '../store/outbox.ts'
import { dispatch } from './dispatch.ts'
import type { Engine } from './engine.ts'

/** The longest sleep between two looks at the outbox, in ms: another instance may have left something. */
const LOOK_AGAIN = 15_000

export type Pump = {
  /** Something may be due. Returns at once. */
  wake(): void
  /** Resolves when everything that was due has been tried. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Runs `dispatch` whenever something may be due, one run at a time. A dead database stops nothing: it looks again. */
export function startPump(engine: Engine): Pump {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const run = async () => {
    do {
      again = false
      try {
        await dispatch(engine)
      } catch (error) {
        engine.log('dispatch.failed', { error: error instanceof Error ? error.name : 'unknown' })
      }
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
      wake()
      while (running) await running
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
