import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Refusal, refusal, sqlStateOf } from './refusal.ts'

/** Who asks the database: the engine writes; desk and community read as their side; the pump works for all tenants. */
export const ROLES = ['engine', 'desk', 'community', 'pump'] as const
export type RoleName = (typeof ROLES)[number]

/** The role that grants and policies name. */
export const groupOf = (role: RoleName): string => `hearback_${role}`

/** The role that a pool logs in as. Logins belong to the whole server: another product on it needs a `prefix` of its own. */
export const loginOf = (role: RoleName, prefix = 'hearback'): string => `${prefix}_${role}_login`

const READY = { status: 'ready' } as const
const DENIED = '42501'
const EXISTS = ['42710', '23505']

/** Makes the groups that the migrations grant to, where they are missing. */
export async function ensureGroups(owner: pg.Pool): Promise<typeof READY | Refusal> {
  const missing = await missingRoles(owner, ROLES.map(groupOf))
  for (const name of missing) {
    const made = await attempt(owner, `create role ${name} nologin`)
    if (made === DENIED) return askForRoles(missing)
  }
  return READY
}

/**
 * Makes the logins, gives each its password and its one group. An owner that may not create roles leaves them as they are;
 * then an administrator makes them with `hearback db roles`.
 */
export async function ensureLogins(
  owner: pg.Pool,
  password: (role: RoleName) => string,
  prefix?: string,
): Promise<typeof READY | Refusal> {
  for (const role of ROLES) {
    const denied = await ensureLogin(owner, loginOf(role, prefix), groupOf(role), verifier(password(role)))
    if (denied) break
  }
  const missing = await missingRoles(
    owner,
    ROLES.map((role) => loginOf(role, prefix)),
  )
  return missing.length > 0 ? askForRoles(missing) : READY
}

async function ensureLogin(owner: pg.Pool, login: string, group: string, secret: string): Promise<boolean> {
  const set = pg.escapeLiteral(secret)
  const statements = [`alter role ${login} login password ${set}`]
  if ((await missingRoles(owner, [login])).length > 0) statements.unshift(`create role ${login} login inherit`)
  for (const statement of statements) if ((await attempt(owner, statement)) === DENIED) return true
  const { rows } = await owner.query('select pg_has_role($1, $2, $3) as member', [login, group, 'member'])
  return !rows[0]?.member && (await attempt(owner, `grant ${group} to ${login}`)) === DENIED
}

/**
 * Instances that start together change the same rows of the server's catalog, and the slower one is told to try again.
 * Answers the SQLSTATE where the statement cannot be done, or is done already.
 */
async function attempt(owner: pg.Pool, statement: string): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      await owner.query(statement)
      return undefined
    } catch (error) {
      const code = sqlStateOf(error)
      if (code === DENIED || EXISTS.includes(code ?? '')) return code
      if (code !== 'XX000' || tries === 10) throw error
      await new Promise((resolve) => setTimeout(resolve, 20 * tries))
    }
  }
}

async function missingRoles(owner: pg.Pool, names: string[]): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where not exists (select from pg_roles where rolname = name)',
    [names],
  )
  return rows.map(({ name }) => name)
}

const askForRoles = (missing: string[]): Refusal =>
  refusal('logins_missing', `Roles ${missing.join(', ')} are missing: run \`hearback db roles\` as an administrator.`)

/** What the server keeps of a password (RFC 5803), so that the password itself is in no statement and no log. */
export function verifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256')
  const hmac = (key: string) => createHmac('sha256', salted).update(key).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`
}
