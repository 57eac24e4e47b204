import { Worker } from 'node:worker_threads'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'

/** One PostgreSQL session inside this process, spoken to in the wire protocol. */
export type Backend = {
  /** Takes whole protocol messages and answers them, in the order of the calls. */
  exchange(messages: Uint8Array): Promise<Uint8Array>
  /** Leaves nothing of the previous client behind: no transaction, prepared statement or setting. */
  reset(): Promise<void>
  close(): Promise<void>
  /** Settles when the session has ended without being asked to. */
  lost: Promise<Error>
}

/** What a thread is asked, and what it answers; answers come in the order of the questions. */
export type ThreadRequest = { kind: 'exchange'; messages: Uint8Array } | { kind: 'reset' } | { kind: 'close' }
export type ThreadAnswer = { bytes?: Uint8Array; error?: string }

/** `max_wal_size`: nothing checkpoints by itself in here, so the log of writes must not grow as it may on a server. */
export function createPglite(options: PGliteOptions): Promise<PGlite> {
  const startParams = [...PGlite.defaultStartParams, '-c', 'TimeZone=UTC', '-c', 'max_wal_size=64MB']
  return PGlite.create({ ...options, startParams })
}

const simpleQuery = (sql: string): Uint8Array => {
  const message = Buffer.alloc(sql.length + 6)
  message.write('Q')
  message.writeInt32BE(sql.length + 5, 1)
  message.write(sql, 5)
  return message
}

export function resetSession(db: PGlite): void {
  if (db.isInTransaction()) db.execProtocolRawSync(simpleQuery('ROLLBACK'))
  db.execProtocolRawSync(simpleQuery('DISCARD ALL'))
}

/** Computes on this thread, for tests and tools. */
export function inProcess(db: PGlite): Backend {
  let rested = performance.now()
  // PGlite resolves in microtasks: without a rest now and then, a busy loop of queries starves every timer and socket.
  const rest = async () => {
    if (performance.now() - rested < 5) return
    await new Promise((done) => setImmediate(done))
    rested = performance.now()
  }
  return {
    async exchange(messages) {
      const answer = await db.runExclusive(async () => Buffer.from(db.execProtocolRawSync(messages)))
      await rest()
      return answer
    },
    reset: () => db.runExclusive(async () => resetSession(db)),
    close: () => db.close(),
    lost: new Promise(() => {}),
  }
}

/** Computes on a thread of its own, so that a long statement delays nobody but the statements behind it. */
export async function inThread(dataDir: string, loadFrom?: Uint8Array): Promise<Backend> {
  const script = new URL('./pglite-worker.ts', import.meta.url)
  const worker = new Worker(script, { workerData: { dataDir, loadFrom }, execArgv: [] })
  const waiting: { resolve(answer: Uint8Array): void; reject(error: Error): void }[] = []
  const expect = () =>
    new Promise<Uint8Array>((resolve, reject) => {
      waiting.push({ resolve, reject })
    })
  let ended: Error | undefined
  const ask = async (request: ThreadRequest) => {
    if (ended) throw ended
    worker.postMessage(request)
    return expect()
  }
  worker.on('message', ({ bytes, error }: ThreadAnswer) => {
    const first = waiting.shift()
    if (error === undefined) first?.resolve(bytes ?? new Uint8Array())
    else first?.reject(new Error(error))
  })
  const lost = new Promise<Error>((resolve) => {
    worker.once('error', resolve)
    worker.once('exit', (code) => resolve(new Error(`the database thread ended with ${code}`)))
  })
  void lost.then((error) => {
    ended = error
    for (const one of waiting.splice(0)) one.reject(error)
  })
  await expect()
  return {
    exchange: (messages) => ask({ kind: 'exchange', messages }),
    reset: async () => void (await ask({ kind: 'reset' })),
    close: async () => {
      await ask({ kind: 'close' })
      await worker.terminate()
    },
    lost,
  }
}
