import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { papers, said } from './papers.ts'

const root = new URL('../../', import.meta.url).pathname
const exists = (file: string) => existsSync(join(root, file))

it('finds the papers', () => {
  for (const file of ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/privacy.md'])
    expect(papers).toContain(file)
})

it('every link to a file leads to one', () => {
  const links = said(/\]\((?!https?:|#|mailto:)([^)#\s]+)/gu)
  expect(links.length).toBeGreaterThan(10)
  expect(links.filter(({ file, what }) => !exists(join(dirname(file), what)))).toEqual([])
})

it('every path that is named is there', () => {
  const paths = said(/`((?:src|adapters|test|prisma|docs|locales|bench)\/[\w./-]+)`/gu)
  expect(paths.filter(({ what }) => !exists(what))).toEqual([])
})

it('the licence is the one that package.json names, whole', () => {
  const licence = readFileSync(join(root, 'LICENSE'), 'utf8')
  expect(licence).toContain('Apache License')
  expect(licence).toContain('Version 2.0, January 2004')
  expect(licence).toContain('END OF TERMS AND CONDITIONS')
})
