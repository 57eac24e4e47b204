import { randomFillSync } from 'node:crypto'

/** Drawn from the system in one go: asking for each few bytes costs more than the encryption they are for. */
const pool = Buffer.alloc(8_192)
let used = pool.length

/** Fresh random bytes, each given out once. At most 8,192 at a time. */
export function randomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + count))
  pool.fill(0, used, used + count)
  used += count
  return bytes
}
