import type { Twin } from '#contract'
import { type Config, type Env, readConfig, readEnvironment, type Wrong } from './config.ts'
import { createLog, type Log } from './ops/log.ts'
import { createAdapters, loadAdapter, platforms, startTwin } from './platforms.ts'
import { startProduct } from './product.ts'
import { type Opened, openStore } from './store/open.ts'
import { createVault } from './trust/vault.ts'

/** Exit codes: 1 failed, 3 needs configuration. */
const NEEDS_CONFIG = 3

/** Runs the product until it is told to stop. With no token at all everything runs on stand-ins, on this computer. */
export async function main(): Promise<void> {
  const log = createLog()
  const { env, wrong } = readEnvironment(platforms)
  const twins = (await platformsOn(env)).length === 0 ? await startTwins(env) : []
  const all: Env = Object.assign({}, env, ...twins.map((twin) => twin.env))
  const read = readConfig(all, twins.length > 0)
  const made = await createAdapters(all)
  const none = twins.length === 0 && made.adapters.length === 0 && made.wrong.length === 0
  const problems = [...(none ? await tokens() : []), ...wrong, ...made.wrong, ...('wrong' in read ? read.wrong : [])]
  if (problems.length > 0 || 'wrong' in read) return explain(problems)
  const opened = await open(read.config, log)
  if (!opened) return
  const product = await startProduct({ config: read.config, opened, adapters: made.adapters, log })
  if (twins.length > 0) await product.ready
  await Promise.all(twins.map((twin) => twin.connect(product.url)))
  void product.ready.then((refused) => refused.forEach((why) => void console.error(`A platform refused us. ${why}`)))
  console.log(
    greeting(
      product.url,
      opened,
      twins,
      made.adapters.map(({ platform }) => platform),
    ),
  )
  stopOnSignal(
    async () => {
      await product.stop()
      await Promise.all(twins.map((twin) => twin.stop()))
    },
    opened,
    log,
  )
}

/** The platforms whose token is in the environment. */
export async function platformsOn(env: Env): Promise<string[]> {
  const modules = await Promise.all(platforms.map(loadAdapter))
  return modules.filter((module) => env[module.on]).map(({ platform }) => platform)
}

/** What turns each platform on. */
async function tokens(): Promise<Wrong[]> {
  const modules = await Promise.all(platforms.map(loadAdapter))
  return modules.map(({ on, help }) => ({ variable: on, message: `(at least one platform) ${help[on] ?? ''}` }))
}

async function startTwins(env: Env): Promise<Twin[]> {
  if (env.NODE_ENV === 'production') return []
  return Promise.all(platforms.map((platform) => startTwin(platform)))
}

/** Opens the database, or says why not and what to do. */
export async function open(config: Config, log: Log): Promise<Opened | null> {
  const vault = createVault(config.keys)
  const opened = await openStore({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    password: (role) => vault.id('login', role),
    log,
  })
  if (opened.status === 'open') return opened
  console.error(`The database cannot be used (${opened.reason}).\n${opened.detail}`)
  process.exitCode = 1
  return null
}

/** Every wrong or missing variable at once, each with how to get it. */
export function explain(problems: readonly Wrong[]): void {
  const lines = problems.map(({ variable, message }) => `  ${variable}: ${message.replace(`${variable} `, '')}`)
  console.error(
    `Hearback cannot start yet. Please set these in the environment or in a file called .env:\n${lines.join('\n')}`,
  )
  process.exitCode = NEEDS_CONFIG
}

function greeting(url: string, opened: Opened, twins: readonly Twin[], on: readonly string[]): string {
  const database =
    opened.kind === 'pglite'
      ? 'Database: embedded, one process. It survives a crash of the program, but not a power cut; use PostgreSQL (DATABASE_URL) for anything real.'
      : 'Database: PostgreSQL.'
  const next =
    twins.length > 0
      ? `No token is set, so ${on.join(' and ')} are played by stand-ins on this computer. Nothing leaves it.
Next: stop this and run "npm run demo" to see a concern go all the way.
To connect a real platform, follow adapters/<platform>/README.md; then make a precinct with "npx hearback precinct new".`
      : `Connected: ${on.join(', ')}.
Next: make a precinct with "npx hearback precinct new" and type its code in the desk's channel.`
  return `\nHearback is running. Health: ${url}/readyz\n${database}\n${next}\nStop with Ctrl-C.\n`
}

/** Orderly: no new events, those in hand are finished, then everything is let go. A second signal does not wait. */
function stopOnSignal(stop: () => Promise<void>, opened: Opened, log: Log): void {
  let stopping = false
  const end = (code: number) => {
    if (stopping) process.exit(code)
    stopping = true
    log('stopping')
    void stop().then(
      () => process.exit(code),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', () => end(0))
  process.on('SIGINT', () => end(0))
  void opened.lost.then(() => {
    if (stopping) return
    log('database.gone')
    end(1)
  })
}
