import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto'
import { joined, type KeyRing, subkey } from './keys.ts'
import { randomBytes } from './random.ts'

/** The one cell that a sealed text belongs to. Anywhere else it does not open. */
export type Where = { precinct: string; table: string; column: string; row: string }

export type Opened = { ok: true; text: string } | { ok: false; reason: 'malformed' | 'unknown-key' | 'altered' }

export type Vault = {
  /** Encrypts a well-formed text for one cell. A different token each time; its length tells only a multiple of 256 bytes. */
  seal(where: Where, text: string): string
  /** `altered`: the token was changed, or belongs to another cell. `unknown-key`: its key has left the ring. */
  open(where: Where, token: string): Opened
  /** Whether a token was sealed with the current key; others should be sealed again before their key leaves the ring. */
  current(token: string): boolean
  /**
   * A lookup id: 32 URL-safe characters, the same for the same kind and parts, and useless without the key.
   * Made with the ring's last key, so that putting a new key first does not orphan the ids in the database.
   */
  id(kind: string, ...parts: string[]): string
}

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16
const BUCKET_BYTES = 256
const LENGTH_BYTES = 4
const ID_BYTES = 24

/** AES-256-GCM with random 96-bit nonces (NIST SP 800-38D: at most 2^32 texts a key); tokens are `v1.kid.iv.text.tag`. */
export function createVault(ring: KeyRing): Vault {
  const keys = new Map(ring.map((key) => [key.kid, subkey(key, 'seal')]))
  const lookup = subkey(ring.at(-1) ?? ring[0], 'lookup')
  const { kid } = ring[0]
  return {
    seal: (where, text) => seal(kid, keys.get(kid)!, where, text),
    open: (where, token) => open(keys, where, token),
    current: (token) => token.startsWith(`${VERSION}.${kid}.`),
    id: (kind, ...parts) =>
      createHmac('sha256', lookup)
        .update(joined([kind, ...parts]))
        .digest()
        .toString('base64url', 0, ID_BYTES),
  }
}

function seal(kid: string, key: KeyObject, where: Where, text: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(cell(where))
  const sealed = Buffer.concat([cipher.update(padded(text)), cipher.final()])
  return [VERSION, kid, ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
}

function open(keys: ReadonlyMap<string, KeyObject>, where: Where, token: string): Opened {
  const [version, kid, ...encoded] = token.split('.')
  const [iv, sealed, tag] = encoded.map(canonical)
  if (version !== VERSION || encoded.length !== 3 || !sealed) return { ok: false, reason: 'malformed' }
  if (iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES) return { ok: false, reason: 'malformed' }
  const key = keys.get(kid ?? '')
  if (!key) return { ok: false, reason: 'unknown-key' }
  const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    .setAAD(cell(where))
    .setAuthTag(tag)
  try {
    return { ok: true, text: unpadded(Buffer.concat([cipher.update(sealed), cipher.final()])) }
  } catch {
    return { ok: false, reason: 'altered' }
  }
}

function cell({ precinct, table, column, row }: Where): Buffer {
  return joined([precinct, table, column, row])
}

/** Base64url in its one right spelling; a second spelling of the same bytes is refused. */
function canonical(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

function padded(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const bytes = Buffer.alloc(Math.ceil((LENGTH_BYTES + length) / BUCKET_BYTES) * BUCKET_BYTES)
  bytes.writeUInt32BE(length)
  bytes.write(text, LENGTH_BYTES)
  return bytes
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + bytes.readUInt32BE())
}
