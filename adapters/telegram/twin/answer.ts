/** What the Bot API sends back, https://core.telegram.org/bots/api#making-requests. */
export type Answer = { ok: true; result: unknown } | Refusal

export type Refusal = {
  ok: false
  error_code: number
  description: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

/** A rule of the Bot API that a call broke, and where in the call. */
export type Rule = { at: string; says: string }

/** A refusal that only a faulty bot can earn; others are the weather of the platform. */
export type Fault = Refusal & { breaks: string }

export function granted(result: unknown): Answer {
  return { ok: true, result }
}

export function refused(code: number, description: string, parameters?: Refusal['parameters']): Refusal {
  return { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) }
}

export function badRequest(description: string): Refusal {
  return refused(400, `Bad Request: ${description}`)
}

/** Refuses, and says which rule the bot broke. */
export function faulty(description: string, breaks: string): Fault {
  return { ...badRequest(description), breaks }
}

/** An optional result, or why there is none. */
export type Or<T> = { value: T; refusal?: undefined } | { value?: undefined; refusal: Refusal }
