import { describe, expect, it } from 'vitest'
import { terms } from '../../src/engine/ids.ts'
import { features } from '../../src/features/index.ts'
import { platforms } from '../../src/platforms.ts'
import { read } from './papers.ts'

const readme = read('README.md')
const privacy = read('docs/privacy.md')
const DAY = 24 * 60 * 60 * 1000

describe('what is said not to be there', () => {
  const missing = /Not there yet:([^\n]+\n(?:[^\n]+\n)*)/u.exec(readme)?.[1] ?? ''

  it('is a list', () => expect(missing.length).toBeGreaterThan(100))

  it('names no platform that is there', () => {
    for (const platform of platforms) expect(missing.toLowerCase()).not.toContain(`**${platform}**`)
  })

  it('names no command that is there', () => {
    const commands = features.flatMap((feature) => feature.commands ?? []).map(({ name }) => `/${name}`)
    const named = [...missing.matchAll(/`(\/[a-z]+)`/gu)].map(([, name]) => name)
    expect(named.filter((name) => commands.includes(name ?? ''))).toEqual([])
  })
})

it('every platform that is there stands in the README', () => {
  for (const platform of platforms) expect(readme).toContain(`adapters/${platform}/README.md`)
})

it('terms in the papers are those of the engine', () => {
  expect(terms.draft / DAY).toBe(1)
  expect(terms.consent / DAY).toBe(3)
  expect(terms.code / DAY).toBe(7)
  expect(privacy).toContain('1 day, or 3 while the author is asked')
  expect(readme).toContain('one-time code, good for seven days')
})

it('every column with words of people is sealed, and the papers name the kinds', () => {
  const schema = read('prisma/schema.prisma')
  const sealed = [...schema.matchAll(/^\s+(\w+)_sealed\s/gmu)].map(([, name]) => name)
  expect(new Set(sealed)).toEqual(
    new Set(['address', 'name', 'label', 'text', 'receipt', 'question', 'reply', 'body', 'args', 'refs', 'answers']),
  )
})

it('says which database versions it takes', async () => {
  const oldest = /OLDEST = (\d+)/u.exec(read('src/store/postgres.ts'))?.[1]
  expect(readme).toContain(`**PostgreSQL** ${oldest} or newer`)
})
