/** What the servers, the stand-in and the load agree on. Nothing real is behind any of it. */
export const slack = { token: 'xoxb-bench', secret: 'bench-signing-secret', team: 'T0BENCH' }
export const telegram = { token: '4242:bench', secret: 'bench-webhook-secret', bot: '4242' }

/** How many ambassadors send: enough that no single chat's pace is what is measured. */
export const PEOPLE = 200

/** The account of the nth ambassador on each platform. */
export const accountOf = (platform: 'slack' | 'telegram', index: number) =>
  platform === 'slack' ? `U${String(1_000_000 + index)}` : String(5_000_000 + index)
