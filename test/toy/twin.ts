import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Twin, TwinFault, TwinPerson, TwinRoom, TwinSeen } from '#contract'
import { type Event, type Payload, type Person, type Refusal, violations } from './wire.ts'

const TOKEN = 'toy-token-of-no-worth'
const HEADERS = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
/** The platform gives an event up after so many answers that are not 2xx. */
const TRIES = 5

type Post = { id: string; author: Person; payload: Payload; hidden?: boolean }
type Room = TwinRoom & { id: string; members: Set<string>; posts: Post[]; refusal: Refusal | null }
type News = Event extends infer E ? (E extends Event ? Omit<E, 'id' | 'from'> : never) : never
type State = {
  rooms: Map<string, Room>
  events: Event[]
  calls: Twin['calls'][number][]
  broken: string[]
  faults: TwinFault[]
}

export async function startTwin(): Promise<Twin> {
  if (process.env.NODE_ENV === 'production') throw new Error('a twin does not run in production')
  const state: State = { rooms: new Map(), events: [], calls: [], broken: [], faults: [] }
  const server = createServer((request, response) => void serve(state, request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const post = outbound(state)
  const people = new Map<string, TwinPerson>()
  const openRoom = (name: string, kind: TwinRoom['kind'], id: string, members: string[]): Room => {
    const room: Room = {
      ...{ name, kind, id, posts: [], refusal: null, members: new Set(members) },
      async remove() {
        room.refusal = { status: 404, code: 'room' }
      },
      async evictBot() {
        room.refusal = { status: 403, code: 'not_a_member' }
        post.tell(room, null, { kind: 'membership', room: wired(room), change: 'removed' })
      },
    }
    state.rooms.set(id, room)
    return room
  }
  return {
    platform: 'toy',
    env: { TOY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, TOY_TOKEN: TOKEN },
    connect: async (productUrl) => post.connect(productUrl),
    person(name, { locale, hidesForwards = false } = {}) {
      const self = { id: `p${people.size + 1}`, name, ...(locale && { language: locale }) }
      const known = people.get(name)
      const made = known ?? personOf({ self, hidesForwards, post, home: openRoom(name, 'private', self.id, [self.id]) })
      people.set(name, made)
      return made
    },
    async group(name, members, { withoutBot = false } = {}) {
      const room = openRoom(
        name,
        'group',
        `r${state.rooms.size + 1}`,
        members.map(({ bot }) => (bot as Room).id),
      )
      if (withoutBot) room.refusal = { status: 403, code: 'not_a_member' }
      else post.tell(room, null, { kind: 'membership', room: wired(room), change: 'added' })
      return room
    },
    settled: post.settled,
    fault: (fault) => void state.faults.push({ ...fault }),
    violations: state.broken,
    calls: state.calls,
    async stop() {
      post.stop()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

const wired = ({ id, kind }: Room) => ({ id, private: kind === 'private' })

/** Hands events to the product one after the other, as the platform promises. */
function outbound(state: State) {
  let [url, stopped] = ['', false]
  let sending = Promise.resolve()
  const handOver = async (event: Event) => {
    for (let tries = 1; tries <= TRIES && !stopped; tries += 1) {
      const request = { method: 'POST', headers: HEADERS, body: JSON.stringify(event) }
      const answer = await fetch(new URL('/toy/events', url), request).catch(() => null)
      if (answer?.ok) return
      await new Promise((wait) => setTimeout(wait, 20 * tries))
    }
  }
  const flush = () => {
    if (url === '') return
    for (const event of state.events.splice(0)) sending = sending.then(() => handOver(event))
  }
  let count = 0
  return {
    tell(room: Room, from: Person | null, news: News): void {
      if (room.refusal && news.kind !== 'membership') return
      count += 1
      state.events.push({ id: `e${count}`, ...(from && { from }), ...news } as Event)
      flush()
    },
    connect(productUrl: string) {
      url = productUrl
      flush()
    },
    async settled() {
      let last: Promise<void> | null = null
      while (last !== sending) {
        last = sending
        await last
      }
    },
    stop: () => {
      stopped = true
    },
  }
}

type Actor = { self: Person; home: Room; hidesForwards: boolean; post: ReturnType<typeof outbound> }

function personOf({ self, home, hidesForwards, post }: Actor): TwinPerson {
  const write = (to: TwinRoom, text: string, from?: { text: string; author: Person; hidden: boolean }): TwinSeen => {
    const room = to as Room
    if (!room.members.has(self.id)) throw new Error(`${self.name} is not in ${room.name}`)
    if (room === home) comeBack()
    const message = { id: `${room.id}.${room.posts.length + 1}`, author: self, payload: { text, choices: [] } }
    const choice = from
      ? undefined
      : room.posts.findLast(({ author }) => author.id === 'bot')?.payload.choices[Number(text) - 1]
    room.posts.push({ ...message, hidden: hidesForwards })
    const event = { room: wired(room), message: message.id }
    const passedOn = from && { text: from.text, ...(!from.hidden && { from: from.author }) }
    if (choice) post.tell(room, self, { ...event, kind: 'choice', choice: choice.ref })
    else post.tell(room, self, { ...event, kind: 'message', text: from ? '' : text, ...(passedOn && { passedOn }) })
    return seenIn(room, message)
  }
  const comeBack = () => {
    if (home.refusal?.code !== 'blocked') return
    home.refusal = null
    post.tell(home, self, { kind: 'membership', room: wired(home), change: 'unblocked' })
  }
  return {
    name: self.name,
    bot: home,
    opens: async (code) => void write(home, `!start ${code}`),
    says: async (room, text) => write(room, text),
    commands: async (room, name, text = '') => void write(room, `!${name} ${text}`.trim()),
    async relays({ room, id }) {
      const post = (room as Room).posts.find((one) => one.id === id)
      if (!post) throw new Error('there is no such message')
      write(home, `Passed on: ${post.payload.text}`, {
        text: post.payload.text,
        author: post.author,
        hidden: post.hidden === true,
      })
    },
    async presses(message, label) {
      const room = message.room as Room
      const shown = room.posts.find(({ id }) => id === message.id)
      const choice = room.members.has(self.id) ? shown?.payload.choices.find((one) => one.label === label) : undefined
      if (!choice) throw new Error(`${self.name} sees no choice “${label}” in “${message.text}”`)
      post.tell(room, self, { kind: 'choice', room: wired(room), message: message.id, choice: choice.ref })
    },
    fills: async () => {
      throw new Error(`${self.name} has no form open: this platform has none`)
    },
    form: () => null,
    sees: (room) =>
      (room as Room).members.has(self.id) ? (room as Room).posts.map((one) => seenIn(room as Room, one)) : [],
    async blocksBot() {
      home.refusal = { status: 403, code: 'blocked' }
      post.tell(home, self, { kind: 'membership', room: wired(home), change: 'blocked' })
    },
  }
}

function seenIn(room: Room, { id, author, payload: { text, choices } }: Post): TwinSeen {
  const words = [text.replaceAll('\u2060', ''), ...choices.map(({ label }, index) => `${index + 1}) ${label}`)]
  const buttons = choices.map(({ label }) => ({ label }))
  return {
    id,
    room,
    author: author.name,
    fromBot: author.id === 'bot',
    text: words.join('\n'),
    buttons,
    ephemeral: false,
    edited: false,
    live: [],
  }
}

type Answer = { status: number; body: object }

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const method = `${request.method} ${request.url}`
  const body = parts.length > 0 ? (JSON.parse(Buffer.concat(parts).toString('utf8')) as Payload & { to: string }) : null
  const fault = takeFault(state, method)
  if (fault?.kind === 'slow') await new Promise((wait) => setTimeout(wait, fault.ms))
  const answer = refused(fault, request) ?? perform(state, method, body)
  state.calls.push({
    method,
    body,
    answered: fault?.kind === 'dropped' || fault?.kind === 'lost-reply' ? null : answer,
  })
  if (fault?.kind === 'dropped' || fault?.kind === 'lost-reply') return void request.socket.destroy()
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
}

function takeFault({ faults }: State, method: string): TwinFault | undefined {
  const at = faults.findIndex((one) => one.method === undefined || one.method === method)
  const fault = faults[at]
  if (fault && (fault.times ?? 1) > 1) fault.times = (fault.times ?? 1) - 1
  else if (fault) faults.splice(at, 1)
  return fault
}

function refused(fault: TwinFault | undefined, { headers }: IncomingMessage): Answer | null {
  if (fault?.kind === 'throttle') return { status: 429, body: { retryAfterS: fault.retryAfterS } }
  if (fault?.kind === 'server-error') return { status: 500, body: {} }
  if (fault?.kind === 'dropped') return { status: 0, body: {} }
  return headers.authorization === HEADERS.authorization ? null : { status: 401, body: {} }
}

function perform({ rooms, broken }: State, method: string, body: (Payload & { to: string }) | null): Answer {
  if (method === 'GET /me') return { status: 200, body: { name: 'Hearback' } }
  const room = rooms.get(body?.to ?? method.replace('GET /rooms/', ''))
  const refusal = room ? room.refusal : { status: 404, code: 'room' }
  if (!room || refusal) return { status: refusal?.status ?? 404, body: { code: refusal?.code } }
  if (!body) return { status: 200, body: {} }
  const rules = violations(body)
  broken.push(...rules)
  if (rules.length > 0) return { status: 400, body: { code: 'rule' } }
  const { text, choices } = body
  const id = `${room.id}.${room.posts.length + 1}`
  room.posts.push({ id, author: { id: 'bot', name: 'Hearback' }, payload: { text, choices } })
  return { status: 200, body: { id } }
}
