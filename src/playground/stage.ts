import type { Twin } from '#contract'
import { tick } from '../engine/tick.ts'
import type { Log } from '../ops/log.ts'
import { createPrecinct } from '../ops/precinct.ts'
import { createAdapters, startTwin } from '../platforms.ts'
import { type Product, startProduct } from '../product.ts'
import { moveTime } from '../store/clocks.ts'
import type { Opened } from '../store/open.ts'
import type { KeyRing } from '../trust/keys.ts'

/** The product on twins, with a clock that moves when told to: what demo, playground and stories play on. */
export type Stage = {
  twins: Record<string, Twin>
  readonly product: Product
  /** Waits until every event is acknowledged and everything due has been sent. */
  settle(): Promise<void>
  /** Moves product time by `ms`, rings what is due, and settles. */
  later(ms: number): Promise<void>
  /** A new precinct, with the operator's one-time code for its desk. */
  precinct(name?: string): Promise<{ id: string; code: string }>
  /** Stops the product and starts it anew on the same database, while people and platforms go on. */
  restart(): Promise<void>
  /** Ends product and twins; the database belongs to whoever opened it. */
  close(): Promise<void>
}

export type Setting = {
  platforms: readonly string[]
  opened: Opened
  keys: KeyRing
  log: Log
  /** Options of each twin, by platform. */
  twin?: Record<string, object>
  operatedBy?: 'community' | 'city' | 'precinct'
}

export async function setStage({
  platforms,
  opened,
  keys,
  log,
  twin = {},
  operatedBy = 'community',
}: Setting): Promise<Stage> {
  const started = await Promise.all(
    platforms.map(async (name) => [name, await startTwin(name, twin[name] ?? {})] as const),
  )
  const twins: Record<string, Twin> = Object.fromEntries(started)
  const start = async (): Promise<Product> => {
    const env = Object.assign({}, ...Object.values(twins).map((one) => one.env))
    const { adapters, wrong } = await createAdapters(env)
    if (wrong.length > 0) throw new Error(wrong.map(({ variable, message }) => `${variable}: ${message}`).join('\n'))
    // The database outlives the product: a restart finds everything as it was.
    const shared = { ...opened, close: async () => {} }
    const config = { keys, operatedBy, host: '127.0.0.1', port: 0 }
    const product = await startProduct({ config, opened: shared, adapters, log, still: true })
    const refused = await product.ready
    if (refused.length > 0) throw new Error(refused.join('\n'))
    await Promise.all(Object.values(twins).map((one) => one.connect(product.url)))
    return product
  }
  const running = { product: await start() }
  const settle = () => quiet(Object.values(twins), () => running.product)
  return {
    twins,
    get product() {
      return running.product
    },
    settle,
    async later(ms) {
      await moveTime(running.product.engine.store, ms)
      await tick(running.product.engine)
      await settle()
    },
    precinct: (name = 'Precinct 9') =>
      createPrecinct(running.product.engine, {
        name,
        locale: 'en',
        zone: 'America/New_York',
        region: 'US',
        emergency: '911',
      }),
    async restart() {
      await running.product.stop()
      running.product = await start()
    },
    async close() {
      await running.product.stop()
      await Promise.all(Object.values(twins).map((one) => one.stop()))
    },
  }
}

/** What is sent may cause events, and events may cause sends: three rounds see the end of both. */
async function quiet(twins: readonly Twin[], product: () => Product): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(twins.map((twin) => twin.settled()))
    await product().pump.idle()
  }
}
