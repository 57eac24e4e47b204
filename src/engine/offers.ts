import { createHash } from 'node:crypto'
import type { Message } from '#contract'
import type { Reader } from '../i18n/reader.ts'
import { engineActs } from './choice.ts'
import type { Act, Card, Command, Feature } from './feature.ts'
import { question } from './words.ts'

/** Everything all features offer, composed once at start. */
export type Offers = {
  act(name: string): Act
  /** The number behind a reference. It is derived from the name, so that buttons outlive deployments. */
  numberOf(name: string): number
  nameOf(number: number): string | null
  commands: readonly Command[]
  post(name: string): (to: Reader, args: never) => Message
  card(name: string): Card & { draw(to: Reader, data: never): Message }
  clockAct(kind: string): string
  deliveredAct(view: string): string | null
  reactions(event: string): readonly string[]
  hears(kind: keyof NonNullable<Feature['hears']>): string | null
}

export function compose(features: readonly Feature[]): Offers {
  const acts = named(features, (feature) => feature.acts)
  const posts = named(features, (feature) => feature.posts ?? {})
    .set('engine.question', question)
    .set('engine.message', (_to, { message }: { message: Message }) => message)
  const cards = named(features, (feature) => feature.cards ?? {})
  const clocks = named(features, (feature) => feature.clocks ?? {})
  const delivered = named(features, (feature) => feature.delivered ?? {})
  const numbers = new Map([...acts.keys(), ...engineActs].map((name) => [numberOf(name), name]))
  if (numbers.size !== acts.size + engineActs.length) throw new Error('two acts share a number: rename one')
  return {
    act: (name) => known(acts, name),
    numberOf,
    nameOf: (number) => numbers.get(number) ?? null,
    commands: features.flatMap((feature) => feature.commands ?? []),
    post: (name) => known(posts, name),
    card: (name) => known(cards, name),
    clockAct: (kind) => known(clocks, kind),
    deliveredAct: (view) => delivered.get(view) ?? null,
    reactions: (event) => features.flatMap((feature) => feature.reactions?.[event] ?? []),
    hears: (kind) => features.map((feature) => feature.hears?.[kind]).find((act) => act !== undefined) ?? null,
  }
}

const numberOf = (name: string) => createHash('sha256').update(name).digest().readUInt16BE(0)

/** What each feature offers under one heading, by `<feature>.<name>`. */
function named<V>(features: readonly Feature[], part: (feature: Feature) => Record<string, V>): Map<string, V> {
  return new Map(
    features.flatMap((feature) =>
      Object.entries(part(feature)).map(([name, value]) => [`${feature.name}.${name}`, value]),
    ),
  )
}

function known<V>(map: ReadonlyMap<string, V>, name: string): V {
  const value = map.get(name)
  if (value === undefined) throw new Error(`no feature offers ${name}`)
  return value
}
