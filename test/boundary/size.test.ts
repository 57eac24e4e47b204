import { expect, it } from 'vitest'
import { files, found, platforms, read } from './tree.ts'

const LINES = 250
/** Around a thousand, without twin, conformance and fixtures: what somebody reads before they add a platform. */
const ADAPTER_LINES = 2_000

const lines = (file: string) => read(file).split('\n').length - 1
const sources = files('src/**/*.ts', 'adapters/**/*.ts', 'prisma/tools/*.ts', 'bench/**/*.ts')

it('a file fits in the head', () => {
  const long = sources.map((file) => ({ file, lines: lines(file) })).filter((one) => one.lines > LINES)
  expect(long).toEqual([])
})

it.each(platforms)('%s is small enough to be copied', (platform) => {
  const own = files(`adapters/${platform}/*.ts`).filter((file) => !file.endsWith('/conformance.ts'))
  expect(own.reduce((sum, file) => sum + lines(file), 0)).toBeLessThan(ADAPTER_LINES)
})

it('types say what they mean', () => {
  const all = [...sources, ...files('test/**/*.ts')]
  expect(found(all, /(?::\s*|\bas\s+|<)any\b(?=[\s,;)>|&[\]}=]|$)|\bany(?:\[\]|>)/mu)).toEqual([])
  expect(found(all, /@ts-(?:ignore|nocheck)/u, read)).toEqual([])
  expect(found(sources, /@ts-expect-error|biome-ignore|oxlint-disable/u, read)).toEqual([])
})

it('nothing needs a build', () => {
  expect(found(sources, /^\s*(?:export\s+)?(?:const\s+)?(?:enum|namespace)\s+\w+/mu)).toEqual([])
  expect(found(sources, /constructor\((?:[^)]*,)?\s*(?:public|private|protected|readonly)\s/u)).toEqual([])
  expect(files('src/**/*.{tsx,jsx}', 'adapters/**/*.{tsx,jsx}')).toEqual([])
})
