import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Adapter, AdapterModule, Twin } from '#contract'
import { platforms } from './platforms.ts'

const subjects = await platforms()
const folder = (platform: string) => (platform === 'toy' ? '../toy' : `../../adapters/${platform}`)
/** The toy is one folder without subfolders. */
const twinOf = (platform: string) =>
  platform === 'toy' ? '../toy/twin.ts' : `../../adapters/${platform}/twin/index.ts`
const load = async <T>(path: string) => (await import(new URL(path, import.meta.url).href)) as T

/** What a platform offers to the set-up and to the engine, before anything is connected. */
describe.each(subjects)('the module of $platform', ({ platform, shown }) => {
  let module: AdapterModule<unknown>
  let twin: Twin
  let adapter: Adapter
  beforeAll(async () => {
    module = (await load<{ default: AdapterModule<unknown> }>(`${folder(platform)}/index.ts`)).default
    twin = await (await load<{ startTwin(): Promise<Twin> }>(twinOf(platform))).startTwin()
    const read = module.settings.safeParse(twin.env)
    if (read.success) adapter = module.create(read.data)
  })
  afterAll(() => twin.stop())

  it('is called like its folder', () => {
    expect([module.platform, adapter.platform, twin.platform]).toEqual([platform, platform, platform])
    expect(adapter.title.toLowerCase()).toBe(platform)
  })

  it('names each variable that is missing, and says how to get it', () => {
    const read = module.settings.safeParse({})
    const missing = read.success ? [] : read.error.issues.map(({ path }) => path.map(String).join('.'))
    expect(missing).toContain(module.on)
    const own = [...new Set([module.on, ...missing, ...Object.keys(twin.env)])].filter((name) => name !== 'PUBLIC_URL')
    expect(own.filter((name) => !name.startsWith(`${platform.toUpperCase()}_`))).toEqual([])
    expect(own.filter((name) => (module.help[name]?.length ?? 0) < 10)).toEqual([])
  })

  it('shows no secret when a variable is wrong', () => {
    const secret = 'wrong-secret-value'
    const env = Object.fromEntries(Object.keys(twin.env).map((name) => [name, `${secret} ${name}`]))
    const read = module.settings.safeParse(env)
    expect(read.success ? '' : JSON.stringify(read.error.issues)).not.toContain(secret)
  })

  it('has the limits that its codec is judged by', () => {
    expect(adapter.limits).toEqual(shown.codec.limits)
    const { form, pace, ...own } = adapter.limits
    const numbers = [...Object.values(own), ...Object.values(form), ...Object.values(pace)]
    expect(numbers.filter((number) => !(number > 0 && Number.isFinite(number)))).toEqual([])
    expect(adapter.weigh('words')).toBeGreaterThanOrEqual(5)
  })

  it('weighs a text no lighter for more words', () => {
    for (const text of ['', 'a', '@a.b', 'مرحبا', '👩‍👩‍👧‍👦'])
      expect(adapter.weigh(`${text} more`)).toBeGreaterThan(adapter.weigh(text))
  })

  it('finds the private chat of an account, the same each time', () => {
    const place = adapter.privatePlace('W1', '1001')
    expect(place).toMatchObject({ platform, workspace: 'W1', kind: 'private' })
    expect(adapter.privatePlace('W1', '1001')).toEqual(place)
    expect(adapter.privatePlace('W1', '1002').ref).not.toBe(place.ref)
  })

  it('says how a command is typed, and how it teaches to relay', () => {
    expect(adapter.spell('setup')).toContain('setup')
    expect(adapter.relayBy).toMatch(/^(?:forward|menu)$/u)
  })

  it('offers routes as `METHOD /path` and has heard nothing yet', () => {
    expect(Object.keys(adapter.routes ?? {}).filter((route) => !/^(?:GET|POST) \/\S+$/u.test(route))).toEqual([])
    expect(adapter.lastContact()).toBe(0)
  })
})
