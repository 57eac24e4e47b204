import type { Menu } from '#contract'
import { locales } from '../i18n/index.ts'
import { NIL } from './engine.ts'
import { type Drawing, readerFor } from './readers.ts'

const scopes = ['private', 'community', 'desk'] as const

/** The one list of commands, once per place and language: platforms derive their menus and manifests from it. */
export function menusOf(engine: Drawing): Menu[] {
  return locales.flatMap(({ tag }) => {
    const reader = readerFor(engine, {
      platform: '',
      locale: tag,
      zone: 'UTC',
      precinctId: NIL,
      precinct: '',
      emergency: '',
    })
    return scopes.map((scope) => ({
      locale: tag,
      scope,
      commands: engine.offers.commands
        .filter((command) => !command.hidden && command.scopes.includes(scope))
        .map((command) => ({ name: command.name, description: command.description(reader) })),
      relayTitle: reader.t(($) => $.engine.menu.relay),
      about: reader.t(($) => $.engine.menu.about),
    }))
  })
}
