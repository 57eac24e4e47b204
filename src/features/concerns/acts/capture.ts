import type { Act, Effect, Outcome, Turn } from '../../../engine/feature.ts'
import { card, clock, insert, refuse, update } from '../../../engine/feature.ts'
import { blank } from '../../../trust/blank.ts'
import { editForm, fileForm, MAX_TEXT, writeForm } from '../forms.ts'
import { guessArea, guessTopic } from '../guess.ts'
import { findAreas, findReachable } from '../store.ts'
import * as views from '../views/draft.ts'
import { draftCard, holds, homeOf, masked, ownDraft, personOf, say } from './actor.ts'
import { stale } from './own.ts'

/** Somebody's message, passed on. The text is masked before anything is kept; the forward is deleted once the draft exists. */
export const forwarded: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    if (!holds(turn, 'ambassador'))
      return refuse(
        holds(turn, 'officer', 'lead') ? views.atDeskOnly(turn.scene.reader) : views.notAmbassador(turn.scene.reader),
      )
    return capture(turn, turn.quoted?.text ?? '', 'ambassador')
  },
}

/** A resident's own words, or an ambassador's for somebody they spoke with. */
export const typed: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const ambassador = holds(turn, 'ambassador')
    if (!ambassador && holds(turn, 'officer', 'lead')) return refuse(views.atDeskOnly(turn.scene.reader))
    return capture(turn, turn.text, ambassador ? 'ambassador' : 'author')
  },
}

/** The command, and the hidden message menu. Typed where all can see, it is answered in private only. */
export const relay: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene } = turn
    if (scene.inbound?.kind === 'command' && scene.inbound.visible) return refuse(views.visible(scene.reader))
    if (turn.quoted) return forwarded.run(turn)
    return turn.text
      ? typed.run(turn)
      : { effects: [], reply: { next: { act: 'concerns.write', subject: turn.subject } } }
  },
}

export const write: Act = {
  who: ['resident'],
  side: 'engine',
  form: async ({ scene }) => writeForm(scene.reader),
  run: (turn) => typed.run({ ...turn, text: turn.values.text ?? '' }),
}

async function capture(turn: Turn, words: string, part: 'author' | 'ambassador'): Promise<Outcome> {
  const { scene, precinct, ids, terms } = turn
  const over = [...words].length - MAX_TEXT
  if (blank(words)) return refuse(views.noWords(scene.reader))
  if (over > 0) return refuse(views.tooLong(scene.reader, { over, max: MAX_TEXT }))
  const id = ids.uuid()
  const { text } = masked(turn, words)
  const areas = await turn.remembered('areas', scene.precinct?.version ?? 0, () => findAreas(turn.records))
  const author = await authorOf(turn)
  const concern = {
    precinct_id: precinct,
    id,
    community_id: scene.community?.id ?? null,
    state: 'captured',
    desk_code: ids.deskCode(),
    digest_line: ids.digestLine(),
    topic: guessTopic(words),
    area_id: guessArea(words, areas),
    locale: scene.community && part === 'ambassador' ? scene.community.locale : scene.reader.locale,
    text,
    created_at: scene.now,
    changed_at: scene.now,
  }
  return {
    effects: [
      insert('concern', concern),
      voice(turn, id, part, personOf(turn), scene.reader.locale),
      ...(part === 'ambassador'
        ? [voice(turn, id, 'author', author?.person ?? null, author?.locale ?? concern.locale)]
        : []),
      clock('concerns.draft', id, part, new Date(scene.now.getTime() + terms.draft)),
      card({ place: homeOf(turn) }, 'concerns.draft', id),
      ...tidied(turn),
    ],
  }
}

function voice(turn: Turn, concern: string, part: string, person: string | null, locale: string): Effect {
  const { receipt, key } = turn.ids.receipt()
  const row = {
    precinct_id: turn.precinct,
    id: turn.ids.uuid(),
    concern_id: concern,
    person_id: person,
    part,
    locale,
    receipt_key: key,
    receipt,
    created_at: turn.scene.now,
  }
  return insert('voice', row)
}

/** The author, if the platform shows who they are and the bot may write to them. */
async function authorOf(turn: Turn) {
  const account = turn.quoted?.author?.account
  const place = turn.scene.inbound?.place
  if (!account || !place) return null
  const found = await findReachable(turn.records, turn.ids.accountKey(place.platform, place.workspace, account))
  return found?.person === personOf(turn) ? null : found
}

/** A forwarded message does not stay in the chat, where the next person to hold the phone would read it. */
const tidied = ({ quoted, message, scene }: Turn): Effect[] =>
  quoted && message && scene.place.purpose === 'private' ? [{ do: 'erase', place: scene.place.key, ref: message }] : []

export const edit: Act = {
  who: ['resident'],
  side: 'community',
  async form(turn) {
    const draft = await ownDraft(turn)
    return draft ? editForm(turn.scene.reader, turn.subject, 'edit', draft.concern.text) : stale(turn)
  },
  async run(turn) {
    const draft = await ownDraft(turn)
    if (!draft) return stale(turn)
    if (draft.elsewhere) return refuse(views.authorAsked(turn.scene.reader))
    const { text } = masked(turn, turn.values.text ?? '')
    return say(
      views.saved(turn.scene.reader),
      update(
        'concern',
        { precinct_id: turn.precinct, id: turn.subject },
        { text, sort: draft.concern.sort === 'asked' ? 'asked' : null, changed_at: turn.scene.now },
        draft.concern.version,
      ),
      draftCard(turn, draft.concern),
    )
  },
}

export const file: Act = {
  who: ['resident'],
  side: 'community',
  async form(turn) {
    const draft = await ownDraft(turn)
    return draft
      ? fileForm(
          turn.scene.reader,
          { id: turn.subject, topic: draft.concern.topic, area: draft.concern.area_id },
          await findAreas(turn.records),
        )
      : stale(turn)
  },
  async run(turn) {
    const draft = await ownDraft(turn)
    if (!draft) return stale(turn)
    if (draft.elsewhere) return refuse(views.authorAsked(turn.scene.reader))
    const { topic = 'other', area } = turn.values
    const set = { topic, area_id: area && area !== 'none' ? area : null, changed_at: turn.scene.now }
    return say(
      views.saved(turn.scene.reader),
      update('concern', { precinct_id: turn.precinct, id: turn.subject }, set, draft.concern.version),
      draftCard(turn, draft.concern),
    )
  },
}
