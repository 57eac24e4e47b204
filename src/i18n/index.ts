export { day, fullDay, isZone, languageName, list, number, when } from './format.ts'
export { chooseLocale, type Locale, type LocaleTag, localeOf, locales } from './locales.ts'
export { type T, translator } from './translate.ts'
