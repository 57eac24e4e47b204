import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { type KeyRing, newKey, parseKeyRing } from './trust/keys.ts'

export type Env = Record<string, string | undefined>

export type Config = {
  databaseUrl: string | undefined
  dataDir: string
  keys: KeyRing
  operatedBy: 'community' | 'city' | 'precinct'
  host: string
  port: number
  publicUrl: string | undefined
  production: boolean
}

/** How to get each variable of ours; each platform explains its own. */
export const help = {
  DATABASE_URL:
    'A PostgreSQL address, e.g. postgres://hearback:secret@db.example.org/hearback. Leave it out for the embedded database in DATA_DIR.',
  DATA_DIR: 'A folder for the embedded database and for keys made on twins. Default: data',
  HEARBACK_KEYS:
    'The keys that encrypt everything people write. Make one with `npx hearback keys new`, and keep it where no database backup goes.',
  OPERATED_BY: 'Who runs this server: community, city or precinct. It decides what residents are promised.',
  PORT: 'The port for HTTP. Default: 8080',
  HOST: 'The address to listen on. Default: 127.0.0.1, behind a reverse proxy.',
  PUBLIC_URL: 'The https address under which others reach this server. Needed for webhooks only.',
} as const

/** An empty line means "not set". */
const given = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema)

const schema = z.object({
  DATABASE_URL: given(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, help.DATABASE_URL)
      .optional(),
  ),
  DATA_DIR: given(z.string().default('data')),
  HEARBACK_KEYS: given(z.string().optional()),
  OPERATED_BY: given(z.enum(['community', 'city', 'precinct'], help.OPERATED_BY).optional()),
  PORT: given(z.coerce.number(help.PORT).int(help.PORT).min(0, help.PORT).max(65535, help.PORT).default(8080)),
  HOST: given(z.string().default('127.0.0.1')),
  PUBLIC_URL: given(z.url(help.PUBLIC_URL).optional()),
  NODE_ENV: given(z.string().optional()),
})

export type Wrong = { variable: string; message: string }

/**
 * The environment, `.env` if there is one, and `NAME_FILE` for secrets kept in files. What is set already wins.
 * Throws nothing: an unreadable secret file is reported like a missing variable.
 */
export function readEnvironment(
  platforms: readonly string[],
  env: Env = process.env,
  file = '.env',
): { env: Env; wrong: Wrong[] } {
  const all: Env = { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...env }
  const wrong: Wrong[] = []
  const mine = (name: string) =>
    name in help || platforms.some((platform) => name.startsWith(`${platform.toUpperCase()}_`))
  for (const [name, path] of Object.entries(all)) {
    if (!name.endsWith('_FILE') || !path) continue
    const variable = name.slice(0, -'_FILE'.length)
    if (all[variable] || !mine(variable)) continue
    try {
      all[variable] = readFileSync(path, 'utf8').trim()
    } catch {
      wrong.push({ variable: name, message: `The file ${path} cannot be read.` })
    }
  }
  return { env: all, wrong }
}

/**
 * @param twins nothing real is connected: keys are made in DATA_DIR, and a community is assumed to run the server
 */
export function readConfig(env: Env, twins: boolean): { config: Config } | { wrong: Wrong[] } {
  const read = schema.safeParse(env)
  const wrong: Wrong[] = read.success
    ? []
    : read.error.issues.map(({ path, message }) => ({ variable: path.join('.'), message }))
  const values = read.success ? read.data : null
  const keys = parseKeys(values?.HEARBACK_KEYS, values?.DATA_DIR ?? 'data', twins && values?.NODE_ENV !== 'production')
  if ('message' in keys) wrong.push({ variable: 'HEARBACK_KEYS', message: keys.message })
  if (!twins && !env.OPERATED_BY) wrong.push({ variable: 'OPERATED_BY', message: help.OPERATED_BY })
  if (!values || wrong.length > 0 || 'message' in keys) return { wrong }
  return {
    config: {
      databaseUrl: values.DATABASE_URL,
      dataDir: values.DATA_DIR,
      keys: keys.ring,
      operatedBy: values.OPERATED_BY ?? 'community',
      host: values.HOST,
      port: values.PORT,
      publicUrl: values.PUBLIC_URL,
      production: values.NODE_ENV === 'production',
    },
  }
}

function parseKeys(
  text: string | undefined,
  dataDir: string,
  mayMake: boolean,
): { ring: KeyRing } | { message: string } {
  if (!text && !mayMake) return { message: `missing. ${help.HEARBACK_KEYS}` }
  const parsed = parseKeyRing(text ?? keptKeys(dataDir))
  return parsed.ok ? { ring: parsed.ring } : { message: `${parsed.problem} ${help.HEARBACK_KEYS}` }
}

/** Keys of a trial: made once, kept beside its data, readable by its owner only. */
function keptKeys(dataDir: string): string {
  const file = join(dataDir, 'keys')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(file, newKey('k1'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}
