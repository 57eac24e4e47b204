import { Duplex } from 'node:stream'
import pg from 'pg'
import type { Backend } from './pglite.ts'

const TERMINATE = 0x58

/** Looks like a socket to the driver: what it writes goes to the backend, what the backend answers can be read. */
class Wire extends Duplex {
  #backend: Backend
  #unsent: Buffer[] = []

  constructor(backend: Backend) {
    super({ allowHalfOpen: false })
    this.#backend = backend
    void backend.lost.then((error) => this.destroy(error))
  }

  connect(): this {
    this.#backend.reset().then(
      () => this.emit('connect'),
      (error) => this.destroy(error),
    )
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  // What is written in one go is sent in one go: a pipelined transaction costs one exchange.
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (chunk[0] === TERMINATE) this.push(null)
    else if (this.#unsent.push(chunk) === 1) queueMicrotask(() => this.#send())
    done()
  }

  #send(): void {
    const messages = Buffer.concat(this.#unsent.splice(0))
    this.#backend.exchange(messages).then(
      (answer) => this.push(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength)),
      (error) => this.destroy(error),
    )
  }
}

/** An ordinary pool, so that nothing above it knows which database it speaks to. One connection: there is one session. */
export function pglitePool(backend: Backend): pg.Pool {
  const user = { user: 'postgres', database: 'postgres', password: 'unused', ssl: false }
  return new pg.Pool({ ...user, max: 1, idleTimeoutMillis: 0, pipeline: true, stream: () => new Wire(backend) })
}
