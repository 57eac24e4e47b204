import type { Twin, TwinPerson, TwinRoom, TwinSeen } from '#contract'
import type { Env } from '../../src/config.ts'
import { createPrecinct } from '../../src/ops/precinct.ts'
import { createAdapters, startTwin } from '../../src/platforms.ts'
import { type Product, startProduct } from '../../src/product.ts'
import { moveTime } from '../../src/store/clocks.ts'
import { tick } from '../../src/engine/tick.ts'
import type { Opened } from '../../src/store/open.ts'
import { newKey, parseKeyRing } from '../../src/trust/keys.ts'
import { database } from './database.ts'

/** A town on twins: people with phones, one running product, time that moves when told to. */
export type World = {
  twins: Record<string, Twin>
  product: Product
  opened: Opened
  logs: { code: string; fields: Record<string, unknown> }[]
  /** Waits until every event is acknowledged and everything due has been sent. */
  settle(): Promise<void>
  /** Moves product time, rings what is due, and settles. */
  later(ms: number): Promise<void>
  /** A new precinct, with the operator's one-time code. */
  precinct(name?: string): Promise<{ id: string; code: string }>
  /** Ends the product as kill would, and starts it anew on the same database. */
  restart(): Promise<void>
  close(): Promise<void>
}

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export async function world(options: { platforms?: string[]; twin?: Record<string, object>; env?: Env; operatedBy?: 'community' | 'city' | 'precinct' } = {}): Promise<World> {
  const names = options.platforms ?? ['telegram', 'slack']
  const started = await Promise.all(names.map(async (name) => [name, await startTwin(name, options.twin?.[name] ?? {})] as const))
  const twins = Object.fromEntries(started)
  const opened = await database()
  const parsed = parseKeyRing(newKey('k1'))
  if (!parsed.ok) throw new Error(parsed.problem)
  const logs: World['logs'] = []
  const log = (code: string, fields: Record<string, unknown> = {}) => void logs.push({ code, fields })

  const start = async () => {
    const env = Object.assign({}, ...Object.values(twins).map((twin) => twin.env), options.env)
    const { adapters, wrong } = await createAdapters(env)
    if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
    const config = { keys: parsed.ring, operatedBy: options.operatedBy ?? 'community', host: '127.0.0.1', port: 0 } as const
    const product = await startProduct({ config, opened: { ...opened, close: async () => {} }, adapters, log, still: true })
    await Promise.all(Object.values(twins).map((twin) => twin.connect(product.url)))
    return product
  }
  const it = { product: await start() }

  const settle = async () => {
    // What is sent may cause events, and events may cause sends: both must be quiet.
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Object.values(twins).map((twin) => twin.settled()))
      await it.product.pump.idle()
    }
  }
  return {
    twins,
    opened,
    logs,
    settle,
    get product() {
      return it.product
    },
    async later(ms) {
      await moveTime(it.product.engine.store, ms)
      await tick(it.product.engine)
      await settle()
    },
    precinct: (name = 'Precinct 9') => createPrecinct(it.product.engine, { name, locale: 'en', zone: 'America/New_York', region: 'US', emergency: '911' }),
    async restart() {
      await it.product.stop()
      it.product = await start()
    },
    async close() {
      await it.product.stop()
      await Promise.all(Object.values(twins).map((twin) => twin.stop()))
      await opened.close()
    },
  }
}

/** The newest message of the bot that a person can see in a room; with words to look for, the newest that has them. */
export function newest(person: TwinPerson, room: TwinRoom, ...words: string[]): TwinSeen {
  const found = person.sees(room).filter((seen) => seen.fromBot && words.every((word) => bare(seen.text).includes(word) || seen.buttons.some((button) => bare(button.label).includes(word))))
  const last = found.at(-1)
  if (!last) throw new Error(`${person.name} sees nothing with "${words.join('", "')}" in ${room.name}:\n${transcript(person, room)}`)
  return last
}

/** Without the marks that keep directions apart and text inert, as a reader sees it. */
export const bare = (text: string) => text.replace(/[\u2060\u2066-\u2069\u200b]/gu, '')

export const transcript = (person: TwinPerson, room: TwinRoom): string =>
  person
    .sees(room)
    .map((seen) => `- ${seen.author}${seen.ephemeral ? ' (only you)' : ''}: ${bare(seen.text)}${seen.buttons.length > 0 ? `\n    [${seen.buttons.map((button) => bare(button.label)).join('] [')}]` : ''}`)
    .join('\n')

/** One precinct with a desk, a community, an ambassador and an officer, all through the wire. */
export async function town(w: World, options: { community?: string; desk?: string; language?: string } = {}) {
  const communityTwin = w.twins[options.community ?? 'telegram']!
  const deskTwin = w.twins[options.desk ?? 'slack']!
  const { code } = await w.precinct()
  const lee = deskTwin.person('Officer Lee', { locale: 'en-US' })
  const desk = await deskTwin.group('precinct-9-desk', [lee])
  await lee.commands(desk, 'setup', code)
  await w.settle()
  await connectCommunity(w, lee, desk, options.language ?? 'Español')
  const typed = codeIn(newest(lee, desk, 'is ready to be connected'))
  const ana = communityTwin.person('Ana', { locale: 'es' })
  const rosa = communityTwin.person('Rosa', { locale: 'es' })
  const group = await communityTwin.group('Calle Roble', [ana, rosa])
  await ana.commands(group, 'setup', typed)
  await w.settle()
  const invitation = await invite(w, lee, desk, 'ambassador', 'Ana')
  await ana.opens(invitation)
  await w.settle()
  return { lee, desk, ana, rosa, group, communityTwin, deskTwin }
}

async function connectCommunity(w: World, lee: TwinPerson, desk: TwinRoom, language: string) {
  await lee.presses(newest(lee, desk, 'Connect a community'), 'Connect a community')
  await w.settle()
  await answerForm(w, lee, desk, { name: 'Calle Roble', locale: language, emergency: '' })
}

/** Fills a native form, or answers question by question in private, whichever this platform asks. */
export async function answerForm(w: World, person: TwinPerson, _room: TwinRoom, values: Record<string, string>): Promise<Record<string, string>> {
  const form = person.form()
  if (form) {
    const chosen = Object.fromEntries(
      form.fields.flatMap((field) => {
        const value = values[field.name]
        if (value === undefined) return []
        return [[field.name, field.options?.find((option) => bare(option.label) === value || option.value === value)?.value ?? value]]
      }),
    )
    const errors = await person.fills(chosen)
    await w.settle()
    return errors
  }
  for (const value of Object.values(values)) {
    const question = newest(person, person.bot)
    const button = question.buttons.find((one) => bare(one.label) === (value === '' ? 'Skip' : value)) ?? (value === '' ? question.buttons.at(-2) : undefined)
    if (button) await person.presses(question, button.label)
    else await person.says(person.bot, value)
    await w.settle()
  }
  return {}
}

export async function invite(w: World, lee: TwinPerson, desk: TwinRoom, role: string, label: string, platform = 'telegram'): Promise<string> {
  await lee.commands(desk, 'invite')
  await w.settle()
  await answerForm(w, lee, desk, { role, label })
  const seen = newest(lee, desk, `Invitation for ${label}`)
  const link = new RegExp(`${platform}:\\s+(\\S.*)`, 'u').exec(bare(seen.text))?.[1] ?? ''
  return link.includes('http') ? link.trim() : (link.trim().split(/\s+/u).at(-1) ?? '')
}

export const codeIn = (seen: TwinSeen): string => /[0-9A-HJKMNP-TV-Z]{26}/u.exec(bare(seen.text))?.[0] ?? ''
