import { describe, expect, it } from 'vitest'
import { clock } from '../../src/engine/effect.ts'
import { compose } from '../../src/engine/offers.ts'
import { features } from '../../src/features/index.ts'
import { code, files, found } from '../boundary/tree.ts'

const acts = files('src/features/*/acts/**/*.ts', 'src/features/*/acts.ts')
const set = acts.flatMap((file) => [...code(file).matchAll(/\bclock\(\s*'([\w.]+)'/gu)].map(([, kind = '']) => kind))
const offered = features.flatMap(({ name, clocks = {} }) => Object.keys(clocks).map((kind) => `${name}.${kind}`))
const stopped = acts.flatMap((file) =>
  [...code(file).matchAll(/\bstop\(([^()]*)\)/gu)].flatMap(
    ([, list = '']) => list.match(/(?<=')[a-z]+\.\w+(?=')/gu) ?? [],
  ),
)

describe('waits', () => {
  it('are due times in the database, in product time', () => {
    const due = new Date('2026-11-24T14:00:00Z')
    expect(clock('concerns.overdue', 'id', 'desk', due)).toMatchObject({ do: 'clock', dueAt: due, who: 'desk' })
  })

  it('end in an act: nothing rings for nobody', () => {
    const offers = compose(features)
    expect([...new Set(set)].filter((kind) => !offered.includes(kind))).toEqual([])
    expect(offered.filter((kind) => offers.act(offers.clockAct(kind)) === undefined)).toEqual([])
  })

  it('are all set somewhere, and only those that exist are stopped', () => {
    expect(offered.filter((kind) => !set.includes(kind))).toEqual([])
    expect(stopped.filter((kind) => !offered.includes(kind))).toEqual([])
  })

  it('name who must act', () => {
    expect(found(acts, /\bclock\(\s*'[\w.]+',\s*[^,]+,\s*''/u)).toEqual([])
  })

  it('are acted on by the engine, not by whoever rings', () => {
    const offers = compose(features)
    expect(offered.filter((kind) => offers.act(offers.clockAct(kind)).who.length > 0)).toEqual([])
  })
})
