import { parseArgs } from 'node:util'
import { type Latency, latency } from './latency.ts'
import { load, machine } from './machine.ts'
import { type Paired, paired } from './paired.ts'
import { latencyLines, machineLines, pairedLines } from './report.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    rounds: { type: 'string', default: '6' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})

const benches = ['slack', 'telegram', 'latency'] as const
const unknown = positionals.find((name) => !benches.includes(name as never))
if (unknown) throw new Error(`there is no bench ${unknown}: ${benches.join(', ')}`)
const wanted = benches.filter((name) => positionals.length === 0 || positionals.includes(name))

const results: { paired: Paired[]; latency: Latency[] } = { paired: [], latency: [] }
const say = (text: string) => {
  if (!values.json) console.log(text)
}

const before = machine()
say(machineLines(before))
for (const name of wanted) {
  if (name === 'latency') await everyLatency()
  else await onePair(name)
}
if (values.json) console.log(JSON.stringify({ machine: before, ...results, load: load() }))

async function onePair(name: 'slack' | 'telegram'): Promise<void> {
  const seconds = Number(values.seconds ?? 5)
  const run = await paired(name, { rounds: Number(values.rounds), seconds, profile: values.profile })
  results.paired.push(run)
  say(pairedLines(run))
}

async function everyLatency(): Promise<void> {
  for (const where of ['postgres', 'pglite'] as const) {
    for (const platform of ['slack', 'telegram'] as const) {
      const run = await latency(platform, where, { seconds: Number(values.seconds ?? 30), profile: values.profile })
      results.latency.push(run)
      say(latencyLines(run))
    }
  }
}
