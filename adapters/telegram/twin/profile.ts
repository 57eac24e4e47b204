import { type Answer, faulty, granted } from './answer.ts'
import type { Stage } from './methods.ts'
import type { Params } from './spec.ts'

/** https://core.telegram.org/bots/api#setmycommands */
const MAX_COMMANDS = 100

type Command = { command: string; description: string }

export function setMyCommands({ world }: Stage, params: Params): Answer {
  const commands = params.commands as Command[]
  if (commands.length > MAX_COMMANDS) return faulty('BOT_COMMANDS_TOO_MUCH', `${commands.length} commands`)
  const wrong = commands.find((one) => !/^[a-z0-9_]{1,32}$/.test(one.command))
  if (wrong) return faulty('BOT_COMMAND_INVALID', `command "${wrong.command}" is not 1-32 of a-z 0-9 _`)
  return forLanguage(params, () => world.profile.commands.set(scopeKey(params), commands))
}

export function getMyCommands({ world }: Stage, params: Params): Answer {
  return granted(world.profile.commands.get(scopeKey(params)) ?? [])
}

export function deleteMyCommands({ world }: Stage, params: Params): Answer {
  return forLanguage(params, () => world.profile.commands.delete(scopeKey(params)))
}

export function setMyDescription({ world }: Stage, params: Params): Answer {
  return forLanguage(params, () => world.profile.descriptions.set(languageOf(params), String(params.description ?? '')))
}

export function getMyDescription({ world }: Stage, params: Params): Answer {
  return granted({ description: inLanguage(world.profile.descriptions, params) })
}

export function setMyShortDescription({ world }: Stage, params: Params): Answer {
  const text = String(params.short_description ?? '')
  return forLanguage(params, () => world.profile.shortDescriptions.set(languageOf(params), text))
}

export function getMyShortDescription({ world }: Stage, params: Params): Answer {
  return granted({ short_description: inLanguage(world.profile.shortDescriptions, params) })
}

/** A language without a text of its own shows the one for all. */
function inLanguage(texts: Map<string, string>, params: Params): string {
  return texts.get(languageOf(params)) || texts.get('') || ''
}

function forLanguage(params: Params, change: () => void): Answer {
  if (!/^([a-z]{2})?$/.test(languageOf(params))) {
    return faulty('invalid language code specified', `language_code "${languageOf(params)}" is not two letters`)
  }
  change()
  return granted(true)
}

function languageOf(params: Params): string {
  return String(params.language_code ?? '')
}

function scopeKey(params: Params): string {
  const { type = 'default', chat_id = '', user_id = '' } = (params.scope ?? {}) as Params
  return [type, chat_id, user_id, languageOf(params)].join(' ')
}
