import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { poolOf } from '../../src/store/postgres.ts'
import { ensureGroups, ensureLogins, groupOf, loginOf, ROLES, verifier } from '../../src/store/roles.ts'
import { asAdministrator, emptyDatabase, emptyPool, serverUrl, testOptions } from '../support/database.ts'

const prefix = `hearback_test_${randomUUID().slice(0, 8)}`
const logins = ROLES.map((role) => loginOf(role, prefix))
const password = (role: string) => `a'b"${role}`

let db: Awaited<ReturnType<typeof emptyPool>>
beforeAll(async () => {
  db = await emptyPool()
})
afterAll(async () => {
  for (const login of logins) await db.pool.query(`drop role if exists ${login}`)
  await db.close()
})

test('groups and logins are made, and made again without harm', async () => {
  expect(await ensureGroups(db.pool)).toEqual({ status: 'ready' })
  expect(await ensureLogins(db.pool, password, prefix)).toEqual({ status: 'ready' })
  expect(await ensureLogins(db.pool, password, prefix)).toEqual({ status: 'ready' })
})

test('a login has one group and no other power', async () => {
  const { rows } = await db.pool.query(
    `select l.rolname as login, array_agg(g.rolname::text) as groups, bool_or(l.rolsuper or l.rolbypassrls or l.rolcreaterole
      or l.rolcreatedb or l.rolreplication) as power, bool_and(l.rolinherit and l.rolcanlogin) as ordinary
     from pg_roles l join pg_auth_members m on m.member = l.oid join pg_roles g on g.oid = m.roleid
     where l.rolname = any($1) group by 1`,
    [logins],
  )
  const expected = ROLES.map((role) => ({
    login: loginOf(role, prefix),
    groups: [groupOf(role)],
    power: false,
    ordinary: true,
  }))
  expect(rows).toHaveLength(ROLES.length)
  expect(rows).toEqual(expect.arrayContaining(expected))
})

test('groups cannot log in', async () => {
  const { rows } = await db.pool.query('select rolname from pg_roles where rolname = any($1) and rolcanlogin', [
    ROLES.map(groupOf),
  ])
  expect(rows).toEqual([])
})

const kept = async (names: string[]): Promise<string[]> => {
  const { rows } = await db.pool.query('select rolpassword from pg_authid where rolname = any($1)', [names])
  return rows.map(({ rolpassword }) => rolpassword)
}

test('the server keeps a verifier, not the password', async () => {
  const verifiers = await kept(logins)
  expect(verifiers).toHaveLength(ROLES.length)
  for (const one of verifiers) expect(one).toMatch(/^SCRAM-SHA-256\$4096:[\w+/=]{24}\$[\w+/=]{44}:[\w+/=]{44}$/)
})

test('our verifier is the one that the server itself would make', async () => {
  const name = `${prefix}_plain`
  await db.pool.query(`create role ${name} password 'known to both'`)
  const [theirs = ''] = await kept([name])
  await db.pool.query(`drop role ${name}`)
  const salt = Buffer.from(theirs.split(/[:$]/)[2] ?? '', 'base64')
  expect(verifier('known to both', salt)).toBe(theirs)
})

describe.skipIf(serverUrl === undefined)('on a server', () => {
  const server = serverUrl ?? ''
  const owner = `${prefix}_owner`
  let own: Awaited<ReturnType<typeof emptyDatabase>>
  const ownerUrl = () => Object.assign(new URL(own.url), { username: owner, password: 'owner' }).href

  beforeAll(async () => {
    own = await emptyDatabase(server)
    const name = new URL(own.url).pathname.slice(1)
    await asAdministrator(
      server,
      `create role ${owner} login password 'owner'`,
      `alter database ${name} owner to ${owner}`,
    )
  })
  afterAll(async () => {
    await own.drop()
    await asAdministrator(server, `drop role ${owner}`)
  })

  test('instances that start together do not stumble over each other', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => ensureLogins(db.pool, password, prefix)))
    expect(all.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready', 'ready'])
  })

  test('an owner that may not create roles is told who must', async () => {
    const pool = poolOf(ownerUrl(), 1, 'test', () => {})
    const refused = await ensureLogins(pool, password, `${prefix}_none`)
    await pool.end()
    expect(refused).toMatchObject({ reason: 'logins_missing', detail: expect.stringContaining('hearback db roles') })
  })

  test('once an administrator has made the logins, such an owner can open the database', async () => {
    const opened = await openStore({ ...testOptions, password, logins: prefix, databaseUrl: ownerUrl() })
    expect(opened).toMatchObject({ status: 'open', kind: 'postgres' })
    if (opened.status === 'open') await opened.close()
  })

  test('a login that could pass the walls is refused', async () => {
    const login = loginOf('desk', prefix)
    await asAdministrator(server, `alter role ${login} bypassrls`)
    const refused = await openStore({ ...testOptions, password, logins: prefix, databaseUrl: own.url })
    await asAdministrator(server, `alter role ${login} nobypassrls`)
    expect(refused).toMatchObject({ reason: 'login_privileged', detail: expect.stringContaining(login) })
  })
})
