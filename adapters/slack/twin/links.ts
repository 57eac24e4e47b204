/** What a reader's client turns into a link by itself. Independent of anything the product knows about links. */
export type Link = { start: number; end: number; text: string; url: string }

/** Endings that are taken for domains when no scheme is written. */
const endings = new Set(
  (
    'com org net edu gov mil int info biz name pro app dev io ai co me tv xyz site online shop store club page link ' +
    'live news blog cloud tech one world life team work zone click top vip us eu uk ca au nz ie de at ch fr be nl lu ' +
    'es pt it gr pl cz sk hu ro bg hr si rs ua by ru kz ge am tr il ir iq sa ae eg ma dz tn ng ke za et so gh sn in ' +
    'pk bd lk np th vn la kh my sg id ph cn tw hk jp kr mn mx gt sv hn ni cr pa cu do pr ht jm co ve ec pe bo cl ar ' +
    'uy py br is no se fi dk ee lv lt ly gl gg to cc ws fm im sh ag am st gd pw tk ml cf ga gq'
  ).split(' '),
)

const written = new RegExp(
  [
    /(?<scheme>\b(?:[a-z][a-z0-9+.-]{0,20}:\/\/|mailto:|tel:)[^\s<>|]+)/u.source,
    /(?<mail>(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})/u.source,
    /(?<domain>(?<![\p{L}\p{N}@._/-])(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.)+(?<ending>\p{L}{2,24}|xn--[a-z0-9-]+)(?![\p{L}\p{N}_-])(?::\d{1,5})?(?:[/?#][^\s<>|]*)?)/u
      .source,
  ].join('|'),
  'giu',
)

export function findLinks(text: string): Link[] {
  const links: Link[] = []
  for (const match of text.matchAll(written)) {
    const { scheme, mail, domain, ending } = match.groups as Record<string, string | undefined>
    if (domain && !endings.has(ending!.toLowerCase()) && !ending!.startsWith('xn--')) continue
    const shown = (scheme ?? mail ?? domain)!.replace(/[.,;:!?)\]}'"»”’…]+$/u, '')
    const url = scheme ? shown : mail ? `mailto:${shown}` : `http://${shown}`
    links.push({ start: match.index, end: match.index + shown.length, text: shown, url })
  }
  return links
}
