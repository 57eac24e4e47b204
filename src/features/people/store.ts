import type { Records } from '../../store/records.ts'

export const findRoles = (records: Records) =>
  records.list('role', (db) =>
    db.role.findMany({
      where: { state: { in: ['invited', 'active'] }, role: { in: ['ambassador', 'officer', 'lead'] } },
      orderBy: { id: 'asc' },
    }),
  )

export const findRole = (records: Records, precinct: string, id: string) =>
  records.find('role', (db) => db.role.findUnique({ where: { precinct_id_id: { precinct_id: precinct, id } } }))

export const findCommunities = (records: Records) =>
  records.list('community', (db) => db.community.findMany({ orderBy: { id: 'asc' } }))

export const findCommunity = (records: Records, precinct: string, id: string) =>
  records.find('community', (db) =>
    db.community.findUnique({ where: { precinct_id_id: { precinct_id: precinct, id } } }),
  )

export const findAreas = (records: Records) =>
  records.list('area', (db) => db.area.findMany({ orderBy: { id: 'asc' } }))

/** A shared place of this server, by its key. Server table: needs no tenant. */
export const findPlace = (records: Records, key: string) => records.db((db) => db.place.findUnique({ where: { key } }))

/** The precincts a person has to do with, under their own eyes only. */
export async function findOwnPrecincts(records: Records, person: string): Promise<{ id: string; name: string }[]> {
  return records.db(async (db) => {
    const roles = await db.role.findMany({
      where: { person_id: person, state: 'active' },
      select: { precinct_id: true },
    })
    const ids = [...new Set(roles.map((role) => role.precinct_id))]
    return db.precinct.findMany({
      where: { id: { in: ids } },
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    })
  })
}

/** What the desk's card counts. */
export async function countDesk(records: Records) {
  return records.db(async (db) => ({
    communities: await db.community.count(),
    areas: await db.area.count(),
    officers: await db.role.count({ where: { state: 'active', role: { in: ['officer', 'lead'] } } }),
    ambassadors: await db.role.count({ where: { state: 'active', role: 'ambassador' } }),
  }))
}

/** What the last check of a place found, as the log has it. */
export async function findLastCheck(records: Records, precinct: string): Promise<unknown> {
  const row = await records.db((db) =>
    db.event.findFirst({ where: { subject: precinct, kind: 'desk_checked' }, orderBy: { at: 'desc' } }),
  )
  return row?.args ?? null
}
