/** A conversation on a platform, in words only its adapter may read. */
export type Place = {
  /** The adapter's folder name. */
  platform: string
  /** The team, server or bot account the place belongs to. Opaque. */
  workspace: string
  /** The group, channel or private chat. Opaque. */
  ref: string
  thread?: string
  /** `private`: the bot and one person. `group`: others read along. */
  kind: 'private' | 'group'
}

/** Whoever acted. `name` is shown to nobody outside the place it came from and is never stored. */
export type Actor = {
  /** Stable for the life of the account on its platform. Opaque. */
  account: string
  name: string
  /** An IETF tag the platform guessed; a hint, never a choice. */
  locale?: string
}
