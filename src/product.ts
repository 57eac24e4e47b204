import { schedule } from 'node-cron'
import type { Adapter, Menu, Reply } from '#contract'
import type { Config } from './config.ts'
import type { Engine } from './engine/engine.ts'
import type { Terms } from './engine/feature.ts'
import { createIds, terms } from './engine/ids.ts'
import { menusOf } from './engine/menus.ts'
import { compose } from './engine/offers.ts'
import { type Pump, startPump } from './engine/pump.ts'
import { receive } from './engine/receive.ts'
import { keepHouse, tick } from './engine/tick.ts'
import { features } from './features/index.ts'
import type { Log } from './ops/log.ts'
import { healthRoutes, type Server, serve } from './ops/server.ts'
import { type Store, storeOf } from './store/index.ts'
import type { Opened } from './store/open.ts'
import { createReferences } from './trust/reference.ts'
import { createVault } from './trust/vault.ts'

export type Product = {
  engine: Engine
  pump: Pump
  url: string
  menus: Menu[]
  /** Takes no new events, finishes those in hand, then lets go of everything. */
  stop(): Promise<void>
}

export type Parts = {
  config: Pick<Config, 'keys' | 'operatedBy' | 'host' | 'port'>
  opened: Opened
  adapters: readonly Adapter[]
  log: Log
  terms?: Partial<Terms>
  /** Without the minute's tick: tests and the demo move time themselves. */
  still?: boolean
}

/** The engine over an open database, before anything moves. */
export async function createEngine({ config, opened, adapters, log, ...more }: Parts): Promise<Engine> {
  const vault = createVault(config.keys)
  const clock = () => Date.now()
  return {
    store: await storeOf(opened, vault),
    vault,
    references: createReferences(config.keys),
    offers: compose(features),
    adapters: new Map(adapters.map((adapter) => [adapter.platform, adapter])),
    terms: { ...terms, ...more.terms },
    ids: createIds(vault, clock),
    operatedBy: config.operatedBy,
    log,
    clock,
    wake: () => {},
  }
}

/** Where the parts meet: store, engine, adapters, clock, web. */
export async function startProduct(parts: Parts): Promise<Product> {
  const { config, adapters, log, still } = parts
  const engine = await createEngine(parts)
  const { store } = engine
  const pump = startPump(engine)
  engine.wake = pump.wake
  const routes = routesOf(adapters, () => readiness(store, adapters))
  const server = await serve(routes, config, log)
  const running = await connect(engine, adapters)
  const ticking = still ? null : keepTime(engine)
  pump.wake()
  return {
    engine,
    pump,
    url: server.url,
    menus: menusOf(engine),
    stop: () => stopAll({ ticking, running, server, pump, store }),
  }
}

const routesOf = (adapters: readonly Adapter[], ready: Parameters<typeof healthRoutes>[0]) =>
  Object.assign({}, healthRoutes(ready), ...adapters.map(({ routes }) => routes ?? {}))

async function readiness(store: Store, adapters: readonly Adapter[]) {
  const database = await store.run('pump', {}, [{ name: 'ready', text: 'select 1', values: [] }]).then(
    () => true,
    () => false,
  )
  return [
    { name: 'database', ok: database },
    ...adapters.map((adapter) => ({ name: adapter.platform, ok: adapter.lastContact() > 0 })),
  ]
}

type Running = { stop(): Promise<void> }

/** A platform that is away at the start is tried again by its adapter; the others do not wait for it. */
async function connect(engine: Engine, adapters: readonly Adapter[]): Promise<Running[]> {
  const ports = {
    receive: async (inbound: Parameters<typeof receive>[1]): Promise<Reply> => receive(engine, inbound),
    menus: menusOf(engine),
    log: engine.log,
    now: engine.clock,
  }
  return Promise.all(adapters.map((adapter) => adapter.start(ports)))
}

/** node-cron wakes; what is due stands in the database. Housekeeping runs every ten minutes. */
function keepTime(engine: Engine): Running {
  const safely = (what: string, act: () => Promise<unknown>) => async () => {
    await act().catch((error: unknown) =>
      engine.log(`${what}.failed`, { error: error instanceof Error ? error.name : 'unknown' }),
    )
  }
  const ticks = safely('tick', async () => {
    await tick(engine)
    engine.wake()
  })
  const minute = schedule('* * * * *', ticks, { noOverlap: true })
  const house = schedule(
    '*/10 * * * *',
    safely('house', () => keepHouse(engine)),
    { noOverlap: true },
  )
  void ticks()
  return {
    async stop() {
      await minute.destroy()
      await house.destroy()
    },
  }
}

async function stopAll(parts: {
  ticking: Running | null
  running: readonly Running[]
  server: Server
  pump: Pump
  store: Store
}): Promise<void> {
  await parts.ticking?.stop()
  await Promise.all(parts.running.map((one) => one.stop()))
  await parts.server.stop()
  await parts.pump.stop()
  await parts.store.close()
}
