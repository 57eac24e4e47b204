/** What hardly changes, kept for as long as its version stays the same. Bounded: the oldest goes first. */
export type Memory = <V>(name: string, version: number, read: () => Promise<V>) => Promise<V>

const ENTRIES = 1_000

export function createMemory(): Memory {
  const kept = new Map<string, { version: number; value: unknown }>()
  return async <V>(name: string, version: number, read: () => Promise<V>): Promise<V> => {
    const before = kept.get(name)
    if (before?.version === version) return before.value as V
    const value = await read()
    kept.delete(name)
    kept.set(name, { version, value })
    const [oldest] = kept.keys()
    if (kept.size > ENTRIES && oldest !== undefined) kept.delete(oldest)
    return value
  }
}
