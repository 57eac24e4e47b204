import { readFileSync } from 'node:fs'
import { world, town } from '../test/support/world.ts'
import { receive } from '../src/engine/receive.ts'
import { readContext } from '../src/store/context.ts'
const w = await world()
await town(w)
const engine = w.product.engine
engine.wake = () => {}
await w.product.pump.stop()
const store = engine.store
const q = async (t: string) => (await w.opened.pools.engine.query(t)).rows
const pids = async () => (await q(`select pid from pg_stat_activity where datname=current_database()`)).map((r) => r.pid)
const cpu = async () => { let s = 0; for (const p of await pids()) { try { const f = readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1]!.split(' '); s += Number(f[11]) + Number(f[12]) } catch {} } return s * 10_000 }
const rows = await store.run('engine', {}, [{ name: 'x', text: "select p.key, p.address_sealed, a.key as account from place p join account a on a.place_key=p.key where p.platform='telegram'", values: [] }])
const { key, account } = rows[0]![0] as any
const place = JSON.parse((store.sealing.open('place', rows[0]![0] as any) as any).address)
const precinct = (await q('select id from precinct'))[0].id
const measure = async (name: string, n: number, f: (i: number) => Promise<unknown>) => {
  for (let i = 0; i < 200; i++) await f(-i)
  const c0 = await cpu(), n0 = process.cpuUsage(), t0 = performance.now()
  await Promise.all(Array.from({ length: 4 }, async (_, k) => { for (let i = k; i < n; i += 4) await f(i) }))
  const nc = process.cpuUsage(n0)
  console.log(name.padEnd(30), 'pg', Math.round(((await cpu()) - c0) / n), 'node', Math.round((nc.user + nc.system) / n), 'wall', Math.round((performance.now() - t0) * 1000 / n))
}
const N = 3000
await measure('select 1 (named)', N, () => w.opened.pools.engine.query({ name: 's1', text: 'select 1' }))
await measure('context', N, () => readContext(store, { inbox: 'x' + Math.random(), account, place: key, precinct: null }))
await measure('empty transact', N, () => store.run('engine', { precinct }, []))
await measure('commit inbox only', N, () => store.commit(precinct, [], 'i' + Math.random()))
let captured: any[] = []
const orig = store.commit.bind(store)
;(store as any).commit = async (p: string, ops: any[], inbox: string) => { captured = ops; return orig(p, ops, inbox) }
const text = 'La farola de la calle Roble está rota desde hace un mes y de noche da miedo pasar por ahí con los niños cuando volvemos de la escuela tarde. Nadie ha venido a verla aunque llamamos varias veces a la ciudad y al distrito. Por favor digan cuándo la van a reparar y quién responde por eso.'
const ev = () => receive(engine, { kind: 'text', id: `telegram:hot-${Math.random()}`, actor: { account: place.ref, name: 'Ana', locale: 'es' }, place, text, attachments: [], message: '1' } as any)
await measure('receive', N, ev)
const tables = [...new Set(captured.map((o) => o.table))]
console.log(captured.map((o) => `${o.op} ${o.table}`).join(', '))
const fresh = (only: (o: any) => boolean) => { const map = new Map<string, string>(); const id = (s: string) => { if (!map.has(s)) map.set(s, engine.ids.uuid()); return map.get(s)! }
  return captured.filter(only).map((o) => ({ ...o, row: { ...o.row, id: id(o.row.id), ...(o.row.concern_id && { concern_id: id(o.row.concern_id) }), ...(o.row.subject && { subject: id(o.row.subject) }), ...(o.row.desk_code && { desk_code: Math.random() + '' }), ...(o.row.receipt_key && { receipt_key: Math.random() + '' }) } })) }
await measure('commit all rows', N, () => orig(precinct, fresh(() => true), 'i' + Math.random()))
for (const t of ['concern', 'clock', 'delivery']) await measure('commit ' + t, N, () => orig(precinct, fresh((o) => o.table === t), 'i' + Math.random()))
await measure('commit concern+voice', N, () => orig(precinct, fresh((o) => ['concern', 'voice'].includes(o.table)), 'i' + Math.random()))
process.exit(0)
