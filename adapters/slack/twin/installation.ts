import { readFileSync } from 'node:fs'

type Manifest = {
  display_information: { name: string }
  features: { slash_commands: { command: string }[]; shortcuts: { type: string; callback_id: string }[] }
  oauth_config: { scopes: { bot: string[] } }
  settings: { event_subscriptions: { bot_events: string[] } }
}

/** The app is installed as its own manifest says: what it is called, what it may do, what it is told. */
const manifest: Manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'))

/** Every value says that it is not real. */
export const app = {
  team: 'T0TWIN',
  domain: 'twin',
  id: 'A0TWIN',
  bot: 'B0TWIN',
  user: 'U0TWINBOT',
  handle: 'hearback',
  verification: 'twin-verification-token',
  name: manifest.display_information.name,
  command: manifest.features.slash_commands[0]!.command,
  shortcut: manifest.features.shortcuts.find((one) => one.type === 'message')!.callback_id,
  scopes: manifest.oauth_config.scopes.bot,
} as const

/** https://docs.slack.dev/reference/events: the scope that each kind of event needs. */
const needs: Record<string, string> = {
  'message.im': 'im:history',
  member_joined_channel: 'channels:read',
  channel_deleted: 'channels:read',
  channel_left: 'channels:read',
}

/** Whether the app asked for this kind of event, and was granted the scope for it. */
export function subscribed(event: Record<string, unknown>, scopes: readonly string[]): boolean {
  const kind = event.type === 'message' ? `message.${event.channel_type}` : String(event.type)
  const wanted = manifest.settings.event_subscriptions.bot_events.includes(kind)
  return wanted && (!needs[kind] || scopes.includes(needs[kind]))
}
