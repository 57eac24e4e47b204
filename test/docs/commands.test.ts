import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { locales } from '../../src/i18n/index.ts'
import { read, said, typed } from './papers.ts'

const known = [...Object.keys(manifest.scripts), 'ci']

it('every npm command of the papers exists', () => {
  const commands = typed(/\bnpm (?:run )?([a-z-]+)/gu)
  expect(commands.length).toBeGreaterThan(10)
  expect(commands.filter(({ what }) => !known.includes(what))).toEqual([])
})

it('the two lines that set everything up stand in the README', () => {
  expect(read('README.md')).toContain('\nnpm ci && npm start\nnpm ci && npm test\n')
})

const asked = new Map<string, string>()

function help(...args: string[]): string {
  const key = args.join(' ')
  const text =
    asked.get(key) ?? execFileSync(process.execPath, ['src/start.mjs', 'cli', ...args, '--help'], { encoding: 'utf8' })
  asked.set(key, text)
  return text
}

it('every operators’ command of the papers exists', () => {
  const commands = said(/npx hearback ([a-z]+ [a-z]+)/gu)
  const unique = [...new Set(commands.map(({ what }) => what))]
  expect(unique.length).toBeGreaterThan(4)
  for (const command of unique) {
    const [group = '', name = ''] = command.split(' ')
    // What follows a command without commands of its own is its argument.
    if (/^Usage: .*<\w+>/mu.test(help(group))) continue
    expect(help(group), command).toMatch(new RegExp(`^\\s+${name}\\b`, 'mu'))
  }
})

it('every option of the operators’ commands in the README exists', () => {
  for (const [, command = '', options = ''] of read('README.md').matchAll(
    /npx hearback ([a-z]+ [a-z]+)((?: --[a-z]+ (?:"[^"]*"|\S+))+)/gu,
  ))
    for (const [option] of options.matchAll(/--[a-z]+/gu))
      expect(help(...command.split(' ')), command).toContain(option)
})

it('languages without a reviewer are named as such', () => {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  const waiting = locales
    .filter(({ reviewedBy }) => reviewedBy === null)
    .map(({ tag }) => names.of(tag.split('-')[0]!)!)
  const warning = /\*\*Languages\.\*\*[^*]+/u.exec(read('README.md'))?.[0] ?? ''
  for (const name of waiting) expect(warning).toContain(name)
})
