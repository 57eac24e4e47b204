import { Command } from 'commander'
import { type Config, readConfig, readEnvironment } from './config.ts'
import type { Engine } from './engine/engine.ts'
import { menusOf } from './engine/menus.ts'
import { compose } from './engine/offers.ts'
import { features } from './features/index.ts'
import { chooseLocale, isZone } from './i18n/index.ts'
import { explain, open, platformsOn } from './main.ts'
import { createLog } from './ops/log.ts'
import { createPrecinct, listPrecincts, newDeskCode } from './ops/precinct.ts'
import { createAdapters, loadAdapter, platforms } from './platforms.ts'
import { createEngine } from './product.ts'
import { poolOf } from './store/postgres.ts'
import { ensureGroups, ensureLogins } from './store/roles.ts'
import { newKey, parseKeyRing } from './trust/keys.ts'
import { createReferences } from './trust/reference.ts'
import { createVault } from './trust/vault.ts'

const quiet = () => {}

/** Operators' commands. Everything also as `--json`; no questions are asked, so scripts can use it. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('hearback')
    .description('Operators’ commands of Hearback.')
    .showHelpAfterError()
    .option('--json', 'answer as JSON')
  const json = () => Boolean(program.opts().json)
  addPrecinct(program.command('precinct').description('precincts of this server'), json)
  addKeys(program.command('keys').description('keys that encrypt what people write'), json)
  addManifest(program)
  addDatabase(program.command('db').description('the database'), json)
  for (const command of [program, ...program.commands, ...program.commands.flatMap((one) => one.commands)])
    command.exitOverride(endAs)
  await program.parseAsync(args, { from: 'user' })
}

/** Wrong usage is 2; asking for help is no failure. */
function endAs({ exitCode }: { exitCode: number }): never {
  process.exit(exitCode === 0 ? 0 : 2)
}

type Json = () => boolean

function addPrecinct(command: Command, json: Json): void {
  command
    .command('new')
    .description('make a precinct, and the one-time code for its desk')
    .requiredOption('--name <name>', 'as residents know it, e.g. "Precinct 9"')
    .requiredOption('--zone <zone>', 'IANA time zone, e.g. America/New_York')
    .option('--locale <tag>', 'language of the desk', 'en')
    .option('--region <code>', 'country whose phone numbers are hidden without a country code', 'US')
    .option('--emergency <number>', 'number to call in danger', '911')
    .action(async (given: { name: string; zone: string; locale: string; region: string; emergency: string }) => {
      if (!isZone(given.zone)) return fail(`"${given.zone}" is not an IANA time zone. Example: America/New_York`, 2)
      await withEngine(async (engine) => {
        const facts = { ...given, locale: chooseLocale(given.locale), region: given.region.toUpperCase() }
        const made = await createPrecinct(engine, facts)
        say(json, made, `Precinct made: ${facts.name} (${made.id})\n${deskHint(engine, made.code)}`)
      })
    })
  command
    .command('list')
    .description('all precincts of this server')
    .action(() =>
      withEngine(async (engine) => {
        const rows = await listPrecincts(engine)
        say(
          json,
          rows,
          rows.map(({ id, name }) => `${id}  ${name}`).join('\n') ||
            'No precinct yet. Make one with: hearback precinct new',
        )
      }),
    )
  command
    .command('code <id>')
    .description('a new one-time code for the desk of a precinct, e.g. after its channel was deleted')
    .action((id: string) =>
      withEngine(async (engine) => {
        const known = (await listPrecincts(engine)).some((row) => row.id === id)
        if (!known) return fail('There is no precinct with this id. See: hearback precinct list', 1)
        const code = await newDeskCode(engine, id)
        say(json, { code }, deskHint(engine, code))
      }),
    )
}

const deskHint = (engine: Engine, code: string) =>
  `One-time code for the desk, good for seven days: ${code}\nGive it to the precinct's lead by a safe way. In the channel that shall be the desk they add the bot and type:\n${
    [...engine.adapters.values()]
      .map((adapter) => `  ${adapter.platform}: ${adapter.spell('setup')} ${code}`)
      .join('\n') || `  the command "setup" and then ${code}`
  }`

function addKeys(command: Command, json: Json): void {
  command
    .command('new')
    .description('make a key for HEARBACK_KEYS')
    .option('--id <id>', 'a short name for the key', 'k1')
    .action(({ id }: { id: string }) => {
      const key = newKey(id)
      say(
        json,
        { key },
        `HEARBACK_KEYS=${key}\nKeep it where no backup of the database goes. To change keys later, put the new one first and keep the old: new,old`,
      )
    })
}

function addManifest(program: Command): void {
  program
    .command('manifest <platform>')
    .description('print the file that a platform’s set-up page takes')
    .option('--url <url>', 'where the platform reaches this server; leave it out where the product calls out itself')
    .action(async (platform: string, { url }: { url?: string }) => {
      const module = platforms.includes(platform) ? await loadAdapter(platform) : null
      if (!module?.manifest) return fail(`There is no manifest for "${platform}".`, 2)
      console.log(JSON.stringify(module.manifest(menusOf(drawing()), url), null, 2))
    })
}

/** Enough to write menus; nothing that is drawn with it is ever pressed. */
function drawing(): Parameters<typeof menusOf>[0] {
  const parsed = parseKeyRing(newKey('menus'))
  if (!parsed.ok) throw new Error(parsed.problem)
  return {
    offers: compose(features),
    references: createReferences(parsed.ring),
    adapters: new Map(),
    operatedBy: 'community',
  }
}

function addDatabase(command: Command, json: Json): void {
  command
    .command('roles')
    .description('make the login roles, as an administrator of the PostgreSQL server')
    .requiredOption('--admin <url>', 'address of the same database, as an administrator')
    .action(async ({ admin }: { admin: string }) => {
      const config = await configured()
      if (!config) return
      const vault = createVault(config.keys)
      const pool = poolOf(admin, 1, 'hearback roles', quiet)
      try {
        await ensureGroups(pool)
        const done = await ensureLogins(pool, (role) => vault.id('login', role))
        if (done.status === 'ready')
          say(json, { done: true }, 'The login roles exist, with passwords made from HEARBACK_KEYS.')
        else fail(done.detail, 1)
      } finally {
        await pool.end()
      }
    })
  command
    .command('migrate')
    .description('apply pending migrations and check the database, without starting')
    .action(async () => {
      const config = await configured()
      const opened = config && (await open(config, createLog()))
      if (!opened) return
      say(json, { kind: opened.kind }, `The ${opened.kind} database is up to date.`)
      await opened.close()
    })
}

/** The same rules as at the start: with a real platform connected no key is made up, or codes would be under the wrong one. */
async function configured(): Promise<Config | null> {
  const { env, wrong } = readEnvironment(platforms)
  const read = readConfig(env, (await platformsOn(env)).length === 0)
  if (wrong.length === 0 && 'config' in read) return read.config
  explain([...wrong, ...('wrong' in read ? read.wrong : [])])
  return null
}

/** An engine that nothing moves: it writes what the command asks for, and a running product sends what follows. */
async function withEngine(act: (engine: Engine) => Promise<void>): Promise<void> {
  const config = await configured()
  const opened = config && (await open(config, createLog()))
  if (!config || !opened) return
  const { adapters } = await createAdapters(readEnvironment(platforms).env)
  const engine = await createEngine({ config, opened, adapters, log: quiet })
  try {
    await act(engine)
  } finally {
    await engine.store.close()
  }
}

function say(json: Json, data: unknown, text: string): void {
  console.log(json() ? JSON.stringify(data) : text)
}

function fail(text: string, code: number): void {
  console.error(text)
  process.exitCode = code
}
