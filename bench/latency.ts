import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { makeDatabase } from './database.ts'
import type { Round } from './load.ts'
import { load } from './machine.ts'
import type { ProductOptions } from './product.ts'
import type { Button, Kind } from './requests.ts'
import { quantile } from './sample.ts'

const PER_SECOND = 50
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

export async function latency(platform: Platform, where: 'postgres' | 'pglite', seconds: number): Promise<Latency> {
  const home = where === 'postgres' ? await ofServer() : await ofDirectory()
  const generator = await startChild('load.ts')
  const standIn = await startChild('stand-in.ts')
  const about = { platform, standIn: await standIn.ask<string>('url'), ...home.place } satisfies ProductOptions
  const ours = await startChild('product.ts', { arguments: [JSON.stringify(about)] })
  try {
    return await measured(platform, home.name, seconds, ours, generator)
  } finally {
    await ours.ask('empty').catch(() => {})
    for (const child of [generator, ours, standIn]) await child.stop()
    await home.remove()
  }
}

async function ofServer() {
  const database = await makeDatabase()
  const place = { databaseUrl: database.url, dataDir: '' }
  return { name: `PostgreSQL ${database.version}`, place, remove: () => database.drop() }
}

async function ofDirectory() {
  const dataDir = await mkdtemp(join(tmpdir(), 'hearback-bench-'))
  return { name: 'PGlite in a directory', place: { dataDir }, remove: () => rm(dataDir, { recursive: true }) }
}

async function measured(
  platform: Platform,
  database: string,
  seconds: number,
  ours: Child,
  generator: Child,
): Promise<Latency> {
  const url = await ours.ask<string>('url')
  const kinds: Kind[] = [...mixes[platform]]
  const draft = kinds[0]
  const presses = (PER_SECOND * (seconds + 5)) / 4
  // Drafts for the presses; it also warms both up.
  await generator.ask('open', { url, kinds: [draft], perSecond: PER_SECOND, seconds: Math.ceil(presses / PER_SECOND), buttons: [] })
  const buttons = await ours.ask<Button[]>('buttons')
  await generator.ask('open', { url, kinds, perSecond: PER_SECOND, seconds: 3, buttons: buttons.splice(0, PER_SECOND) })
  const loadBefore = load()
  const before = await ours.ask<NodeJS.CpuUsage>('cpu')
  const { latencies, refused, acks } = await generator.ask<Round>('open', { url, kinds, perSecond: PER_SECOND, seconds, buttons })
  const after = await ours.ask<NodeJS.CpuUsage>('cpu')
  const log = await ours.ask<Record<string, number>>('log')
  const serverUs = (after.user + after.system - before.user - before.system) / Math.max(1, acks)
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => quantile(latencies, share)) as [number, number, number]
  const run = { name: platform, database, perSecond: PER_SECOND, seconds, kinds, most: MOST }
  return { ...run, p50, p99, max, refused, serverUs, log, loadBefore, loadAfter: load(), latencies }
}
