import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const root = new URL('../..', import.meta.url).pathname
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hearback-start-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** Runs the product as a newcomer does: no token, no account; and nothing of this machine's own settings. */
function run(args: string[], env: Record<string, string> = {}): ChildProcess & { said(): string } {
  const child = spawn(process.execPath, [join(root, 'src/start.mjs'), ...args], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: join(dataDir, 'data'), PORT: '0', ...env },
  })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  child.stderr.on('data', (chunk) => (text += chunk))
  return Object.assign(child, { said: () => text })
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

async function until(child: ReturnType<typeof run>, words: string): Promise<void> {
  while (!child.said().includes(words)) {
    if (child.exitCode !== null) throw new Error(`ended early:\n${child.said()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

it('runs with no token and no account, says what to do next, and stops in order', async () => {
  const child = run([])
  await until(child, 'Stop with Ctrl-C')
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(child.said())?.[0] ?? ''
  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n')
  const ready = await fetch(`${url}/readyz`)
  expect([ready.status, await ready.text()]).toEqual([200, 'database: ok\nslack: ok\ntelegram: ok\n'])
  expect(child.said()).toContain('npm run demo')
  expect(child.said()).toContain('not a power cut')
  const stopped = ended(child)
  child.kill('SIGTERM')
  expect(await stopped).toBe(0)
}, 60_000)

it('plays the main journey as text, from what the stand-ins show', async () => {
  const child = run(['demo'])
  expect(await ended(child)).toBe(0)
  const text = child.said().replace(/[\u2060\u2066-\u2069]/gu, '')
  expect(text).toContain('¿Enviar esto a Precinct 9?')
  expect(text).toContain('State: ✅ Closed, confirmed')
  expect(text).not.toContain('[phone number]')
  expect(text).toContain('[teléfono]')
}, 60_000)

it('names every wrong variable at once, with how to get it, and starts nothing', async () => {
  const child = run([], { SLACK_BOT_TOKEN: 'nope', TELEGRAM_BOT_TOKEN: 'nope', PORT: 'many' })
  expect(await ended(child)).toBe(3)
  for (const name of [
    'SLACK_BOT_TOKEN',
    'SLACK_SIGNING_SECRET',
    'TELEGRAM_BOT_TOKEN',
    'HEARBACK_KEYS',
    'OPERATED_BY',
    'PORT',
  ])
    expect(child.said()).toContain(`${name}: `)
  expect(child.said()).toContain('BotFather')
}, 60_000)

it('refuses production without a platform, and plays nobody there', async () => {
  const child = run([], { NODE_ENV: 'production' })
  expect(await ended(child)).toBe(3)
  expect(child.said()).toContain('at least one platform')
}, 60_000)

it('makes a precinct and its one-time code from the command line', async () => {
  const made = run(['precinct', 'new', '--name', 'Precinct 9', '--zone', 'America/New_York', '--json'])
  expect(await ended(made)).toBe(0)
  const { code, id } = JSON.parse(made.said()) as { code: string; id: string }
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  const listed = run(['--json', 'precinct', 'list'])
  expect(await ended(listed)).toBe(0)
  expect(JSON.parse(listed.said())).toEqual([{ id, name: 'Precinct 9' }])
  const wrong = run(['precinct', 'new', '--name', 'X', '--zone', 'Mars/Base'])
  expect(await ended(wrong)).toBe(2)
}, 60_000)
