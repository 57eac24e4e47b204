import type pg from 'pg'

const MONTHS_AHEAD = 3

export async function makePartitions(pool: pg.Pool): Promise<void> {
  await pool.query('select hearback_event_partitions($1)', [MONTHS_AHEAD])
}

/** What a server's own processes do in the background and the embedded database does not. */
export async function cleanUp(pool: pg.Pool): Promise<void> {
  await pool.query('vacuum (analyze)')
  await pool.query('checkpoint')
}
