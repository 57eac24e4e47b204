import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLog } from '../../src/ops/log.ts'
import { asOwner, identitiesIn, type Tap, wiretap } from '../support/doors.ts'
import { answered, enters, relayed, settled, type Told, type Town, written } from '../support/journey.ts'
import { type World, world } from '../support/world.ts'

const words = {
  relayed: 'heliotropo farola zafiro 4471, rosa.canaria@correo.example',
  own: 'heliotropo ruido topacio 5582',
  answer: 'heliotropo repaired onyx 2148',
  lost: 'heliotropo perdido perla 1037',
  command: 'heliotropo orden jade 9926',
}

describe('the log, through a journey with all that can break', () => {
  let w: World
  let at: Town
  let own: Told
  let taps: Tap[]
  const output: string[] = []

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        output.push(String(text))
        return true
      })
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    taps = [await wiretap(w, 'slack'), await wiretap(w, 'telegram')]
    at = await settled(w)
    const told = await relayed(at, words.relayed)
    await enters(at, at.minh)
    own = await written(at, at.minh, words.own)
    await answered(at, told, words.answer)
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await Promise.all(taps.map((tap) => tap.close()))
    await w.close()
  })

  /** A database that quotes what it was given, a row that no longer opens, a platform that answers with our own words. */
  async function trouble() {
    const { store } = w.product.engine
    const error = Object.assign(new Error(`lost: ${words.lost}`), { detail: words.lost, query: words.lost })
    vi.spyOn(store, 'commit').mockRejectedValueOnce(error).mockRejectedValueOnce(new TypeError(words.lost))
    await at.minh.says(words.lost)
    await asOwner(w.opened, `update concern set text_sealed = 'v1.k1.' || text_sealed where id = $1`, [own.id])
    await at.lee.presses(
      at.lee.t(($) => $.concerns.button.more),
      at.lee.card(own.code, at.desk),
    )
    for (const kind of ['dropped', 'lost-reply', 'server-error'] as const)
      w.twins.telegram!.fault({ kind, method: 'sendMessage' })
    for (const platform of ['slack', 'telegram']) w.twins[platform]!.fault({ kind: 'throttle', retryAfterS: 1 })
    await at.minh.types('help', words.command)
    await at.minh.types(words.command.replaceAll(' ', '_'))
    await taps[1]!.post({ update_id: 7, message: { text: words.command } })
    await at.minh.person.blocksBot()
    await w.settle()
  }

  it('tells codes, and not one word, name or account of anybody', async () => {
    await trouble()
    const lines: string[] = []
    const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } })
    for (const { code, fields } of w.logs) log(code, fields as Record<string, string>)
    expect(new Set(w.logs.map(({ code }) => code)).size).toBeGreaterThan(2)
    const said = [JSON.stringify(w.logs), ...lines, ...output].join('\n')
    const planted = Object.values(words).flatMap((text) => text.split(/[ ,]+/u).filter((word) => word.length > 4))
    const encoded = planted.flatMap((word) => [
      word,
      Buffer.from(word).toString('hex'),
      Buffer.from(word).toString('base64'),
    ])
    expect([...encoded, ...identitiesIn(taps)].filter((one) => said.includes(one))).toEqual([])
  })

  it('is all that the product writes: no library prints by itself', () => {
    expect(output.filter((line) => line.trim() !== '')).toEqual([])
  })
})
