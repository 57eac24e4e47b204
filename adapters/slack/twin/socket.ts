import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Ack, Line } from './delivery.ts'
import { app } from './installation.ts'

/** A client gives up on a server that is silent for 30 s. */
const PING_MS = 10_000

export type SocketLine = Line & {
  /** A fresh address; good for one connection. */
  open(): string
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  stop(): void
}

/** https://docs.slack.dev/apis/events-api/using-socket-mode: any open socket may get any envelope. */
export function socketLine(address: () => string, deadlineMs: number, opened: () => void): SocketLine {
  const server = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const pending: Pending = new Map()
  const sockets = new Set<WebSocket>()
  const greet = (socket: WebSocket) => {
    sockets.add(socket)
    socket.on('message', (data) => hear(pending, String(data)))
    socket.on('close', () => {
      sockets.delete(socket)
      for (const one of pending.values()) if (one.socket === socket) one.resolve(lost)
    })
    welcome(socket, sockets.size)
    opened()
  }
  return {
    ready: () => sockets.size > 0,
    open() {
      const ticket = randomUUID()
      tickets.add(ticket)
      return `${address().replace('http', 'ws')}/link?ticket=${ticket}&app_id=${app.id}`
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', address()).searchParams.get('ticket') ?? ''
      if (!tickets.delete(ticket)) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
      server.handleUpgrade(request, socket, head, greet)
    },
    send: (type, payload, retry) => {
      const socket = [...sockets].at(-1)
      if (!socket) return Promise.resolve({ ok: false, reason: 'connection_failed', stop: true })
      const again = { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' }
      const envelope = { envelope_id: randomUUID(), type, payload, accepts_response_payload: type !== 'events_api' }
      const answered = awaitAck(pending, envelope.envelope_id, socket, deadlineMs)
      socket.send(JSON.stringify(type === 'events_api' ? { ...envelope, ...again } : envelope))
      return answered
    },
    stop() {
      for (const socket of sockets) socket.terminate()
      server.close()
    },
  }
}

function welcome(socket: WebSocket, connections: number): void {
  const beat = setInterval(() => socket.ping(), PING_MS).unref()
  socket.on('close', () => clearInterval(beat))
  const debug_info = { host: 'twin', build_number: 1, approximate_connection_time: 18_060 }
  const connection_info = { app_id: app.id }
  socket.send(JSON.stringify({ type: 'hello', num_connections: connections, connection_info, debug_info }))
}

type Pending = Map<string, { socket: WebSocket; resolve(ack: Ack): void }>

const lost: Ack = { ok: false, reason: 'connection_failed', stop: false }

function awaitAck(pending: Pending, id: string, socket: WebSocket, deadlineMs: number): Promise<Ack> {
  return new Promise((resolve) => {
    const late = setTimeout(() => settle({ ok: false, reason: 'http_timeout', stop: false }), deadlineMs)
    const settle = (ack: Ack) => {
      clearTimeout(late)
      pending.delete(id)
      resolve(ack)
    }
    pending.set(id, { socket, resolve: settle })
  })
}

function hear(pending: Pending, text: string): void {
  const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id: string; payload?: object }
  const body = payload && Object.keys(payload).length > 0 ? JSON.stringify(payload) : ''
  pending.get(id)?.resolve({ ok: true, body })
}
