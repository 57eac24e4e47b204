import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Child } from './child.ts'
import type { Round } from './load.ts'
import { load } from './machine.ts'
import type { Button, Kind } from './requests.ts'
import { quantile } from './sample.ts'
import { onStage, type Stage } from './stage.ts'

const PER_SECOND = 50
const WARM_UP = 3
/** The promise, in ms. */
const MOST = 500

export type Latency = {
  name: string
  database: string
  perSecond: number
  seconds: number
  kinds: Kind[]
  most: number
  p50: number
  p99: number
  max: number
  refused: number
  serverUs: number
  /** Concerns that presses have sent to the desk by the end. */
  atDesk: number
  log: Record<string, number>
  loadBefore: number[]
  loadAfter: number[]
  /** All of them, in ms, sorted. */
  latencies: number[]
}

/** A day's mix: half of it new drafts, a quarter lists, a quarter presses that send a draft to the desk. */
const mixes = {
  slack: ['slack-command', 'slack-press', 'slack-command', 'slack-mine'],
  telegram: ['telegram-text', 'telegram-press', 'telegram-text', 'telegram-mine'],
} as const satisfies Record<string, Kind[]>

type Platform = keyof typeof mixes

export function latency(
  platform: Platform,
  where: 'postgres' | 'pglite',
  { seconds, profile }: { seconds: number; profile?: string },
): Promise<Latency> {
  return onStage(async (stage) => {
    const { database, ...home } = where === 'postgres' ? await onServer(stage) : await inDirectory(stage)
    const standIn = await (await stage.child('stand-in.ts')).ask<string>('url')
    const generator = await stage.child('load.ts')
    const ours = await stage.product({ platform, standIn, ...home }, profile)
    return { name: platform, database, ...(await measured(platform, seconds, ours, generator)) }
  })
}

async function onServer(stage: Stage) {
  const { url, version } = await stage.database()
  return { database: `PostgreSQL ${version}`, databaseUrl: url, dataDir: '' }
}

async function inDirectory(stage: Stage) {
  const dataDir = await mkdtemp(join(tmpdir(), 'hearback-bench-'))
  stage.undo(() => rm(dataDir, { recursive: true }))
  return { database: 'PGlite in a directory', dataDir }
}

async function measured(platform: Platform, seconds: number, ours: Child, generator: Child) {
  const url = await ours.ask<string>('url')
  const kinds: Kind[] = [...mixes[platform]]
  const steady = (more: object) => generator.ask<Round>('open', { url, kinds, perSecond: PER_SECOND, ...more })
  // Drafts for the presses to come; it also warms both up.
  const presses = Math.ceil((PER_SECOND * (seconds + WARM_UP)) / kinds.length)
  await steady({ kinds: kinds.slice(0, 1), seconds: Math.ceil(presses / PER_SECOND), buttons: [] })
  const buttons = await ours.ask<Button[]>('buttons')
  await steady({ seconds: WARM_UP, buttons: buttons.splice(0, PER_SECOND) })
  await ours.ask('log')
  const [loadBefore, before] = [load(), await ours.ask<NodeJS.CpuUsage>('cpu')]
  const { latencies, refused } = await steady({ seconds, buttons })
  const after = await ours.ask<NodeJS.CpuUsage>('cpu')
  const serverUs = (after.user + after.system - before.user - before.system) / latencies.length
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => quantile(latencies, share)) as [number, number, number]
  const atDesk = await ours.ask<number>('atDesk')
  const log = await ours.ask<Record<string, number>>('log')
  const run = { perSecond: PER_SECOND, seconds, kinds, most: MOST, p50, p99, max, refused, serverUs, atDesk, log }
  return { ...run, loadBefore, loadAfter: load(), latencies }
}
