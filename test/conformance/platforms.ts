import { globSync } from 'node:fs'
import type { Block, Conformance, Message } from '#contract'

export type Subject = { platform: string; shown: Conformance<unknown, unknown> }

/** Every folder that shows itself, and the toy. A new platform is here by existing. */
export async function platforms(): Promise<Subject[]> {
  const files = [...globSync('adapters/*/conformance.ts'), 'test/toy/conformance.ts']
  return Promise.all(files.map(load))
}

async function load(file: string): Promise<Subject> {
  const shown = (await import(new URL(`../../${file}`, import.meta.url).href)) as { default: Subject['shown'] }
  return { platform: file.split('/').at(-2) ?? '', shown: shown.default }
}

/** Everything a message says, in order, as a platform may write it. Of a blank message, the summary. */
export function wordsOf({ blocks, summary }: Message): string[] {
  const said = blocks.flatMap(textsOf)
  const written = said.map(bare).filter((text) => text !== '')
  return written.length > 0 ? written : [bare(summary)]
}

function textsOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'note':
    case 'quote':
      return [block.text]
    case 'text':
      return block.spans.map(({ text }) => text)
    case 'fields':
      return block.fields.flatMap(({ label, value }) => [label, value])
    case 'divider':
      return []
  }
}

/** Letters without white space and without what renderers may put between them. Half a character cannot be sent. */
export const bare = (text: string) => text.toWellFormed().replace(/[\s\u2060]+/gu, '')

/** The first letters of `words` that `shown` does not have, in order; empty when nothing was lost. Platforms may add, never drop. */
export function lost(words: readonly string[], shown: string): string {
  const seen = bare(shown)
  const letters = words.join('')
  let at = 0
  for (const letter of seen) if (letters.startsWith(letter, at)) at += letter.length
  return letters.slice(at, at + 40)
}
