import * as codes from '../trust/codes.ts'
import type { Vault } from '../trust/vault.ts'
import type { Ids, Terms } from './feature.ts'

/** Real ids. UUIDs made in one process are in order, also within a millisecond: a place gets its messages in that order. */
export function createIds(vault: Vault, clock: () => number): Ids {
  let last = 0
  const uuid = () => {
    last = Math.max(last + 1, clock() * 4096)
    return ordered(codes.uuid7(Math.floor(last / 4096)), last % 4096)
  }
  const hashCode = (text: string) => vault.id('code', codes.normalise(text) ?? text)
  const receiptKey = (text: string) => vault.id('receipt', codes.normalise(text) ?? text)
  return {
    uuid,
    hashCode,
    receiptKey,
    code: () => {
      const code = codes.code()
      return { code, hash: hashCode(code) }
    },
    receipt: () => {
      const receipt = codes.receipt()
      return { receipt, key: receiptKey(receipt) }
    },
    deskCode: () => codes.deskCode(),
    digestLine: () => codes.digestLine(),
    consentKey: (precinct, text) => vault.id('consent', precinct, text),
    accountKey: (platform, workspace, account) => vault.id('account', platform, workspace, account),
  }
}

/** Puts a counter into the 12 random bits after the version (RFC 9562, method 1). */
const ordered = (uuid: string, count: number) =>
  `${uuid.slice(0, 15)}${count.toString(16).padStart(3, '0')}${uuid.slice(18)}`

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/** How long each wait of the product is. */
export const terms: Terms = {
  draft: DAY,
  consent: 3 * DAY,
  answer: 3 * DAY,
  reply: 7 * DAY,
  remind: 3 * DAY,
  remindAgain: 10 * DAY,
  close: 17 * DAY,
  settle: 14 * DAY,
  code: 7 * DAY,
  voice: 90 * DAY,
}
