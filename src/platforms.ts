import { existsSync, readdirSync } from 'node:fs'
import type { Adapter, AdapterModule, Twin } from '#contract'

const home = new URL('../adapters/', import.meta.url)

/** A platform is a folder, and its name is its name. */
export const platforms = readdirSync(home, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/index.ts`, home)))
  .map((entry) => entry.name)

export async function loadAdapter(platform: string): Promise<AdapterModule<unknown>> {
  const { default: module } = (await import(new URL(`${platform}/index.ts`, home).href)) as {
    default: AdapterModule<unknown>
  }
  return module
}

/** Starts the stand-in of a platform. Only for tests, demo and playground; a twin refuses production by itself. */
export async function startTwin(platform: string, options: object = {}): Promise<Twin> {
  const twin = (await import(new URL(`${platform}/twin/index.ts`, home).href)) as {
    startTwin(options: object): Promise<Twin>
  }
  return twin.startTwin(options)
}

export type Wrong = { variable: string; message: string }

/** Makes the adapter of every platform whose token is in the environment. Every wrong variable is named, with how to get it. */
export async function createAdapters(
  env: Record<string, string | undefined>,
): Promise<{ adapters: Adapter[]; wrong: Wrong[] }> {
  const adapters: Adapter[] = []
  const wrong: Wrong[] = []
  for (const platform of platforms) {
    const module = await loadAdapter(platform)
    if (!env[module.on]) continue
    const read = module.settings.safeParse(env)
    if (read.success) adapters.push(module.create(read.data))
    else
      wrong.push(...read.error.issues.map(({ path, message }) => ({ variable: path.map(String).join('.'), message })))
  }
  return { adapters, wrong }
}
