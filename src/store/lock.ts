import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Refusal, refusal } from './refusal.ts'

export type Lock = { status: 'held'; release(): Promise<void> }

type Holder = { host: string; pid: number; started: string }

const PREFIX = 'in-use-by-'
const here = encodeURIComponent(hostname()).replaceAll('.', '%2E')
const mine = new Set<string>()

/**
 * Takes a directory for this process until `release` or death. Everybody who wants it leaves a file named after themselves,
 * then looks around: with a living neighbour both step back, files of the dead are removed. Names are never used twice, so
 * nobody can remove a living claim. Processes on other machines count as living: nothing here can tell.
 */
export async function lockDirectory(directory: string): Promise<Lock | Refusal> {
  const file = join(directory, nameOf({ host: here, pid: process.pid, started: await startOf(process.pid) }))
  if (mine.has(file)) return inUse(directory, process.pid)
  mine.add(file)
  const release = async () => {
    await unlink(file).catch(() => {})
    mine.delete(file)
  }
  for (let tries = 1; ; tries++) {
    await writeFile(file, '')
    const other = await livingNeighbour(directory, file)
    if (!other) return { status: 'held', release }
    await unlink(file).catch(() => {})
    // Two that arrive together both step back; each waits its own while before it asks again.
    if (tries === 4) {
      mine.delete(file)
      return inUse(directory, other.pid, other.host)
    }
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 100))
  }
}

const inUse = (directory: string, pid: number, host = here): Refusal =>
  refusal(
    'directory_in_use',
    `${directory} is in use by process ${pid} on ${decodeURIComponent(host)}: stop it first, or remove its ${PREFIX}… file if that machine is gone.`,
  )

async function livingNeighbour(directory: string, own: string): Promise<Holder | undefined> {
  for (const name of await readdir(directory)) {
    const file = join(directory, name)
    const holder = holderOf(name)
    if (!holder || file === own) continue
    if (await isAlive(holder)) return holder
    await unlink(file).catch(() => {})
  }
}

const nameOf = ({ host, pid, started }: Holder) => `${PREFIX}${host}.${pid}.${started}`

function holderOf(name: string): Holder | undefined {
  if (!name.startsWith(PREFIX)) return undefined
  const [host = '', pid = '', started = ''] = name.slice(PREFIX.length).split('.')
  return { host, pid: Number(pid), started }
}

async function isAlive({ host, pid, started }: Holder): Promise<boolean> {
  if (host !== here) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return (await startOf(pid)) === started
}

/** When a process began, in ticks since the machine did, so that a number used again is not taken for it. Linux only. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
}
