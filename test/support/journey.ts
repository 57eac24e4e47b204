import { type Folk, folk } from './folk.ts'
import { concernsOf } from './records.ts'
import { bare, town, type World } from './world.ts'

/** A town with its people as folk: Ana the ambassador, Rosa and Minh her neighbours, Officer Lee. */
export type Town = Awaited<ReturnType<typeof settled>>

export async function settled(w: World, options: Parameters<typeof town>[1] = {}) {
  const at = await town(w, options)
  return {
    ...at,
    w,
    ana: folk(w, at.ana, 'es'),
    rosa: folk(w, at.rosa, 'es'),
    minh: folk(w, at.minh, 'zh-Hans'),
    lee: folk(w, at.lee, 'en'),
  }
}

/** A concern as a story follows it: its desk code, and what its sender's receipt says. */
export type Told = { id: string; code: string; receipt: string }

/** A neighbour says it in the group, Ana forwards it, and they agreed. */
export async function relayed(at: Town, words: string, author = at.rosa): Promise<Told> {
  await at.ana.forwards(await author.says(words, at.group))
  await at.ana.presses(at.ana.t(($) => $.concerns.button.send_agreed))
  return newestConcern(at, at.ana)
}

/** Somebody writes to the bot themselves, and sends what they see. */
export async function written(at: Town, who: Folk, words: string): Promise<Told> {
  const send = who === at.ana ? who.t(($) => $.concerns.button.send_agreed) : who.t(($) => $.concerns.button.send)
  await who.says(words)
  await who.presses(send)
  return newestConcern(at, who)
}

export async function newestConcern(at: Town, who: Folk): Promise<Told> {
  const concern = (await concernsOf(at.w, at.precinct)).at(-1)
  if (!concern) throw new Error('nothing was captured')
  return { id: concern.id, code: concern.desk_code, receipt: receiptIn(who) }
}

/** The receipt in the newest message that has one. */
export function receiptIn(who: Folk): string {
  return /R-\w{4}-\w{4}/u.exec(bare(who.card('R-').text))?.[0] ?? 'none'
}

export async function answered(at: Town, { code }: Told, text: string, officer = at.lee): Promise<void> {
  await officer.presses(
    officer.t(($) => $.concerns.button.answer),
    officer.card(code, at.desk),
  )
  await officer.answers({ text })
}

/** Presses what hides behind "More". */
export async function morePressed(at: Town, { code }: Told, label: string, officer = at.lee): Promise<void> {
  await officer.presses(
    officer.t(($) => $.concerns.button.more),
    officer.card(code, at.desk),
  )
  await officer.presses(label, at.desk)
}

/** The desk's card, as everybody there reads it. */
export const deskReads = (at: Town, { code }: Told): string => bare(at.lee.card(code, at.desk).text)

export const stateOf = async (at: Town, { id }: Told) => {
  const found = (await concernsOf(at.w, at.precinct)).find((concern) => concern.id === id)
  return found ? { state: found.state, confirmed: found.confirmed } : null
}

/** Rosa finds the door in the group and starts the bot. */
export async function enters(at: Town, who: Folk): Promise<void> {
  const door = at.ana.person.sees(at.group).find((seen) => seen.buttons.some((button) => button.href))
  await who.opens(door?.buttons.find((button) => button.href)?.href ?? 'no door')
}
