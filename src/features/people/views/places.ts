import type { Check, Message } from '#contract'
import type { Reader } from '../../../i18n/reader.ts'
import { button, copyable, facts, heading, note, paragraph, say, sentence, strong } from '../../../i18n/say.ts'

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
