import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'

/** A master key. Its name stands beside everything sealed with it. */
export type Key = { kid: string; secret: Uint8Array }

/** The first key seals; the others still open what they sealed. */
export type KeyRing = readonly [Key, ...Key[]]

export type ParsedRing = { ok: true; ring: KeyRing } | { ok: false; problem: string }

const KEY_BYTES = 32

/** Reads `kid:base64,kid2:base64`, current key first. A problem is one sentence that names the entry, never the key. */
export function parseKeyRing(text: string): ParsedRing {
  const keys: Key[] = []
  for (const [at, entry] of text.split(',').entries()) {
    const key = parseKey(entry.trim())
    if (typeof key === 'string') return { ok: false, problem: `Key ${at + 1}: ${key}` }
    if (keys.some(({ kid }) => kid === key.kid))
      return { ok: false, problem: `Key ${at + 1}: "${key.kid}" stands twice.` }
    if (keys.some(({ secret }) => Buffer.from(secret).equals(key.secret)))
      return { ok: false, problem: `Key ${at + 1}: "${key.kid}" repeats the bytes of another key.` }
    keys.push(key)
  }
  const [first, ...rest] = keys
  return first ? { ok: true, ring: [first, ...rest] } : { ok: false, problem: 'No key is given.' }
}

/** A new entry for the ring. */
export function newKey(kid: string): string {
  return `${kid}:${randomBytes(KEY_BYTES).toString('base64')}`
}

function parseKey(entry: string): Key | string {
  const colon = entry.indexOf(':')
  const kid = entry.slice(0, Math.max(colon, 0))
  if (!/^[A-Za-z0-9_-]{1,16}$/.test(kid)) return 'write it as name:base64, the name 1 to 16 letters, digits, _ or -.'
  const encoded = entry
    .slice(colon + 1)
    .replace(/=+$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_')
  const secret = Buffer.from(encoded, 'base64url')
  if (secret.toString('base64url') !== encoded) return `"${kid}" is not base64.`
  if (secret.length !== KEY_BYTES) return `"${kid}" has ${secret.length} bytes, and must have ${KEY_BYTES}.`
  if (new Set(secret).size < 8) return `"${kid}" is not random. Make one with: openssl rand -base64 32`
  return { kid, secret }
}

/** A key of its own for each purpose (HKDF-SHA256, RFC 5869), so that no two uses ever share one. */
export function subkey(key: Key, purpose: 'seal' | 'lookup' | 'reference-mac' | 'reference-cipher'): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key.secret, '', `hearback/v1/${purpose}`, KEY_BYTES)))
}

/** Joins parts so that no two different lists look the same: each is preceded by its length in bytes. */
export function joined(parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('|'))
}
