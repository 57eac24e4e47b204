// The thread that PGlite computes on. Its first answer says that the database is open.
import { parentPort, workerData } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'
import { createPglite, resetSession, type ThreadAnswer, type ThreadRequest } from './pglite.ts'

async function answer(db: PGlite, request: ThreadRequest): Promise<ThreadAnswer> {
  switch (request.kind) {
    case 'exchange':
      return { bytes: db.execProtocolRawSync(request.messages) }
    case 'reset':
      resetSession(db)
      return {}
    case 'close':
      await db.close()
      return {}
  }
}

const failed = (error: unknown): ThreadAnswer => ({ error: error instanceof Error ? error.message : String(error) })

async function serve(port: NonNullable<typeof parentPort>): Promise<void> {
  const { dataDir, loadFrom } = workerData as { dataDir: string; loadFrom?: Uint8Array<ArrayBuffer> }
  const db = await createPglite({ dataDir, ...(loadFrom && { loadDataDir: new Blob([loadFrom]) }) })
  port.on('message', (request: ThreadRequest) => {
    void answer(db, request).then(
      (done) => port.postMessage(done),
      (error) => port.postMessage(failed(error)),
    )
  })
  port.postMessage({})
}

if (parentPort) await serve(parentPort)
