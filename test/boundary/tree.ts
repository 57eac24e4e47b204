import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = new URL('../../', import.meta.url).pathname

/** Files made by tools from a source that is checked itself. */
const made = [
  'prisma/client/',
  'src/i18n/resources.d.ts',
  'src/i18n/i18next.d.ts',
  'adapters/telegram/twin/bot-api.spec.json',
]

/** Paths in the repository, sorted, without what tools made. */
export const files = (...patterns: string[]): string[] =>
  globSync(patterns, { cwd: root })
    .filter((file) => !made.some((start) => file.startsWith(start)) && !file.includes('node_modules'))
    .sort()

export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Folders under adapters/: the platforms that exist. */
export const platforms = [...new Set(files('adapters/*/index.ts').map((file) => file.split('/')[1] ?? ''))]

/** A source without its comments; line numbers stay. */
export const code = (file: string): string =>
  read(file).replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu,
    (whole, string: string | undefined) => string ?? whole.replace(/[^\n]/gu, ' '),
  )

/** `file:line: match` for everything in those files that a pattern finds, in code or in the whole text. */
export function found(list: readonly string[], pattern: RegExp, text: (file: string) => string = code): string[] {
  return list.flatMap((file) => {
    const whole = text(file)
    return [...whole.matchAll(new RegExp(pattern, `${pattern.flags.replace('g', '')}g`))].map((match) => {
      const line = whole.slice(0, match.index).split('\n').length
      return `${file}:${line}: ${match[0].trim()}`
    })
  })
}

export type Import = {
  from: string
  /** A path in the repository, or the name of a package. `?` when only the run knows. */
  to: string
  /** Gone when the program runs. */
  types: boolean
}

const clause = String.raw`(type\s+)?(?:[\w$]+\s*,?\s*)?(\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)?\s*from\s+`
const statement = new RegExp(String.raw`^\s*(?:import|export)\s+(?:${clause})?'([^']+)'`, 'gmu')
const dynamic = /\bimport\(\s*(?:'([^']+)'\s*\)|[^'\s])/gu
const worker = /new URL\('([^']+\.(?:ts|mjs|js))'/gu

const aliases: Record<string, string> = {
  '#contract': 'src/contract/index.ts',
  '#render': 'src/render/index.ts',
  '#prisma': 'prisma/client/client.ts',
}

/** Every import of a file, static, dynamic and by worker. */
export function importsOf(from: string): Import[] {
  const source = code(from)
  const at = (path: string) => aliases[path] ?? (path.startsWith('.') ? join(dirname(from), path) : path)
  return [
    ...[...source.matchAll(statement)].map(([, type, names, path = '']) => ({
      from,
      to: at(path),
      types: type !== undefined || onlyTypes(names),
    })),
    ...[...source.matchAll(dynamic)].map(([, path]) => ({ from, to: path ? at(path) : '?', types: false })),
    ...[...source.matchAll(worker)].map(([, path = '']) => ({ from, to: join(dirname(from), path), types: false })),
  ]
}

const onlyTypes = (names: string | undefined) =>
  names?.startsWith('{') === true &&
  names
    .slice(1, -1)
    .split(',')
    .filter((name) => name.trim() !== '')
    .every((name) => /^\s*type\s/u.test(name))
