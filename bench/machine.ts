import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'

/** What a figure means nothing without. */
export type Machine = { commit: string; node: string; processor: string; cores: number; load: number[] }

/** Load average of the last one, five and fifteen minutes. */
export const load = (): number[] => loadavg().map((one) => Math.round(one * 100) / 100)

export function machine(): Machine {
  const [first] = cpus()
  const processor = first?.model.trim() ?? 'unknown'
  return { commit: commit(), node: process.versions.node, processor, cores: cpus().length, load: load() }
}

/** `+`: the tree has changes that are not in the commit. */
function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', cwd: import.meta.dirname }).trim()
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--', '..') === '' ? '' : '+'}`
  } catch {
    return 'unknown'
  }
}
