// node prisma/tools/generate.ts: makes prisma/client anew when the schema is not the one it was made from. Needs no network.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const schema = join(root, 'prisma', 'schema.prisma')
const client = join(root, 'prisma', 'client')
const cache = join(root, 'node_modules', '.cache', 'hearback')
const STAMP = '.schema-hash'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const stampOf = (dir: string) => readFile(join(dir, STAMP), 'utf8').catch(() => '')

function runGenerator(schemaFile: string): void {
  const cli = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build', 'index.js')
  const stub = join(import.meta.dirname, 'no-schema-engine')
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    PRISMA_SCHEMA_ENGINE_BINARY: stub,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
  const ran = spawnSync(process.execPath, [cli, 'generate', '--schema', schemaFile], {
    cwd: root,
    env,
    encoding: 'utf8',
  })
  if (ran.status !== 0) throw new Error(`prisma generate failed:\n${ran.stdout}\n${ran.stderr}`)
}

/** Puts `fresh` where the client is. When somebody else did so first, with the same schema, theirs stays. */
async function putInPlace(fresh: string, hash: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    await rename(client, `${fresh}-old-${tries}`).catch(() => {})
    const placed = await rename(fresh, client).then(
      () => true,
      () => false,
    )
    if (placed || (await stampOf(client)) === hash) return
  }
  throw new Error(`could not replace ${client}`)
}

async function generate(): Promise<void> {
  const text = await readFile(schema, 'utf8')
  const hash = sha256(text)
  if ((await stampOf(client)) === hash) return
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(cache, 'generate-'))
  try {
    await cp(schema, join(work, 'schema.prisma'))
    runGenerator(join(work, 'schema.prisma'))
    await writeFile(join(work, 'client', STAMP), hash)
    await putInPlace(join(work, 'client'), hash)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

await generate()
