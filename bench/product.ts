// The product as it runs, with one platform, on a database of the bench.
import { createAdapters } from '../src/platforms.ts'
import { startProduct } from '../src/product.ts'
import { openStore } from '../src/store/open.ts'
import { newKey, parseKeyRing } from '../src/trust/keys.ts'
import { answerParent } from './child.ts'
import { slack, telegram } from './secrets.ts'
import { buttonsOf, countAtDesk, settle } from './town.ts'

export type ProductOptions = {
  platform: 'slack' | 'telegram'
  standIn: string
  /** Absent: the embedded database in `dataDir`, on a thread of its own. */
  databaseUrl?: string
  dataDir: string
}

const options = JSON.parse(process.argv[2] ?? '{}') as ProductOptions
const { platform, standIn, databaseUrl, dataDir } = options

const environment = () =>
  platform === 'slack'
    ? { SLACK_BOT_TOKEN: slack.token, SLACK_SIGNING_SECRET: slack.secret, SLACK_API_URL: `${standIn}/api/` }
    : {
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_URL: standIn,
        TELEGRAM_WEBHOOK_SECRET: telegram.secret,
        PUBLIC_URL: 'http://127.0.0.1',
      }

const counts = new Map<string, number>()
const log = (code: string) => void counts.set(code, (counts.get(code) ?? 0) + 1)

async function open() {
  const opened = await openStore({
    ...(databaseUrl && { databaseUrl }),
    dataDir,
    password: (role) => `bench-${role}`,
    logins: 'hearback_bench',
    sizes: { engine: 16 },
    log,
  })
  if (opened.status === 'refused') throw new Error(opened.detail)
  return opened
}

async function start() {
  const keys = parseKeyRing(newKey('k1'))
  const { adapters, wrong } = await createAdapters(environment())
  if (!keys.ok || wrong.length > 0) throw new Error(JSON.stringify(wrong))
  const config = { keys: keys.ring, operatedBy: 'community', host: '127.0.0.1', port: 0 } as const
  return startProduct({ config, opened: await open(), adapters, log })
}

const product = await start()
const { precinct } = await settle(product.engine, platform)

/**
 * Forgets what the platform's pace has kept back. The load writes a hundred times what a platform takes in; without this the
 * pump would go on sending while somebody else is measured, and stopping would wait for all of it.
 */
async function empty(): Promise<boolean> {
  const text = `update delivery set state = 'sent' where state = 'due'`
  await product.engine.store.run('pump', {}, [{ name: 'bench_empty', text, values: [] }])
  await product.pump.idle()
  return true
}

answerParent(
  {
    url: () => product.url,
    precinct: () => precinct,
    buttons: () => buttonsOf(product.engine, platform, precinct),
    /** What the log counted since the last question. */
    log: () => {
      const answer = Object.fromEntries(counts)
      counts.clear()
      return answer
    },
    atDesk: () => countAtDesk(product.engine, precinct),
    empty,
  },
  () => product.stop(),
)
