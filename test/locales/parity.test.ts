import { describe, expect, it } from 'vitest'
import { catalog } from '../../src/i18n/catalog.ts'
import { locales } from '../../src/i18n/index.ts'

const BUTTON_CHARS = 30
const plural = /_(?:zero|one|two|few|many|other)$/
const markup = /<\/?[a-z]+[ >/]|&[a-z]+;|\*\*|__|~~|`|\]\(|^#+ |\{\{-/im
const platforms = /slack|discord|telegram|whatsapp|سلاك|ديسكورد|تيليجرام|تلغرام|تلجرام/i

type Texts = Record<string, string>
type Tree = { [name: string]: string | Tree }

/** Every text of a file by its path, e.g. `button.yes`. */
function texts(tree: Tree, path = ''): Texts {
  const entries = Object.entries(tree).map(([name, value]) =>
    typeof value === 'string' ? { [path + name]: value } : texts(value, `${path}${name}.`),
  )
  return Object.assign({}, ...entries)
}

const files: Record<string, Record<string, Tree>> = catalog
const source = files.en ?? {}
const base = (key: string) => key.replace(plural, '')
const isPlural = (keys: Texts, key: string) => plural.test(key) && `${base(key)}_other` in keys
const holes = (text: string) => [...text.matchAll(/\{\{\s*([^},\s]+)/g)].map((found) => found[1]!).sort()
const unique = (items: readonly string[]) => [...new Set(items)].sort()

/** A language has every plural form it needs, no more; elsewhere the same keys as English. */
function expectedKeys(english: Texts, tag: string): string[] {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
  const keys = Object.keys(english).flatMap((key) =>
    isPlural(english, key) ? forms.map((form) => `${base(key)}_${form}`) : [key],
  )
  return unique(keys)
}

/** A form for one exact number may leave the number out. */
function wrongHoles(english: Texts, own: Texts): string[] {
  return Object.entries(own).flatMap(([key, text]) => {
    const counted = isPlural(english, `${base(key)}_other`)
    const model = english[key] ?? english[`${base(key)}_other`] ?? ''
    const drop = (names: string[]) =>
      counted && !key.endsWith('_other') ? names.filter((name) => name !== 'count') : names
    const [expected, found] = [unique(drop(holes(model))), unique(drop(holes(text)))]
    return expected.join() === found.join() ? [] : [`${key}: ${found} instead of ${expected}`]
  })
}

const offending = (own: Texts, bad: (text: string, key: string) => boolean) =>
  Object.entries(own).flatMap(([key, text]) => (bad(text, key) ? [`${key}: ${text}`] : []))

it('has a folder for each language and a language for each folder', () => {
  expect(unique(Object.keys(files))).toEqual(unique(locales.map(({ tag }) => tag)))
})

describe.each(locales.map(({ tag }) => tag))('%s', (tag) => {
  it('has the same files as English', () => {
    expect(Object.keys(files[tag] ?? {}).sort()).toEqual(Object.keys(source).sort())
  })

  describe.each(Object.keys(source))('%s', (name) => {
    const english = texts(source[name] ?? {})
    const own = texts(files[tag]?.[name] ?? {})

    it('has the same keys, with the plural forms of its language', () =>
      expect(Object.keys(own).sort()).toEqual(expectedKeys(english, tag)))
    it('has the same values in its sentences', () => expect(wrongHoles(english, own)).toEqual([]))
    it('has buttons that fit', () => {
      const button = (key: string) => /(?:^|\.)button\./.test(key)
      expect(offending(own, (text, key) => button(key) && [...text].length > BUTTON_CHARS)).toEqual([])
    })
    it('has no empty text, no markup, no platform and no stray space', () => {
      expect(offending(own, (text) => text.trim() === '' || text !== text.trim())).toEqual([])
      expect(offending(own, (text) => markup.test(text))).toEqual([])
      expect(offending(own, (text) => platforms.test(text))).toEqual([])
      expect(offending(own, (text) => text !== text.normalize('NFC'))).toEqual([])
    })
    it.skipIf(tag === 'en')('is translated', () => {
      const words = (text: string) => text.replace(/\{\{.*?\}\}/g, '').match(/\p{L}+/gu)?.length ?? 0
      expect(offending(own, (text, key) => words(text) > 3 && text === english[key])).toEqual([])
    })
  })
})
