// npm test: format, lint, types, generated files, migrations, then every test; on PostgreSQL too when TEST_DATABASE_URL is set.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Step = { name: string; command: string; args: string[] }

const node = (...args: string[]) => ({ command: process.execPath, args })
const tool = (name: string, ...args: string[]) => ({ command: join('node_modules', '.bin', name), args })

const checks: Step[] = [
  { name: 'generated client', ...node('prisma/tools/generate.ts') },
  {
    name: 'format and lint',
    ...tool('biome', 'check', '--config-path=.config/style.json', '--error-on-warnings', '.'),
  },
  {
    name: 'floating promises',
    ...tool(
      'oxlint',
      '-c',
      '.config/oxlint.json',
      '--type-aware',
      '--deny-warnings',
      'src',
      'adapters',
      'test',
      'bench',
      'prisma/tools',
    ),
  },
  { name: 'types', ...tool('tsc', '--noEmit') },
  { name: 'generated texts', ...node('src/i18n/generate.ts', '--check') },
  { name: 'migrations against schema', ...node('prisma/tools/migrate.ts', 'check') },
]

function run({ name, command, args }: Step, env: NodeJS.ProcessEnv = process.env): boolean {
  console.log(`\n== ${name}`)
  const { status } = spawnSync(command, args, { stdio: 'inherit', env })
  if (status !== 0) console.error(`== ${name}: failed (exit ${status})`)
  return status === 0
}

type Counts = { passed: number; failed: number; skipped: number }

/** Runs all tests on one database and counts them. */
function tests(name: string, url: string | undefined): { ok: boolean; counts: Counts } {
  const folder = mkdtempSync(join(tmpdir(), 'hearback-tests-'))
  const report = join(folder, 'report.json')
  const { TEST_DATABASE_URL: _, ...rest } = process.env
  const env = url ? { ...rest, TEST_DATABASE_URL: url } : rest
  const vitest = tool(
    'vitest',
    'run',
    '-c',
    '.config/vitest.ts',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  )
  const ok = run({ name: `tests on ${name}`, ...vitest }, env)
  const read = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
  }
  rmSync(folder, { recursive: true })
  return { ok, counts: { passed: read.numPassedTests, failed: read.numFailedTests, skipped: read.numPendingTests } }
}

function all(): boolean {
  if (!checks.map((step) => run(step)).every(Boolean)) return false
  if (process.argv[2] === 'check') return true
  const url = process.env.TEST_DATABASE_URL
  const embedded = tests('the embedded database', undefined)
  const server = url ? tests('PostgreSQL', url) : null
  if (!server) console.log('\nPostgreSQL: not tested here, because TEST_DATABASE_URL is not set.')
  const fewer = server !== null && server.counts.passed < embedded.counts.passed
  if (fewer)
    console.error(
      `\nFewer tests passed on PostgreSQL (${server.counts.passed}) than on the embedded database (${embedded.counts.passed}).`,
    )
  const sum = (of: keyof Counts) => embedded.counts[of] + (server?.counts[of] ?? 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
  return embedded.ok && (server?.ok ?? true) && !fewer
}

process.exitCode = all() ? 0 : 1
