import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KeyRing, newKey, parseKeyRing } from '../../src/trust/keys.ts'
import { createVault, type Where } from '../../src/trust/vault.ts'

const base64 = (seed: number) =>
  Buffer.from(Array.from({ length: 32 }, (_, at) => (seed * 31 + at * 7) % 256)).toString('base64')
const ringOf = (text: string): KeyRing => {
  const parsed = parseKeyRing(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.ring
}
const older = `a:${base64(1)}`
const newer = `b:${base64(2)}`
const vault = createVault(ringOf(older))
const rotated = createVault(ringOf(`${newer},${older}`))
const here: Where = { precinct: 'p1', table: 'concern', column: 'text_sealed', row: 'c1' }
const wellFormed = fc.string({ unit: 'grapheme', maxLength: 700 })

describe('the key ring', () => {
  it('takes any number of keys, the current one first', () => {
    expect(ringOf(` ${newer} , ${older}`).map(({ kid }) => kid)).toEqual(['b', 'a'])
    expect(ringOf(newKey('k1'))[0].secret.length).toBe(32)
    expect(ringOf(`u:${base64(3).replaceAll('+', '-').replaceAll('/', '_').replace('=', '')}`).length).toBe(1)
  })

  it.each([
    ['', 'Key 1: write it as name:base64'],
    ['nocolon', 'Key 1: write it as name:base64'],
    [`:${base64(1)}`, 'Key 1: write it as name:base64'],
    [`a b:${base64(1)}`, 'Key 1: write it as name:base64'],
    [`${older},`, 'Key 2: write it as name:base64'],
    ['a:AAAA', '"a" has 3 bytes, and must have 32'],
    ['a:not*base64', '"a" is not base64'],
    [`a:${Buffer.alloc(32).toString('base64')}`, '"a" is not random'],
    [`${older},a:${base64(2)}`, 'Key 2: "a" stands twice'],
    [`${older},b:${base64(1)}`, 'repeats the bytes of another key'],
  ])('says what is wrong with %j, and never the key', (text, problem) => {
    const parsed = parseKeyRing(text)
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(problem) })
    expect(JSON.stringify(parsed)).not.toContain(base64(1).slice(0, 12))
  })
})

describe('the vault', () => {
  it('opens what it sealed, in every script', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(vault.open(here, vault.seal(here, text))).toEqual({ ok: true, text: text.toWellFormed() })
      }),
    )
  })

  it('seals the same text differently each time, and shows only a multiple of 256 bytes', () => {
    expect(vault.seal(here, 'x')).not.toBe(vault.seal(here, 'x'))
    const size = (text: string) => Buffer.from(vault.seal(here, text).split('.')[3]!, 'base64url').length
    expect([0, 1, 252, 253, 508].map((length) => size('x'.repeat(length)))).toEqual([256, 256, 256, 512, 512])
  })

  it('refuses every flipped bit', () => {
    const token = vault.seal(here, 'The lamp on Oak Street is out')
    for (const at of Array.from(token, (_, index) => index))
      for (let bit = 0; bit < 8; bit++) {
        const changed = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit))
        expect(vault.open(here, token.slice(0, at) + changed + token.slice(at + 1)).ok).toBe(false)
      }
  })

  it('refuses parts cut, added, swapped or spelt another way', () => {
    const token = vault.seal(here, 'text')
    const other = vault.seal(here, 'other').split('.')
    const parts = token.split('.')
    const changed = [
      '',
      'v1',
      token.slice(0, -1),
      `${token}=`,
      `${token}.x`,
      ` ${token}`,
      token.replace('v1', 'v2'),
      ...[2, 3, 4].map((at) => parts.with(at, other[at]!).join('.')),
      ...[2, 3, 4].map((at) => parts.with(at, '').join('.')),
    ]
    for (const each of changed) expect(vault.open(here, each).ok).toBe(false)
  })

  it.each<Partial<Where>>([{ precinct: 'p2' }, { table: 'answer' }, { column: 'area_sealed' }, { row: 'c2' }])(
    'refuses a token moved to %j',
    (change) => {
      const token = vault.seal(here, 'text')
      expect(vault.open({ ...here, ...change }, token)).toEqual({ ok: false, reason: 'altered' })
    },
  )

  it('is not fooled by names that run into each other', () => {
    const token = vault.seal({ ...here, table: 'ab', column: 'c' }, 'text')
    expect(vault.open({ ...here, table: 'a', column: 'bc' }, token).ok).toBe(false)
    expect(vault.open({ ...here, table: 'ab|1:c', column: '' }, token).ok).toBe(false)
    expect(vault.id('account', 'ab', 'c')).not.toBe(vault.id('account', 'a', 'bc'))
    expect(vault.id('account', 'a|b')).not.toBe(vault.id('account', 'a', 'b'))
    expect(vault.id('account', 'x')).not.toBe(vault.id('code', 'x'))
  })

  it('still reads what an older key sealed, and nothing once that key is gone', () => {
    const token = vault.seal(here, 'text')
    expect(rotated.open(here, token)).toEqual({ ok: true, text: 'text' })
    expect([rotated.current(token), rotated.current(rotated.seal(here, 'text'))]).toEqual([false, true])
    const without = createVault(ringOf(newer))
    expect(without.open(here, token)).toEqual({ ok: false, reason: 'unknown-key' })
    expect(without.open(here, token.replace('v1.a.', 'v1.b.'))).toEqual({ ok: false, reason: 'altered' })
  })

  it('keeps lookup ids through a rotation, and makes others with another key', () => {
    const id = vault.id('account', 'acme', 'team', '12345')
    expect(id).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect(rotated.id('account', 'acme', 'team', '12345')).toBe(id)
    expect(createVault(ringOf(newer)).id('account', 'acme', 'team', '12345')).not.toBe(id)
  })
})
