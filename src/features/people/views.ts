import type { Check, Message } from '#contract'
import { localeOf, locales, translator } from '../../i18n/index.ts'
import type { Reader } from '../../i18n/reader.ts'
import { button, copyable, facts, heading, note, paragraph, say, sentence, strong } from '../../i18n/say.ts'

const languageButtons = (to: Reader) =>
  locales
    .filter(({ tag }) => tag !== to.locale)
    .map(({ tag, name }) => button(name, to.ref('people.set_language', undefined, indexOf(tag))))

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

/** In the community's group: where to find the bot, and nothing of anybody. */
export function doorSign(to: Reader, { community }: { community: string }): Message {
  const ref = to.ref('people.enter', community)
  const link = to.link(ref)
  return say(
    to,
    to.t(($) => $.people.door.title),
    [
      to.t(($) => $.people.door.what, { precinct: to.precinct }),
      to.t(($) => $.people.door.private),
      link
        ? null
        : copyable(
            to.t(($) => $.people.door.type),
            `${to.spell('start')} ${ref}`,
          ),
      note(to.t(($) => $.people.first.emergency, { emergency: to.emergency })),
    ],
    [link ? { label: to.t(($) => $.people.button.open), href: link } : null],
  )
}

export type Findings = readonly Check[]

const findings = (to: Reader, checks: Findings) =>
  checks
    .filter(({ ok }) => !ok)
    .map(({ name, detail }) => strong(`${to.t(($) => $.people.check[name])}${detail ? ` (${detail})` : ''}`))

/** The desk after set-up: what works, what to mend, what to do next. */
export function deskReady(
  to: Reader,
  {
    checks,
    communities,
    officers,
    ambassadors,
    areas,
  }: { checks: Findings; communities: number; officers: number; ambassadors: number; areas: number },
): Message {
  const { t } = to
  const broken = findings(to, checks)
  return say(
    to,
    t(($) => $.people.desk.title, { precinct: to.precinct }),
    [
      heading(t(($) => $.people.desk.title, { precinct: to.precinct })),
      t(($) => $.people.desk.what),
      facts(
        [t(($) => $.people.desk.communities), String(communities)],
        [t(($) => $.people.desk.ambassadors), String(ambassadors)],
        [t(($) => $.people.desk.officers), String(officers)],
        [t(($) => $.people.desk.areas), String(areas)],
      ),
      broken.length > 0 && paragraph(t(($) => $.people.desk.mend)),
      ...broken,
      note(t(($) => $.people.desk.next)),
    ],
    [
      button(
        t(($) => $.people.button.community),
        to.ref('people.open_community'),
        'primary',
      ),
      button(
        t(($) => $.people.button.invite),
        to.ref('people.invite'),
      ),
      button(
        t(($) => $.people.button.areas),
        to.ref('people.areas'),
      ),
      button(
        t(($) => $.people.button.people),
        to.ref('people.list'),
      ),
    ],
  )
}

export function communityReady(to: Reader, { name, checks }: { name: string; checks: Findings }): Message {
  const broken = findings(to, checks)
  const text =
    broken.length > 0 ? to.t(($) => $.people.community.mend, { name }) : to.t(($) => $.people.community.ready, { name })
  return say(to, text, [text, ...broken])
}

type Ways = readonly { platform: string; link?: string; type: string }[]

/** How to hand on a one-time code: a link where there is one, else what to type. */
export function invitation(
  to: Reader,
  { label, role, ways }: { label: string; role: 'ambassador' | 'officer' | 'lead'; ways: Ways },
): Message {
  const { t } = to
  const title = t(($) => $.people.invite.ready, { label, role: t(($) => $.people.role[role]) })
  return say(to, title, [
    heading(title),
    t(($) => $.people.invite.hand_on),
    ...ways.map(({ platform, link, type }) => copyable(`${platform}:`, link ?? type)),
    note(t(($) => $.people.invite.once)),
  ])
}

export function communityCode(
  to: Reader,
  { name, typed }: { name: string; typed: readonly { platform: string; type: string }[] },
): Message {
  const { t } = to
  const title = t(($) => $.people.community.made, { name })
  return say(to, title, [
    heading(title),
    t(($) => $.people.community.add_bot),
    ...typed.map(({ platform, type }) => copyable(`${platform}:`, type)),
    note(t(($) => $.people.invite.once)),
  ])
}

export function roster(
  to: Reader,
  {
    rows,
  }: {
    rows: readonly {
      id: string
      label: string
      role: 'ambassador' | 'officer' | 'lead'
      state: 'invited' | 'active'
      own: boolean
    }[]
  },
): Message {
  const { t } = to
  const title = t(($) => $.people.roster.title)
  return say(
    to,
    title,
    [
      heading(title),
      facts(
        ...rows.map(
          ({ label, role, state }) =>
            [label, `${t(($) => $.people.role[role])} · ${t(($) => $.people.roster[state])}`] as [string, string],
        ),
      ),
    ],
    rows
      .filter(({ own }) => !own)
      .map(({ id, label }) =>
        button(
          t(($) => $.people.button.end, { label }),
          to.ref('people.end', id),
        ),
      ),
  )
}

export const endSure = (to: Reader, { id, label }: { id: string; label: string }): Message =>
  sentence(
    to,
    to.t(($) => $.people.roster.sure, { label }),
    [
      button(
        to.t(($) => $.people.button.end_yes),
        to.ref('people.end_sure', id),
        'danger',
      ),
    ],
  )
export const ended = (to: Reader, { label }: { label: string }): Message =>
  sentence(
    to,
    to.t(($) => $.people.roster.ended, { label }),
  )
export const yourRoleEnded = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.roster.yours_ended, { precinct: to.precinct }),
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

export const setupHow = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.setup.how, { command: to.spell('setup') }),
  )
export const setupInGroup = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.setup.group),
  )
export const setupTaken = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.setup.taken),
  )
export const setupDone = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.setup.done),
  )
export const notYours = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.invite.not_yours),
  )
export const noCommunity = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.people.invite.no_community),
    [
      button(
        to.t(($) => $.people.button.community),
        to.ref('people.open_community'),
        'primary',
      ),
    ],
  )
export const areasSaved = (to: Reader, { count }: { count: number }): Message =>
  sentence(
    to,
    to.t(($) => $.people.areas.saved, { count }),
  )

/** To leads, in private: the desk cannot say it itself. */
export const placeGone = (to: Reader, { purpose, name }: { purpose: 'desk' | 'community'; name: string }): Message =>
  purpose === 'desk'
    ? sentence(
        to,
        to.t(($) => $.people.gone.desk, { precinct: to.precinct }),
      )
    : sentence(
        to,
        to.t(($) => $.people.gone.community, { name }),
      )
