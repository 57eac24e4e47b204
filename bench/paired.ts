import { applyMigrations, readMigrations } from '../src/store/apply.ts'
import { makePartitions } from '../src/store/upkeep.ts'
import type { BareOptions } from './bare.ts'
import type { Child } from './child.ts'
import { type Database, serverCpu } from './database.ts'
import type { Round } from './load.ts'
import { load } from './machine.ts'
import type { Kind } from './requests.ts'
import { counted, type Rows, readRows } from './rows.ts'
import { medians, quantile, type Sample } from './sample.ts'
import { onStage, type Stage } from './stage.ts'

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
  /** The bare side's CPU over ours, server and database together: steadier than throughput on a machine that others use too. */
  cpuRatio: number | null
  log: Record<string, number>
  loadBefore: number[]
  loadAfter: number[]
}

export type PairedOptions = { rounds: number; seconds: number; profile?: string }

const events = { slack: 'slack-command', telegram: 'telegram-text' } as const
const promised = { slack: 0.65, telegram: 0.5 }

/** Ours and bare, in turns, in one run, on one server, from one generator. */
export function paired(platform: 'slack' | 'telegram', options: PairedOptions): Promise<Paired> {
  return onStage(async (stage) => {
    const event = events[platform]
    const loadBefore = load()
    const [mine, theirs] = [await stage.database(), await stage.database()]
    const generator = await stage.child('load.ts')
    const standIn = await (await stage.child('stand-in.ts')).ask<string>('url')
    const ours = await stage.product({ platform, standIn, databaseUrl: mine.url, dataDir: '' }, options.profile)
    const rows = await example(ours, mine, generator, event)
    const bare = await startBare(stage, { platform, databaseUrl: theirs.url, rows }, theirs)
    const one: Side = { child: ours, database: mine, rest: () => ours.ask('empty') }
    const other: Side = { child: bare, database: theirs, rest: async () => {} }
    const samples = await inTurns(generator, event, [one, other], options)
    const log = await ours.ask<Record<string, number>>('log')
    const about = { name: platform, event, least: promised[platform], rows: counted(rows), postgres: mine.version }
    const run = { connections: CONNECTIONS, seconds: options.seconds, ...compared(...samples), log }
    return { ...about, ...run, loadBefore, loadAfter: load() }
  })
}

function compared(ours: Sample[], bare: Sample[]): Pick<Paired, 'ours' | 'bare' | 'ratio' | 'cpuRatio'> {
  const [a, b] = [medians(ours), medians(bare)]
  const cpu = ({ serverUs, databaseUs }: Sample) => (databaseUs === null ? null : serverUs + databaseUs)
  const [used, least] = [cpu(a), cpu(b)]
  const cpuRatio = used === null || least === null ? null : least / used
  return { ours, bare, ratio: a.perSecond / b.perSecond, cpuRatio }
}

/** The same tables with the same indexes; as the owner, so that no policy is in the way. */
async function startBare(stage: Stage, about: BareOptions, { owner }: Database): Promise<Child> {
  const applied = await applyMigrations(owner, await readMigrations())
  if (applied.status === 'refused') throw new Error(applied.detail)
  await makePartitions(owner)
  return stage.child('bare.ts', about)
}

/** Lets one event through and looks at what it left. */
async function example(ours: Child, { owner }: Database, generator: Child, kind: Kind): Promise<Rows> {
  const url = await ours.ask<string>('url')
  const { acks } = await generator.ask<Round>('closed', { url, kind, connections: 1, seconds: 0.0001 })
  const rows = await readRows(owner, await ours.ask<string>('precinct'))
  if (acks !== 1 || rows.length < 2) throw new Error(`one event made ${rows.length} rows and ${acks} acknowledgements`)
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
  const [before, seen] = [await cpuOf(side), await eventsIn(side)]
  const taken = await generator.ask<Round>('closed', { url, kind, connections: CONNECTIONS, seconds })
  const after = await cpuOf(side)
  const kept = (await eventsIn(side)) - seen
  if (kept !== taken.acks) throw new Error(`${taken.acks} acknowledgements, and ${kept} events are in the database`)
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

/** An acknowledgement that wrote nothing would be fast. */
async function eventsIn({ database }: Side): Promise<number> {
  const { rows } = await database.owner.query('select count(*)::int as n from inbox')
  return rows[0].n
}

async function cpuOf({ child, database }: Side) {
  const { user, system } = await child.ask<NodeJS.CpuUsage>('cpu')
  return { server: user + system, database: await serverCpu(database) }
}
