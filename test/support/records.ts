import type { World } from './world.ts'

/** What the database keeps of a precinct's concerns, opened, as the engine reads it; oldest first. */
export const concernsOf = (w: World, precinct: string) =>
  recordsOf(w, precinct).list('concern', (db) => db.concern.findMany({ orderBy: { id: 'asc' } }))

/** Every word about a concern, oldest first. */
export const verdictsOf = (w: World, precinct: string) =>
  recordsOf(w, precinct).db((db) => db.verdict.findMany({ orderBy: { at: 'asc' } }))

export const eventsOf = async (w: World, precinct: string, kind: string) =>
  recordsOf(w, precinct).db((db) => db.event.findMany({ where: { kind }, orderBy: { at: 'asc' } }))

const recordsOf = (w: World, precinct: string) => w.product.engine.store.records('engine', { precinct })
