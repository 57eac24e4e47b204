import type { TwinPerson, TwinRoom, TwinSeen } from '#contract'
import { type T, translator } from '../../src/i18n/translate.ts'
import { answerForm, bare, newest, transcript, type World } from './world.ts'

/** One person of a story: does one thing at a time, waits until all is quiet, and reads as a person reads. */
export type Folk = {
  person: TwinPerson
  bot: TwinRoom
  /** The product's words in this person's language, as a reader sees them. */
  t: T
  /** What they pressed so far. */
  taps: number
  says(text: string, room?: TwinRoom): Promise<TwinSeen>
  types(command: string, text?: string, room?: TwinRoom): Promise<void>
  opens(link: string): Promise<void>
  forwards(message: TwinSeen): Promise<void>
  /** Presses the newest button with that label, or the one under the message given. */
  presses(label: string, where?: TwinRoom | TwinSeen): Promise<void>
  answers(values: Record<string, string>): Promise<Record<string, string>>
  /** The newest message of the bot, or the newest that has these words. */
  finds(words?: string, room?: TwinRoom): TwinSeen
  /** The newest message with these words that everybody there can see. */
  card(words: string, room?: TwinRoom): TwinSeen
  /** Everything the bot shows there now. */
  reads(room?: TwinRoom): string
  /** Labels of all buttons in front of them under the message. */
  offered(message: TwinSeen): string[]
}

export function folk(w: World, person: TwinPerson, locale: string): Folk {
  const spoken = translator(locale)
  const settled = async <R>(act: Promise<R>) => {
    const done = await act
    await w.settle()
    return done
  }
  const finds = (words = '', room = person.bot) => newest(person, room, bare(words))
  const me: Folk = {
    person,
    bot: person.bot,
    t: ((...asked: Parameters<T>) => bare(String(spoken(...asked)))) as unknown as T,
    taps: 0,
    says: (text, room = person.bot) => settled(person.says(room, text)),
    types: (command, text, room = person.bot) => settled(person.commands(room, command, text)),
    opens: (link) => settled(person.opens(link)),
    forwards: (message) => settled(person.relays(message)),
    async presses(label, where = person.bot) {
      const message = 'fromBot' in where ? where : lastWithButton(person, where, label)
      const button = message.buttons.find((one) => bare(one.label) === bare(label))
      me.taps += 1
      await settled(person.presses(message, button?.label ?? label))
    },
    answers: (values) => answerForm(w, person, person.bot, values),
    finds,
    card(words, room = person.bot) {
      const found = person.sees(room).filter((seen) => !seen.ephemeral && bare(seen.text).includes(bare(words)))
      return found.at(-1) ?? finds(words, room)
    },
    reads: (room = person.bot) =>
      person
        .sees(room)
        .filter((seen) => seen.fromBot)
        .map((seen) => bare(seen.text))
        .join('\n'),
    offered: (message) => message.buttons.map((button) => bare(button.label)),
  }
  return me
}

function lastWithButton(person: TwinPerson, room: TwinRoom, label: string): TwinSeen {
  const found = person.sees(room).filter((seen) => seen.buttons.some((button) => bare(button.label) === bare(label)))
  const last = found.at(-1)
  if (!last) throw new Error(`${person.name} sees no button "${label}" in ${room.name}:\n${transcript(person, room)}`)
  return last
}
