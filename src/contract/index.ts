/** The only door between engine and platforms. It imports nothing of ours. */
export type * from './adapter.ts'
export type * from './delivery.ts'
export type * from './inbound.ts'
export type * from './message.ts'
export { ACTION_BYTES } from './message.ts'
export type * from './place.ts'
export type * from './twin.ts'
