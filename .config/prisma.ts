import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

// The CLI would download its schema engine unless this names a file. Ours says where migrations are written instead, and fails.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path('../prisma/tools/no-schema-engine')

export default defineConfig({
  schema: path('../prisma/schema.prisma'),
  migrations: { path: path('../prisma/migrations') },
})
