/** One round of one side. Latencies in ms, CPU in µs for each acknowledgement. */
export type Sample = {
  perSecond: number
  acks: number
  refused: number
  p50: number
  p99: number
  max: number
  serverUs: number
  databaseUs: number | null
}

/** `sorted` ascending; the smallest value that at least `share` of all do not exceed. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The median of each figure by itself. */
export function medians(samples: readonly Sample[]): Sample {
  const of = (pick: (sample: Sample) => number) => median(samples.map(pick))
  return {
    perSecond: of((one) => one.perSecond),
    acks: of((one) => one.acks),
    refused: of((one) => one.refused),
    p50: of((one) => one.p50),
    p99: of((one) => one.p99),
    max: of((one) => one.max),
    serverUs: of((one) => one.serverUs),
    databaseUs: samples.every((one) => one.databaseUs !== null) ? of((one) => one.databaseUs ?? 0) : null,
  }
}
