import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTION_BYTES } from '#contract'
import { type KeyRing, newKey, parseKeyRing } from '../../src/trust/keys.ts'
import { createReferences, MAX_ARG, NIL_UUID, type Reference } from '../../src/trust/reference.ts'

const ringOf = (...keys: string[]): KeyRing => {
  const parsed = parseKeyRing(keys.join())
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.ring
}
const [older, newer] = [newKey('a'), newKey('b')]
const references = createReferences(ringOf(older))
const reference: fc.Arbitrary<Reference> = fc.record({
  act: fc.nat(65535),
  precinct: fc.oneof(fc.uuid(), fc.constant(NIL_UUID)),
  subject: fc.oneof(fc.uuid(), fc.constant(NIL_UUID)),
  arg: fc.oneof(fc.nat(), fc.constant(MAX_ARG)),
})
const sample: Reference = { act: 7, precinct: NIL_UUID, subject: NIL_UUID, arg: 0 }

describe('a reference', () => {
  it('comes back as it went, within the bytes behind a button', () => {
    fc.assert(
      fc.property(reference, (given) => {
        const text = references.encode(given)
        expect(text).toMatch(/^[A-Za-z0-9_-]{64}$/)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(ACTION_BYTES)
        expect(references.decode(text)).toEqual(given)
        expect(references.encode(given)).toBe(text)
      }),
    )
  })

  it('is refused when any character differs', () => {
    const text = references.encode(sample)
    for (const at of Array.from(text, (_, index) => index))
      for (const letter of 'AZaz09_-')
        if (letter !== text[at]) expect(references.decode(text.slice(0, at) + letter + text.slice(at + 1))).toBeNull()
  })

  it('is refused when it is not ours', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 64, maxLength: 64 }), fc.string(), (encoded, any) => {
        expect(references.decode(encoded.replaceAll('+', '-').replaceAll('/', '_'))).toBeNull()
        expect(references.decode(any)).toBeNull()
      }),
    )
    const text = references.encode(sample)
    for (const each of ['', text.slice(1), `${text}A`, `${text}=`, ` ${text}`, `${text}\n`])
      expect(references.decode(each)).toBeNull()
  })

  it('shares nothing visible with its neighbours', () => {
    const texts = Array.from({ length: 400 }, (_, arg) => references.encode({ ...sample, arg }))
    for (let at = 0; at < 64; at++) expect(new Set(texts.map((text) => text[at])).size).toBeGreaterThan(40)
    const bytes = texts.map((text) => Buffer.from(text, 'base64url'))
    expect(new Set(bytes.map((each) => each.toString('hex', 0, 9))).size).toBe(400)
  })

  it('outlives a rotation, until its key leaves the ring', () => {
    const text = references.encode(sample)
    const rotated = createReferences(ringOf(newer, older))
    expect(rotated.decode(text)).toEqual(sample)
    expect(rotated.encode(sample)).not.toBe(text)
    expect(createReferences(ringOf(newer)).decode(text)).toBeNull()
  })

  it.each<Partial<Reference>>([
    { arg: -1 },
    { arg: MAX_ARG + 1 },
    { arg: 0.5 },
    { act: 65536 },
    { act: -1 },
    { subject: 'x' },
    { precinct: '' },
  ])('%j is a bug', (change) => expect(() => references.encode({ ...sample, ...change })).toThrow())
})
