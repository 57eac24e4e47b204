import type { Menu, Ports } from '#contract'
import { clip } from '#render'
import { classify } from './errors.ts'
import { about, menu } from './limits.ts'
import type { Answer, Call } from './transport.ts'

type Command = { command: string; description: string }

/** One thing Telegram keeps for us: how to read it, how to set it, and what it should be. */
type Setting = { read: string; write: string; where: object; wanted: object }

/** https://core.telegram.org/bots/api#botcommandscope. A desk's group gets the group's menu: scopes know no purposes. */
const scopes = [
  ['private', 'all_private_chats'],
  ['community', 'all_group_chats'],
] as const

/**
 * Brings command lists and descriptions up to date, in every language and one for all others. Writes only what differs,
 * stops at the first failure, and says whether all is now as it should be. A menu is a convenience, never an authorisation.
 */
export async function registerMenus(call: Call, menus: readonly Menu[], log: Ports['log']): Promise<boolean> {
  for (const setting of settingsOf(menus)) {
    const answer = await bring(call, setting)
    if (answer.ok) continue
    log('menus.failed', { method: setting.write, code: classify(answer.error).code })
    return false
  }
  return true
}

async function bring(call: Call, { read, write, where, wanted }: Setting): Promise<Answer<unknown>> {
  const current = await call<unknown>(read, where)
  if (!current.ok) return current
  const now = Array.isArray(current.result) ? { commands: current.result } : current.result
  return holds(now, wanted) ? current : call(write, { ...where, ...wanted })
}

/** Telegram may add fields of its own to what it returns. */
function holds(now: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return now === wanted
  if (typeof now !== 'object' || now === null) return false
  if (Array.isArray(wanted) && (!Array.isArray(now) || now.length !== wanted.length)) return false
  return Object.entries(wanted).every(([key, value]) => holds((now as Record<string, unknown>)[key], value))
}

export function settingsOf(menus: readonly Menu[]): Setting[] {
  const lists = scopes.flatMap(([scope, type]) =>
    spoken(menus.filter((entry) => entry.scope === scope)).map(({ language, menu: entry }) => ({
      read: 'getMyCommands',
      write: 'setMyCommands',
      where: { scope: { type }, ...language },
      wanted: { commands: commandsOf(entry) },
    })),
  )
  const words = spoken(menus.filter((entry) => entry.scope === 'private')).flatMap(({ language, menu: entry }) => [
    {
      read: 'getMyDescription',
      write: 'setMyDescription',
      where: language,
      wanted: { description: clip(entry.about, about.descriptionChars) },
    },
    {
      read: 'getMyShortDescription',
      write: 'setMyShortDescription',
      where: language,
      wanted: { short_description: clip(entry.about, about.shortChars) },
    },
  ])
  return [...lists, ...words]
}

/** Telegram knows two-letter languages only; without one a menu is for everybody else. English is that one, else the first. */
function spoken(menus: readonly Menu[]): { language: { language_code?: string }; menu: Menu }[] {
  const byCode = new Map<string, Menu>()
  for (const entry of menus) {
    const code = new Intl.Locale(entry.locale).language
    if (code.length === 2 && !byCode.has(code)) byCode.set(code, entry)
  }
  const fallback = byCode.get('en') ?? menus[0]
  const own = [...byCode].map(([language_code, entry]) => ({ language: { language_code }, menu: entry }))
  return fallback ? [{ language: {}, menu: fallback }, ...own] : own
}

function commandsOf({ commands }: Menu): Command[] {
  return commands
    .filter(({ name }) => menu.name.test(name))
    .slice(0, menu.commands)
    .map(({ name, description }) => ({ command: name, description: clip(description, menu.descriptionChars) }))
}
