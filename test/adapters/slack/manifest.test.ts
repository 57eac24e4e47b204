import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Menu } from '#contract'
import { manifest, scopes } from '../../../adapters/slack/commands.ts'

const home = new URL('../../../adapters/slack/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, home), 'utf8')) as unknown
const menus = read('fixtures/menus.json') as Menu[]
const made = manifest(menus, 'https://hearback.example')

it('is what the file in the repository says', () => expect(read('manifest.json')).toEqual(made))

it('asks for no scope that nothing needs', () =>
  expect(made.oauth_config.scopes.bot.toSorted()).toEqual([...scopes.needed, ...scopes.helpful].toSorted()))

it('keeps to the lengths of the settings page', () => {
  expect(made.display_information.description.length).toBeLessThanOrEqual(140)
  expect(made.features.shortcuts[0]!.name.length).toBeLessThanOrEqual(24)
  expect(made.features.shortcuts[0]!.description.length).toBeLessThanOrEqual(150)
  expect(made.features.slash_commands[0]!.usage_hint).toBe('start | help | mydata | forget | setup')
})

it('names no address in Socket Mode', () => {
  const quiet = manifest(menus)
  expect(quiet.settings.socket_mode_enabled).toBe(true)
  expect(JSON.stringify(quiet)).not.toContain('https://')
})
