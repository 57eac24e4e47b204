import { BOT } from './accounts.ts'

/** https://core.telegram.org/bots/features#deep-linking */
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/

/**
 * What follows `/start` when a person follows the link or types the code; empty for a bare link.
 * Fails for what a client would not open as this bot.
 */
export function startPayload(linkOrCode: string): string {
  const payload = linkOrCode.includes(':') ? payloadIn(new URL(linkOrCode)) : linkOrCode
  if (payload && !PAYLOAD.test(payload)) throw new Error(`a start link cannot carry "${payload}"`)
  return payload
}

function payloadIn(link: URL): string {
  const https = /^https?:$/.test(link.protocol) && /^(t|telegram)\.me$/.test(link.hostname)
  const app = link.protocol === 'tg:' && link.hostname === 'resolve'
  const name = https ? link.pathname.slice(1) : app ? link.searchParams.get('domain') : null
  if (name?.toLowerCase() !== BOT.username) throw new Error(`${link} does not open @${BOT.username}`)
  return link.searchParams.get('start') ?? ''
}
