import type { Twin, TwinPerson, TwinRoom, TwinSeen } from '#contract'
import { tick } from '../../src/engine/tick.ts'
import { createPrecinct } from '../../src/ops/precinct.ts'
import { type Product, startProduct } from '../../src/product.ts'
import { moveTime } from '../../src/store/clocks.ts'
import { newKey, parseKeyRing } from '../../src/trust/keys.ts'
import { database } from '../support/database.ts'
import { bare, newest } from '../support/world.ts'
import toy from './index.ts'
import { startTwin } from './twin.ts'

/** The whole product with the toy as its only door. */
export type ToyStage = {
  twin: Twin
  product: Product
  /** A new precinct's one-time code for its desk. */
  code: string
  settle(): Promise<void>
  later(ms: number): Promise<void>
  /** Presses the newest button with that label in a room. */
  press(person: TwinPerson, room: TwinRoom, label: string): Promise<TwinSeen>
  /** Answers a form that is asked question by question: a button where one has that label, else typed. */
  answer(person: TwinPerson, ...values: string[]): Promise<void>
  close(): Promise<void>
}

export async function toyStage(): Promise<ToyStage> {
  const [twin, opened] = await Promise.all([startTwin(), database()])
  const product = await productOn(twin, opened)
  await twin.connect(product.url)
  await product.ready
  const settle = async () => {
    for (let round = 0; round < 3; round += 1) {
      await twin.settled()
      await product.pump.idle()
    }
  }
  const town = { name: 'Precinct 9', locale: 'en', zone: 'America/New_York', region: 'US', emergency: '911' }
  const { code } = await createPrecinct(product.engine, town)
  return {
    ...{ twin, product, code, settle },
    async later(ms) {
      await moveTime(product.engine.store, ms)
      await tick(product.engine)
      await settle()
    },
    async press(person, room, label) {
      const message = newest(person, room, label)
      const button = message.buttons.find((one) => bare(one.label) === label)
      await person.presses(message, button?.label ?? label)
      await settle()
      return message
    },
    async answer(person, ...values) {
      for (const value of values) {
        const question = newest(person, person.bot)
        const button = question.buttons.find((one) => bare(one.label) === value)
        if (button) await person.presses(question, button.label)
        else await person.says(person.bot, value)
        await settle()
      }
    },
    async close() {
      await product.stop()
      await twin.stop()
      await opened.close()
    },
  }
}

async function productOn(twin: Twin, opened: Awaited<ReturnType<typeof database>>): Promise<Product> {
  const keys = parseKeyRing(newKey('k1'))
  const settings = toy.settings.safeParse(twin.env)
  if (!keys.ok || !settings.success) throw new Error('the toy does not fit itself')
  const config = { keys: keys.ring, operatedBy: 'community', host: '127.0.0.1', port: 0 } as const
  const shared = { ...opened, close: async () => {} }
  return startProduct({ config, opened: shared, adapters: [toy.create(settings.data)], log: () => {}, still: true })
}
