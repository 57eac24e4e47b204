import type { Check } from '#contract'
import type { Feature } from '../../engine/feature.ts'
import * as gone from './acts/gone.ts'
import * as places from './acts/places.ts'
import * as roster from './acts/roster.ts'
import * as self from './acts/self.ts'
import { countDesk, findLastCheck } from './store.ts'
import * as placeViews from './views/places.ts'
import { yourRoleEnded } from './views/roster.ts'
import { greeting } from './views/self.ts'

/** Who may do what, where the places are, and how people come and go. */
export const people: Feature = {
  name: 'people',
  acts: {
    start: self.start,
    enter: self.enter,
    help: self.help,
    privacy: self.privacy,
    language: self.language,
    set_language: self.setLanguage,
    speak: self.speak,
    speak_with: self.speakWithOther,
    sign_out: self.signOut,
    sign_out_sure: self.signOutSure,
    setup: places.setup,
    take_desk: places.takeDesk,
    desk_checked: places.deskChecked,
    open_community: places.openCommunity,
    take_community: places.takeCommunity,
    community_checked: places.communityChecked,
    areas: places.areas,
    gone: gone.gone,
    presence: gone.presence,
    invite: roster.invite,
    accept: roster.accept,
    list: roster.list,
    end: roster.end,
    end_sure: roster.endSure,
  },
  commands: [
    {
      name: 'start',
      act: 'people.start',
      scopes: ['private', 'desk', 'community'],
      hidden: true,
      description: ({ t }) => t(($) => $.people.command.start),
    },
    {
      name: 'help',
      act: 'people.help',
      scopes: ['private', 'community', 'desk'],
      description: ({ t }) => t(($) => $.people.command.help),
    },
    {
      name: 'privacy',
      act: 'people.privacy',
      scopes: ['private', 'community', 'desk'],
      description: ({ t }) => t(($) => $.people.command.privacy),
    },
    {
      name: 'language',
      act: 'people.language',
      scopes: ['private', 'community', 'desk'],
      description: ({ t }) => t(($) => $.people.command.language),
    },
    {
      name: 'setup',
      act: 'people.setup',
      scopes: ['desk', 'community', 'private'],
      description: ({ t }) => t(($) => $.people.command.setup),
    },
    {
      name: 'invite',
      act: 'people.invite',
      scopes: ['desk', 'private'],
      description: ({ t }) => t(($) => $.people.command.invite),
    },
    {
      name: 'people',
      act: 'people.list',
      scopes: ['desk', 'private'],
      description: ({ t }) => t(($) => $.people.command.people),
    },
    {
      name: 'precinct',
      act: 'people.speak',
      scopes: ['private'],
      description: ({ t }) => t(($) => $.people.command.precinct),
    },
    {
      name: 'signout',
      act: 'people.sign_out',
      scopes: ['private'],
      description: ({ t }) => t(($) => $.people.command.signout),
    },
  ],
  posts: {
    greeting,
    door: placeViews.doorSign,
    community_ready: placeViews.communityReady,
    role_ended: yourRoleEnded,
    place_gone: placeViews.placeGone,
  },
  cards: {
    desk: {
      async load(records, precinct) {
        const found = (await findLastCheck(records, precinct)) as Record<string, string> | null
        const checks = Object.entries(found ?? {}).map(
          ([name, detail]): Check => ({ name: name as Check['name'], ok: detail === 'ok', detail }),
        )
        return { checks, ...(await countDesk(records)) }
      },
      draw: placeViews.deskReady,
    },
  },
  hears: { presence: 'people.presence', gone: 'people.gone' },
}
