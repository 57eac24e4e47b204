import type { Raw } from './arguments.ts'

/** https://docs.slack.dev/apis/web-api/rate-limits: calls a minute, per method, app and workspace. */
const perMinute = { t1: 1, t2: 20, t3: 50, t4: 100 } as const

/** A method's tier; `special` ones have a rule of their own, or none that an app of this size meets. */
export type Tier = keyof typeof perMinute | 'special'

/** "Occasional bursts" of tier 1 are allowed; nobody says how many. */
const TIER1_BURST = 10

/** chat.postMessage: one a second per channel, short bursts tolerated (no number given). */
const channelPace = { perSecond: 1, burst: 5 }

/** chat.postMessage across the workspace: "several hundred messages per minute"; others budget 525. */
const workspacePace = { perSecond: 525 / 60, burst: 60 }

type Bucket = { left: number; at: number }

/** Says how many seconds to wait, or 0 and counts the call. */
export type Rates = (method: string, tier: Tier, args: Raw) => number

export function keepRates(now: () => number): Rates {
  const buckets = new Map<string, Bucket>()
  const wait = (key: string, perSecond: number, burst: number) => {
    const at = now()
    const bucket = buckets.get(key) ?? { left: burst, at }
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, at - bucket.at) / 1000) * perSecond)
    bucket.at = at
    buckets.set(key, bucket)
    if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perSecond)
    bucket.left -= 1
    return 0
  }
  return (method, tier, args) => {
    if (method === 'chat.postMessage') {
      const channel = wait(`channel ${args.channel}`, channelPace.perSecond, channelPace.burst)
      return channel || wait('workspace', workspacePace.perSecond, workspacePace.burst)
    }
    if (tier === 'special') return 0
    return wait(method, perMinute[tier] / 60, tier === 't1' ? TIER1_BURST : perMinute[tier])
  }
}
