import type { Message } from '#contract'
import type { Reader } from '../../../i18n/reader.ts'
import { button, copyable, facts, heading, note, say, sentence } from '../../../i18n/say.ts'

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
