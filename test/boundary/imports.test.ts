import { describe, expect, it } from 'vitest'
import { isPackage, knows, mayImport, roomOf } from './rooms.ts'
import { files, type Import, importsOf } from './tree.ts'

const sources = files('src/**/*.{ts,mjs,js}', 'adapters/**/*.ts')
const imports = sources.flatMap(importsOf)
const said = ({ from, to, types }: Import) => `${from} -> ${to}${types ? ' (types)' : ''}`
const ours = imports.filter(({ to }) => to !== '?' && !isPackage(to))

/** `src/features/<noun>` or `adapters/<platform>`: what must not reach across. */
const houseOf = (file: string) => /^(?:src\/features|adapters)\/[^/]+(?=\/)/u.exec(file)?.[0]

describe('imports run one way', () => {
  it('sees them', () => {
    expect(imports.length).toBeGreaterThan(sources.length)
    expect(importsOf('src/store/pglite.ts').map(({ to }) => to)).toContain('@electric-sql/pglite')
  })

  it('every file stands in a room', () => {
    expect(sources.filter((file) => mayImport[roomOf(file)] === undefined)).toEqual([])
  })

  it('a room looks only where it may', () => {
    const strays = ours.filter(({ from, to, types }) => {
      const [here, there] = [roomOf(from), roomOf(to)]
      const allowed = mayImport[here] ?? []
      return here !== there && !allowed.includes(there) && !(types && allowed.includes(`${there}:type`))
    })
    expect(strays.map(said)).toEqual([])
  })

  it('no feature and no platform knows another; what a feature shows to others is its reads', () => {
    const across = ours.filter(({ from, to }) => {
      const [here, there] = [houseOf(from), houseOf(to)]
      return here !== undefined && there !== undefined && here !== there && roomOf(to) !== 'reads'
    })
    expect(across.map(said)).toEqual([])
  })

  it('adapters come to the engine by its two doors', () => {
    const doors = ['src/contract/index.ts', 'src/render/index.ts']
    const strays = ours.filter(
      ({ from, to }) => from.startsWith('adapters/') && to.startsWith('src/') && !doors.includes(to),
    )
    expect(strays.map(said)).toEqual([])
  })

  it('a package is known in one room', () => {
    const strays = imports.filter(({ from, to }) => {
      const name = to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/')
      return knows[name] !== undefined && knows[name] !== roomOf(from)
    })
    expect(strays.map(said)).toEqual([])
  })

  it('only the list of platforms loads what is not named in the code', () => {
    const blind = imports.filter(({ to }) => to === '?').map(({ from }) => from)
    expect(blind.filter((from) => from !== 'src/platforms.ts')).toEqual([])
  })
})
