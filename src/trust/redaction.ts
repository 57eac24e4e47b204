import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/max'
import { fold } from './fold.ts'
import { DIGIT, first, type Kind, last, type Pattern } from './patterns.ts'

export type { Kind } from './patterns.ts'

export type Masked = { text: string; found: { kind: Kind; count: number }[] }

type Hit = { kind: Kind; start: number; end: number }
type Search = { view: string; hits: Hit[] }

/** Stands for what is taken already, one for one, so that places stay the same and no later pattern sees it. */
const TAKEN = '\ufffc'

/**
 * Replaces numbers, accounts and documents that name a person by `[label]`. `region` (ISO 3166-1) says whose phone numbers
 * may stand without a country code. A help, not a guarantee: names stay; the author's look at the preview is the guarantee.
 */
export function mask(text: string, region: string, label: (kind: Kind) => string): Masked {
  const folded = fold(text)
  const search: Search = { view: folded.text, hits: [] }
  const found = new Set(needed.filter((needs) => needs.test(folded.text)))
  for (const pattern of first) if (found.has(pattern.needs)) scan(search, pattern)
  if (found.has(DIGIT)) findPhones(search, region)
  for (const pattern of last) if (found.has(pattern.needs)) scan(search, pattern)
  const hits = merged(search.hits)
  let masked = ''
  let at = 0
  for (const hit of hits) {
    const [start, end] = folded.range(hit.start, hit.end)
    masked += `${text.slice(at, start)}[${label(hit.kind)}]`
    at = end
  }
  return { text: masked + text.slice(at), found: counted(hits) }
}

const needed = [...new Set([DIGIT, ...[...first, ...last].map(({ needs }) => needs)])]

function scan(search: Search, { kind, matches, accepts }: Pattern): void {
  for (const match of [...search.view.matchAll(matches)]) {
    const [start, end] = match.indices?.groups?.cut ?? match.indices![0]!
    if (accepts && !accepts(search.view.slice(start, end))) continue
    take(search, kind, start, end)
  }
}

function findPhones(search: Search, region: string): void {
  if (search.view.replace(/\D/g, '').length < 5) return
  const options = isSupportedCountry(region) ? { defaultCountry: region } : {}
  for (const { startsAt, endsAt } of findPhoneNumbersInText(search.view, options))
    take(search, 'phone', startsAt, endsAt)
}

function take(search: Search, kind: Kind | null, start: number, end: number): void {
  search.view = search.view.slice(0, start) + TAKEN.repeat(end - start) + search.view.slice(end)
  if (kind) search.hits.push({ kind, start, end })
}

/** In order; two of a kind that touch are one. */
function merged(hits: readonly Hit[]): Hit[] {
  const ordered: Hit[] = []
  for (const hit of hits.toSorted((a, b) => a.start - b.start)) {
    const before = ordered.at(-1)
    if (before?.kind === hit.kind && before.end === hit.start) before.end = hit.end
    else ordered.push({ ...hit })
  }
  return ordered
}

function counted(hits: readonly Hit[]): Masked['found'] {
  const counts = new Map<Kind, number>()
  for (const { kind } of hits) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => ({ kind, count }))
}
