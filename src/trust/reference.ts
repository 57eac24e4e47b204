import { createCipheriv, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { type KeyRing, subkey } from './keys.ts'

/** What a button leads to. It authorises nothing: every press is checked afresh. */
export type Reference = {
  /** 0 to 65535; the caller gives acts their numbers, and keeps them for as long as buttons live. */
  act: number
  /** UUIDs in lower case; the nil UUID where there is none. */
  precinct: string
  subject: string
  /** 0 to 2^40 - 1. */
  arg: number
}

export type References = {
  /** 64 URL-safe characters, the same for the same reference. Two of them share nothing that can be seen. */
  encode(reference: Reference): string
  /** `null` for anything that was not encoded under a key of the ring: altered, cut, or somebody else's. */
  decode(text: string): Reference | null
}

export const NIL_UUID = '00000000-0000-0000-0000-000000000000'
export const MAX_ARG = 2 ** 40 - 1

const IV_BYTES = 9
const BYTES = 48
const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * A synthetic nonce (as in RFC 5297): a truncated HMAC of the reference is at once the nonce of AES-256-CTR and the proof
 * that nothing was changed. 9 + 39 bytes fill exactly the 64 characters of the tightest platform; a forgery succeeds once in 2^72.
 */
export function createReferences(ring: KeyRing): References {
  const keys = ring.map((key) => ({ mac: subkey(key, 'reference-mac'), cipher: subkey(key, 'reference-cipher') }))
  return {
    encode: (reference) => {
      const { mac, cipher } = keys[0]!
      const bytes = pack(reference)
      const iv = proof(mac, bytes)
      return Buffer.concat([iv, crypt(cipher, iv, bytes)]).toString('base64url')
    },
    decode: (text) => {
      if (!/^[A-Za-z0-9_-]{64}$/.test(text)) return null
      const bytes = Buffer.from(text, 'base64url')
      const iv = bytes.subarray(0, IV_BYTES)
      for (const { mac, cipher } of keys) {
        const found = crypt(cipher, iv, bytes.subarray(IV_BYTES))
        if (timingSafeEqual(proof(mac, found), iv)) return unpack(found)
      }
      return null
    },
  }
}

function proof(key: KeyObject, bytes: Buffer): Buffer {
  return createHmac('sha256', key).update(bytes).digest().subarray(0, IV_BYTES)
}

/** CTR is its own inverse. The nonce fills the counter's upper bytes, so no two nonces share a block. */
function crypt(key: KeyObject, iv: Buffer, bytes: Buffer): Buffer {
  const counter = Buffer.alloc(16)
  iv.copy(counter)
  return createCipheriv('aes-256-ctr', key, counter).update(bytes)
}

function pack({ act, precinct, subject, arg }: Reference): Buffer {
  if (!Number.isInteger(arg) || arg < 0 || arg > MAX_ARG) throw new Error(`argument out of range: ${arg}`)
  const bytes = Buffer.alloc(BYTES - IV_BYTES)
  bytes.writeUInt16BE(act, 0)
  bytes.set(uuidBytes(precinct), 2)
  bytes.set(uuidBytes(subject), 18)
  bytes.writeUIntBE(arg, 34, 5)
  return bytes
}

function unpack(bytes: Buffer): Reference {
  return {
    act: bytes.readUInt16BE(0),
    precinct: uuidText(bytes.subarray(2, 18)),
    subject: uuidText(bytes.subarray(18, 34)),
    arg: bytes.readUIntBE(34, 5),
  }
}

function uuidBytes(uuid: string): Buffer {
  if (!uuidPattern.test(uuid)) throw new Error(`not a UUID: ${uuid}`)
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
