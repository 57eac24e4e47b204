import { expect, it } from 'vitest'
import { code, files, found, platforms, read } from './tree.ts'

const anyOf = (names: readonly string[]) => new RegExp(`[\\w@/-]*(?:${names.join('|')})[\\w-]*`, 'iu')
/** A door that is planned is a platform too. */
const named = anyOf([...new Set([...platforms, 'discord', 'telegraf', 'whatsapp'])])

it('there are platforms to name', () => expect(platforms.length).toBeGreaterThan(1))

it('src names no platform, comments included', () => {
  expect(found(files('src/**/*.*'), named, read)).toEqual([])
})

it('no text that people read names a platform', () => {
  expect(found(files('locales/**/*.json'), named, read)).toEqual([])
})

it('the database knows no platform and no enum', () => {
  const schema = files('prisma/schema.prisma', 'prisma/migrations/**/*.sql')
  expect(schema.length).toBeGreaterThan(1)
  expect(found(schema, named, read)).toEqual([])
  expect(found(schema, /^\s*enum\s+\w+|\bas\s+enum\b/imu, read)).toEqual([])
})

it('a platform names no other platform', () => {
  const strays = platforms.flatMap((platform) => {
    const others = anyOf(platforms.filter((name) => name !== platform))
    return found(files(`adapters/${platform}/**/*.ts`), others, read)
  })
  expect(strays).toEqual([])
})

it('a reader can guess where a thing lives', () => {
  const vague = /(?:^|[/_-])(?:utils?|helpers?|managers?|services?|commons?|misc|lib)(?:[/._-]|$)/iu
  const sources = files('src/**/*.ts', 'adapters/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'prisma/**/*.ts')
  expect(sources.filter((file) => vague.test(file))).toEqual([])
  expect(found(sources, /\b(?:class|type|const|function)\s+\w*(?:Utils?|Helper|Manager|Service)\b/u)).toEqual([])
})

it('markup has no door: no parse mode where texts are written', () => {
  const writers = files('adapters/*/*.ts').filter((file) => !/\/(?:inspection|conformance)\.ts$/u.test(file))
  expect(found(writers, /parse_?mode|mrkdwn(?=['"]?\s*:\s*true)|type:\s*'mrkdwn'/iu)).toEqual([])
})

it('nothing is left for later', () => {
  const word = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`, 'u')
  const all = files(
    'src/**/*.*',
    'adapters/**/*.ts',
    'prisma/**/*.{ts,prisma,sql}',
    'test/**/*.ts',
    'locales/**/*.json',
  )
  expect(found(all, word, read)).toEqual([])
  expect(found(all, new RegExp(['not implem', 'ented'].join(''), 'iu'), read)).toEqual([])
})

it('nobody is told about this repository by the code of the product', () => {
  expect(found(files('src/**/*.ts', 'adapters/**/*.ts'), /\/(?:home|Users|work|tmp)\/\w+/u, code)).toEqual([])
})
