import { applyMigrations, readMigrations } from '../src/store/apply.ts'
import { makePartitions } from '../src/store/upkeep.ts'
import type { BareOptions } from './bare.ts'
import { type Child, startChild } from './child.ts'
import { type Database, makeDatabase, serverCpu } from './database.ts'
import type { Round } from './load.ts'
import { load } from './machine.ts'
import type { ProductOptions } from './product.ts'
import type { Kind } from './requests.ts'
import { counted, type Rows, rawStatement, readRows } from './rows.ts'
import { medians, quantile, type Sample } from './sample.ts'

const CONNECTIONS = 16
const WARM_UP = 3

export type Paired = {
  name: string
  event: Kind
  /** The least share of the bare side's throughput that we promise. */
  least: number
  rows: string
  postgres: string
  connections: number
  seconds: number
  ours: Sample[]
  bare: Sample[]
  ratio: number
  log: Record<string, number>
  loadBefore: number[]
  loadAfter: number[]
}

export type PairedOptions = { rounds: number; seconds: number; profile?: string }

const events = { slack: 'slack-command', telegram: 'telegram-text' } as const
const promised = { slack: 0.65, telegram: 0.5 }

/** Ours and bare, in turns, in one run, on one server, from one generator. */
export async function paired(platform: 'slack' | 'telegram', options: PairedOptions): Promise<Paired> {
  const loadBefore = load()
  const [mine, theirs] = [await makeDatabase(), await makeDatabase()]
  const generator = await startChild('load.ts')
  const standIn = await startChild('stand-in.ts')
  const ours = await startOurs({ platform, standIn: await standIn.ask('url'), databaseUrl: mine.url, dataDir: '' }, options)
  const rows = await example(ours, mine, generator, events[platform])
  const bare = await startBare({ platform, databaseUrl: theirs.url, rows }, theirs)
  try {
    const one: Side = { child: ours, database: mine, rest: () => ours.ask('empty') }
    const other: Side = { child: bare, database: theirs, rest: async () => {} }
    const event = events[platform]
    const samples = await inTurns(generator, event, [one, other], options)
    const log = await ours.ask<Record<string, number>>('log')
    const ratio = medians(samples[0]).perSecond / medians(samples[1]).perSecond
    const about = { name: platform, event, least: promised[platform], rows: counted(rows), postgres: mine.version }
    const run = { connections: CONNECTIONS, seconds: options.seconds, ours: samples[0], bare: samples[1], ratio, log }
    return { ...about, ...run, loadBefore, loadAfter: load() }
  } finally {
    await ours.ask('empty').catch(() => {})
    for (const child of [generator, ours, bare, standIn]) await child.stop()
    await mine.drop()
    await theirs.drop()
  }
}

function startOurs(about: ProductOptions, { profile }: PairedOptions): Promise<Child> {
  const node = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  return startChild('product.ts', { arguments: [JSON.stringify(about)], node })
}

/** The same tables with the same indexes; as the owner, so that no policy is in the way. */
async function startBare(about: BareOptions, { owner }: Database): Promise<Child> {
  const applied = await applyMigrations(owner, await readMigrations())
  if (applied.status === 'refused') throw new Error(applied.detail)
  await makePartitions(owner)
  return startChild('bare.ts', { arguments: [JSON.stringify(about)] })
}

/** Lets one event through and looks at what it left. */
async function example(ours: Child, { owner }: Database, generator: Child, kind: Kind): Promise<Rows> {
  const url = await ours.ask<string>('url')
  const { acks } = await generator.ask<Round>('closed', { url, kind, connections: 1, seconds: 0.0001 })
  const rows = await readRows(owner, await ours.ask<string>('precinct'))
  if (acks !== 1 || rows.length < 2) throw new Error(`one event made ${rows.length} rows and ${acks} acknowledgements`)
  rawStatement(rows)
  return rows
}

type Side = { child: Child; database: Database; rest(): Promise<unknown> }

async function inTurns(generator: Child, kind: Kind, sides: [Side, Side], { rounds, seconds }: PairedOptions) {
  for (const side of sides) await round(generator, kind, side, WARM_UP)
  for (const { database } of sides) await database.owner.query('vacuum (analyze)')
  const samples: [Sample[], Sample[]] = [[], []]
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const index of turn % 2 === 0 ? [0, 1] : [1, 0])
      samples[index]!.push(await round(generator, kind, sides[index]!, seconds))
  }
  return samples
}

async function round(generator: Child, kind: Kind, side: Side, seconds: number): Promise<Sample> {
  const url = await side.child.ask<string>('url')
  const before = await cpuOf(side)
  const taken = await generator.ask<Round>('closed', { url, kind, connections: CONNECTIONS, seconds })
  const after = await cpuOf(side)
  await side.rest()
  const per = (used: number) => used / Math.max(1, taken.acks)
  return {
    perSecond: taken.acks / taken.seconds,
    acks: taken.acks,
    refused: taken.refused,
    p50: quantile(taken.latencies, 0.5),
    p99: quantile(taken.latencies, 0.99),
    max: taken.latencies.at(-1) ?? 0,
    serverUs: per(after.server - before.server),
    databaseUs: after.database === null || before.database === null ? null : per(after.database - before.database),
  }
}

async function cpuOf({ child, database }: Side) {
  const { user, system } = await child.ask<NodeJS.CpuUsage>('cpu')
  return { server: user + system, database: await serverCpu(database) }
}
