import type { Feature } from '../engine/feature.ts'
import { concerns } from './concerns/index.ts'
import { people } from './people/index.ts'

/** The product is the sum of these. */
export const features: readonly Feature[] = [people, concerns]
