import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLog } from '../../src/ops/log.ts'
import { transact } from '../../src/store/envelope.ts'
import { asOwner, dump, type Json, parsed, type Tap, wiretap } from '../support/doors.ts'
import { answered, enters, morePressed, receiptIn, relayed, settled, type Told, type Town, written } from '../support/journey.ts'
import { bare, type World, world } from '../support/world.ts'

/** Words that stand for everything people give us; each is planted where its name says, and found again by the control. */
const canaries = {
  message: 'heliotropo farola zafiro 4471',
  phone: '+1 212 555 0188',
  email: 'canaria.zafiro@correo.example',
  handle: '@canaria_zafiro_77',
  own: 'heliotropo ruido topacio 5582',
  draft: 'heliotropo borrador granate 6693',
  edited: 'heliotropo cambiado berilo 7704',
  question: 'heliotropo which corner opal 8815',
  reply: 'heliotropo esquina jade 9926',
  half: 'heliotropo a medias perla 1037',
  answer: 'heliotropo repaired onyx 2148',
  reason: 'heliotropo declined agate 3259',
  label: 'heliotropo amber 4360',
  community: 'heliotropo quartz 5471',
  area: 'heliotropo garnet street 6582',
}

/** Shown to somebody in these forms at least once, so the search below would have found them. */
const shown: (keyof typeof canaries)[] = ['message', 'own', 'draft', 'edited', 'question', 'reply', 'answer', 'reason', 'label', 'community', 'area']

const cores = (text: string) =>
  [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]).toString('base64').replace(/=+$/u, '')
    return encoded.slice(shift === 0 ? 0 : shift + 1, -2)
  })

/** Every way in which a text could lie in a dump without being sealed. */
function forms(text: string, prefixes: readonly string[] = []): string[] {
  const hashed = ['', ...prefixes].flatMap((prefix) =>
    ['sha256', 'sha1', 'md5'].flatMap((name) =>
      (['hex', 'base64', 'base64url'] as const).map((form) => createHash(name).update(prefix + text).digest(form).slice(0, 30)),
    ),
  )
  const hex = Buffer.from(text).toString('hex')
  const wide = Buffer.from(text, 'utf16le').toString('hex')
  const plain = [text, text.toLowerCase(), text.toUpperCase(), [...text].reverse().join(''), text.replaceAll(/\s/gu, ''), encodeURIComponent(text)]
  const standard = cores(text)
  const safe = standard.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))
  return [...plain, hex, hex.toUpperCase(), wide, JSON.stringify(text).slice(1, -1), ...standard, ...safe, ...hashed]
}

describe('after a whole journey', () => {
  let w: World
  let at: Town
  let taps: Record<string, Tap>
  let relay: Told
  let own: Told
  const output: string[] = []

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr] as const)
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        output.push(String(text))
        return true
      })
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    taps = { slack: await wiretap(w, 'slack'), telegram: await wiretap(w, 'telegram') }
    at = await settled(w)
    await desk()
    relay = await relayed(at, `${canaries.message} ${canaries.phone} ${canaries.email} ${canaries.handle}`)
    await enters(at, at.minh)
    own = await written(at, at.minh, canaries.own)
    await exchange()
    await answered(at, relay, canaries.answer)
    await at.ana.presses(at.ana.t(($) => $.concerns.button.settled))
    await morePressed(at, own, at.lee.t(($) => $.concerns.button.decline))
    await at.lee.answers({ reason: 'other', text: canaries.reason })
    await unfinished()
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await Promise.all(Object.values(taps).map((tap) => tap.close()))
    await w.close()
  })

  async function desk() {
    await at.lee.types('invite', '', at.desk)
    await at.lee.answers({ role: 'officer', label: canaries.label })
    await at.lee.presses(at.lee.t(($) => $.people.button.community), at.desk)
    await at.lee.answers({ name: canaries.community, locale: 'English', emergency: '' })
    await at.lee.presses(at.lee.t(($) => $.people.button.areas), at.desk)
    await at.lee.answers({ names: canaries.area })
    await at.lee.presses(at.lee.t(($) => $.people.button.areas), at.desk)
  }
  async function exchange() {
    await at.lee.presses(at.lee.t(($) => $.concerns.button.ask), at.lee.card(own.code, at.desk))
    await at.lee.answers({ text: canaries.question })
    await at.minh.presses(at.minh.t(($) => $.concerns.button.reply))
    await at.minh.says(canaries.reply)
  }
  /** A draft that nobody sent, changed once, and a form half filled in. */
  async function unfinished() {
    await at.ana.forwards(await at.rosa.says(canaries.draft, at.group))
    await at.ana.presses(at.ana.t(($) => $.concerns.button.edit))
    await at.ana.says(canaries.edited)
    await at.minh.says(canaries.half)
    await at.minh.presses(at.minh.t(($) => $.concerns.button.topic))
  }

  /** Account and chat ids, user names and display names, as the platforms told them to us. */
  function identities(): string[] {
    const found = new Set<string>()
    const visit = (value: unknown, key = ''): void => {
      if (Array.isArray(value)) for (const one of value) visit(one, key)
      else if (typeof value === 'object' && value) for (const [name, one] of Object.entries(value)) visit(one, name)
      else if (/^(?:user_id|channel_id|user_name|username|first_name|title|account)$/u.test(key)) found.add(String(value))
    }
    for (const tap of Object.values(taps))
      for (const { body, headers } of tap.heard) {
        const told = parsed(body, headers['content-type'])
        visit(told)
        const { from, chat } = (told.message ?? {}) as { from?: Json; chat?: Json }
        for (const one of [from?.id, chat?.id]) if (one) found.add(String(one))
      }
    return [...found].filter((one) => one.length > 5)
  }
  const everythingSeen = () =>
    [at.ana, at.rosa, at.minh, at.lee]
      .flatMap(({ person }) => [person.bot, person === at.lee.person ? at.desk : at.group].flatMap((room) => person.sees(room)))
      .map(({ text }) => bare(text))
      .join('\n')

  it('people saw every canary, and the platforms told us who they are', () => {
    const text = `${everythingSeen()}\n${JSON.stringify(Object.values(w.twins).map(({ calls }) => calls))}`
    expect(shown.filter((name) => !forms(canaries[name]).some((form) => text.includes(form)))).toEqual([])
    expect(identities().length).toBeGreaterThan(8)
    expect(w.twins.slack!.violations.concat(w.twins.telegram!.violations)).toEqual([])
  })

  it('a stolen database holds none of it, in any form', async () => {
    const rows = [...(await dump(w.opened))].flatMap(([table, found]) => found.map((row) => `${table} ${row}`))
    const text = rows.join('\n')
    expect(rows.length).toBeGreaterThan(60)
    const prefixes = [`${at.precinct}\n`, `${at.precinct}|`, `${at.precinct}`, 'telegram:', 'slack:', 'telegram|', 'slack|']
    const planted = Object.entries(canaries).flatMap(([name, canary]) =>
      forms(canary, prefixes)
        .filter((form) => text.includes(form))
        .map((form) => ({ name, form })),
    )
    expect(planted).toEqual([])
    const people = identities().flatMap((one) => forms(one, prefixes).filter((form) => form.length > 5 && text.includes(form)))
    expect(people).toEqual([])
  })

  it('no column holds a hash from which a guessed concern could be confirmed', async () => {
    const passed = new Map((await asOwner(w.opened, 'select id, precinct_id from concern')).map(({ id }) => [String(id), true]))
    const text = JSON.stringify([...(await dump(w.opened))])
    const guesses = (await wordsKept()).flatMap((words) => forms(words, [`${at.precinct}\n`, `${at.precinct}|`]))
    expect(passed.size).toBeGreaterThan(2)
    expect(guesses.filter((guess) => guess !== '' && text.includes(guess))).toEqual([])
  })
  /** The texts of all concerns as they stand: what somebody with a stolen database would have to guess. */
  const wordsKept = async () => {
    const records = w.product.engine.store.records('engine', { precinct: at.precinct })
    return (await records.list('concern', (db) => db.concern.findMany())).map(({ text }) => text).filter(Boolean)
  }

  it('the desk’s own eyes on the database find no account, person, receipt or handle of a voice', async () => {
    const voices = await asOwner(w.opened, 'select person_id, receipt_key from voice')
    const keys = await asOwner(w.opened, 'select key, place_key from account')
    const places = await asOwner(w.opened, `select key from place where purpose = 'private'`)
    const officers = new Set((await asOwner(w.opened, `select person_id from role where role in ('officer', 'lead')`)).map(({ person_id }) => person_id))
    const secret = [
      ...voices.flatMap(({ person_id, receipt_key }) => [person_id, receipt_key]),
      ...keys.flatMap(({ key, place_key }) => [key, place_key]),
      ...places.map(({ key }) => key),
      receiptIn(at.ana),
      receiptIn(at.minh),
      ...identities(),
    ].filter((one) => one && !officers.has(one as string)) as string[]
    expect(secret.length).toBeGreaterThan(15)
    const tables = (await asOwner(w.opened, `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`)).map(({ name }) => String(name))
    const read: string[] = []
    for (const table of tables) {
      const [rows] = await transact(w.opened, 'desk', { precinct: at.precinct }, [
        { name: `desk_reads_${table}`, text: `select row_to_json(t)::text as row from ${table} t` },
      ]).catch(() => [[]])
      read.push(...(rows ?? []).map(({ row }) => `${table} ${row}`))
    }
    expect(new Set(read.map((row) => row.split(' ')[0]))).toContain('concern')
    for (const closed of ['voice ', 'person ', 'account ', 'place ', 'delivery ', 'content ', 'hearing ', 'inbox ', 'code '])
      expect(read.filter((row) => row.startsWith(closed))).toEqual([])
    expect(secret.filter((one) => read.some((row) => row.includes(one)))).toEqual([])
  })

  it('what officers see names nobody', () => {
    const seen = at.lee.person.sees(at.desk).map(({ text }) => bare(text)).join('\n')
    const names = [...identities().filter((one) => one !== 'Officer Lee' && !/officer/iu.test(one)), 'Rosa', 'Minh', receiptIn(at.ana), receiptIn(at.minh)]
    const lees = taps.slack!.heard.map(({ body, headers }) => String(parsed(body, headers['content-type']).user_id))
    expect(names.filter((one) => !lees.includes(one) && one !== 'precinct-9-desk' && seen.includes(one) && one !== 'Calle Roble')).toEqual([])
    expect([canaries.phone, canaries.email, canaries.handle].filter((one) => seen.includes(one))).toEqual([])
  })

  it('no line of the log holds any of it, also when things break', async () => {
    const { engine } = w.product
    const failing = vi.spyOn(engine.store, 'commit').mockRejectedValueOnce(Object.assign(new Error(`lost ${canaries.own}`), { detail: canaries.own }))
    await at.minh.says(canaries.own)
    failing.mockRestore()
    await asOwner(w.opened, `update concern set text_sealed = replace(text_sealed, 'v1.', 'v1.x') where id = $1`, [own.id])
    await morePressed(at, own, at.lee.t(($) => $.concerns.button.original)).catch(() => {})
    w.twins.telegram!.fault({ kind: 'server-error', html: true, method: 'sendMessage', times: 2 })
    await at.minh.types('help', canaries.own)
    const lines: string[] = []
    const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } })
    for (const { code, fields } of w.logs) log(code, fields as Record<string, string>)
    expect(lines.length).toBeGreaterThan(1)
    const said = [JSON.stringify(w.logs), ...lines, ...output].join('\n')
    const found = [...Object.values(canaries), ...identities()].filter((one) => forms(one).some((form) => form.length > 5 && said.includes(form)))
    expect(found).toEqual([])
    expect(output.filter((line) => !/vitest|✓|❯|RUN/u.test(line))).toEqual([])
  })
})
