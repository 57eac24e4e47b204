/**
 * Writes what is derived from locales/: the import of every file (catalog.ts) and the types of the keys (resources.d.ts).
 * Run it after a change to locales/: `node src/i18n/generate.ts`. With `--check` it only reports, and exits 1 when stale.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTypesGenerator } from 'i18next-cli'
import config from '../../.config/i18next.config.ts'

const catalogFile = fileURLToPath(new URL('catalog.ts', import.meta.url))
const folder = fileURLToPath(new URL('../../locales/', import.meta.url))

/** Names of the files that were out of date; they are written anew unless `check`. */
export async function generate({ check }: { check: boolean }): Promise<string[]> {
  const catalog = catalogSource()
  const stale = readIfThere(catalogFile) === catalog ? [] : ['src/i18n/catalog.ts']
  const { changedFiles } = await runTypesGenerator(config, { checkOnly: true, quiet: true })
  if (check) return [...stale, ...changedFiles]
  if (stale.length > 0) writeFileSync(catalogFile, catalog)
  if (changedFiles.length > 0) await runTypesGenerator(config, { quiet: true, logger: silent })
  return [...stale, ...changedFiles]
}

function catalogSource(): string {
  const files = readdirSync(folder).flatMap((tag) =>
    readdirSync(`${folder}${tag}`)
      .filter((file) => file.endsWith('.json'))
      .map((file) => ({ tag, name: basename(file, '.json') })),
  )
  files.sort((a, b) => (`${a.tag}/${a.name}` < `${b.tag}/${b.name}` ? -1 : 1))
  const imports = files.map(
    ({ tag, name }) => `import ${variable(tag, name)} from '../../locales/${tag}/${name}.json' with { type: 'json' }\n`,
  )
  const tags = [...new Set(files.map(({ tag }) => tag))]
  const branches = tags.map((tag) => `  ${property(tag)}: {\n${entries(files, tag)}  },\n`)
  return `// Written by \`node src/i18n/generate.ts\`.\n${imports.join('')}\nexport const catalog = {\n${branches.join('')}}\n`
}

function entries(files: readonly { tag: string; name: string }[], wanted: string): string {
  const own = files.filter(({ tag }) => tag === wanted)
  return own.map(({ tag, name }) => `    ${property(name)}: ${variable(tag, name)},\n`).join('')
}

function variable(tag: string, name: string): string {
  return `${tag}-${name}`.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

function property(name: string): string {
  return /^\w+$/.test(name) ? name : `'${name}'`
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const silent = { info() {}, warn: console.warn, error: console.error }

if (import.meta.main) {
  const check = process.argv.includes('--check')
  const stale = await generate({ check })
  for (const file of stale) console.log(check ? `stale: ${file}` : `written: ${file}`)
  if (check && stale.length > 0) process.exitCode = 1
}
