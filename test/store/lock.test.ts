import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDirectory } from '../../src/store/lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-lock-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const lockFile = join(import.meta.dirname, '..', '..', 'src', 'store', 'lock.ts')
const program = `import { lockDirectory } from ${JSON.stringify(`file://${lockFile}`)}
console.log((await lockDirectory(process.argv[1])).status)
setInterval(() => {}, 1000)`

/** Another process that asks for the directory, says what it was told, and stays. */
async function neighbour() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(child.stdout, 'data')
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal)
    await once(child, 'exit')
  }
  return { said: String(said).trim(), end }
}

test('a free directory is taken, and free again after release', async () => {
  const lock = await lockDirectory(directory)
  expect(lock.status).toBe('held')
  expect(await lockDirectory(directory)).toMatchObject({ reason: 'directory_in_use' })
  if (lock.status === 'held') await lock.release()
  expect(await readdir(directory)).toEqual([])
  expect(await lockDirectory(directory)).toMatchObject({ status: 'held' })
})

test('a living neighbour keeps the directory; a killed one does not', async () => {
  const other = await neighbour()
  expect(other.said).toBe('held')
  expect(await lockDirectory(directory)).toMatchObject({ reason: 'directory_in_use' })
  await other.end('SIGKILL')
  expect(await lockDirectory(directory)).toMatchObject({ status: 'held' })
  expect(await readdir(directory)).toHaveLength(1)
})

test('of several that come together, at most one gets it', async () => {
  const all = await Promise.all([neighbour(), neighbour(), neighbour()])
  const said = all.map((one) => one.said)
  await Promise.all(all.map((one) => one.end('SIGKILL')))
  expect(said.filter((one) => one === 'held').length).toBeLessThanOrEqual(1)
})

test('a process number used again is not taken for the old process', async () => {
  const lock = await lockDirectory(directory)
  const [own = ''] = await readdir(directory)
  if (lock.status === 'held') await lock.release()
  await writeFile(join(directory, own.replace(/\d+$/, '1')), '')
  const again = await lockDirectory(directory)
  expect(again.status).toBe(process.platform === 'linux' ? 'held' : 'refused')
})

test('a claim from another machine is believed', async () => {
  await writeFile(join(directory, 'in-use-by-elsewhere.1.1'), '')
  const refused = await lockDirectory(directory)
  expect(refused).toMatchObject({ reason: 'directory_in_use', detail: expect.stringContaining('elsewhere') })
})
