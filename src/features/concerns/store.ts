import type { Records } from '../../store/records.ts'

export const findConcern = (records: Records, precinct: string, id: string) =>
  records.find('concern', (db) => db.concern.findUnique({ where: { precinct_id_id: { precinct_id: precinct, id } } }))

/** The voices behind a concern. For the engine and for the voices themselves; the desk's role cannot read them. */
export const findVoices = (records: Records, concern: string) =>
  records.list('voice', (db) => db.voice.findMany({ where: { concern_id: concern }, orderBy: { id: 'asc' } }))

export const findOwnVoice = (records: Records, concern: string, person: string) =>
  records.find('voice', (db) =>
    db.voice.findFirst({ where: { concern_id: concern, person_id: person }, orderBy: { part: 'desc' } }),
  )

export const findAreas = (records: Records) =>
  records.list('area', (db) => db.area.findMany({ orderBy: { id: 'asc' } }))

export const findArea = (records: Records, precinct: string, id: string | null) =>
  id === null
    ? Promise.resolve(null)
    : records.find('area', (db) => db.area.findUnique({ where: { precinct_id_id: { precinct_id: precinct, id } } }))

export const findLatestAnswer = (records: Records, concern: string) =>
  records.find('answer', (db) => db.answer.findFirst({ where: { concern_id: concern }, orderBy: { ordinal: 'desc' } }))

export const findAnswer = (records: Records, precinct: string, id: string) =>
  records.find('answer', (db) => db.answer.findUnique({ where: { precinct_id_id: { precinct_id: precinct, id } } }))

export const findOpenInquiry = (records: Records, concern: string) =>
  records.find('inquiry', (db) => db.inquiry.findFirst({ where: { concern_id: concern }, orderBy: { id: 'desc' } }))

export const findVerdict = (records: Records, answer: string, word: string) =>
  records.db((db) => db.verdict.findFirst({ where: { answer_id: answer, word } }))

export const findVerdicts = (records: Records, concern: string) =>
  records.db((db) => db.verdict.findMany({ where: { concern_id: concern }, orderBy: { at: 'desc' } }))

export const findHearing = (records: Records, voice: string, answer: string, how: string) =>
  records.db((db) => db.hearing.findFirst({ where: { voice_id: voice, answer_id: answer, how } }))

export const findAssignment = (records: Records, concern: string) =>
  records.db((db) => db.assignment.findFirst({ where: { concern_id: concern } }))

/** Ways an answer went that ended, either way; and tries on record that found no way at all. */
export async function countTries(
  records: Records,
  concern: string,
  answer: { id: string; created_at: Date | string },
): Promise<number> {
  return records.db(async (db) => {
    const ended = { in: ['sent', 'failed'] }
    const sent = await db.delivery.count({ where: { about: answer.id, kind: 'post', state: ended } })
    const since = { gte: new Date(answer.created_at) }
    const noted = await db.event.count({ where: { subject: concern, kind: 'try_without_way', at: since } })
    return sent + noted
  })
}

/** A person's concerns, newest first: under their own eyes only; those they relayed while they are an ambassador. */
export const findOwnConcerns = (records: Records, person: string, ambassador: boolean) =>
  records.list('concern', (db) =>
    db.concern.findMany({
      where: {
        voices: { some: { person_id: person, ...(!ambassador && { part: 'author' }) } },
        state: { notIn: ['captured'] },
      },
      orderBy: { created_at: 'desc' },
      take: 10,
    }),
  )

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
