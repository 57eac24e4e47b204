import { type Answer, badRequest, granted } from './answer.ts'
import type { Stage } from './methods.ts'
import type { Params } from './spec.ts'

/** Ms that a press waits for its answer. Not published; the server keeps the update that long. */
const ANSWERABLE_MS = 150_000

/** https://core.telegram.org/bots/api#answercallbackquery: once per press, and soon. */
export function answerCallbackQuery({ world }: Stage, params: Params): Answer {
  const id = String(params.callback_query_id)
  const query = world.queries.get(id)
  world.queries.delete(id)
  if (!query || world.now() - query.askedAt > ANSWERABLE_MS) {
    return badRequest('query is too old and response timeout expired or query ID is invalid')
  }
  if (params.text) {
    const { chat, account } = query
    const alert = params.show_alert === true
    world.toasts.push({ order: world.order++, chat, account, text: String(params.text), alert })
  }
  return granted(true)
}
