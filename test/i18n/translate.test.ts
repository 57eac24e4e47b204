import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { generate } from '../../src/i18n/generate.ts'
import {
  chooseLocale,
  day,
  fullDay,
  isZone,
  languageName,
  list,
  localeOf,
  locales,
  number,
  translator,
  when,
} from '../../src/i18n/index.ts'

const locale = (tag: string) =>
  JSON.parse(readFileSync(new URL(`../../locales/${tag}/engine.json`, import.meta.url), 'utf8')) as {
    button: { skip: string }
  }

describe('translating', () => {
  const t = translator('en')

  it('speaks each language', () => {
    expect(locales.map(({ tag }) => translator(tag)(($) => $.engine.button.skip))).toEqual(
      ['en', 'es', 'ar', 'zh-Hans'].map((tag) => locale(tag).button.skip),
    )
  })

  it('knows the plurals of Arabic', () => {
    const ar = translator('ar')
    const words = [0, 1, 2, 3, 11, 100].map((count) => ar(($) => $.concerns.desk.queue, { count }))
    expect(words).toEqual([
      'لا توجد مسائل مفتوحة',
      'مسألة واحدة مفتوحة',
      'مسألتان مفتوحتان',
      '3 مسائل مفتوحة',
      '11 مسألة مفتوحة',
      '100 مسألة مفتوحة',
    ])
  })

  it('isolates each value, and leaves digits bare', () => {
    expect(t(($) => $.common.danger, { emergency: 'رقم 911' })).toBe('Danger now? Call \u2068رقم 911\u2069.')
    expect(t(($) => $.common.danger, { emergency: '911' })).toBe('Danger now? Call 911.')
  })

  it.each(['$t(common.notReviewed)', '{{emergency}}', '{{- emergency}}', '<b>&amp;</b>', '$1 $& \\n'])(
    'takes the value %s as it is',
    (value) => expect(t(($) => $.common.danger, { emergency: value })).toBe(`Danger now? Call \u2068${value}\u2069.`),
  )

  it('cannot be broken out of by a value', () => {
    const said = t(($) => $.common.danger, { emergency: 'x\u2069\u2067y' })
    expect(said).toBe('Danger now? Call \u2068xy\u2069.')
  })

  it('lets no wrong key and no missing value compile', () => {
    const never = () => [
      // @ts-expect-error No such key.
      t(($) => $.common.absent),
      // @ts-expect-error The value is missing.
      t(($) => $.common.danger),
      // @ts-expect-error The value has another name.
      t(($) => $.common.danger, { number: '911' }),
      t(($) => $.common.danger, { emergency: '911' }),
    ]
    expect(never).toBeTypeOf('function')
  })
})

describe('choosing a language', () => {
  it.each([
    [['es-MX'], 'es'],
    [['es_419'], 'es'],
    [['zh'], 'zh-Hans'],
    [['zh-CN'], 'zh-Hans'],
    [['zh-TW'], 'zh-Hans'],
    [['ar-EG'], 'ar'],
    [['EN-us'], 'en'],
    [[undefined, null, '', 'xx', 'ht', 'ar'], 'ar'],
    [['not a tag!', 'es'], 'es'],
    [[], 'en'],
  ])('%j is %s', (candidates, expected) => expect(chooseLocale(...candidates)).toBe(expected))

  it('knows its direction', () => {
    expect(localeOf('ar-MA').direction).toBe('rtl')
    expect(localeOf('es-MX').direction).toBe('ltr')
  })
})

describe('dates and numbers', () => {
  const at = new Date('2026-11-24T14:00:00Z')

  it('says a concrete moment in the zone of the reader', () => {
    expect(when(at, 'America/New_York', 'en')).toBe('Tue 24 Nov, 9:00')
    expect(when(at, 'America/New_York', 'es')).toBe('mar, 24 nov, 9:00')
    expect(when(at, 'America/New_York', 'ar')).toContain('24 نوفمبر')
    expect(when(at, 'Asia/Shanghai', 'zh-Hans')).toBe('11月24日周二 22:00')
    expect(day(at, 'Pacific/Auckland', 'en')).toBe('Wed 25 Nov')
    expect(fullDay(at.getTime(), 'UTC', 'en')).toBe('24 Nov 2026')
  })

  it('follows daylight saving', () => {
    expect(when(new Date('2026-03-08T06:59:00Z'), 'America/New_York', 'en')).toBe('Sun 8 Mar, 1:59')
    expect(when(new Date('2026-03-08T07:00:00Z'), 'America/New_York', 'en')).toBe('Sun 8 Mar, 3:00')
  })

  it('writes numbers, lists and language names for the reader', () => {
    expect([number(12345, 'en'), number(12345, 'es')]).toEqual(['12,345', '12.345'])
    expect(list(['Ana', 'Minh', 'Rosa'], 'es')).toBe('Ana, Minh y Rosa')
    expect([languageName('ar', 'en'), languageName('es', 'es'), languageName('?', 'en')]).toEqual([
      'Arabic',
      'español',
      '?',
    ])
  })

  it('knows a zone when it sees one', () => {
    expect(['America/New_York', 'UTC', 'Mars/Base', 'EST5', '', '+01:00'].map(isZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

it('has its generated files up to date: else run `node src/i18n/generate.ts`', async () => {
  expect(await generate({ check: true })).toEqual([])
})
