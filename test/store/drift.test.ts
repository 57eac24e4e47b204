import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drift } from '../../prisma/tools/migrate.ts'

const schema = await readFile(join(import.meta.dirname, '..', '..', 'prisma', 'schema.prisma'), 'utf8')

test('the migrations make the schema', async () => {
  expect(await drift(schema)).toBeUndefined()
})

test('a column without a migration is found', async () => {
  const changed = schema.replace('model area {', 'model area {\n  colour String?')
  expect(await drift(changed)).toContain('colour')
})
