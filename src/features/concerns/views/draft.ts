import type { Message } from '#contract'
import type { Reader } from '../../../i18n/reader.ts'
import { button, copyable, facts, heading, note, paragraph, quote, say, sentence, strong } from '../../../i18n/say.ts'
import type { Sort, Topic } from '../rules.ts'

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
  /** What must be taken out before whoever reads this can send it. */
  mend: Extract<Sort, 'private_person' | 'status'> | null
}

const topicName = ({ t }: Reader, topic: Topic) => t(($) => $.concerns.topic[topic])

/** One card: what would be sent, who would see it, and one tap to send exactly that. */
export function draft(to: Reader, data: Draft): Message {
  if (data.state === 'gone') return withdrawn(to)
  if (data.state === 'sent') return sentDraft(to, data)
  const { t } = to
  const asked = data.state === 'asked' && data.part === 'ambassador'
  return say(
    to,
    t(($) => $.concerns.draft.summary),
    [
      data.danger && strong(t(($) => $.common.danger, { emergency: to.emergency })),
      heading(t(($) => $.concerns.draft.title, { precinct: to.precinct })),
      quote(data.text),
      facts(
        [t(($) => $.concerns.field.topic), topicName(to, data.topic)],
        [t(($) => $.concerns.field.area), data.area],
      ),
      data.masked && paragraph(t(($) => $.concerns.draft.masked)),
      data.mend === 'private_person' && strong(t(($) => $.concerns.sort.private_person)),
      data.mend === 'status' && strong(t(($) => $.concerns.sort.status_ambassador)),
      note(t(($) => $.concerns.draft.sees, { precinct: to.precinct })),
      asked && paragraph(t(($) => $.concerns.draft.asked)),
    ],
    asked ? [choice(to, data, 'drop')] : choices(to, data),
  )
}

/** What leads on comes first; edits are offered beside it, and where something must go, nothing else leads on. */
function choices(to: Reader, data: Draft) {
  const one = (name: Choice, tone?: 'primary') => choice(to, data, name, tone)
  if (data.mend === 'status') return [one('edit', 'primary'), one('hand_over'), one('legal_aid'), one('drop')]
  if (data.mend === 'private_person') return [one('edit', 'primary'), one('drop')]
  const edits = [one('edit'), one('file'), one('sort')]
  if (data.part === 'ambassador' && data.reachable) return [one('ask_author', 'primary'), one('drop'), ...edits]
  return [one('send', 'primary'), one('send_topic'), one('drop'), ...edits]
}

type Choice = 'send' | 'send_topic' | 'ask_author' | 'drop' | 'edit' | 'file' | 'sort' | 'hand_over' | 'legal_aid'

/** Sending names the version that was looked at: nothing else can be sent under it. */
function choice(to: Reader, { id, version, part }: Draft, name: Choice, tone?: 'primary') {
  const { t } = to
  const label = {
    send: part === 'author' ? t(($) => $.concerns.button.send) : t(($) => $.concerns.button.send_agreed),
    send_topic: t(($) => $.concerns.button.topic_only),
    ask_author: t(($) => $.concerns.button.ask_author),
    drop: t(($) => $.concerns.button.drop),
    edit: t(($) => $.concerns.button.edit),
    file: t(($) => $.concerns.button.topic),
    sort: t(($) => $.concerns.button.sort),
    hand_over: t(($) => $.concerns.button.hand_over),
    legal_aid: t(($) => $.concerns.button.legal_aid),
  }[name]
  const seen = name === 'send' || name === 'send_topic' ? version : undefined
  return button(label, to.ref(`concerns.${name}`, id, seen), tone)
}

const withdrawn = (to: Reader): Message =>
  say(
    to,
    to.t(($) => $.concerns.update),
    [to.t(($) => $.concerns.voice.withdrawn)],
  )

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

export type Ways = readonly { platform: string; link?: string; type: string }[]

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
export const authorNo = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.author_no),
  )
export const lapsed = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.lapsed),
  )
export const gone = (to: Reader): Message =>
  sentence(
    to,
    to.t(($) => $.concerns.draft.gone),
  )

type Hidden = 'phone' | 'email' | 'handle' | 'link' | 'id' | 'card' | 'plate' | 'house' | 'unit' | 'birth' | 'number'

/** What stands in place of something hidden. */
export const maskLabel = ({ t }: Reader, kind: Hidden): string => t(($) => $.common.mask[kind])
