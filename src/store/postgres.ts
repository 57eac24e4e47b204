import pg from 'pg'
import { applyMigrations, readMigrations } from './apply.ts'
import type { Opened, OpenOptions } from './open.ts'
import { type Log, messageOf, type Refusal, refusal } from './refusal.ts'
import { ensureGroups, ensureLogins, groupOf, loginOf, ROLES, type RoleName } from './roles.ts'
import { makePartitions } from './upkeep.ts'

const OLDEST = 15
const SIZES: Record<RoleName, number> = { engine: 16, desk: 4, community: 4, pump: 6 }

/** One is enough for thousands of events a second; the other is for when the first is stuck. */
const CONTEXTS = 2

type PostgresOptions = OpenOptions & { databaseUrl: string }

/** Opens a database on a PostgreSQL server: as its owner to migrate it, then with one pool per role. */
export async function openPostgres(options: PostgresOptions): Promise<Opened | Refusal> {
  const owner = poolOf(options.databaseUrl, 2, 'hearback owner', options.log)
  try {
    const refused = (await serverRefused(owner)) ?? (await prepared(owner, options))
    if (refused) return refused
  } finally {
    await owner.end()
  }
  const pools = rolePools(options)
  const close = async () => {
    await Promise.all(Object.values(pools).map((pool) => pool.end()))
  }
  for (const role of ROLES) {
    const refused = await loginRefused(pools[role], role)
    if (!refused) continue
    await close()
    return refused
  }
  const upkeep = () => makePartitions(pools.pump)
  const lost = new Promise<Error>(() => {})
  return { status: 'open', kind: 'postgres', pools, setRole: false, upkeep, lost, close }
}

/** A pool of one login. Session time is UTC: the drivers take every time they read for it. */
export function poolOf(url: string, max: number, name: string, log: Log): pg.Pool {
  const session = { options: '-c TimeZone=UTC', application_name: name, pipeline: true }
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000, ...session })
  pool.on('error', () => log('database_connection_lost', { pool: name }))
  return pool
}

function rolePools({ databaseUrl, password, logins, sizes, log }: PostgresOptions): Opened['pools'] {
  const open = (role: RoleName, size = sizes?.[role] ?? SIZES[role], name: string = role) => {
    const url = new URL(databaseUrl)
    url.username = loginOf(role, logins)
    url.password = encodeURIComponent(password(role))
    return poolOf(url.href, size, `hearback ${name}`, log)
  }
  const roles = { engine: open('engine'), desk: open('desk'), community: open('community'), pump: open('pump') }
  return { ...roles, context: open('engine', CONTEXTS, 'context') }
}

async function serverRefused(owner: pg.Pool): Promise<Refusal | undefined> {
  try {
    const { rows } = await owner.query(`select current_setting('server_version_num')::int / 10000 as version`)
    const { version } = rows[0]
    if (version >= OLDEST) return undefined
    return refusal('server_too_old', `The server is PostgreSQL ${version}: use ${OLDEST} or newer.`)
  } catch (error) {
    return refusal('unreachable', `DATABASE_URL does not answer: ${messageOf(error)}`)
  }
}

async function prepared(owner: pg.Pool, options: PostgresOptions): Promise<Refusal | undefined> {
  const groups = await ensureGroups(owner)
  if (groups.status === 'refused') return groups
  const migrations = options.migrations ?? (await readMigrations())
  const applied = await applyMigrations(owner, migrations, async ({ name }) => {
    options.log('database_backup_is_yours', { before: name, command: 'pg_dump --format=custom --file=hearback.dump' })
  })
  if (applied.status === 'refused') return applied
  for (const name of applied.names) options.log('migration_applied', { name })
  await makePartitions(owner)
  const logins = await ensureLogins(owner, options.password, options.logins)
  return logins.status === 'refused' ? logins : undefined
}

/** A login that may do more than its group would make every policy a decoration. */
async function loginRefused(pool: pg.Pool, role: RoleName): Promise<Refusal | undefined> {
  const question = `select current_setting('TimeZone') as zone, rolsuper or rolbypassrls or rolcreaterole as privileged,
    pg_has_role($1, 'usage') as member, rolname as login from pg_roles where rolname = current_user`
  try {
    const { zone, privileged, member, login } = (await pool.query(question, [groupOf(role)])).rows[0]
    if (zone !== 'UTC')
      return refusal('zone_not_utc', `Sessions of ${login} are in ${zone}: let the pooler pass options on.`)
    if (privileged) return refusal('login_privileged', `${login} could pass the walls: make it an ordinary login.`)
    if (!member) return refusal('logins_missing', `${login} is not in ${groupOf(role)}: run \`hearback db roles\`.`)
  } catch (error) {
    return refusal('logins_missing', `Cannot log in for ${role}: ${messageOf(error)}. Run \`hearback db roles\`.`)
  }
}
