import { expect, it } from 'vitest'
import { help } from '../../src/config.ts'
import { loadAdapter, platforms } from '../../src/platforms.ts'
import { read, said } from './papers.ts'

const modules = await Promise.all(platforms.map(loadAdapter))
const known = [...new Set([...Object.keys(help), ...modules.flatMap((module) => Object.keys(module.help))])].sort()
/** Read by Node's world or by tests, not by the product's settings. */
const others = ['NODE_ENV', 'TEST_DATABASE_URL']

it('there are variables to explain', () => expect(known.length).toBeGreaterThan(10))

it('every variable has its line in .env.example, and every line its variable', () => {
  const lines = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gmu)].map(([, name = '']) => name).sort()
  expect(lines).toEqual([...known, ...others].sort())
})

it('every line of .env.example is explained above it', () => {
  const lines = read('.env.example').split('\n')
  const bare = lines.filter((line, at) => /^[A-Z]/u.test(line) && !/^(?:#|[A-Z])/u.test(lines[at - 1] ?? ''))
  expect(bare).toEqual([])
})

it('every variable stands in the README', () => {
  const readme = read('README.md')
  expect([...known, ...others].filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})

it('no paper names a variable that does not exist', () => {
  const named = said(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/gu)
  const real = (name: string) => known.includes(name.replace(/_FILE$/u, '')) || others.includes(name)
  expect(named.filter(({ what }) => !real(what) && what !== 'EBADENGINE')).toEqual([])
})

it('a platform’s own paper explains each of its variables', () => {
  for (const module of modules) {
    const paper = read(`adapters/${module.platform}/README.md`)
    for (const name of Object.keys(module.help)) expect(paper).toContain(name)
  }
})
