export type Locale = {
  /** BCP 47; also the folder under locales/. */
  tag: string
  /** The language's name for itself. */
  name: string
  direction: 'ltr' | 'rtl'
  /** The tag whose dates and numbers readers of this locale know. */
  format: string
  /** Who speaks the language and has checked every text; `null` while nobody has, and then the reader is told. */
  reviewedBy: string | null
}

/** The languages of the product. A new one is a folder under locales/ and one line here. */
export const locales = [
  { tag: 'en', name: 'English', direction: 'ltr', format: 'en-GB', reviewedBy: 'source' },
  { tag: 'es', name: 'Español', direction: 'ltr', format: 'es', reviewedBy: null },
  { tag: 'ar', name: 'العربية', direction: 'rtl', format: 'ar', reviewedBy: null },
  { tag: 'zh-Hans', name: '简体中文', direction: 'ltr', format: 'zh-Hans', reviewedBy: null },
] as const satisfies readonly Locale[]

export type LocaleTag = (typeof locales)[number]['tag']

/** The first candidate that we speak, nearest script first: `es-MX` is `es`, `zh-CN` is `zh-Hans`. English when none is. */
export function chooseLocale(...candidates: readonly (string | null | undefined)[]): LocaleTag {
  for (const candidate of candidates) {
    const found = candidate ? nearest(candidate) : null
    if (found) return found
  }
  return 'en'
}

/** Tags come from clients, so what is remembered of them is bounded. */
const known = new Map<string, LocaleTag | null>()
const KNOWN = 500

function nearest(candidate: string): LocaleTag | null {
  const before = known.get(candidate)
  if (before !== undefined) return before
  const wanted = parse(candidate)
  const same = wanted ? locales.filter(({ tag }) => parse(tag)?.language === wanted.language) : []
  const found = (same.find(({ tag }) => parse(tag)?.script === wanted?.script) ?? same[0])?.tag ?? null
  if (known.size < KNOWN) known.set(candidate, found)
  return found
}

/** The locale of a tag, or of the nearest we have. */
export function localeOf(tag: string): Locale {
  const chosen = chooseLocale(tag)
  return locales.find((locale) => locale.tag === chosen) ?? locales[0]
}

/** Platforms and browsers send `es_MX`, or words that are no tag at all. */
function parse(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-')).maximize()
  } catch {
    return null
  }
}
