import type { Form } from '#contract'
import { locales } from '../../i18n/index.ts'
import type { Reader } from '../../i18n/reader.ts'
import type { Invitable } from './rules.ts'

const text = (name: string, label: string, hint: string, max: number) =>
  ({ name, label, hint, kind: 'text', lines: 'one', max }) as const

export function communityForm(to: Reader): Form {
  const { t } = to
  return {
    ref: to.ref('people.open_community'),
    locale: to.locale,
    title: t(($) => $.people.community.title),
    submit: t(($) => $.people.button.create),
    fields: [
      text(
        'name',
        t(($) => $.people.community.name),
        t(($) => $.people.community.name_hint),
        60,
      ),
      {
        name: 'locale',
        label: t(($) => $.people.community.language),
        kind: 'choice',
        options: locales.map(({ tag, name }) => ({ value: tag, label: name })),
      },
      {
        ...text(
          'emergency',
          t(($) => $.people.community.emergency),
          t(($) => $.people.community.emergency_hint, { number: to.emergency }),
          20,
        ),
        optional: true,
      },
    ],
  }
}

export function inviteForm(
  to: Reader,
  roles: readonly Invitable[],
  communities: readonly { id: string; name: string }[],
): Form {
  const { t } = to
  const choice = (name: string, label: string, options: { value: string; label: string }[]) =>
    ({ name, label, kind: 'choice', options }) as const
  return {
    ref: to.ref('people.invite'),
    locale: to.locale,
    title: t(($) => $.people.invite.title),
    submit: t(($) => $.people.button.invite),
    intro: t(($) => $.people.invite.intro),
    fields: [
      ...(roles.length > 1
        ? [
            choice(
              'role',
              t(($) => $.people.invite.role),
              roles.map((role) => ({ value: role, label: t(($) => $.people.role[role]) })),
            ),
          ]
        : []),
      ...(communities.length > 1
        ? [
            choice(
              'community',
              t(($) => $.people.invite.community),
              communities.map(({ id, name }) => ({ value: id, label: name })),
            ),
          ]
        : []),
      text(
        'label',
        t(($) => $.people.invite.label),
        t(($) => $.people.invite.label_hint),
        40,
      ),
    ],
  }
}

export function areasForm(to: Reader, names: readonly string[]): Form {
  const { t } = to
  return {
    ref: to.ref('people.areas'),
    locale: to.locale,
    title: t(($) => $.people.areas.title),
    submit: t(($) => $.people.button.save),
    fields: [
      {
        name: 'names',
        label: t(($) => $.people.areas.names),
        hint: t(($) => $.people.areas.hint),
        kind: 'text',
        lines: 'many',
        max: 1500,
        initial: names.join('\n'),
      },
    ],
  }
}
