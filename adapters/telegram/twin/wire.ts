import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { TwinFault } from '#contract'
import { TOKEN } from './accounts.ts'
import { type Answer, badRequest, type Fault, type Rule, refused } from './answer.ts'
import { readParams } from './body.ts'
import { Faults } from './faults.ts'
import { methods, type Stage } from './methods.ts'
import { breaches, isMethod, type Params } from './spec.ts'

/** What a proxy in front of the platform says when nothing answers behind it. */
const BAD_GATEWAY_PAGE = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

export type Call = { method: string; body: unknown; answered: unknown }

/** The Bot API over HTTP: https://core.telegram.org/bots/api#making-requests */
export class Wire {
  readonly faults = new Faults()
  readonly violations: string[] = []
  readonly calls: Call[] = []
  readonly #server: Server
  #stage: Stage | null = null
  #running = 0
  #quiet: (() => void)[] = []

  constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error))
    })
  }

  serve(stage: Stage): void {
    this.#stage = stage
  }

  /** Resolves with the address, without a slash at its end. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
    await closed
  }

  /** Resolves when no call is being answered, long polls aside. */
  quiet(): Promise<void> {
    return this.#running ? new Promise((resolve) => this.#quiet.push(resolve)) : Promise.resolve()
  }

  /** Runs one call as if it had come over HTTP. */
  async perform(name: string, params: Params | null, gone: AbortSignal): Promise<Answer> {
    const method = Object.keys(methods).find((one) => one.toLowerCase() === name.toLowerCase())
    if (!method || !isMethod(method) || !this.#stage) {
      this.violations.push(`${name}: the twin does not play this method`)
      return refused(404, 'Not Found: method not found')
    }
    const answer = params
      ? await this.#checked(this.#stage, method, params, gone)
      : badRequest("can't parse the request")
    if (!params) this.violations.push(`${method}: the body is not readable`)
    this.#record(method, params, answer)
    return answer
  }

  async #checked(stage: Stage, method: string, params: Params, gone: AbortSignal): Promise<Answer> {
    const rules = breaches(method, params)
    this.violations.push(...rules.map((rule) => `${method}: ${rule.at} ${rule.says}`))
    if (rules[0]) return badRequest(wording(rules[0]))
    const given = await methods[method]!(stage, params, gone)
    if (given.ok || !('breaks' in given)) return given
    const { breaks, ...answer } = given as Fault
    this.violations.push(`${method}: ${breaks}`)
    return answer
  }

  /** Empty polls say nothing, so they are not kept; nor is the webhook's secret. */
  #record(method: string, params: Params | null, answer: Answer | null): void {
    if (method === 'getUpdates' && answer?.ok && (answer.result as unknown[]).length === 0) return
    const body = params && 'secret_token' in params ? { ...params, secret_token: '(cut)' } : params
    this.calls.push(structuredClone({ method, body, answered: answer }))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? []
    if (token === undefined) return reply(response, refused(404, 'Not Found'))
    if (decodeURIComponent(token) !== TOKEN) return reply(response, refused(401, 'Unauthorized'))
    const listening = method.toLowerCase() === 'getupdates'
    if (!listening) this.#running += 1
    try {
      const params = await readParams(request, method, url.searchParams)
      await this.#answer(response, method, params)
    } finally {
      if (!listening && --this.#running === 0) for (const resolve of this.#quiet.splice(0)) resolve()
    }
  }

  async #answer(response: ServerResponse, method: string, params: Params | null): Promise<void> {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const fault = this.faults.take(method)
    if (fault && (await this.#breaks(response, method, params, fault))) return
    const answer = await this.perform(method, params, gone.signal)
    if (fault?.kind === 'lost-reply') response.destroy()
    else reply(response, answer)
  }

  /** True when the fault ends the call before anything happens. */
  async #breaks(response: ServerResponse, method: string, params: Params | null, fault: TwinFault): Promise<boolean> {
    if (fault.kind === 'lost-reply') return false
    if (fault.kind === 'slow') {
      await delay(fault.ms)
      return false
    }
    if (fault.kind === 'dropped') {
      this.#record(method, params, null)
      response.destroy()
    } else {
      this.#refuse(response, method, params, fault)
    }
    return true
  }

  #refuse(response: ServerResponse, method: string, params: Params | null, fault: TwinFault): void {
    const throttled = fault.kind === 'throttle' ? { retry_after: fault.retryAfterS } : null
    const answer = throttled
      ? refused(429, `Too Many Requests: retry after ${throttled.retry_after}`, throttled)
      : refused(502, 'Bad Gateway')
    this.#record(method, params, answer)
    const html = fault.kind === 'server-error' && fault.html
    if (html) response.writeHead(502, { 'content-type': 'text/html' }).end(BAD_GATEWAY_PAGE)
    else reply(response, answer)
  }
}

function reply(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  response.writeHead(answer.ok ? 200 : answer.error_code, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer))
}

/** The server's own words for the rules it has words for. */
const WORDS: [RegExp, string][] = [
  [/^chat_id is required/, 'chat_id is empty'],
  [/^text is required/, 'message text is empty'],
  [/^message_id is required/, 'message identifier is not specified'],
  [/\.callback_data must be 1-64/, 'BUTTON_DATA_INVALID'],
  [/^text must be 0-200/, 'MESSAGE_TOO_LONG'],
  [/\.command must be 1-32/, 'BOT_COMMAND_INVALID'],
  [/\.description must be 1-256/, 'BOT_COMMAND_DESCRIPTION_INVALID'],
  [/^secret_token/, 'secret token contains unallowed characters'],
]

function wording({ at, says }: Rule): string {
  return WORDS.find(([pattern]) => pattern.test(`${at} ${says}`))?.[1] ?? `${at} ${says}`
}
