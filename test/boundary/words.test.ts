import { describe, expect, it } from 'vitest'
import { roomOf } from './rooms.ts'
import { files, found, read } from './tree.ts'

const features = files('src/features/**/*.ts')

describe('locale keys', () => {
  /** `index` and menus.ts describe commands; words.ts is what the engine itself has to say. */
  const places = (file: string) =>
    ['views', 'index', 'i18n', 'web'].includes(roomOf(file)) ||
    ['src/engine/words.ts', 'src/engine/menus.ts'].includes(file)

  it('appear in views, forms and commands only', () => {
    const others = files('src/**/*.ts').filter((file) => !places(file))
    expect(found(others, /\(\$\)\s*=>\s*\$[^)\s,]*/u)).toEqual([])
  })

  it('are there at all', () => {
    expect(found(features.filter(places), /\(\$\)\s*=>/u).length).toBeGreaterThan(100)
  })

  it('no words of ours stand outside the locales', () => {
    const spoken = features.filter((file) => ['views', 'acts', 'cards'].includes(roomOf(file)))
    expect(found(spoken, /'[A-Z][a-z]+(?: [a-z]+){2,}[.?!]?'/u)).toEqual([])
  })
})

describe('two clocks', () => {
  it('features get product time and new names as arguments', () => {
    expect(found(features, /\bDate\.now\b|new Date\(\)|performance\.now|Temporal\.Now/u)).toEqual([])
    expect(found(features, /Math\.random|randomUUID|randomBytes/u)).toEqual([])
    expect(
      found(features, /\bnow\(\)|\b(?:current|local)_?timestamp\b|\b(?:clock|statement|transaction)_timestamp\b/iu),
    ).toEqual([])
  })

  it('features wait by due times in the database, never in the process', () => {
    expect(found(features, /\bset(?:Timeout|Interval|Immediate)\b|node-cron|timers\/promises/u)).toEqual([])
  })

  it('nothing that is pure reads a clock', () => {
    const pure = files('src/{contract,render,trust,i18n}/**/*.ts')
    expect(found(pure, /\bDate\.now\b|new Date\(\)|performance\.now/u)).toEqual([])
  })
})

describe('only the engine and the store write', () => {
  it('features hold no statement that changes a row', () => {
    expect(found(features, /\b(?:insert\s+into|update\s+\w+\s+set|delete\s+from)\b/iu)).toEqual([])
    expect(found(features, /\.(?:create|createMany|update|updateMany|upsert|delete|deleteMany)\(\{/u)).toEqual([])
  })
})

describe('the log', () => {
  /** Codes, counts and names of things of ours. */
  const SAFE = [
    'attempts',
    'before',
    'code',
    'command',
    'count',
    'detail',
    'error',
    'host',
    'inbound',
    'kind',
    'locale',
    'method',
    'migration',
    'ms',
    'name',
    'path',
    'platform',
    'pool',
    'port',
    'precinct',
    'reason',
    'status',
    'update',
    'url',
    'variable',
    'view',
    'what',
    'where',
  ]
  const sources = files('src/**/*.ts', 'adapters/*/*.ts')

  it('carries codes, never words of people', () => {
    const fields = found(sources, /\blog\(\s*['`][^'`]+['`],\s*\{[^}]*\}/u).flatMap((call) => {
      const place = call.split(': ')[0]
      const body = call.slice(call.indexOf('{') + 1, -1)
      return [...body.matchAll(/(?:^|,|\{)\s*(\w+)\s*(?=[:,]|$)/gu)].map(([, name]) => ({ place, name: name ?? '' }))
    })
    expect(fields.length).toBeGreaterThan(5)
    expect(fields.filter(({ name }) => !SAFE.includes(name))).toEqual([])
  })

  it('never carries the message of an error: it may quote what somebody wrote', () => {
    expect(found(sources, /\blog\([^\n]*\.(?:message|stack|text|body|values|summary)\b/u)).toEqual([])
    expect(found(files('src/{engine,features,store,trust,render}/**/*.ts'), /\bconsole\./u)).toEqual([])
  })
})

it('one command starts, one tests', () => {
  const { scripts, engines } = JSON.parse(read('package.json')) as { scripts?: Record<string, string>; engines: object }
  expect(scripts).toMatchObject({ start: expect.any(String), test: expect.any(String) })
  expect(engines).toHaveProperty('node')
})
