import { localeOf } from './locales.ts'

type Shape = Intl.DateTimeFormatOptions

const moment: Shape = { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }
const date: Shape = { weekday: 'short', day: 'numeric', month: 'short' }
const dated: Shape = { day: 'numeric', month: 'short', year: 'numeric' }
const dates = new Map<string, Intl.DateTimeFormat>()
const numbers = new Map<string, Intl.NumberFormat>()
const lists = new Map<string, Intl.ListFormat>()
const names = new Map<string, Intl.DisplayNames>()

/** A concrete moment in the reader's zone, e.g. `Tue 24 Nov, 9:00`. Throws on a zone that is not IANA: see `isZone`. */
export function when(instant: Date | number, zone: string, locale: string): string {
  return formatter('moment', moment, zone, locale).format(instant)
}

/** A day in the reader's zone, e.g. `Tue 24 Nov`. */
export function day(instant: Date | number, zone: string, locale: string): string {
  return formatter('date', date, zone, locale).format(instant)
}

/** A day with its year, e.g. `24 Nov 2026`, for what is read long after. */
export function fullDay(instant: Date | number, zone: string, locale: string): string {
  return formatter('dated', dated, zone, locale).format(instant)
}

export function number(value: number, locale: string): string {
  return cached(numbers, locale, (tag) => new Intl.NumberFormat(tag)).format(value)
}

/** `Ana, Minh and Rosa`. */
export function list(items: readonly string[], locale: string): string {
  return cached(lists, locale, (tag) => new Intl.ListFormat(tag)).format(items)
}

/** The name of a language in the reader's words; the tag itself when it is no language. */
export function languageName(tag: string, locale: string): string {
  try {
    return cached(names, locale, (own) => new Intl.DisplayNames(own, { type: 'language' })).of(tag) ?? tag
  } catch {
    return tag
  }
}

/** Whether a name is an IANA time zone. */
export function isZone(zone: string): boolean {
  try {
    return zone.includes('/') || zone === 'UTC' ? Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })) : false
  } catch {
    return false
  }
}

function formatter(name: string, shape: Shape, timeZone: string, locale: string): Intl.DateTimeFormat {
  const tag = localeOf(locale).format
  return cached(dates, `${name}|${timeZone}|${tag}`, () => new Intl.DateTimeFormat(tag, { ...shape, timeZone }))
}

/** Making a formatter costs a hundred times more than using one. */
function cached<F>(kept: Map<string, F>, key: string, make: (tag: string) => F): F {
  const found = kept.get(key)
  if (found) return found
  const made = make(localeOf(key).format)
  kept.set(key, made)
  return made
}
