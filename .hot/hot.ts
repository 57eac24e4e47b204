import { world, town } from '../test/support/world.ts'
import { receive } from '../src/engine/receive.ts'
const w = await world()
await town(w)
const engine = w.product.engine
engine.wake = () => {}
const rows = await engine.store.run('engine', {}, [{ name: 'x', text: "select p.key, p.address_sealed from place p join account a on a.place_key=p.key where p.platform='telegram'", values: [] }])
const place = JSON.parse((engine.store.sealing.open('place', rows[0]![0] as any) as any).address)
const N = Number(process.argv[2] ?? 3000), C = 16
let i = 0
const text = 'La farola de la calle Roble está rota desde hace un mes y de noche da miedo pasar por ahí con los niños cuando volvemos de la escuela tarde. Nadie ha venido a verla aunque llamamos varias veces a la ciudad y al distrito. Por favor digan cuándo la van a reparar y quién responde por eso.'
const one = async () => { while (i < N) { const n = i++; const r = await receive(engine, { kind: 'text', id: `telegram:hot${n}-${Math.random()}`, actor: { account: place.ref, name: 'Ana', locale: 'es' }, place, text, attachments: [], message: String(n) } as any); if (r.kind !== 'none') console.log(JSON.stringify(r).slice(0, 200)) } }
i = N - 300; await Promise.all(Array.from({ length: C }, one)); i = 0
const pids = async () => Number((await (await import('node:child_process')).execSync(`ps -eo cputimes,comm | awk '/postgres/{s+=$1} END{print s}'`)).toString())
const cpu0 = process.cpuUsage(), t0 = performance.now(), p0 = await pids()
await Promise.all(Array.from({ length: C }, one))
const cpu = process.cpuUsage(cpu0), ms = performance.now() - t0
console.log({ perSec: Math.round(N / ms * 1000), nodeUs: Math.round((cpu.user + cpu.system) / N), pgUs: Math.round(((await pids()) - p0) * 1e6 / N) })
await w.close(); process.exit(0)
