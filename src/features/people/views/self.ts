import type { Message } from '#contract'
import { localeOf, locales, translator } from '../../../i18n/index.ts'
import type { Reader } from '../../../i18n/reader.ts'
import { button, facts, heading, note, say, sentence } from '../../../i18n/say.ts'

const languageButtons = (to: Reader) =>
  locales
    .filter(({ tag }) => tag !== to.locale)
    .map(({ tag, name }) => button(name, to.ref('people.set_language', undefined, indexOf(tag))))

/** The language behind the button at that place. */
export const offered = (index: number): string => (locales[index] ?? locales[0]).tag

const indexOf = (tag: string) => locales.findIndex((locale) => locale.tag === tag)

/** First contact, in the sense of the product's promise to each role. Under 60 words a screen. */
export function greeting(to: Reader, { role }: { role: 'resident' | 'ambassador' | 'officer' | 'lead' }): Message {
  const { t } = to
  const about = { precinct: to.precinct, emergency: to.emergency, help: to.spell('help') }
  const lines = {
    resident: [
      t(($) => $.people.first.resident.seen, about),
      t(($) => $.people.first.resident.kept, about),
      t(($) => $.people.first.resident.code, about),
    ],
    ambassador: [
      t(($) => $.people.first.ambassador.are, about),
      t(($) => $.people.first.ambassador.never, about),
      how(to),
    ],
    officer: [t(($) => $.people.first.officer.who, about), t(($) => $.people.first.officer.first, about)],
    lead: [t(($) => $.people.first.officer.who, about), t(($) => $.people.first.lead.what, about)],
  }[role]
  const next = role === 'resident' ? t(($) => $.people.first.resident.start) : null
  return say(
    to,
    t(($) => $.people.first.hello),
    [heading(t(($) => $.people.first.hello)), ...lines, next, note(t(($) => $.people.first.emergency, about))],
    languageButtons(to),
  )
}

const how = ({ t, relayBy }: Reader) =>
  relayBy === 'forward' ? t(($) => $.people.how.forward) : t(($) => $.people.how.menu)

/** What a person can do where they are. */
export function help(
  to: Reader,
  { commands, role }: { commands: readonly { name: string; description: string }[]; role: string },
): Message {
  const { t } = to
  return say(
    to,
    t(($) => $.people.help.title),
    [
      heading(t(($) => $.people.help.title)),
      role === 'ambassador' && how(to),
      role === 'resident' && t(($) => $.people.help.resident),
      (role === 'officer' || role === 'lead') && t(($) => $.people.help.officer),
      facts(...commands.map(({ name, description }) => [to.spell(name), description] as [string, string])),
      to.emergency ? note(t(($) => $.people.first.emergency, { emergency: to.emergency })) : null,
    ],
    [
      button(
        t(($) => $.people.button.privacy),
        to.ref('people.privacy'),
      ),
      button(
        t(($) => $.people.button.language),
        to.ref('people.language'),
      ),
    ],
  )
}

/** Promises only what the one who runs the server can keep. */
export function privacy(to: Reader): Message {
  const { t, operatedBy } = to
  const promise = {
    community: t(($) => $.people.privacy.community),
    city: t(($) => $.people.privacy.city),
    precinct: t(($) => $.people.privacy.precinct),
  }[operatedBy]
  return say(
    to,
    t(($) => $.people.privacy.title),
    [
      heading(t(($) => $.people.privacy.title)),
      t(($) => $.people.privacy.chat),
      t(($) => $.people.privacy.desk),
      promise,
      t(($) => $.people.privacy.records),
      t(($) => $.people.privacy.never),
    ],
  )
}

export const language = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.language.choose),
    languageButtons(to),
  )

/** Said in the new language already; honest about who has checked it. */
export function languageSet(to: Reader, tag: string): Message {
  const reader = { ...to, locale: tag, t: translator(tag) }
  const done = reader.t(($) => $.people.language.set)
  return say(reader, done, [done, localeOf(tag).reviewedBy === null && note(reader.t(($) => $.common.notReviewed))])
}

export const welcomeStranger = (to: Reader): Message =>
  say(
    to,
    to.t(($) => $.people.first.hello),
    [heading(to.t(($) => $.people.first.hello)), to.t(($) => $.people.stranger)],
    languageButtons(to),
  )

export const precincts = (
  to: Reader,
  { rows }: { rows: readonly { id: string; name: string; current: boolean }[] },
): Message =>
  sentence(
    to,
    to.t(($) => $.people.speak.now, { precinct: to.precinct }),
    rows.filter(({ current }) => !current).map(({ id, name }) => button(name, to.ref('people.speak_with', id))),
  )
export const speaking = (to: Reader, { name }: { name: string }): Message =>
  sentence(
    to,
    to.t(($) => $.people.speak.set, { precinct: name }),
  )

export const signOutSure = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.sign_out.sure),
    [
      button(
        to.t(($) => $.people.button.sign_out),
        to.ref('people.sign_out_sure'),
        'danger',
      ),
    ],
  )
export const signedOut = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.sign_out.done),
  )
