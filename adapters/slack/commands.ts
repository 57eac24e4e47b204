import type { webApi } from '@slack/bolt'
import type { Menu } from '#contract'
import { clip } from '#render'

type Manifest = webApi.AppsManifestValidateArguments['manifest']

/** https://docs.slack.dev/reference/scopes. What each is for stands in the README. */
export const scopes = {
  /** Without one of these something people were promised does not work. */
  needed: ['commands', 'chat:write', 'im:write', 'im:history'],
  /** A workspace may refuse these: then the product does not notice being added or removed, and does not know languages. */
  helpful: ['channels:read', 'groups:read', 'users:read'],
} as const

/** https://docs.slack.dev/reference/events */
const bot_events = [
  'message.im',
  'app_uninstalled',
  'tokens_revoked',
  'member_joined_channel',
  'channel_left',
  'channel_deleted',
  'channel_archive',
  'channel_id_changed',
  'group_left',
  'group_deleted',
  'group_archive',
] as const

/**
 * The app as its settings page wants it, from the engine's own command list. Slack knows one language per app, so it is
 * English. `publicUrl` absent means Socket Mode. https://docs.slack.dev/reference/app-manifest
 */
export function manifest(menus: readonly Menu[], publicUrl?: string) {
  const menu = menus.find(({ locale }) => locale.startsWith('en')) ?? menus[0]
  if (!menu) throw new Error('a manifest needs at least one menu')
  const url = publicUrl && `${publicUrl.replace(/\/$/u, '')}/slack/events`
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: { name: 'Hearback', description: clip(menu.about, 140) },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'hearback', always_online: true },
      shortcuts: [shortcut(menu)],
      slash_commands: [{ ...slash(menu, menus), ...(url && { url }) }],
    },
    oauth_config: { scopes: { bot: [...scopes.needed, ...scopes.helpful] } },
    settings: {
      event_subscriptions: { bot_events: [...bot_events], ...(url && { request_url: url }) },
      interactivity: { is_enabled: true, ...(url && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: !url,
      token_rotation_enabled: false,
    },
  } satisfies Manifest
}

function shortcut({ relayTitle, about }: Menu) {
  const words = { name: clip(relayTitle, 24), description: clip(about, 150) }
  return { type: 'message', callback_id: 'relay', ...words } as const
}

/** One command for all: names of commands are not unique in a workspace. What a person types stays as it was typed. */
function slash({ about, locale }: Menu, menus: readonly Menu[]) {
  const names = menus
    .filter((menu) => menu.locale === locale)
    .flatMap(({ commands }) => commands.map(({ name }) => name))
  const usage_hint = clip([...new Set(names)].join(' | '), 1_000)
  return { command: '/hearback', description: clip(about, 2_000), usage_hint, should_escape: false }
}
