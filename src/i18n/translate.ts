import { createInstance, type TFunction } from 'i18next'
import { catalog } from './catalog.ts'
import { chooseLocale } from './locales.ts'

/** `t(($) => $.concerns.receipt, { code })`. An unknown key or a missing value does not compile. */
export type T = TFunction<'translation'>

const i18next = createInstance()
void i18next.init({
  initAsync: false,
  fallbackLng: 'en',
  resources: Object.fromEntries(Object.entries(catalog).map(([tag, files]) => [tag, { translation: files }])),
  interpolation: { escapeValue: true, escape: isolated, skipOnVariables: true },
})

const made = new Map<string, T>()

/** The words of a locale, or of the nearest we have. Values are plain text, each isolated in its own direction (UAX #9). */
export function translator(locale: string): T {
  const tag = chooseLocale(locale)
  const t = made.get(tag) ?? i18next.getFixedT(tag)
  made.set(tag, t)
  return t
}

/** Digits alone cannot reorder a sentence, so they stay bare. */
function isolated(value: string): string {
  return /^\d*$/.test(value) ? value : `\u2068${value.replace(/[\u2066-\u2069]/g, '')}\u2069`
}
