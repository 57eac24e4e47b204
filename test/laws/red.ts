import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Names of everything that fails: a test, a file that does not even load, or a line that does not compile. */
export type Failures = ReadonlySet<string>

/** A broken law may make a story wait for what never comes. In ms. */
const [TEST_MS, HOOK_MS] = [15_000, 30_000]

type Report = {
  testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[]
}

/** Runs test files, or the compiler for `types`, in the tree at `home`. */
export async function failuresOf(
  home: string,
  red: readonly string[],
  { stopAtFirst }: { stopAtFirst: boolean },
): Promise<Failures> {
  const files = red.filter((one) => one !== 'types')
  const found = [
    ...(red.includes('types') ? await compile(home) : []),
    ...files.filter((file) => !existsSync(join(home, file))).map((file) => `${file}: does not exist`),
    ...(files.length > 0 ? await test(home, files, stopAtFirst) : []),
  ]
  return new Set(found)
}

async function compile(home: string): Promise<string[]> {
  const said = await run(home, ['tsc', '--noEmit', '--pretty', 'false'])
  return said
    .split('\n')
    .filter((line) => line.includes('error TS'))
    .map((line) => line.replace(/\(\d+,\d+\)/u, ''))
}

async function test(home: string, files: readonly string[], stopAtFirst: boolean): Promise<string[]> {
  const report = join(home, 'report.json')
  rmSync(report, { force: true })
  const limits = [`--testTimeout=${TEST_MS}`, `--hookTimeout=${HOOK_MS}`, ...(stopAtFirst ? ['--bail=1'] : [])]
  await run(home, [
    'vitest',
    'run',
    '-c',
    '.config/vitest.ts',
    '--reporter=json',
    `--outputFile=${report}`,
    ...limits,
    ...files,
  ])
  if (!existsSync(report)) return [`${files.join(' ')}: did not run`]
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const file = name.slice(name.indexOf('/test/') + 1)
    const failed = assertionResults.filter((one) => one.status === 'failed').map((one) => `${file}: ${one.fullName}`)
    return failed.length === 0 && status === 'failed' ? [`${file}: did not load`] : failed
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
