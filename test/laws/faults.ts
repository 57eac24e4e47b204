import type { Break } from './breaks.ts'
import { faults as slack } from './faults-slack.ts'
import { faults as telegram } from './faults-telegram.ts'

/** A slip that somebody who writes an adapter could make, and the tests that must notice. */
export type Fault = Omit<Break, 'law'> & { platform: string }

/** How many an adapter must be proved against. */
export const LEAST_FAULTS = 10

export const faults: readonly Fault[] = [...slack, ...telegram]
