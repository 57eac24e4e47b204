// People who press and write, as one process: many at once, or so many a second.
import { setTimeout as wait } from 'node:timers/promises'
import { answerParent } from './child.ts'
import { type Button, type Kind, requestOf } from './requests.ts'
import { openWire, type Wire } from './wire.ts'

/** Acknowledgements of one round. Latencies are in ms, sorted. */
export type Round = { seconds: number; acks: number; refused: number; latencies: number[] }

let runs = 0
const spare = new Map<string, Wire[]>()

/** Run numbers must be new on a database that has seen others, or everything is a duplicate. */
const nextRun = () => (Math.floor(Date.now() / 1000) % 100_000) * 1000 + (++runs % 1000)

/** So many connections, each with one request under way, for that long. */
async function closed(about: { url: string; kind: Kind; connections: number; seconds: number }): Promise<Round> {
  const run = nextRun()
  const wires = await Promise.all(Array.from({ length: about.connections }, () => openWire(about.url)))
  const taken = round()
  let count = 0
  const begun = performance.now()
  const end = begun + about.seconds * 1000
  await Promise.all(
    wires.map(async (wire) => {
      while (performance.now() < end) await once(wire, requestOf(about.kind, run, count++), taken)
    }),
  )
  for (const wire of wires) wire.close()
  return finished(taken, begun)
}

/** Sends on time whether or not anything has come back: a slow answer delays nobody but its own. */
async function open(about: {
  url: string
  kinds: Kind[]
  perSecond: number
  seconds: number
  buttons: Button[]
}): Promise<Round> {
  const run = nextRun()
  const taken = round()
  const begun = performance.now()
  const under: Promise<void>[] = []
  const buttons = [...about.buttons]
  for (let count = 0; count < about.perSecond * about.seconds; count += 1) {
    const due = begun + (count * 1000) / about.perSecond
    const early = due - performance.now()
    if (early > 1) await wait(early)
    const kind = about.kinds[count % about.kinds.length]!
    const button = kind.endsWith('press') ? buttons.pop() : undefined
    under.push(borrowed(about.url, requestOf(kind, run, count, button), taken, due))
  }
  await Promise.all(under)
  for (const wire of [...spare.values()].flat()) wire.close()
  spare.clear()
  return finished(taken, begun)
}

async function borrowed(url: string, request: Buffer, taken: Round, due: number): Promise<void> {
  const idle = spare.get(url) ?? []
  spare.set(url, idle)
  let wire = idle.pop()
  while (wire && !wire.isFresh()) {
    wire.close()
    wire = idle.pop()
  }
  wire ??= await openWire(url)
  await once(wire, request, taken, due)
  idle.push(wire)
}

async function once(wire: Wire, request: Buffer, taken: Round, since = performance.now()): Promise<void> {
  const status = await wire.exchange(request)
  if (status === 200) taken.acks += 1
  else taken.refused += 1
  taken.latencies.push(performance.now() - since)
}

const round = (): Round => ({ seconds: 0, acks: 0, refused: 0, latencies: [] })

function finished(taken: Round, begun: number): Round {
  const seconds = (performance.now() - begun) / 1000
  return { ...taken, seconds, latencies: taken.latencies.sort((a, b) => a - b) }
}

answerParent({ closed, open })
