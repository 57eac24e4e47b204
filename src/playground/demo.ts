import { styleText } from 'node:util'
import type { TwinPerson, TwinRoom, TwinSeen } from '#contract'
import { localeOf } from '../i18n/index.ts'
import { platforms } from '../platforms.ts'
import { openStore } from '../store/open.ts'
import { newKey, parseKeyRing } from '../trust/keys.ts'
import { type Stage, setStage } from './stage.ts'
import { type Cast, concerns, tell } from './story.ts'

/** Plays the main journey as text and prints what each person’s screen shows. `--lang es|en|ar|zh-Hans` chooses the residents’ language. */
export async function main(args: readonly string[]): Promise<void> {
  const { tag } = localeOf(
    args[args.indexOf('--lang') + 1] && args.includes('--lang') ? String(args[args.indexOf('--lang') + 1]) : 'es',
  )
  const keys = parseKeyRing(newKey('demo'))
  const opened = await openStore({ dataDir: '', memory: true, password: () => '', log: () => {} })
  if (!keys.ok || opened.status === 'refused') throw new Error('the demo could not open its database')
  const stage = await setStage({ platforms, opened, keys: keys.ring, log: () => {} })
  try {
    await play(stage, tag)
  } finally {
    await stage.close()
    await opened.close()
  }
}

async function play(stage: Stage, locale: string): Promise<void> {
  const { cast, beats } = await tell(stage, { locale, concern: concerns[locale] ?? concerns.en ?? '' })
  const screens = watch(cast)
  console.log('A concern, end to end. Everything below is what the stand-ins of the platforms show to each person.\n')
  for (const [index, beat] of beats.entries()) {
    console.log(styleText('bold', `${index + 1}. ${beat.title}`))
    await beat.play()
    await stage.settle()
    for (const line of [...screens(), ...formOf(cast.lee)]) console.log(line)
    console.log('')
  }
  console.log('The concern is closed, confirmed by the community. Nothing left this computer.')
}

/** What is new, or changed, on every screen since the last look. */
function watch({ ana, rosa, lee, group, desk }: Cast): () => string[] {
  const windows: [TwinPerson, TwinRoom][] = [
    [lee, desk],
    [rosa, group],
    [ana, ana.bot],
  ]
  const shown = new Map<string, string>()
  return () =>
    windows.flatMap(([person, room]) =>
      person.sees(room).flatMap((seen) => {
        const key = `${person.name}/${room.name}/${seen.id}`
        const text = drawn(seen)
        if (shown.get(key) === text) return []
        const edited = shown.has(key)
        shown.set(key, text)
        return [
          frame(
            `${person.name} · ${room.kind === 'private' ? 'private chat' : room.name}${edited ? ' (edited)' : ''}${seen.ephemeral ? ' (only for them)' : ''}`,
            text,
          ),
        ]
      }),
    )
}

/** The form in front of somebody, before they fill it. */
function formOf(person: TwinPerson): string[] {
  const form = person.form()
  if (!form || form.fields.length === 0) return []
  return [
    frame(
      `${person.name} · form`,
      `${form.title}\n${form.fields.map(({ label }) => `${label} ____`).join('\n')}\n[${form.submit}]`,
    ),
  ]
}

function drawn(seen: TwinSeen): string {
  const buttons = seen.buttons.map(({ label }) => `[${label}]`).join(' ')
  return `${seen.fromBot ? '' : `${seen.author}: `}${seen.text}${buttons ? `\n${buttons}` : ''}`
}

const frame = (title: string, text: string) =>
  `   ${styleText('dim', `┌ ${title}`)}\n${text
    .split('\n')
    .map((line) => `   ${styleText('dim', '│')} ${line}`)
    .join('\n')}`
