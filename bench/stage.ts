import { type Child, startChild } from './child.ts'
import { type Database, makeDatabase } from './database.ts'
import type { ProductOptions } from './product.ts'

/** What one bench sets up. All of it is gone at the end, however that comes. */
export type Stage = {
  child(file: string, about?: object): Promise<Child>
  /** @param profile a directory for its CPU profile, written when it ends */
  product(about: ProductOptions, profile?: string): Promise<Child>
  database(): Promise<Database>
  /** Undone at the end, the latest first. */
  undo(act: () => Promise<unknown>): void
}

export async function onStage<Result>(play: (stage: Stage) => Promise<Result>): Promise<Result> {
  const acts: (() => Promise<unknown>)[] = []
  try {
    return await play(stageOf((act) => acts.push(act)))
  } finally {
    for (const act of acts.reverse()) await act()
  }
}

function stageOf(undo: (act: () => Promise<unknown>) => void): Stage {
  const child = async (file: string, about: object = {}, node: string[] = []) => {
    const started = await startChild(file, { arguments: [JSON.stringify(about)], node })
    undo(() => started.stop())
    return started
  }
  return {
    undo,
    child: (file, about) => child(file, about),
    async product(about, profile) {
      const ours = await child('product.ts', about, profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])
      undo(() => ours.ask('empty').catch(() => {}))
      return ours
    },
    async database() {
      const made = await makeDatabase()
      undo(() => made.drop())
      return made
    },
  }
}
