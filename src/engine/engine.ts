import type { Adapter } from '#contract'
import type { Store } from '../store/index.ts'
import type { References } from '../trust/reference.ts'
import type { Vault } from '../trust/vault.ts'
import type { Doors, Ids, Terms } from './feature.ts'
import type { Memory } from './memory.ts'
import type { Offers } from './offers.ts'

/** What the three motions share. Everything that is not pure comes in here, so tests inject it. */
export type Engine = {
  store: Store
  vault: Vault
  references: References
  offers: Offers
  adapters: ReadonlyMap<string, Adapter>
  terms: Terms
  ids: Ids
  operatedBy: Doors['operatedBy']
  log(code: string, fields?: Record<string, string | number | boolean>): void
  /** Real time, in ms. */
  clock(): number
  memory: Memory
  /** Called after a commit: there may be something to send. */
  wake(): void
}

export const NIL = '00000000-0000-0000-0000-000000000000'
