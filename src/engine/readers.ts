import type { Adapter } from '#contract'
import { chooseLocale, translator, when } from '../i18n/index.ts'
import type { Reader } from '../i18n/reader.ts'
import type { Engine } from './engine.ts'
import { NIL } from './engine.ts'
import type { Doors } from './feature.ts'

export type ReaderFacts = {
  platform: string
  locale: string | null | undefined
  zone: string
  precinctId: string
  precinct: string
  emergency: string
}

/** Somebody who will read: words in their language, dates in their zone, buttons that lead into one precinct. */
/** What drawing for a reader needs of the engine. */
export type Drawing = Pick<Engine, 'offers' | 'references' | 'adapters' | 'operatedBy'>

export function readerFor(engine: Drawing, facts: ReaderFacts): Reader {
  const locale = chooseLocale(facts.locale)
  const adapter = engine.adapters.get(facts.platform)
  return {
    locale,
    zone: facts.zone,
    t: translator(locale),
    ref: (act, subject = NIL, arg = 0) =>
      engine.references.encode({ act: engine.offers.numberOf(act), precinct: facts.precinctId, subject, arg }),
    spell: (command) => adapter?.spell(command) ?? command,
    link: (code) => (adapter ? linkOf(adapter, code) : null),
    relayBy: adapter?.relayBy ?? 'forward',
    when: (at) => when(at, facts.zone, locale),
    emergency: facts.emergency,
    precinct: facts.precinct,
    operatedBy: engine.operatedBy,
  }
}

/** A platform that has not been reached yet cannot say where its bot lives: people type the code. */
const linkOf = (adapter: Adapter, code: string) => (adapter.lastContact() > 0 ? (adapter.link?.(code) ?? null) : null)

/** How a code or command is passed on the platforms that are on. */
export function doorsOf(engine: Engine): Doors {
  const all = [...engine.adapters.values()]
  return {
    ways: (code) =>
      all.map((adapter) => {
        const link = linkOf(adapter, code)
        return { platform: adapter.title, type: `${adapter.spell('start')} ${code}`, ...(link && { link }) }
      }),
    typed: (command, text) =>
      all.map((adapter) => ({ platform: adapter.title, type: `${adapter.spell(command)} ${text}` })),
    relayBy: (platform) => engine.adapters.get(platform)?.relayBy ?? 'forward',
    operatedBy: engine.operatedBy,
  }
}
