import { createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds that Slack's clock and ours may differ, either way. https://docs.slack.dev/authentication/verifying-requests-from-slack */
const SKEW_S = 300

type Headers = Record<string, string | string[] | undefined>

/**
 * Whether Slack signed exactly these bytes within the last five minutes. Stricter than Bolt, which takes a time in the
 * future or one that is no number. `nowMs` is real time.
 */
export function verify(secret: string, headers: Headers, body: Buffer, nowMs: number): boolean {
  const time = headers['x-slack-request-timestamp']
  const signature = headers['x-slack-signature']
  if (typeof time !== 'string' || !/^[0-9]{10}$/.test(time)) return false
  if (Math.abs(nowMs / 1_000 - Number(time)) > SKEW_S) return false
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) return false
  const expected = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest()
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'))
}
