import type { Message } from '#contract'
import type { Reader } from '../../../i18n/reader.ts'
import { button, copyable, say, sentence } from '../../../i18n/say.ts'
import type { Sort } from '../rules.ts'
import { sorts } from '../rules.ts'
import type { Ways } from './draft.ts'

/** The one question of what must not go to the desk as it is. */
export const sort = (to: Reader, { id }: { id: string }): Message =>
  say(
    to,
    to.t(($) => $.concerns.sort.ask),
    [to.t(($) => $.concerns.sort.ask)],
    sorts.map((kind, index) =>
      button(
        to.t(($) => $.concerns.sort.button[kind]),
        to.ref('concerns.sorted', id, index),
      ),
    ),
  )

/** Each choice ends somewhere, in plain words. */
export function sorted(
  to: Reader,
  { id, kind, part }: { id: string; kind: Sort; part: 'author' | 'ambassador' },
): Message {
  const { t } = to
  const edit = button(
    t(($) => $.concerns.button.edit),
    to.ref('concerns.edit', id),
    'primary',
  )
  switch (kind) {
    case 'danger':
      return sentence(
        to,
        t(($) => $.concerns.sort.danger, { emergency: to.emergency }),
      )
    case 'conduct':
      return sentence(
        to,
        t(($) => $.concerns.sort.conduct),
      )
    case 'private_person':
      return sentence(
        to,
        t(($) => $.concerns.sort.private_person),
        [edit],
      )
    case 'status':
      return part === 'author'
        ? sentence(
            to,
            t(($) => $.concerns.sort.status_author),
            [
              edit,
              button(
                t(($) => $.concerns.button.legal_aid),
                to.ref('concerns.legal_aid', id),
              ),
            ],
          )
        : sentence(
            to,
            t(($) => $.concerns.sort.status_ambassador),
            [
              edit,
              button(
                t(($) => $.concerns.button.legal_aid),
                to.ref('concerns.legal_aid', id),
              ),
              button(
                t(($) => $.concerns.button.hand_over),
                to.ref('concerns.hand_over', id),
              ),
            ],
          )
  }
}

export const handOver = (to: Reader, { ways }: { ways: Ways }): Message =>
  say(
    to,
    to.t(($) => $.concerns.sort.hand_over),
    [
      to.t(($) => $.concerns.sort.hand_over),
      ...ways.map(({ platform, link, type }) => copyable(`${platform}:`, link ?? type)),
    ],
  )

export const legalAid = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.sort.legal_aid),
  )
