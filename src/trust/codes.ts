import { digits } from './digits.ts'
import { randomBytes } from './random.ts'

/** Fresh random bytes; injected so that tests repeat. */
export type Random = (bytes: number) => Uint8Array

/** Crockford's base32: no I, L, O or U. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Without the vowels left in it, no code spells a word. */
const HUMAN = CROCKFORD.replace(/[AE]/g, '')
const LINK_CHARS = 26
const HUMAN_CHARS = 8
const prefixes = { receipt: 'R', desk: 'D', digest: 'N' } as const

/** A one-time code for a link: 26 characters, 130 bits, nothing but letters and digits. */
export function code(random: Random = randomBytes): string {
  return draw(CROCKFORD, LINK_CHARS, random)
}

/** What a resident keeps, e.g. `R-7K3M-9QX2`. A name to ask with (39 bits), never a credential. */
export function receipt(random: Random = randomBytes): string {
  return human(prefixes.receipt, random)
}

/** What the desk calls a concern, e.g. `D-2P8W-4XHT`. Drawn apart from the receipt: neither leads to the other. */
export function deskCode(random: Random = randomBytes): string {
  return human(prefixes.desk, random)
}

/** What a digest calls a concern, e.g. `N-6Q1Z-0RCB`. Drawn apart from the other two. */
export function digestLine(random: Random = randomBytes): string {
  return human(prefixes.digest, random)
}

/**
 * A code as it was made, from how somebody typed it: any case, any script's digits, O for 0, I or L for 1, with or without
 * spaces and dashes. `null` when it can be none of ours.
 */
export function normalise(typed: string): string | null {
  const bare = digits(typed.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  if (bare.length === LINK_CHARS && within(CROCKFORD, bare)) return bare
  const known = Object.values(prefixes).some((prefix) => bare.startsWith(prefix))
  if (!known || bare.length !== HUMAN_CHARS + 1 || !within(HUMAN, bare.slice(1))) return null
  return `${bare[0]}-${bare.slice(1, 5)}-${bare.slice(5)}`
}

/** A UUID of version 7 (RFC 9562): ordered by the millisecond it was made in, 74 random bits. `now` in ms. */
export function uuid7(now: number, random: Random = randomBytes): string {
  const bytes = Buffer.alloc(16)
  bytes.set(random(10), 6)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = 0x70 | (bytes[6]! & 0x0f)
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function human(prefix: string, random: Random): string {
  const drawn = draw(HUMAN, HUMAN_CHARS, random)
  return `${prefix}-${drawn.slice(0, 4)}-${drawn.slice(4)}`
}

/** Every letter equally likely: a byte beyond the last whole turn of the alphabet is thrown away. */
function draw(alphabet: string, length: number, random: Random): string {
  const usable = 256 - (256 % alphabet.length)
  let drawn = ''
  while (drawn.length < length)
    for (const byte of random(length - drawn.length)) if (byte < usable) drawn += alphabet[byte % alphabet.length]
  return drawn
}

function within(alphabet: string, text: string): boolean {
  return [...text].every((letter) => alphabet.includes(letter))
}
