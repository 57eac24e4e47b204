import type { Latency } from './latency.ts'
import type { Machine } from './machine.ts'
import type { Paired } from './paired.ts'
import { medians, type Sample } from './sample.ts'

const number = (value: number, digits = 0) => value.toFixed(digits)
const ms = (value: number) => `${number(value, 1)} ms`
const us = (value: number | null) => (value === null ? 'not seen' : `${number(value)} µs`)

export const machineLines = ({ commit, node, processor, cores, load }: Machine) =>
  `commit ${commit} · node ${node} · ${processor}, ${cores} cores · load average before ${load.join(' ')}`

export function pairedLines(run: Paired): string {
  const { name, event, rows, postgres, connections, seconds, ours, bare, ratio, least } = run
  const verdict = ratio >= least ? 'kept' : 'MISSED'
  return [
    `\n${name}: one ${event} to its acknowledgement, ${connections} connections, rounds of ${seconds} s, PostgreSQL ${postgres}`,
    `rows in one event: ${rows}`,
    ...table('ours', ours),
    ...table('bare', bare),
    `ratio of medians ${number(ratio, 3)} (promised: at least ${least}: ${verdict})`,
    ...(run.cpuRatio === null
      ? []
      : [`CPU of the bare side for one acknowledgement, as a share of ours: ${number(run.cpuRatio, 3)}`]),
    `load average ${run.loadBefore.join(' ')} before, ${run.loadAfter.join(' ')} after`,
    ...(Object.keys(run.log).length > 0 ? [`log: ${JSON.stringify(run.log)}`] : []),
  ].join('\n')
}

function table(side: string, samples: readonly Sample[]): string[] {
  const lines = samples.map((sample, index) => `  ${side} ${index + 1}: ${sampleLine(sample)}`)
  return [...lines, `  ${side} median: ${sampleLine(medians(samples))}`]
}

const sampleLine = (one: Sample) =>
  [
    `${number(one.perSecond)}/s`,
    `p50 ${ms(one.p50)}`,
    `p99 ${ms(one.p99)}`,
    `server ${us(one.serverUs)}`,
    `database ${us(one.databaseUs)}`,
    ...(one.refused > 0 ? [`${one.refused} REFUSED`] : []),
  ].join(' · ')

export function latencyLines({ name, database, perSecond, seconds, latencies, refused, ...run }: Latency): string {
  const verdict = run.p99 < run.most ? 'kept' : 'MISSED'
  return [
    `\n${name} on ${database}: ${perSecond}/s for ${seconds} s, ${run.kinds.join(', ')} in turn`,
    `  ${latencies.length} sent, ${refused} refused · p50 ${ms(run.p50)} · p99 ${ms(run.p99)} · max ${ms(run.max)} (promised: p99 under ${run.most} ms: ${verdict})`,
    `  ${run.atDesk} concerns at the desk · server ${us(run.serverUs)} · load average ${run.loadBefore.join(' ')} before, ${run.loadAfter.join(' ')} after`,
    ...(Object.keys(run.log).length > 0 ? [`  log: ${JSON.stringify(run.log)}`] : []),
  ].join('\n')
}
