import type { Adapter, Message, Outcome, Place } from '#contract'
import { fit } from '#render'
import { productTime } from '../store/clocks.ts'
import type { Claimed } from '../store/outbox.ts'
import { carryOut } from './aftermath.ts'
import type { Engine } from './engine.ts'
import { stepTo } from './perform.ts'
import { readerFor } from './readers.ts'
import { findRecipients } from './recipients.ts'
import { repeated } from './words.ts'

/** What became of a whole delivery: its last outcome, and the refs of the pages that stand. */
export type Sent = { outcome: Outcome; refs: string[] }

export async function send(engine: Engine, adapter: Adapter, row: Claimed): Promise<Sent> {
  const to = JSON.parse(row.address) as Place
  const refs = row.refs ? (JSON.parse(row.refs) as string[]) : []
  switch (row.kind) {
    case 'post':
      return post(adapter, row, to, refs, row.repeat ? repeated(frozen(row)) : frozen(row))
    case 'card':
      return showCard(engine, adapter, row, to, refs)
    case 'erase':
      return { outcome: adapter.erase && refs[0] ? await adapter.erase(to, refs[0]) : delivered(''), refs: [] }
    case 'check':
      return check(engine, adapter, row, to)
    default:
      return { outcome: { status: 'failed', reason: 'rejected', code: 'kind' }, refs }
  }
}

const delivered = (ref: string): Outcome => ({ status: 'delivered', ref })
const frozen = (row: Claimed) => JSON.parse(row.body ?? '{}') as Message

/** Posts the pages that are not there yet, in order; stops at the first that fails. */
async function post(adapter: Adapter, row: Claimed, to: Place, refs: string[], message: Message): Promise<Sent> {
  const pages = fit(message, adapter)
  const done = [...refs]
  let outcome = delivered(done.at(-1) ?? '')
  for (const [index, page] of pages.entries()) {
    if (index < done.length) continue
    outcome = await adapter.deliver({ to, message: page, nonce: `${row.id}.${row.wanted}.${index}` })
    if (outcome.status !== 'delivered') break
    done.push(outcome.ref)
  }
  return { outcome, refs: done }
}

/** Draws the card as things are now, and edits it in place; where a platform cannot edit, the new state is posted below. */
async function showCard(engine: Engine, adapter: Adapter, row: Claimed, to: Place, refs: string[]): Promise<Sent> {
  const drawn = await drawCard(engine, row)
  if (!drawn) return takeAway(adapter, to, refs)
  // A first showing whose answer was lost may stand there already, without anybody knowing where: this one says so, and goes on saying so.
  const message = row.repeat ? repeated(drawn) : drawn
  const afresh = () => post(adapter, row, to, [], message)
  if (refs.length === 0 || !adapter.edit) return afresh()
  const pages = fit(message, adapter)
  const kept: string[] = []
  for (const [index, page] of pages.entries()) {
    const ref = refs[index]
    const outcome = ref
      ? await adapter.edit(to, ref, page)
      : await adapter.deliver({ to, message: page, nonce: `${row.id}.${row.wanted}.${index}` })
    // Somebody deleted the card: it stands again below.
    if (ref && outcome.status === 'failed' && outcome.reason === 'gone' && index === 0) return afresh()
    if (outcome.status !== 'delivered') return { outcome, refs: [...kept, ...refs.slice(index)] }
    kept.push(ref ?? outcome.ref)
  }
  for (const extra of refs.slice(pages.length)) await adapter.erase?.(to, extra)
  return { outcome: delivered(kept[0] ?? ''), refs: kept }
}

async function takeAway(adapter: Adapter, to: Place, refs: string[]): Promise<Sent> {
  for (const ref of refs) await adapter.erase?.(to, ref)
  return { outcome: delivered(''), refs: [] }
}

async function drawCard(engine: Engine, row: Claimed): Promise<Message | null> {
  const card = engine.offers.card(row.view ?? '')
  const records = engine.store.records('engine', { precinct: row.precinct_id })
  const now = await productTime(engine.store)
  const data = await card.load(records, row.subject ?? '', { person: row.person_id, now })
  const [recipient] = await findRecipients(engine.store, row.precinct_id, [{ place: row.place_key }])
  if (!data || !recipient) return null
  return card.draw(readerFor(engine, { ...recipient, precinctId: row.precinct_id }), data as never)
}

/** Asks the platform what the bot may do in a place, and hands the findings to the act that wanted to know. */
async function check(engine: Engine, adapter: Adapter, row: Claimed, to: Place): Promise<Sent> {
  const checks = await adapter.check(to)
  await carryOut(
    engine,
    row.precinct_id,
    stepTo(row.view ?? '', { subject: row.subject ?? '', checks, text: row.place_key }),
    [],
  )
  return { outcome: delivered(''), refs: [] }
}
