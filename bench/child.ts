import { fork } from 'node:child_process'

/** A process of the bench that answers questions, one at a time each. */
export type Child = {
  pid: number
  /** Rejects with the child's error, or when it ends before it answered. */
  ask<Answer>(question: string, about?: object): Promise<Answer>
  /** Lets the child end by itself. */
  stop(): Promise<void>
}

type Question = { number: number; question: string; about: object }
type Reply = { number: number; answer?: unknown; error?: string }

/** How long a child may take to end by itself, in ms. */
const PATIENCE = 20_000

/** Starts `bench/<file>` as a process of its own, so that neither its time nor its memory is anybody else's. */
export async function startChild(
  file: string,
  options: { arguments?: string[]; node?: string[] } = {},
): Promise<Child> {
  const path = new URL(file, import.meta.url).pathname
  const child = fork(path, options.arguments ?? [], { execArgv: options.node ?? [] })
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`))
      resolve()
    })
  })
  child.on('message', ({ number, answer, error }: Reply) => {
    const asked = waiting.get(number)
    waiting.delete(number)
    if (error === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(`${file}: ${error}`))
  })
  let last = 0
  const ask = <Answer>(question: string, about: object = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const number = ++last
      waiting.set(number, { resolve: resolve as (answer: unknown) => void, reject })
      child.send({ number, question, about } satisfies Question)
    })
  await ask('ready')
  const stop = async () => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
    await ask('stop').catch(() => {})
    await ended
    clearTimeout(impatient)
  }
  return { pid: child.pid ?? 0, ask, stop }
}

type Answers = Record<string, (about: never) => unknown>

/** The child's half: answers by name until it is told to stop, and then lets go of everything. */
export function answerParent(answers: Answers, stop: () => Promise<void> = async () => {}): void {
  const all: Answers = { cpu: () => process.cpuUsage(), ...answers, ready: () => true, stop }
  // The parent is gone: nobody would ever tell it to stop.
  process.once('disconnect', () => process.exit())
  const answer = async ({ number, question, about }: Question) => {
    try {
      const answer = await all[question]?.(about as never)
      process.send?.({ number, answer } satisfies Reply)
    } catch (error) {
      process.send?.({ number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
    if (question === 'stop') process.disconnect()
  }
  process.on('message', (question: Question) => void answer(question))
}
