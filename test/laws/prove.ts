// npm run prove-laws [law | platform | faults …]: breaks each law and each adapter, on a copy of this tree, and wants the
// tests red. Exit 1 if one stays green.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { breaks as all, type Break } from './breaks.ts'
import { faults, LEAST_FAULTS } from './faults.ts'
import { type Failures, failuresOf, UNLOADED } from './red.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const LAWS = 16
/** Copies that work beside each other. */
const LANES = 2
/** Neither needed nor ours to change. */
const LEFT_OUT = new Set(['node_modules', '.git', 'data', 'docs', 'bench'])

/** `of` is what it stands for in the table: a law's number or a platform. */
type Slip = Omit<Break, 'law'> & { of: string }

const asked = process.argv.slice(2)
const wanted = (...names: string[]) => asked.length === 0 || names.some((name) => asked.includes(name))
const breaks: readonly Slip[] = [
  ...all.map(({ law, ...slip }) => ({ ...slip, of: String(law) })).filter(({ of }) => wanted(of)),
  ...faults.map(({ platform, ...slip }) => ({ ...slip, of: platform })).filter(({ of }) => wanted(of, 'faults')),
]

type Result = { broken: Slip; verdict: 'red' | 'green' | 'no such place'; by: string }

/** A tree of its own. Packages are linked one by one, so that caches between them stay apart. */
function copy(): string {
  const home = mkdtempSync(join(tmpdir(), 'hearback-laws-'))
  for (const name of readdirSync(ROOT))
    if (!LEFT_OUT.has(name)) cpSync(join(ROOT, name), join(home, name), { recursive: true })
  mkdirSync(join(home, 'node_modules'))
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (['.cache', '.vite', '.vite-temp', '.vitest'].includes(name)) continue
    symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name))
  }
  return home
}

/** Breaks, looks, mends. What was red before, and says the same as before, does not count. */
async function prove(home: string, broken: Slip, before: Failures): Promise<Result> {
  const path = join(home, broken.file)
  const whole = readFileSync(path, 'utf8')
  if (whole.split(broken.find).length !== 2) return { broken, verdict: 'no such place', by: broken.file }
  writeFileSync(
    path,
    whole.replace(broken.find, () => broken.put),
  )
  const sound = ![...before.keys()].some((name) => broken.red.some((file) => name.startsWith(file)))
  const after = await failuresOf(home, broken.red, { stopAtFirst: sound })
  writeFileSync(path, whole)
  const fresh = [...after]
    .filter(([name, said]) => said !== UNLOADED && before.get(name) !== said)
    .map(([name]) => name)
  return { broken, verdict: fresh[0] ? 'red' : 'green', by: fresh[0] ?? broken.red.join(', ') }
}

/** Lanes take the next break until none is left. */
async function proveAll(homes: readonly string[], before: Failures): Promise<Result[]> {
  const waiting = [...breaks.entries()]
  const results: Result[] = []
  const work = async (home: string) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, broken] = next
      results[index] = await prove(home, broken, before)
      console.log(lineOf(results[index]))
    }
  }
  await Promise.all(homes.map(work))
  return results
}

const lineOf = ({ broken, verdict, by }: Result) =>
  `${broken.of.padStart(8)}  ${verdict.padEnd(13)}  ${broken.does.padEnd(52)}  ${by}`

/** Every law needs a break, every adapter its faults. */
function untried(): string[] {
  const laws = Array.from({ length: LAWS }, (_, index) => index + 1).filter(
    (law) => !all.some((one) => one.law === law),
  )
  const platforms = readdirSync(join(ROOT, 'adapters')).filter(
    (folder) => faults.filter(({ platform }) => platform === folder).length < LEAST_FAULTS,
  )
  return [...laws.map((law) => `law ${law}`), ...platforms]
}

async function main(): Promise<boolean> {
  const homes = Array.from({ length: LANES }, copy)
  try {
    const before = await failuresOf(homes[0] ?? '', [...new Set(breaks.flatMap(({ red }) => red))], {
      stopAtFirst: false,
    })
    for (const name of before.keys()) console.error(`already red, before anything is broken: ${name}`)
    const results = await proveAll(homes, before)
    const missing = untried()
    for (const one of missing) console.error(`too few try to break ${one}`)
    const held = results.filter(({ verdict }) => verdict === 'red').length
    console.log(`\n${held} of ${results.length} breaks were noticed.`)
    return before.size === 0 && missing.length === 0 && held > 0 && held === results.length
  } finally {
    for (const home of homes) rmSync(home, { recursive: true, force: true })
  }
}

process.exitCode = (await main()) ? 0 : 1
