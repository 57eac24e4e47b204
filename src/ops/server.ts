import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Route } from '#contract'
import type { Log } from './log.ts'

export type Server = { url: string; stop(): Promise<void> }

/** The one HTTP server: doors of the platforms, and what a load balancer asks. Anything else is not here. */
export async function serve(
  routes: Readonly<Record<string, Route>>,
  listen: { host: string; port: number },
  log: Log,
): Promise<Server> {
  const server = createServer((request, response) => {
    const route = routes[`${request.method} ${(request.url ?? '').split('?')[0]}`]
    if (!route) return plain(response, 404, 'not found')
    route(request, response).catch((error: unknown) => {
      log('http.failed', { error: error instanceof Error ? error.name : 'unknown' })
      if (response.headersSent) response.destroy()
      else plain(response, 500, 'failed')
    })
  })
  // A client that sends its request drop by drop must not hold a connection.
  server.requestTimeout = 15_000
  server.headersTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(listen.port, listen.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${listen.host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
      }),
  }
}

export function plain(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${body}\n`)
}

/** Whether the process runs, and whether it can take work: the database answers and every platform has been heard. */
export function healthRoutes(ready: () => Promise<{ name: string; ok: boolean }[]>): Record<string, Route> {
  return {
    'GET /healthz': async (_request: IncomingMessage, response) => plain(response, 200, 'ok'),
    'GET /readyz': async (_request, response) => {
      const parts = await ready()
      const text = parts.map(({ name, ok }) => `${name}: ${ok ? 'ok' : 'away'}`).join('\n')
      plain(response, parts.every(({ ok }) => ok) ? 200 : 503, text)
    },
  }
}
