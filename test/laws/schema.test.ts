import { expect, it } from 'vitest'
import { read } from '../boundary/tree.ts'

type Column = { table: string; name: string; type: string; optional: boolean }

/** The tables as they are written, not as a database has them. */
const columns: Column[] = [...read('prisma/schema.prisma').matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gmu)].flatMap(
  ([, table = '', body = '']) =>
    [...body.matchAll(/^ {2}(\w+)\s+(String|Int|Boolean|DateTime|Json|Bytes|Float|Decimal|BigInt)(\[\])?(\?)?/gmu)].map(
      ([, name = '', type = '', , optional]) => ({ table, name, type, optional: optional === '?' }),
    ),
)

const of = (table: string) => columns.filter((column) => column.table === table).map(({ name }) => name)

it('reads the schema', () => {
  expect(new Set(columns.map(({ table }) => table)).size).toBeGreaterThan(20)
  expect(of('concern')).toContain('desk_code')
})

it('a concern points at nobody', () => {
  const pointing = /person|author|voice|account|ambassador|member|user|place|name|handle|receipt|_by$/u
  expect(of('concern').filter((name) => pointing.test(name))).toEqual([])
})

it('what the desk works with points at nobody of the community', () => {
  const desks = ['answer', 'inquiry', 'verdict', 'assignment', 'event']
  const pointing = desks
    .flatMap((table) => of(table).map((name) => `${table}.${name}`))
    .filter((name) => /person|author|voice|account|receipt/u.test(name))
  expect(pointing).toEqual(['assignment.person_id'])
})

it('has no column for what is not needed', () => {
  const parts = [
    'immigra',
    'visa',
    'alien',
    'citizen',
    'nationalit',
    'ethnic',
    'race',
    'religion',
    'gender',
    'sex',
    'birth',
    'age',
    'passport',
    'ssn',
    'legal',
    'surname',
    'first_name',
    'last_name',
    'full_name',
    'handle',
    'username',
    'nickname',
    'phone',
    'email',
    'street',
    'lat',
    'lng',
    'photo',
    'ip',
  ]
  const words = new RegExp(`(?:^|_)(?:${parts.join('|')})`, 'u')
  expect(columns.filter(({ name }) => words.test(name)).map(({ table, name }) => `${table}.${name}`)).toEqual([])
  expect(columns.filter(({ name }) => name.includes('address')).map(({ table, name }) => `${table}.${name}`)).toEqual([
    'place.address_sealed',
  ])
})

it('what people write is sealed from the first migration on', () => {
  const free =
    /text|body|question|reply|label|address|answers|refs|args$|payload|token|secret|words|note|title|summary/u
  const open = columns.filter(
    ({ type, name }) => ['String', 'Bytes', 'Json'].includes(type) && free.test(name) && !name.endsWith('_sealed'),
  )
  expect(open.map(({ table, name }) => `${table}.${name}`)).toEqual(['event.args'])
  expect(read('prisma/migrations/20261122000000_start/migration.sql')).toContain('text_sealed')
})

it('every wait has a due time and somebody who must act', () => {
  const clock = columns.filter(({ table }) => table === 'clock')
  expect(clock.filter(({ name, optional }) => ['who', 'due_at', 'kind'].includes(name) && !optional)).toHaveLength(3)
})
