import type { Act, Effect, Outcome, Turn } from '../../../engine/feature.ts'
import { card, clock, event, insert, post, refuse, remove, stop, update } from '../../../engine/feature.ts'
import { next, sorts, toMend } from '../rules.ts'
import { findConcern, findVoices } from '../store.ts'
import * as views from '../views/draft.ts'
import * as sorting from '../views/sort.ts'
import { draftCard, homeOf, ownDraft, personOf, say } from './actor.ts'
import { stale } from './own.ts'

const consent = (topicOnly: boolean): Act => ({
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, subject } = turn
    const draft = await ownDraft(turn)
    if (!draft) return stale(turn)
    const { concern, part } = draft
    if (concern.version !== turn.arg)
      return say(views.changed(scene.reader), card({ place: homeOf(turn) }, 'concerns.draft', subject))
    const all = await findVoices(turn.records, subject)
    if (draft.elsewhere || (part === 'ambassador' && all.some((one) => one.part === 'author' && one.person_id)))
      return refuse(views.authorAsked(scene.reader))
    const mend = topicOnly ? null : toMend(concern.sort, part)
    if (mend) return say(sorting.sorted(scene.reader, { id: subject, kind: mend, part }))
    const moved = next(concern.state, 'consent', part)
    if ('refused' in moved) return stale(turn)
    const text = topicOnly ? '' : concern.text
    const set = {
      state: moved.to,
      word: part,
      text,
      consent_hash: turn.ids.consentKey(precinct, text),
      changed_at: scene.now,
    }
    return {
      effects: [
        update('concern', { precinct_id: precinct, id: subject }, set, concern.version),
        event('consented', subject, part, { topic_only: topicOnly }),
        stop(subject, 'concerns.draft', 'concerns.consent'),
        ...receipts(turn, all),
        card({ purpose: 'desk' }, 'concerns.desk', subject, subject),
      ],
    }
  },
})

/** The words, the topic and the area. */
export const send = consent(false)
/** The topic and the area alone. */
export const sendTopic = consent(true)

type Voice = Awaited<ReturnType<typeof findVoices>>[number]

/** Each voice gets a receipt of its own; an ambassador gets the author's way in as well. */
function receipts(turn: Turn, all: readonly Voice[]): Effect[] {
  const { precinct, subject, ids, scene, doors, terms } = turn
  const unknown = all.find((voice) => voice.part === 'author' && !voice.person_id)
  const claim = unknown ? ids.code() : null
  const expires_at = new Date(scene.now.getTime() + terms.code)
  return [
    ...(claim
      ? [insert('code', { hash: claim.hash, kind: 'concerns.claim', precinct_id: precinct, subject, expires_at })]
      : []),
    ...all.flatMap((voice): Effect[] => {
      if (!voice.person_id) return []
      const args = {
        id: subject,
        code: voice.receipt,
        ways: voice.part === 'ambassador' && claim ? doors.ways(claim.code) : [],
      }
      const to = voice.person_id === personOf(turn) ? { place: homeOf(turn) } : { person: voice.person_id }
      return [
        card(to, 'concerns.draft', subject),
        post(to, 'concerns.receipt', { ...args, part: voice.part }, { priority: 0 }),
      ]
    }),
  ]
}

/** Where the bot can reach the author, only they say yes; the ambassador's part is to ask. */
export const askAuthor: Act = {
  who: ['ambassador'],
  side: 'engine',
  async run(turn) {
    const draft = await ownDraft(turn)
    const author = (await findVoices(turn.records, turn.subject)).find(
      (voice) => voice.part === 'author' && voice.person_id,
    )
    if (!draft || !author?.person_id) return stale(turn)
    const dueAt = new Date(turn.scene.now.getTime() + turn.terms.consent)
    return say(
      views.authorAsked(turn.scene.reader),
      update(
        'concern',
        { precinct_id: turn.precinct, id: turn.subject },
        { sort: 'asked', changed_at: turn.scene.now },
        draft.concern.version,
      ),
      stop(turn.subject, 'concerns.draft'),
      clock('concerns.consent', turn.subject, 'author', dueAt),
      card({ person: author.person_id }, 'concerns.draft', turn.subject),
      card({ place: homeOf(turn) }, 'concerns.draft', turn.subject),
    )
  },
}

/** Everything of a draft goes: it was never anybody's but theirs. */
const forget = (turn: Turn): Effect[] => [
  stop(turn.subject),
  remove('voice', { precinct_id: turn.precinct, concern_id: turn.subject }),
  remove('concern', { precinct_id: turn.precinct, id: turn.subject, state: 'captured' }),
]

export const drop: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const draft = await ownDraft(turn)
    if (!draft) return stale(turn)
    const said = draft.part === 'author' && draft.concern.sort === 'asked'
    const told = said ? [post({ voices: turn.subject, part: 'ambassador' }, 'concerns.author_no')] : []
    return discard(turn, views.dropped(turn.scene.reader), ...told)
  },
}

/** Deletes the draft, and its card from every chat it is in. */
async function discard(turn: Turn, notice: Parameters<typeof say>[0], ...also: Effect[]): Promise<Outcome> {
  return say(notice, ...also, ...(await cards(turn)), ...forget(turn))
}

async function cards(turn: Turn): Promise<Effect[]> {
  const people = (await findVoices(turn.records, turn.subject)).flatMap((voice) =>
    voice.person_id ? [voice.person_id] : [],
  )
  return people.map((person) =>
    card(person === personOf(turn) ? { place: homeOf(turn) } : { person }, 'concerns.draft', turn.subject),
  )
}

/** Nobody said yes in time. */
export const lapse: Act = {
  who: [],
  side: 'engine',
  async run(turn) {
    const concern = await findConcern(turn.records, turn.subject)
    if (concern?.state !== 'captured') return { effects: [] }
    const told =
      concern.sort === 'asked'
        ? post({ voices: turn.subject, part: 'ambassador' }, 'concerns.author_silent')
        : post({ voices: turn.subject }, 'concerns.lapsed')
    return { effects: [told, ...(await cards(turn)), ...forget(turn).slice(1)] }
  },
}

export const sort: Act = {
  who: ['resident'],
  side: 'community',
  run: async ({ scene, subject }) => say(sorting.sort(scene.reader, { id: subject })),
}

/** Every choice has an ending; what must not stay is deleted at once. */
export const sorted: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const draft = await ownDraft(turn)
    const kind = sorts[turn.arg]
    if (!draft || !kind) return stale(turn)
    const notice = sorting.sorted(turn.scene.reader, { id: turn.subject, kind, part: draft.part })
    if (kind === 'conduct') return discard(turn, notice)
    return toMend(kind, draft.part) ? say(notice, ...remembered(turn, draft.concern, kind)) : say(notice)
  },
}

/** Kept on the draft until it is edited, so that it cannot be sent past the answer. */
const remembered = (turn: Turn, concern: { sort: string | null; version: number }, sort: string): Effect[] => [
  update(
    'concern',
    { precinct_id: turn.precinct, id: turn.subject },
    { sort, changed_at: turn.scene.now },
    concern.version,
  ),
  draftCard(turn, concern),
]

export const legalAid: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    return (await ownDraft(turn)) ? discard(turn, sorting.legalAid(turn.scene.reader)) : stale(turn)
  },
}
