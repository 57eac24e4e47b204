import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../../', import.meta.url).pathname

/** What people read before they read code. */
export const papers = globSync(['*.md', 'docs/**/*.md', 'adapters/**/*.md'], { cwd: root }).sort()

export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** `file: match` for every match of `pattern`, which has one group. */
export const said = (pattern: RegExp, files: readonly string[] = papers) =>
  files.flatMap((file) => [...read(file).matchAll(pattern)].map(([, what = '']) => ({ file, what })))

/** What stands in code marks only. */
export const typed = (pattern: RegExp) =>
  said(/(```[\s\S]*?```|`[^`\n]+`)/gu).flatMap(({ file, what }) =>
    [...what.matchAll(pattern)].map(([, part = '']) => ({ file, what: part })),
  )
