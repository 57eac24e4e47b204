import type { Message } from '#contract'
import type { Reader } from '../../../i18n/reader.ts'
import { button, copyable, facts, heading, note, paragraph, quote, say, sentence, strong } from '../../../i18n/say.ts'
import type { Sort, Topic } from '../rules.ts'
import { sorts } from '../rules.ts'

export type Draft = {
  id: string
  version: number
  state: 'captured' | 'asked' | 'sent' | 'gone'
  part: 'author' | 'ambassador'
  /** The author can be asked by the bot: then only they can say yes. */
  reachable: boolean
  text: string
  topic: Topic
  area: string | null
  masked: boolean
  danger: boolean
  receipt: string
  topicOnly: boolean
}

const topicName = ({ t }: Reader, topic: Topic) => t(($) => $.concerns.topic[topic])

/** One card: what would be sent, who would see it, and one tap to send exactly that. */
export function draft(to: Reader, data: Draft): Message {
  if (data.state === 'sent') return sentDraft(to, data)
  const { t } = to
  const title = t(($) => $.concerns.draft.title, { precinct: to.precinct })
  const asked = data.state === 'asked' && data.part === 'ambassador'
  return say(
    to,
    t(($) => $.concerns.draft.summary),
    [
      data.danger && strong(t(($) => $.common.danger, { emergency: to.emergency })),
      heading(title),
      quote(data.text),
      facts(
        [t(($) => $.concerns.field.topic), topicName(to, data.topic)],
        [t(($) => $.concerns.field.area), data.area],
      ),
      data.masked && paragraph(t(($) => $.concerns.draft.masked)),
      note(t(($) => $.concerns.draft.sees, { precinct: to.precinct })),
      asked && paragraph(t(($) => $.concerns.draft.asked)),
    ],
    asked
      ? [
          button(
            t(($) => $.concerns.button.drop),
            to.ref('concerns.drop', data.id),
          ),
        ]
      : choices(to, data),
  )
}

function choices(to: Reader, { id, version, part, reachable }: Draft) {
  const { t } = to
  const consent =
    part === 'author'
      ? [
          button(
            t(($) => $.concerns.button.send),
            to.ref('concerns.send', id, version),
            'primary',
          ),
        ]
      : reachable
        ? [
            button(
              t(($) => $.concerns.button.ask_author),
              to.ref('concerns.ask_author', id),
              'primary',
            ),
          ]
        : [
            button(
              t(($) => $.concerns.button.send_agreed),
              to.ref('concerns.send', id, version),
              'primary',
            ),
          ]
  return [
    ...consent,
    !(part === 'ambassador' && reachable) &&
      button(
        t(($) => $.concerns.button.topic_only),
        to.ref('concerns.send_topic', id, version),
      ),
    button(
      t(($) => $.concerns.button.drop),
      to.ref('concerns.drop', id),
    ),
    button(
      t(($) => $.concerns.button.edit),
      to.ref('concerns.edit', id),
    ),
    button(
      t(($) => $.concerns.button.topic),
      to.ref('concerns.file', id),
    ),
    button(
      t(($) => $.concerns.button.sort),
      to.ref('concerns.sort', id),
    ),
  ]
}

function sentDraft(to: Reader, data: Draft): Message {
  const { t } = to
  const done = t(($) => $.concerns.draft.sent, { precinct: to.precinct })
  return say(
    to,
    t(($) => $.concerns.update),
    [
      heading(done),
      data.topicOnly ? paragraph(t(($) => $.concerns.draft.only_topic)) : quote(data.text),
      facts(
        [t(($) => $.concerns.field.topic), topicName(to, data.topic)],
        [t(($) => $.concerns.field.area), data.area],
        [t(($) => $.concerns.field.receipt), data.receipt],
      ),
    ],
  )
}

type Ways = readonly { platform: string; link?: string; type: string }[]

/** Proof that it was received. For an ambassador, with the author's own way in. */
export function receipt(
  to: Reader,
  { id, code, part, ways }: { id: string; code: string; part: 'author' | 'ambassador'; ways: Ways },
): Message {
  const { t } = to
  return say(
    to,
    t(($) => $.concerns.update),
    [
      heading(t(($) => $.concerns.receipt.title, { code })),
      t(($) => $.concerns.receipt.next, { precinct: to.precinct }),
      part === 'ambassador' && ways.length > 0 && paragraph(t(($) => $.concerns.receipt.author)),
      ...(part === 'ambassador' ? ways.map(({ platform, link, type }) => copyable(`${platform}:`, link ?? type)) : []),
      note(t(($) => $.concerns.receipt.keep)),
    ],
    [
      button(
        t(($) => $.concerns.button.withdraw),
        to.ref('concerns.withdraw', id),
      ),
    ],
  )
}

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
export const dropped = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.dropped),
  )
export const changed = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.changed),
  )
export const saved = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.saved),
  )
export const noWords = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.no_words),
  )
export const tooLong = (to: Reader, { over, max }: { over: number; max: number }): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.too_long, { over, max }),
  )
export const notAmbassador = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.not_ambassador),
  )
export const visible = (to: Reader): Message =>
  sentence(
    to,
    to.relayBy === 'forward' ? to.t(($) => $.concerns.visible.forward) : to.t(($) => $.concerns.visible.menu),
  )
export const atDeskOnly = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.officer),
  )
export const authorAsked = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.asked),
  )
export const authorSilent = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.author_silent),
  )
