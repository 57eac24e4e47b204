import type { Adapter, Inbound, Reply } from '#contract'
import type { Config } from './config.ts'
import type { Engine } from './engine/engine.ts'
import type { Terms } from './engine/feature.ts'
import { createIds, terms } from './engine/ids.ts'
import { createMemory } from './engine/memory.ts'
import { menusOf } from './engine/menus.ts'
import { compose } from './engine/offers.ts'
import { type Pump, startPump } from './engine/pump.ts'
import { receive } from './engine/receive.ts'
import { features } from './features/index.ts'
import type { Log } from './ops/log.ts'
import { healthRoutes, type Server, serve } from './ops/server.ts'
import { keepTime, type Running } from './ops/time.ts'
import { type Store, storeOf } from './store/index.ts'
import type { Opened } from './store/open.ts'
import { createReferences } from './trust/reference.ts'
import { createVault } from './trust/vault.ts'

export type Product = {
  engine: Engine
  pump: Pump
  url: string
  /** Every platform has answered once; what each one that refused us said. */
  ready: Promise<string[]>
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
    memory: createMemory(),
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
  const connected = connect(engine, adapters)
  const ticking = still ? null : keepTime(engine)
  void connected.ready.then(pump.wake)
  return {
    engine,
    pump,
    url: server.url,
    ready: connected.ready,
    stop: () => stopAll({ ticking, connected, server, pump, store }),
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

/** Platforms connect beside each other: one that is away, or refuses its token, degrades itself only. */
function connect(engine: Engine, adapters: readonly Adapter[]): { ready: Promise<string[]>; stop(): Promise<void> } {
  const ports = {
    receive: (inbound: Inbound): Promise<Reply> => receive(engine, inbound),
    menus: menusOf(engine),
    log: engine.log,
    now: engine.clock,
  }
  const starts = adapters.map(async (adapter) => {
    try {
      return await adapter.start(ports)
    } catch (error) {
      engine.log('platform.refused', {
        platform: adapter.platform,
        error: error instanceof Error ? error.name : 'unknown',
      })
      return error instanceof Error ? error.message : 'refused'
    }
  })
  const refused = async () => (await Promise.all(starts)).flatMap((one) => (typeof one === 'string' ? [one] : []))
  return {
    ready: refused(),
    async stop() {
      // One that never connected has nothing in hand.
      const late = new Promise<null>((resolve) => setTimeout(resolve, 500, null).unref())
      const running = await Promise.all(starts.map((start) => Promise.race([start, late])))
      await Promise.all(running.map((one) => (one && typeof one !== 'string' ? one.stop() : undefined)))
    },
  }
}

async function stopAll(parts: {
  ticking: Running | null
  connected: Running
  server: Server
  pump: Pump
  store: Store
}): Promise<void> {
  await parts.ticking?.stop()
  await parts.connected.stop()
  await parts.server.stop()
  await parts.pump.stop()
  await parts.store.close()
}
