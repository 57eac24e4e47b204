import type { Codec } from '#contract'
import { decode } from './decode.ts'
import { classify } from './errors.ts'
import { characters, inert } from './inert.ts'
import { limits } from './limits.ts'
import { type Payload, render } from './render.ts'
import type { Me, Update } from './update.ts'

/** The pure half, for one bot: its id is the workspace, its name decides which commands are addressed to it. */
export function codecFor(me: Me): Codec<Update, Payload> {
  return { limits, weigh, decode: (update) => decode(update, me), render, classify }
}

/** Characters as Telegram counts them, the breaks that keep a text inert included. */
export const weigh = (text: string): number => characters(inert(text))
