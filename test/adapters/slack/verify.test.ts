import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verify } from '../../../adapters/slack/verify.ts'
import { SECRET, sign } from './stand.ts'

const now = 1_790_000_000
const body = Buffer.from('{"type":"event_callback","text":"hola ñ"}')
const good = sign(body, SECRET, now)
const ok = (headers: Record<string, string | string[] | undefined>, raw: Buffer = body, at = now) =>
  verify(SECRET, headers, raw, at * 1_000)
const time = (value: string) => ({ ...sign(body, SECRET, now), 'x-slack-request-timestamp': value })
const signedAt = (value: string) => ({ ...sign(body, SECRET, value as unknown as number) })

describe('a request is Slack’s own', () => {
  it('when these bytes were signed now', () => expect(ok(good)).toBe(true))
  it.each([299, 300])('up to five minutes ago or ahead: %i s', (skew) => {
    expect(ok(good, body, now + skew)).toBe(true)
    expect(ok(good, body, now - skew)).toBe(true)
  })

  it.each<[string, Record<string, string | string[] | undefined>, Buffer?, number?]>([
    ['altered by one byte', good, Buffer.from(body.toString().replace('hola', 'hole'))],
    ['cut short', good, body.subarray(0, -1)],
    ['stale', good, body, now + 301],
    ['from the future', good, body, now - 301],
    ['signed with another secret', sign(body, 'another-secret', now)],
    ['without a time', { ...good, 'x-slack-request-timestamp': undefined }],
    ['without a signature', { ...good, 'x-slack-signature': undefined }],
    ['with another signature version', { ...good, 'x-slack-signature': good['x-slack-signature'].replace('v0', 'v1') }],
    ['with an upper-case signature', { ...good, 'x-slack-signature': good['x-slack-signature'].toUpperCase() }],
    ['with a short signature', { ...good, 'x-slack-signature': good['x-slack-signature'].slice(0, -2) }],
    [
      'with lists for headers',
      { 'x-slack-request-timestamp': [String(now)], 'x-slack-signature': [good['x-slack-signature']] },
    ],
    ['with a time in words', time('now')],
    ['with a padded time', signedAt(` ${now}`)],
    ['with a trailing line break', signedAt(`${now}\n`)],
    ['with a fraction', signedAt(`${now}.0`)],
    ['with an exponent', signedAt('1.79e9')],
    ['with hexadecimal digits', signedAt('0x6AB13B80')],
    ['with digits of another script', signedAt('١٧٩٠٠٠٠٠٠٠')],
    ['with a sign', signedAt(`+${String(now).slice(1)}`)],
    ['with milliseconds', signedAt(`${now}000`)],
  ])('not when it is %s', (_, headers, raw, at) => expect(ok(headers, raw, at)).toBe(false))

  it('not after any change of one digit of the signature', () => {
    const signature = good['x-slack-signature']
    const altered = Array.from(signature.slice(3), (digit, index) => {
      const at = index + 3
      return signature.slice(0, at) + (digit === '0' ? '1' : '0') + signature.slice(at + 1)
    })
    expect(altered).toHaveLength(64)
    expect(altered.filter((wrong) => ok({ ...good, 'x-slack-signature': wrong }))).toEqual([])
  })

  it('not after any change of one bit', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.nat(7), (at, bit) => {
        const altered = Buffer.from(body)
        altered[at]! ^= 1 << bit
        return !ok(good, altered)
      }),
    )
  })
})
