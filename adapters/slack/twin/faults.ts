import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { TwinFault } from '#contract'

export type Faults = {
  add(fault: TwinFault): void
  /** The fault for this call, oldest first; counts it as used. */
  take(method: string): TwinFault | undefined
}

export function keepFaults(): Faults {
  const waiting: { fault: TwinFault; left: number }[] = []
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    take: (method) => {
      const at = waiting.findIndex(({ fault }) => fault.method === undefined || fault.method === method)
      const entry = waiting[at]
      if (!entry) return undefined
      entry.left -= 1
      if (entry.left <= 0) waiting.splice(at, 1)
      return entry.fault
    },
  }
}

/** Plays a fault that keeps the call from happening; false when the call shall go on. */
export async function interrupts(fault: TwinFault | undefined, response: ServerResponse): Promise<boolean> {
  if (fault?.kind === 'slow') await pause(fault.ms)
  if (fault?.kind === 'dropped') response.destroy()
  else if (fault?.kind === 'throttle') throttle(response, fault.retryAfterS)
  else if (fault?.kind === 'server-error' && fault.html) {
    response.writeHead(503, { 'content-type': 'text/html' }).end('<html><body>Service unavailable</body></html>')
  } else if (fault?.kind === 'server-error') {
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"ok":false,"error":"internal_error"}')
  } else return false
  return true
}

function throttle(response: ServerResponse, seconds: number): void {
  response.writeHead(429, { 'retry-after': String(seconds), 'content-type': 'application/json' })
  response.end('{"ok":false,"error":"ratelimited"}')
}
