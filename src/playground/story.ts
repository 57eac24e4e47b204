import type { TwinPerson, TwinRoom, TwinSeen } from '#contract'
import type { Stage } from './stage.ts'

/** People of the story and the rooms they are in. */
export type Cast = { ana: TwinPerson; rosa: TwinPerson; lee: TwinPerson; group: TwinRoom; desk: TwinRoom }

/** One step of the story: what somebody does. What they then see is asked of the platforms' stand-ins. */
export type Beat = { title: string; play(): Promise<void> }

export type Script = { concern: string; locale: string }

/** What a neighbour writes, by language. */
export const concerns: Record<string, string> = {
  es: 'La farola de la calle Roble está rota desde hace un mes y de noche da miedo pasar. Mi teléfono es 212 555 0123.',
  en: 'The street light on Oak Street has been broken for a month and it is scary at night. My phone is 212 555 0123.',
  ar: 'مصباح الشارع في شارع البلوط معطل منذ شهر ونخاف المرور ليلاً. هاتفي 2125550123.',
  'zh-Hans': '橡树街的路灯坏了一个月了，晚上走过很害怕。我的电话是 212 555 0123。',
}

const answer =
  'Thank you. The city repairs the lamp on Thursday. Until then a patrol passes at 9 pm. We write again on Friday.'

/** Waits that the story needs between what people do. */
const DAY = 86_400_000

/**
 * The main journey, beat by beat. Rooms are made when the story begins, each by the platform that can play it: the community
 * where links lead to the bot, the desk elsewhere if there is another platform.
 */
export async function tell(stage: Stage, { concern, locale }: Script): Promise<{ cast: Cast; beats: Beat[] }> {
  const adapters = [...stage.product.engine.adapters.values()]
  const linked = adapters.find((adapter) => adapter.link) ?? adapters[0]
  const other = adapters.find((adapter) => adapter !== linked) ?? linked
  const home = stage.twins[linked?.platform ?? '']
  const office = stage.twins[other?.platform ?? '']
  if (!home || !office) throw new Error('the story needs a platform')
  const ana = home.person('Ana', { locale })
  const rosa = home.person('Rosa', { locale })
  const lee = office.person('Officer Lee', { locale: 'en' })
  const group = await home.group('Oak Street neighbours', [ana, rosa])
  const desk = await office.group('precinct-9-desk', [lee])
  const cast = { ana, rosa, lee, group, desk }
  return { cast, beats: beatsOf(stage, cast, { concern, locale }, linked?.title ?? '') }
}

function beatsOf(
  stage: Stage,
  { ana, rosa, lee, group, desk }: Cast,
  { concern, locale }: Script,
  home: string,
): Beat[] {
  let said: TwinSeen | null = null
  const press = (person: TwinPerson, room: TwinRoom, ref: string) => presses(person, room, ref)
  return [
    {
      title: 'The operator makes a precinct. Officer Lee types its one-time code in the desk’s channel.',
      play: async () => lee.commands(desk, 'setup', (await stage.precinct()).code),
    },
    {
      title: 'Officer Lee connects the community.',
      async play() {
        await press(lee, desk, 'Connect a community')
        await stage.settle()
        await fill(stage, lee, { name: 'Oak Street neighbours', locale, emergency: '' })
      },
    },
    {
      title: 'Ana adds the bot to the group and types the community’s code there.',
      play: async () => ana.commands(group, 'setup', codeOf(last(lee, desk))),
    },
    {
      title: 'Officer Lee invites Ana as an ambassador. Ana opens her link.',
      async play() {
        await press(lee, desk, 'Invite')
        await stage.settle()
        await fill(stage, lee, { role: 'ambassador', label: 'Ana' })
        await ana.opens(wayOf(last(lee, desk), home))
      },
    },
    {
      title: 'In the group a neighbour, Rosa, writes what worries her.',
      async play() {
        said = await rosa.says(group, concern)
      },
    },
    {
      title: 'Rosa agrees. Ana passes the message on in private. The group sees nothing of it.',
      play: async () => {
        if (said) await ana.relays(said)
      },
    },
    { title: 'One tap: Ana sends exactly these words.', play: async () => tapFirst(ana) },
    { title: 'Officer Lee answers on the card.', play: async () => press(lee, desk, 'Answer') },
    { title: 'The answer goes back.', play: async () => void (await fill(stage, lee, { text: answer })) },
    { title: 'Three days pass without a word: a reminder.', play: () => stage.later(3 * DAY + DAY / 24) },
    { title: 'Ana asks Rosa, and taps what Rosa says. Only now it closes.', play: async () => judge(stage, ana) },
  ]
}

const bare = (text: string) => text.replace(/[\u2060\u2066-\u2069\u200b]/gu, '')
const byBot = (person: TwinPerson, room: TwinRoom) => person.sees(room).filter((seen) => seen.fromBot)

function last(person: TwinPerson, room: TwinRoom): TwinSeen {
  const seen = byBot(person, room).at(-1)
  if (!seen) throw new Error(`${person.name} sees nothing yet`)
  return seen
}

async function presses(person: TwinPerson, room: TwinRoom, label: string): Promise<void> {
  const seen = byBot(person, room).findLast(({ buttons }) => buttons.some((button) => bare(button.label) === label))
  if (!seen) throw new Error(`${person.name} has no button "${label}"`)
  await person.presses(seen, seen.buttons.find((button) => bare(button.label) === label)?.label ?? label)
}

/** The first button of the newest message that has any. */
async function tapFirst(person: TwinPerson): Promise<void> {
  const seen = byBot(person, person.bot).findLast(({ buttons }) => buttons.length > 1)
  if (seen?.buttons[0]) await person.presses(seen, seen.buttons[0].label)
}

/** The reminder lists what waits; behind its button are the answer and the three choices. */
async function judge(stage: Stage, person: TwinPerson): Promise<void> {
  const answered = byBot(person, person.bot).findLast(({ buttons }) => buttons.length === 3)
  const settled = answered?.buttons[0]
  if (answered && settled) await person.presses(answered, settled.label)
  await stage.settle()
}

/** Fills a native form; where forms are asked one by one, answers each question. */
async function fill(stage: Stage, person: TwinPerson, values: Record<string, string>): Promise<void> {
  await stage.settle()
  if (person.form()) await person.fills(values)
  else for (const value of Object.values(values)) await answerOne(stage, person, value)
  await stage.settle()
}

async function answerOne(stage: Stage, person: TwinPerson, value: string): Promise<void> {
  const asked = last(person, person.bot)
  const button = asked.buttons.find(({ label }) => bare(label) === value)
  if (button) await person.presses(asked, button.label)
  else await person.says(person.bot, value)
  await stage.settle()
}

const codeOf = (seen: TwinSeen) => /[0-9A-HJKMNP-TV-Z]{26}/u.exec(bare(seen.text))?.[0] ?? ''

/** The way to hand a code on that belongs to a platform: a link, else the code itself. */
function wayOf(seen: TwinSeen, platform: string): string {
  const line =
    bare(seen.text)
      .split('\n')
      .find((one) => one.startsWith(`${platform}:`)) ?? ''
  return /https?:\S+/u.exec(line)?.[0] ?? codeOf(seen)
}
