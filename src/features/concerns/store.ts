import type { Records } from '../../store/records.ts'

/** The tenant comes from the transaction: another precinct's row is not there. */
export const findConcern = async (records: Records, id: string) =>
  (await records.rows('concern', 'by_id', 'where id = $1', [id]))[0] ?? null

/** The voices behind a concern. For the engine and for the voices themselves; the desk's role cannot read them. */
export const findVoices = (records: Records, concern: string) =>
  records.rows('voice', 'of_concern', 'where concern_id = $1 order by id', [concern])

export const findOwnVoice = async (records: Records, concern: string, person: string) =>
  (
    await records.rows('voice', 'own', 'where concern_id = $1 and person_id = $2 order by part desc limit 1', [
      concern,
      person,
    ])
  )[0] ?? null

export const findAreas = (records: Records) => records.rows('area', 'all', 'order by id', [])

export const findArea = async (records: Records, id: string | null) =>
  id === null ? null : ((await records.rows('area', 'by_id', 'where id = $1', [id]))[0] ?? null)

export const findLatestAnswer = async (records: Records, concern: string) =>
  (await records.rows('answer', 'latest', 'where concern_id = $1 order by ordinal desc limit 1', [concern]))[0] ?? null

export const findAnswer = async (records: Records, id: string) =>
  (await records.rows('answer', 'by_id', 'where id = $1', [id]))[0] ?? null

export const findOpenInquiry = async (records: Records, concern: string) =>
  (await records.rows('inquiry', 'latest', 'where concern_id = $1 order by id desc limit 1', [concern]))[0] ?? null

export const findVerdict = async (records: Records, answer: string, word: string) =>
  (await records.rows('verdict', 'by_word', 'where answer_id = $1 and word = $2', [answer, word]))[0] ?? null

export const findVerdicts = (records: Records, concern: string) =>
  records.rows('verdict', 'of_concern', 'where concern_id = $1 order by at desc', [concern])

export const findHearing = async (records: Records, voice: string, answer: string, how: string) =>
  (
    await records.rows('hearing', 'by_way', 'where voice_id = $1 and answer_id = $2 and how = $3', [voice, answer, how])
  )[0] ?? null

export const findAssignment = async (records: Records, concern: string) =>
  (await records.rows('assignment', 'of_concern', 'where concern_id = $1', [concern]))[0] ?? null

/** Tries to reach the voices of an answer: those that ended, either way or without any way at all; and those still open. */
export async function countTries(
  records: Records,
  concern: string,
  answer: { id: string; created_at: Date | string },
): Promise<{ ended: number; open: number }> {
  return records.db(async (db) => {
    const about = { about: answer.id, kind: 'post' }
    const since = { gte: new Date(answer.created_at) }
    const sent = await db.delivery.count({ where: { ...about, state: { in: ['sent', 'failed'] } } })
    const noted = await db.event.count({ where: { subject: concern, kind: 'try_without_way', at: since } })
    return {
      ended: sent + noted,
      open: await db.delivery.count({ where: { ...about, state: { in: ['due', 'sending'] } } }),
    }
  })
}

/** A person's concerns, newest first: under their own eyes only; those they relayed while they are an ambassador. */
export const findOwnConcerns = (records: Records, person: string, ambassador: boolean) => {
  const own = `exists (select from voice v where v.concern_id = concern.id and v.person_id = $1 and ($2 or v.part = 'author'))`
  return records.rows('concern', 'own', `where state <> 'captured' and ${own} order by created_at desc limit 10`, [
    person,
    ambassador,
  ])
}

export const findOpenConcerns = (records: Records) =>
  records.list('concern', (db) =>
    db.concern.findMany({
      where: { state: { in: ['consented', 'desk', 'need_more', 'answered', 'declined', 'heard', 'reopened'] } },
      orderBy: { created_at: 'asc' },
      take: 200,
    }),
  )

/** Concerns that wait for the word of somebody who relayed them. */
export const findWaitingFor = (records: Records, person: string) =>
  records.list('concern', (db) =>
    db.concern.findMany({
      where: { state: { in: ['answered', 'declined'] }, voices: { some: { person_id: person, part: 'ambassador' } } },
      orderBy: { created_at: 'asc' },
      take: 10,
    }),
  )

/** Whose account that is, if the bot may write to them. Server tables only. */
export async function findReachable(
  records: Records,
  accountKey: string,
): Promise<{ person: string; locale: string | null } | null> {
  return records.db(async (db) => {
    const account = await db.account.findUnique({ where: { key: accountKey } })
    const place = account && (await db.place.findUnique({ where: { key: account.place_key } }))
    const person = account && (await db.person.findUnique({ where: { id: account.person_id } }))
    return account && person && place?.state === 'active' ? { person: account.person_id, locale: person.locale } : null
  })
}
