import type { Inbound, Message, Reply } from '#contract'
import { fit } from '#render'
import { type Context, readContext } from '../store/context.ts'
import { Conflict } from '../store/index.ts'
import { begin, type Dialogue } from './dialogue.ts'
import type { Engine } from './engine.ts'
import { NIL } from './engine.ts'
import { expand } from './expand.ts'
import { type Effect, type Outcome, post, type Scene } from './feature.ts'
import { perform } from './perform.ts'
import { pointerOf, route } from './route.ts'
import { introduced, keysOf, movePlace, sceneOf, selfOf } from './scene.ts'
import { askedInPrivate, broken } from './words.ts'

/** How often an act is run again because somebody else was first. */
const TRIES = 8

/**
 * One inbound, one transaction, one reply. Rejects only when nothing was committed and trying again may help.
 * A bug in an act is committed as done, logged, and said kindly: the same event would only fail again.
 */
export async function receive(engine: Engine, inbound: Inbound): Promise<Reply> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(engine, inbound)
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      if (error.why === 'duplicate') return { kind: 'none' }
      if (tries === TRIES) return giveUp(engine, inbound)
    }
  }
}

/** Something of ours is in the way for good: the same event would only meet it again, so it is closed and said kindly. */
async function giveUp(engine: Engine, inbound: Inbound): Promise<Reply> {
  engine.log('act.contended', { inbound: inbound.kind })
  const keys = keysOf(engine, inbound)
  const asked = { inbox: inbound.id, account: keys.account, place: keys.place, precinct: null }
  const scene = sceneOf(engine, inbound, keys, await readContext(engine.store, asked))
  await engine.store.commit(NIL, [], inbound.id)
  return { kind: 'notice', message: broken(scene.reader) }
}

async function once(engine: Engine, inbound: Inbound): Promise<Reply> {
  const keys = keysOf(engine, inbound)
  const pointer = await pointerOf(engine, inbound)
  const precinct = pointer && typeof pointer === 'object' && pointer.precinct !== NIL ? pointer.precinct : null
  const context = await readContext(engine.store, {
    inbox: inbound.id,
    account: keys.account,
    place: keys.place,
    precinct,
  })
  if (context.duplicate) return { kind: 'none' }
  if (inbound.kind === 'moved') return follow(engine, inbound, keys.place, context)
  const scene = sceneOf(engine, inbound, keys, context)
  const outcome = await decide(engine, scene, pointer, context.dialogue)
  await keep(engine, scene, outcome.effects)
  return outcome.reply
}

/** A place lives on under another address: its row follows, and with it everything that waits there. */
async function follow(
  engine: Engine,
  inbound: Inbound & { kind: 'moved' },
  key: string,
  { place }: Context,
): Promise<Reply> {
  if (place?.precinct_id) await movePlace(engine, { key, precinct: place.precinct_id, to: inbound.to })
  await engine.store.commit(place?.precinct_id ?? NIL, [], inbound.id)
  return { kind: 'none' }
}

type Decision = { effects: Effect[]; reply: Reply }

async function decide(
  engine: Engine,
  scene: Scene,
  pointer: Awaited<ReturnType<typeof pointerOf>>,
  dialogue: Dialogue | null,
): Promise<Decision> {
  try {
    const way = await route(engine, scene, pointer, dialogue)
    if ('done' in way) return said(engine, scene, way.done)
    const performed = await perform(engine, scene, way.step)
    if ('outcome' in performed) {
      const effects = [...(way.effects ?? []), ...performed.outcome.effects]
      return said(engine, scene, { ...performed.outcome, effects })
    }
    return asking(engine, scene, performed, way.effects ?? [])
  } catch (error) {
    if (error instanceof Conflict || isOutage(error)) throw error
    engine.log('act.failed', {
      inbound: scene.inbound?.kind ?? '',
      error: error instanceof Error ? error.name : 'unknown',
      where: whereOf(error),
    })
    return { effects: [], reply: { kind: 'notice', message: broken(scene.reader) } }
  }
}

/** The first frame of ours in a stack: where, never what. */
const whereOf = (error: unknown) =>
  (error instanceof Error && /(?:src|adapters)\/[\w/.-]+:\d+/u.exec(error.stack ?? '')?.[0]) || 'unknown'

/** Asked natively if this inbound can open a form; else question by question in the private chat. */
function asking(
  engine: Engine,
  scene: Scene,
  asked: Extract<Awaited<ReturnType<typeof perform>>, { ask: unknown }>,
  before: Effect[],
): Decision {
  if (scene.inbound?.asks) return { effects: before, reply: { kind: 'form', form: asked.ask } }
  const started = begin(engine, scene, asked.ask)
  const elsewhere = scene.place.purpose !== 'private'
  return {
    effects: [...before, ...started],
    reply: elsewhere ? { kind: 'notice', message: askedInPrivate(scene.reader) } : { kind: 'none' },
  }
}

function said(engine: Engine, scene: Scene, { effects, reply }: Outcome): Decision {
  if (!reply || 'next' in reply) return { effects, reply: { kind: 'none' } }
  if ('invalid' in reply) return { effects, reply: { kind: 'invalid', errors: reply.invalid } }
  return noticed(engine, scene, effects, reply.notice)
}

/** A notice is one page. What is longer comes as a message in the private chat, whole. */
function noticed(engine: Engine, { inbound, account }: Scene, effects: Effect[], message: Message): Decision {
  const adapter = engine.adapters.get(inbound?.place.platform ?? '')
  const pages = adapter ? fit(message, adapter) : [message]
  const [page] = pages
  if (page && pages.length === 1) return { effects, reply: { kind: 'notice', message: page } }
  if (!account) return { effects, reply: { kind: 'none' } }
  return {
    effects: [...effects, post({ place: account.place }, 'engine.message', { message })],
    reply: { kind: 'none' },
  }
}

/** Writes what an inbound led to, with its inbox row, under the tenant that it belongs to. */
async function keep(engine: Engine, scene: Scene, effects: readonly Effect[]): Promise<void> {
  const entered = effects.find((effect) => effect.do === 'precinct')
  const precinct = entered?.id ?? scene.precinct?.id ?? NIL
  const all = effects.length > 0 ? [...comeback(scene), ...introduced(engine, scene, effects)] : effects
  const ops = await expand(engine, precinct, scene.now, all, selfOf(scene, effects))
  await engine.store.commit(precinct, ops, scene.inbound?.id)
  if (ops.length > 0) engine.wake()
}

/** Whoever writes to us in private can be written to again. */
const comeback = (scene: Scene): Effect[] =>
  scene.place.purpose === 'private' && scene.place.state === 'blocked'
    ? [{ do: 'update', table: 'place', key: { key: scene.place.key }, set: { state: 'active' } }]
    : []

/** The database is away: nothing was kept, and the platform should try again. */
function isOutage(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? ''
  return (
    /^(08|53|57|58)/u.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'P1001', 'P1008', 'P1017', 'P2024', 'P2028'].includes(code) ||
    (error instanceof Error && /terminat|timeout exceeded|Connection/u.test(error.message))
  )
}
