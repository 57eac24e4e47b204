import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { manifest, scopes } from '../../../adapters/slack/commands.ts'
import { menusOf } from '../../../src/engine/menus.ts'
import { compose } from '../../../src/engine/offers.ts'
import { features } from '../../../src/features/index.ts'
import { newKey, parseKeyRing } from '../../../src/trust/keys.ts'
import { createReferences } from '../../../src/trust/reference.ts'

const home = new URL('../../../adapters/slack/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, home), 'utf8')) as unknown
const ring = parseKeyRing(newKey('menus'))
if (!ring.ok) throw new Error(ring.problem)
const references = createReferences(ring.ring)
/** The product's own list of commands: the manifest is derived from nothing else. */
const menus = menusOf({ offers: compose(features), references, adapters: new Map(), operatedBy: 'community' })
const made = manifest(menus, 'https://hearback.example')

it('is what the file in the repository says (npx hearback manifest slack --url https://hearback.example)', () =>
  expect(read('manifest.json')).toEqual(made))

it('asks for no scope that nothing needs', () =>
  expect(made.oauth_config.scopes.bot.toSorted()).toEqual([...scopes.needed, ...scopes.helpful].toSorted()))

it('keeps to the lengths of the settings page', () => {
  expect(made.display_information.description.length).toBeLessThanOrEqual(140)
  expect(made.features.shortcuts[0]!.name.length).toBeLessThanOrEqual(24)
  expect(made.features.shortcuts[0]!.description.length).toBeLessThanOrEqual(150)
  expect(made.features.slash_commands[0]!.usage_hint).toBe(
    'help | privacy | language | setup | invite | people | precinct | signout | relay | mine | desk',
  )
})

it('speaks English, whichever language comes first', () => {
  const last = menus.toSorted((one, other) => Number(one.locale === 'en') - Number(other.locale === 'en'))
  expect(last[0]!.locale).not.toBe('en')
  expect(manifest(last, 'https://hearback.example')).toEqual(made)
})

it('names no address in Socket Mode', () => {
  const quiet = manifest(menus)
  expect(quiet.settings.socket_mode_enabled).toBe(true)
  expect(JSON.stringify(quiet)).not.toContain('https://')
})
