import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, deskCode, digestLine, normalise, receipt, uuid7 } from '../../src/trust/codes.ts'

const counting = () => {
  let next = 0
  return (bytes: number) => Uint8Array.from({ length: bytes }, () => next++ % 256)
}

describe('codes', () => {
  it('have their shapes', () => {
    for (let round = 0; round < 500; round++) {
      expect(code()).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
      expect(receipt()).toMatch(/^R-[0-9B-DF-HJKMNP-TV-Z]{4}-[0-9B-DF-HJKMNP-TV-Z]{4}$/)
      expect(deskCode()).toMatch(/^D-.{4}-.{4}$/)
      expect(digestLine()).toMatch(/^N-.{4}-.{4}$/)
    }
  })

  it('do not repeat, and use every letter about equally', () => {
    const drawn = Array.from({ length: 20_000 }, () => receipt())
    expect(new Set(drawn).size).toBe(drawn.length)
    const counts = new Map<string, number>()
    for (const letter of drawn.join('').replace(/[R-]/g, '')) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    const usual = 160_000 / 30
    for (const [letter, count] of counts) if (letter !== 'R') expect(Math.abs(count - usual)).toBeLessThan(usual * 0.2)
  })

  it('repeat with injected randomness', () => {
    expect(receipt(counting())).toBe('R-0123-4567')
    expect(code(counting())).toBe('0123456789ABCDEFGHJKMNPQRS')
    expect(receipt(() => Uint8Array.of(255, 250, 240, 239))).toBe('R-ZZZZ-ZZZZ')
  })

  it.each([
    ['r-7k3m-9qx2', 'R-7K3M-9QX2'],
    [' R 7K3M 9QX2 ', 'R-7K3M-9QX2'],
    ['r7k3m9qx2', 'R-7K3M-9QX2'],
    ['R–7K3M—9QX2', 'R-7K3M-9QX2'],
    ['D-O1IL-0000', 'D-0111-0000'],
    ['\u2068R-7K3M-9QX2\u2069', 'R-7K3M-9QX2'],
    ['R-٧K٣M-٩QX٢', 'R-7K3M-9QX2'],
    ['Ｒ－７Ｋ３Ｍ－９ＱＸ２', 'R-7K3M-9QX2'],
    ['0123456789abcdefghjkmnpqrs', '0123456789ABCDEFGHJKMNPQRS'],
  ])('reads %j as it was meant', (typed, meant) => expect(normalise(typed)).toBe(meant))

  it.each(['', 'R', 'R-7K3M-9QX', 'R-7K3M-9QX22', 'X-7K3M-9QX2', 'R-7K3M-9QXA', 'hello there', 'U'.repeat(26)])(
    'knows that %j is none of ours',
    (typed) => expect(normalise(typed)).toBeNull(),
  )

  it('come back from any typing, and nothing throws', () => {
    for (const made of [code(), receipt(), deskCode(), digestLine()]) expect(normalise(made.toLowerCase())).toBe(made)
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => normalise(typed) !== ''))
  })
})

describe('ids', () => {
  it('are UUIDs of version 7, ordered by time', () => {
    expect(uuid7(0x017f22e279b0, counting())).toBe('017f22e2-79b0-7001-8203-040506070809')
    const made = [1, 2, 1_000, 1_800_000_000_000].map((now) => uuid7(now))
    expect(made.toSorted()).toEqual(made)
    for (const each of made)
      expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
