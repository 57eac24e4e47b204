import fc from 'fast-check'
import { describe, it } from 'vitest'
import { fit } from '#render'
import { hostile, kinds } from '../support/corpus.ts'
import { lost, platforms, wordsOf } from './platforms.ts'

/** Runs a kind of block and a platform. */
const RUNS = 300
/** The same texts every time; another number finds others. */
const SEED = 20261122

const bits = [...hostile, ...hostile.flatMap((text) => text.split(' '))]
const marks = [...'@#<>|[]()*_~`!/:.\\$&=+-^{}1٣"\'', '\n', '\r\n', '\t', ' ', '\u2060', '\u200b', '\u202e', '\u0000']
const any = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...bits, ...marks))
/** Pieces of attacks beside each other, so that two harmless halves meet. */
const text = fc.array(any, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))
/** A text in which nothing can be seen need not be shown. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u

describe.each(await platforms())('on $platform', ({ shown }) => {
  const { codec } = shown

  it.each(Object.entries(kinds))('no text comes alive in %s', (_, messageOf) => {
    const check = fc.property(
      text.filter((one) => visible.test(one)),
      (hostileText) => {
        const message = messageOf(hostileText)
        const pages = fit(message, codec)
        const payloads = pages.map((page) => codec.render(page))
        const broken = payloads.flatMap((payload) => shown.violations(payload))
        const alive = pages.flatMap((page, index) => shown.alive(payloads[index], page))
        const missing = lost(wordsOf(message), payloads.map((payload) => shown.textOf(payload)).join('\n'))
        if (broken.length + alive.length > 0 || missing !== '')
          throw new Error(JSON.stringify({ broken, alive, missing }))
      },
    )
    fc.assert(check, { numRuns: RUNS, seed: SEED })
  })
})
