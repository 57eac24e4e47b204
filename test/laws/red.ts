import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What fails and how it says so, by name: a test, a file that does not even load, or a line that does not compile. */
export type Failures = ReadonlyMap<string, string>

/** A broken law may make a story wait for what never comes. In ms. */
const [TEST_MS, HOOK_MS] = [15_000, 30_000]

/** Proves nothing: the tests did not get to what they look at. */
export const UNLOADED = 'did not load'

type Assertion = { fullName: string; status: string; failureMessages: string[] }
type Report = { testResults: { name: string; status: string; assertionResults: Assertion[] }[] }

/** Runs test files, or the compiler for `types`, in the tree at `home`. */
export async function failuresOf(
  home: string,
  red: readonly string[],
  { stopAtFirst }: { stopAtFirst: boolean },
): Promise<Failures> {
  const files = red.filter((one) => one !== 'types')
  const found: [name: string, message: string][] = [
    ...(red.includes('types') ? await compile(home) : []),
    ...files
      .filter((file) => !existsSync(join(home, file)))
      .map((file) => [file, 'does not exist'] as [string, string]),
    ...(files.length > 0 ? await test(home, files, stopAtFirst) : []),
  ]
  return new Map(found)
}

async function compile(home: string): Promise<[string, string][]> {
  const said = await run(home, ['tsc', '--noEmit', '--pretty', 'false'])
  return said
    .split('\n')
    .filter((line) => line.includes('error TS'))
    .map((line) => [line.replace(/\(\d+,\d+\)/u, ''), ''])
}

async function test(home: string, files: readonly string[], stopAtFirst: boolean): Promise<[string, string][]> {
  const report = join(home, 'report.json')
  rmSync(report, { force: true })
  const limits = [`--testTimeout=${TEST_MS}`, `--hookTimeout=${HOOK_MS}`, ...(stopAtFirst ? ['--bail=1'] : [])]
  const output = ['--reporter=json', `--outputFile=${report}`]
  await run(home, ['vitest', 'run', '-c', '.config/vitest.ts', ...output, ...limits, ...files])
  if (!existsSync(report)) return files.map((file) => [file, UNLOADED])
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const file = name.slice(name.indexOf('/test/') + 1)
    const failed = assertionResults
      .filter((one) => one.status === 'failed')
      .map((one): [string, string] => [`${file}: ${one.fullName}`, one.failureMessages[0]?.split('\n')[0] ?? ''])
    return failed.length === 0 && status === 'failed' ? [[file, UNLOADED] as [string, string]] : failed
  })
}

/** What a tool of this tree says. It ends by itself: its own limits see to that. */
function run(home: string, [tool = '', ...args]: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(join(home, 'node_modules', '.bin', tool), args, {
      cwd: home,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    child.stdout.on('data', (part) => {
      said += String(part)
    })
    child.on('close', () => resolve(said))
  })
}
