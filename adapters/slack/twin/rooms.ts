import type { TwinRoom } from '#contract'
import { app } from './installation.ts'
import { type Account, addChannel, type Channel, type Workspace } from './workspace.ts'

/** Rooms as tests hold them, and the channels behind. */
export type Rooms = {
  of(channel: Channel): TwinRoom
  channelOf(room: TwinRoom): Channel
}

export function keepRooms(workspace: Workspace): Rooms {
  const rooms = new Map<Channel, TwinRoom>()
  const channels = new WeakMap<TwinRoom, Channel>()
  return {
    of(channel) {
      const known = rooms.get(channel)
      if (known) return known
      const room = roomOf(workspace, channel)
      rooms.set(channel, room)
      channels.set(room, channel)
      return room
    },
    channelOf(room) {
      const channel = channels.get(room)
      if (!channel) throw new Error(`the room "${room.name}" belongs to another twin`)
      return channel
    },
  }
}

function roomOf(workspace: Workspace, channel: Channel): TwinRoom {
  const signed = () => ({ channel: channel.id, actor_id: 'U0TWOWNER', event_ts: workspace.nextTs() })
  return {
    name: channel.name,
    kind: channel.im ? 'private' : 'group',
    async remove() {
      if (channel.im) throw new Error('direct messages cannot be deleted')
      const told = channel.hasBot
      channel.gone = true
      channel.hasBot = false
      if (told) workspace.emit({ type: 'channel_deleted', ...signed() })
    },
    async evictBot() {
      if (channel.im) throw new Error('the app cannot be taken out of its direct messages')
      channel.hasBot = false
      workspace.emit({ type: 'channel_left', ...signed() })
    },
  }
}

/** A public channel. The app learns of its own arrival as of anybody's. */
export function createChannel(workspace: Workspace, name: string, members: Account[], withBot: boolean): Channel {
  const channel = addChannel(workspace, { id: workspace.nextId('C'), name, im: false, hasBot: withBot })
  for (const member of members) channel.members.add(member.id)
  const joined = { user: app.user, channel: channel.id, channel_type: 'C', team: app.team }
  const inviter = members[0]?.id ?? 'U0TWOWNER'
  if (withBot) workspace.emit({ type: 'member_joined_channel', ...joined, inviter, event_ts: workspace.nextTs() })
  return channel
}
