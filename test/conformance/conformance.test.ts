import { describe, expect, it } from 'vitest'
import { ACTION_BYTES, type Inbound, type Message } from '#contract'
import { fit } from '#render'
import { corpus, forms, hostile } from '../support/corpus.ts'
import { bare, lost, platforms, type Subject, wordsOf } from './platforms.ts'

const subjects = await platforms()
const REASON_CHARS = 30

it('finds every platform', () => {
  expect(subjects.length).toBeGreaterThan(1)
  expect(new Set(subjects.map(({ platform }) => platform)).size).toBe(subjects.length)
})

describe.each(subjects)('$platform', ({ platform, shown }) => {
  const { codec } = shown
  const ours = (inbound: Inbound | null) => {
    expect(inbound).toMatchObject({ id: expect.stringMatching(`^${platform}:.`), place: { platform } })
    if (inbound?.actor) expect(inbound.actor.account).not.toBe('')
  }

  it.each(Object.entries(shown.samples))('decodes every %s, or says why there is none', (kind, samples) => {
    if ('unreachable' in samples) return expect(samples.unreachable.length).toBeGreaterThan(REASON_CHARS)
    for (const sample of samples) {
      const before = structuredClone(sample)
      const inbound = codec.decode(sample)
      expect(inbound?.kind).toBe(kind)
      ours(inbound)
      expect(codec.decode(sample)).toEqual(inbound)
      expect(sample).toEqual(before)
    }
  })

  it('tells events apart', () => {
    const all = Object.values(shown.samples).flatMap((samples) => ('unreachable' in samples ? [] : [...samples]))
    const distinct = new Set(all.map((sample) => JSON.stringify(sample)))
    expect(new Set(all.map((sample) => codec.decode(sample)?.id)).size).toBeGreaterThan(distinct.size / 2)
  })

  it('ignores what is not for us', () => {
    expect(shown.ignored.length).toBeGreaterThan(0)
    expect(shown.ignored.map((native) => codec.decode(native))).toEqual(shown.ignored.map(() => null))
  })

  describe.each(Object.entries(corpus))('shows %s', (_, message) => {
    const pages = fit(message, codec)
    const payloads = pages.map((page) => codec.render(page))

    it('within the rules', () => expect(payloads.flatMap((one) => shown.violations(one))).toEqual([]))
    it('with nothing alive that was not asked for', () => expect(live({ shown, platform }, pages)).toEqual([]))
    it('without losing a word', () => {
      const seen = payloads.map((one) => shown.textOf(one)).join('\n')
      expect(lost(wordsOf(message), seen)).toBe('')
      expect(shortWords(message).filter((word) => !bare(seen).includes(word))).toEqual([])
    })
    it('with every button', () => {
      const refs = message.actions.flatMap((action) => ('ref' in action ? [action.ref] : []))
      const carried = payloads.flatMap((one) => shown.actionsOf(one))
      expect(carried).toEqual(refs)
      expect(refs.filter((ref) => Buffer.byteLength(ref) > ACTION_BYTES)).toEqual([])
      expect(carried.map((ref) => codec.decode(shown.press(ref)))).toMatchObject(
        refs.map((action) => ({ kind: 'press', action, place: { platform } })),
      )
    })
    it('with every door and with labels that fit', () => {
      const written = JSON.stringify(payloads)
      const doors = message.actions.flatMap((action) => ('href' in action ? [action.href] : []))
      expect(doors.filter((href) => !written.includes(href))).toEqual([])
      const { labelChars, rows, actionsPerRow } = codec.limits
      expect(pages.every(({ actions }) => actions.length <= rows * actionsPerRow)).toBe(true)
      expect(pages.flatMap(({ actions }) => actions.filter(({ label }) => label.length > labelChars))).toEqual([])
    })
  })

  describe.each(Object.entries(forms))('asks %s', (_, form) => {
    const { submit } = shown
    if (typeof submit !== 'function') {
      it('another way, and says why', () => expect(submit.unreachable.length).toBeGreaterThan(REASON_CHARS))
      return
    }
    it.each([...hostile.map((text) => text.toWellFormed()), '', ' kept  as typed '])('and gets back %j', (text) => {
      const values = Object.fromEntries(form.fields.map((field) => [field.name, answerTo(field, text)]))
      const inbound = codec.decode(submit(form, values))
      expect(inbound).toMatchObject({ kind: 'submit', form: form.ref, values })
      ours(inbound)
    })
  })

  it.each(shown.failures.map((one) => [JSON.stringify(one.expect), one] as const))('says %s', (_, failure) => {
    expect(codec.classify(failure.error)).toEqual(failure.expect)
  })

  it('knows every way to fail', () => {
    const ways = new Set(shown.failures.map(({ expect: end }) => (end.status === 'failed' ? end.reason : end.status)))
    const all = ['throttled', 'unreachable', 'forbidden', 'gone', 'rejected', 'misconfigured', 'unknown']
    expect(all.filter((way) => !ways.has(way as never))).toEqual([])
  })

  it.each([undefined, null, 'text', 42, {}, new Error('')])('classifies %s without throwing', (error) => {
    expect(codec.classify(error)).toMatchObject({ code: expect.stringMatching(/^\S{1,60}$/u) })
  })
})

const live = ({ shown }: Subject, pages: readonly Message[]) =>
  pages.flatMap((page) => shown.alive(shown.codec.render(page), page))

/** Words that no cut has to go through. */
const shortWords = (message: Message) =>
  message.blocks.flatMap((block) =>
    'text' in block
      ? block.text
          .split(/\s+/u)
          .map(bare)
          .filter((word) => word.length < 20)
      : [],
  )

const answerTo = (field: (typeof forms)[string]['fields'][number], text: string) =>
  field.kind === 'choice' ? (field.options[0]?.value ?? '') : text
