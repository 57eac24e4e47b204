import type { Twin, TwinPerson } from '#contract'
import { BOT, openAccount, TOKEN } from './accounts.ts'
import { groupChat } from './chats.ts'
import type { Stage } from './methods.ts'
import { Pace } from './pace.ts'
import { loadParser } from './parser.ts'
import { Person } from './people.ts'
import { Polling } from './polling.ts'
import { basicGroupId, Room, supergroupId } from './rooms.ts'
import { Updates } from './updates.ts'
import { Webhook } from './webhook.ts'
import { Wire } from './wire.ts'
import { emptyWorld, type World } from './world.ts'

export type TwinOptions = {
  /** On the loopback; 0 takes any free one. */
  port?: number
  /** How the product is told to listen. The twin itself follows setWebhook and getUpdates in either mode. */
  mode?: 'polling' | 'webhook'
  /** Ms. Dates, ages and flood control follow it. */
  now?: () => number
}

/** What this platform can do beyond the common contract. */
export type TelegramTwin = Omit<Twin, 'person' | 'group'> & {
  /** https://core.telegram.org/bots/api#user */
  botUsername: string
  /** Who reads the texts: TDLib, or the plain rules where its binary does not load. */
  parser: 'tdlib' | 'own'
  person(name: string, options?: { locale?: string; hidesForwards?: boolean }): Person
  /** `basic`: a small group of the old kind, without topics, that can become a supergroup. */
  group(name: string, members: TwinPerson[], options?: { withoutBot?: boolean; basic?: boolean }): Promise<Room>
}

/** Starts a stand-in for Telegram: the Bot API on the loopback, and its people. */
export async function startTwin(options: TwinOptions = {}): Promise<TelegramTwin> {
  if (process.env.NODE_ENV === 'production') throw new Error('a twin does not run in production')
  const now = options.now ?? Date.now
  const parser = await loadParser()
  const world = emptyWorld(now, parser, new Updates(now))
  const wire = new Wire()
  const stage = setStage(world, wire)
  wire.serve(stage)
  const url = await wire.listen(options.port ?? 0)
  return { ...cast(world), ...machinery(wire, stage), env: environment(url, options.mode ?? 'polling') }
}

function setStage(world: World, wire: Wire): Stage {
  const polling = new Polling(world.updates)
  const never = new AbortController().signal
  const webhook = new Webhook(world, async ({ method, ...params }) => {
    await wire.perform(String(method), params, never)
  })
  world.updates.onAdd(() => polling.wake())
  world.updates.onAdd(() => webhook.pump())
  return { world, polling, webhook, pace: new Pace(world.now) }
}

/** The address has no path and no slash at its end: a client appends `/bot<token>/<method>`. */
function environment(url: string, mode: 'polling' | 'webhook'): Record<string, string> {
  const env = { TELEGRAM_API_URL: url, TELEGRAM_BOT_TOKEN: TOKEN }
  if (mode === 'polling') return env
  return { ...env, TELEGRAM_WEBHOOK_SECRET: 'twin-webhook-secret-of-no-worth', PUBLIC_URL: 'https://hearback.example' }
}

function cast(world: World): Pick<TelegramTwin, 'platform' | 'botUsername' | 'parser' | 'person' | 'group'> {
  const people = new Map<string, Person>()
  return {
    platform: 'telegram',
    botUsername: BOT.username!,
    parser: world.parser.source,
    person(name, options) {
      const known = people.get(name)
      const person = known ?? new Person(world, openAccount(people.size, name, options))
      people.set(name, person)
      return person
    },
    group: (name, members, options) => openGroup(world, name, members, options),
  }
}

async function openGroup(
  world: World,
  name: string,
  members: TwinPerson[],
  options: { withoutBot?: boolean; basic?: boolean } = {},
): Promise<Room> {
  const people = members.filter((one) => one instanceof Person)
  if (people.length < members.length || !people.length)
    throw new Error(`${name} needs people of this twin, its owner first`)
  const id = options.basic ? basicGroupId(world) : supergroupId(world)
  const accounts = people.map((one) => one.account)
  const chat = groupChat(id, options.basic ? 'group' : 'supergroup', name, accounts)
  world.chats.set(chat.id, chat)
  const room = new Room(world, chat)
  if (!options.withoutBot) await room.addBot()
  return room
}

type Machinery = Pick<TelegramTwin, 'connect' | 'settled' | 'fault' | 'violations' | 'calls' | 'stop'>

function machinery(wire: Wire, { world, polling, webhook }: Stage): Machinery {
  return {
    async connect(productUrl) {
      webhook.connect(productUrl)
    },
    async settled() {
      do {
        await world.updates.idle()
        await wire.quiet()
      } while (world.updates.waiting().length)
    },
    fault: (fault) => wire.faults.add(fault),
    violations: wire.violations,
    calls: wire.calls,
    async stop() {
      webhook.stop()
      polling.wake()
      world.updates.clear()
      await wire.close()
    },
  }
}
