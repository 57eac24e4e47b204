import { onTestFinished } from 'vitest'
import { startTwin, type TelegramTwin, type TwinOptions } from '../../../adapters/telegram/twin/index.ts'

export type Reply = {
  ok: boolean
  result: Record<string, never>
  error_code?: number
  description?: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
}

type Update = Record<string, Record<string, unknown>> & { update_id: number }

/** A twin that ends with the test, and a bare bot that calls it by hand. */
export async function open(options?: TwinOptions) {
  const twin = await startTwin(options)
  onTestFinished(() => twin.stop())
  const call = (method: string, params: object = {}) => post(twin, method, params)
  let offset = 0
  /** Takes and confirms what waits. */
  const updates = async (): Promise<Update[]> => {
    const { result } = await call('getUpdates', { offset })
    const batch = result as unknown as Update[]
    offset = (batch.at(-1)?.update_id ?? offset - 1) + 1
    await call('getUpdates', { offset, limit: 1 })
    return batch
  }
  return { twin, call, updates }
}

async function post(twin: TelegramTwin, method: string, params: object): Promise<Reply> {
  const response = await fetch(address(twin, method), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return (await response.json()) as Reply
}

export function address(twin: TelegramTwin, method: string): string {
  return `${twin.env.TELEGRAM_API_URL}/bot${twin.env.TELEGRAM_BOT_TOKEN}/${method}`
}

/** The ids under which the first person and the first group are known. */
export const FIRST_PERSON = 2_000_001
export const FIRST_GROUP = -1_003_000_000_001
export const FIRST_BASIC_GROUP = -3_000_000_001
