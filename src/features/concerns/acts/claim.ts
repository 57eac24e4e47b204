import type { Act, Effect, Turn } from '../../../engine/feature.ts'
import { card, clock, event, insert, post, refuse, stop, update } from '../../../engine/feature.ts'
import { findConcern, findOwnVoice, findVoices } from '../store.ts'
import * as views from '../views/draft.ts'
import * as sorting from '../views/sort.ts'
import * as voices from '../views/voice.ts'
import { homeOf, ownDraft, say } from './actor.ts'
import { shown, stale } from './own.ts'

/** The author gets the draft itself: they read it, change it, and alone decide. */
export const handOver: Act = {
  who: ['ambassador'],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, subject, ids, terms } = turn
    const draft = await ownDraft(turn)
    if (!draft) return stale(turn)
    const author = (await findVoices(turn.records, subject)).find((voice) => voice.part === 'author' && voice.person_id)
    if (author) return { effects: [], reply: { next: { act: 'concerns.ask_author', subject } } }
    const { code, hash } = ids.code()
    const dueAt = new Date(scene.now.getTime() + terms.consent)
    return say(
      sorting.handOver(scene.reader, { ways: turn.doors.ways(code) }),
      insert('code', { hash, kind: 'concerns.claim', precinct_id: precinct, subject, expires_at: dueAt }),
      stop(subject, 'concerns.draft'),
      clock('concerns.consent', subject, 'author', dueAt),
      update(
        'concern',
        { precinct_id: precinct, id: subject },
        { sort: 'asked', changed_at: scene.now },
        draft.concern.version,
      ),
      card({ place: homeOf(turn) }, 'concerns.draft', subject),
    )
  },
}

/** The author takes over their own loop: from now on their word overrules. */
export const claim: Act = {
  who: ['resident'],
  side: 'engine',
  async run(turn) {
    const { scene, precinct, subject, code } = turn
    const all = await findVoices(turn.records, subject)
    const author = all.find((voice) => voice.part === 'author')
    const concern = await findConcern(turn.records, subject)
    if (!code || !author || author.person_id || !concern || !scene.person) return refuse(views.gone(scene.reader))
    if (await findOwnVoice(turn.records, subject, scene.person.id)) return refuse(voices.forAuthor(scene.reader))
    const ambassador = all.find((voice) => voice.part === 'ambassador')
    const mine = { person_id: scene.person.id, locale: scene.reader.locale }
    const home = { place: homeOf(turn) }
    const drafted = concern.state === 'captured'
    const receipt = { id: subject, code: author.receipt, ways: [], part: 'author' }
    return {
      effects: [
        update('code', { hash: code }, { used_at: scene.now }, 1),
        { do: 'precinct', id: precinct },
        update('person', { id: scene.person.id }, { speaks_with: precinct }),
        ...joined(turn, concern.community_id),
        update('voice', { precinct_id: precinct, id: author.id }, mine, author.version),
        event('claimed', subject, 'author'),
        ...(drafted
          ? [card(home, 'concerns.draft', subject)]
          : [post(home, 'concerns.claimed'), post(home, 'concerns.receipt', receipt)]),
        ...(ambassador?.person_id
          ? [post({ person: ambassador.person_id }, 'concerns.author_came', { receipt: ambassador.receipt })]
          : []),
      ],
      ...(!drafted && {
        reply: { notice: await shown(turn, { concern, voice: author, part: 'author', led: false }) },
      }),
    }
  },
}

/** Whoever comes by a link belongs to the community from then on, and can choose its precinct again later. */
function joined({ scene, precinct, ids }: Turn, community: string | null): Effect[] {
  if (scene.roles.length > 0) return []
  const role = { role: 'resident', community_id: community, label: '', state: 'active' }
  return [insert('role', { precinct_id: precinct, id: ids.uuid(), person_id: scene.person?.id ?? null, ...role })]
}
