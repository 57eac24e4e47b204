import { setTimeout as pause } from 'node:timers/promises'
import type { TwinPerson, TwinRoom, TwinSeen } from '#contract'
import { type Setting, type Stage, setStage } from '../../src/playground/stage.ts'
import type { Opened } from '../../src/store/open.ts'
import { nextDue } from '../../src/store/outbox.ts'
import { newKey, parseKeyRing } from '../../src/trust/keys.ts'
import { database } from './database.ts'

/** A town on twins: people with phones, one running product, time that moves when told to. */
export type World = Stage & {
  opened: Opened
  logs: { code: string; fields: Record<string, unknown> }[]
}

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** The platform whose events carry no signed time: the clock of its people may run ahead, by so much. */
const HASTY = { platform: 'telegram', factor: 20 }

/** What is due later than this is not waited for, in ms. */
const SOON = 10_000

/** Looks at the outbox before a story that never rests is given up. */
const LOOKS = 200

export async function world(options: Partial<Pick<Setting, 'platforms' | 'twin' | 'operatedBy'>> = {}): Promise<World> {
  const opened = await database()
  const parsed = parseKeyRing(newKey('k1'))
  if (!parsed.ok) throw new Error(parsed.problem)
  const logs: World['logs'] = []
  const log = (code: string, fields: Record<string, unknown> = {}) => void logs.push({ code, fields })
  const twin = { ...options.twin, [HASTY.platform]: { now: hurriedClock(), ...options.twin?.[HASTY.platform] } }
  const stage = await setStage({ platforms: ['telegram', 'slack'], ...options, twin, opened, keys: parsed.ring, log })
  hurry(stage)
  const settle = () => rest(stage, logs)
  const over: Pick<World, 'settle' | 'later' | 'restart' | 'close'> = {
    settle,
    async later(ms) {
      await stage.later(ms)
      await settle()
    },
    async restart() {
      await stage.restart()
      hurry(stage)
    },
    async close() {
      await stage.close()
      await opened.close()
    },
  }
  return Object.defineProperties({ opened, logs } as World, {
    ...Object.getOwnPropertyDescriptors(stage),
    ...Object.getOwnPropertyDescriptors(over),
  })
}

function hurriedClock(): () => number {
  const start = Date.now()
  return () => start + (Date.now() - start) * HASTY.factor
}

/** As many messages as that clock allows: in one story a chat gets more than in an hour of a town. */
function hurry({ product }: Stage): void {
  const adapter = product.engine.adapters.get(HASTY.platform)
  if (!adapter) return
  const { pace } = adapter.limits
  const placePerSecond = pace.placePerSecond * HASTY.factor
  Object.assign(adapter, { limits: { ...adapter.limits, pace: { ...pace, placePerSecond } } })
}

/** Both sides are quiet, and nothing waits for its turn to be sent. */
async function rest(stage: Stage, logs: World['logs']): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    await stage.settle()
    const wait = await nextDue(stage.product.engine.store)
    if (wait === null || wait > SOON) return
    await pause(Math.min(wait + 5, 250))
  }
  throw new Error(`it never rests: ${JSON.stringify(logs.slice(-6))}`)
}

/** The newest message of the bot that a person can see in a room; with words to look for, the newest that has them. */
export function newest(person: TwinPerson, room: TwinRoom, ...words: string[]): TwinSeen {
  const found = person
    .sees(room)
    .filter(
      (seen) =>
        seen.fromBot &&
        words.every(
          (word) => bare(seen.text).includes(word) || seen.buttons.some((button) => bare(button.label).includes(word)),
        ),
    )
  const last = found.at(-1)
  if (!last)
    throw new Error(
      `${person.name} sees nothing with "${words.join('", "')}" in ${room.name}:\n${transcript(person, room)}`,
    )
  return last
}

/** Without the marks that keep directions apart and text inert, as a reader sees it. */
export const bare = (text: string) => text.replace(/[\u2060\u2066-\u2069\u200b]/gu, '')

export const transcript = (person: TwinPerson, room: TwinRoom): string =>
  person
    .sees(room)
    .map(
      (seen) =>
        `- ${seen.author}${seen.ephemeral ? ' (only you)' : ''}: ${bare(seen.text)}${seen.buttons.length > 0 ? `\n    [${seen.buttons.map((button) => bare(button.label)).join('] [')}]` : ''}`,
    )
    .join('\n')

/** One precinct with a desk, a community, an ambassador and an officer, all through the wire. */
export async function town(
  w: World,
  options: { community?: string; desk?: string; language?: string; name?: string } = {},
) {
  const communityTwin = w.twins[options.community ?? 'telegram']!
  const deskTwin = w.twins[options.desk ?? 'slack']!
  const { id: precinct, code } = await w.precinct(options.name)
  const lee = deskTwin.person('Officer Lee', { locale: 'en-US' })
  const desk = await deskTwin.group('precinct-9-desk', [lee])
  // Where no form can open, questions come in private: somebody who was never there starts the bot first.
  if (deskTwin.platform === HASTY.platform) await lee.opens('')
  await lee.commands(desk, 'setup', code)
  await w.settle()
  await connectCommunity(w, lee, desk, options.language ?? 'Español')
  const typed = codeIn(told(lee, desk, 'is ready to be connected'))
  const ana = communityTwin.person('Ana', { locale: 'es' })
  const rosa = communityTwin.person('Rosa', { locale: 'es' })
  const minh = communityTwin.person('Minh', { locale: 'zh-hans' })
  const group = await communityTwin.group('Calle Roble', [ana, rosa, minh])
  await ana.commands(group, 'setup', typed)
  await w.settle()
  const invitation = await invite(w, lee, desk, 'ambassador', 'Ana', communityTwin.platform)
  await ana.opens(invitation)
  await w.settle()
  return { precinct, lee, desk, ana, rosa, minh, group, communityTwin, deskTwin }
}

/** What was answered to somebody at the desk: there, for their eyes, or in private. */
function told(person: TwinPerson, desk: TwinRoom, words: string): TwinSeen {
  const here = person.sees(desk).some((seen) => bare(seen.text).includes(words))
  return newest(person, here ? desk : person.bot, words)
}

async function connectCommunity(w: World, lee: TwinPerson, desk: TwinRoom, language: string) {
  await lee.presses(newest(lee, desk, 'Connect a community'), 'Connect a community')
  await w.settle()
  await answerForm(w, lee, desk, { name: 'Calle Roble', locale: language, emergency: '' })
}

/** Fills a native form, or answers question by question in private, whichever this platform asks. */
export async function answerForm(
  w: World,
  person: TwinPerson,
  _room: TwinRoom,
  values: Record<string, string>,
): Promise<Record<string, string>> {
  const form = person.form()
  if (form) {
    const chosen = Object.fromEntries(
      form.fields.flatMap((field) => {
        const value = values[field.name]
        if (value === undefined) return []
        return [
          [
            field.name,
            field.options?.find((option) => bare(option.label) === value || option.value === value)?.value ?? value,
          ],
        ]
      }),
    )
    const errors = await person.fills(chosen)
    await w.settle()
    return errors
  }
  for (const value of Object.values(values)) {
    const question = newest(person, person.bot)
    const button =
      question.buttons.find((one) => bare(one.label) === (value === '' ? 'Skip' : value)) ??
      (value === '' ? question.buttons.at(-2) : undefined)
    if (button) await person.presses(question, button.label)
    else await person.says(person.bot, value)
    await w.settle()
  }
  return {}
}

export async function invite(
  w: World,
  lee: TwinPerson,
  desk: TwinRoom,
  role: string,
  label: string,
  platform = 'telegram',
): Promise<string> {
  await lee.commands(desk, 'invite')
  await w.settle()
  await answerForm(w, lee, desk, { role, label })
  const seen = told(lee, desk, `Invitation for ${label}`)
  const link = new RegExp(`${platform}:\\s+(\\S.*)`, 'iu').exec(bare(seen.text))?.[1] ?? ''
  return link.includes('http') ? link.trim() : (link.trim().split(/\s+/u).at(-1) ?? '')
}

export const codeIn = (seen: TwinSeen): string => /[0-9A-HJKMNP-TV-Z]{26}/u.exec(bare(seen.text))?.[0] ?? ''
