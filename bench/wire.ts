import { connect, type Socket } from 'node:net'

/** A kept-alive HTTP connection that costs next to nothing, since it shares two cores with what it measures. */
export type Wire = {
  /** Sends one whole request; resolves with the status once the whole answer is here. */
  exchange(request: Buffer): Promise<number>
  close(): void
  /** A server ends a connection that has long been silent, perhaps just as the next request leaves. */
  isFresh(): boolean
}

/** Below the five seconds after which Node's server ends a silent connection, in ms. */
const SILENCE = 3_000

export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay(true)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return overSocket(socket)
}

function overSocket(socket: Socket): Wire {
  let waiting: { resolve(status: number): void; reject(error: Error): void } | null = null
  let heard = ''
  let last = performance.now()
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    heard += chunk
    if (!isWhole(heard)) return
    const status = Number(heard.slice(9, 12))
    heard = ''
    last = performance.now()
    waiting?.resolve(status)
  })
  const broken = (error: Error) => waiting?.reject(error)
  socket.on('error', broken).on('close', () => broken(new Error('the server closed the connection')))
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the connection has ended'))
        waiting = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.destroy(),
    isFresh: () => !socket.destroyed && performance.now() - last < SILENCE,
  }
}

/** Answers are short: by their length, or in chunks up to the empty one. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = /content-length: (\d+)/iu.exec(text.slice(0, end))?.[1]
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length)
}
