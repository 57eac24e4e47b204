import type { Twin, TwinPerson, TwinRoom, TwinSeen } from '#contract'
import { tick } from '../../src/engine/tick.ts'
import { createPrecinct } from '../../src/ops/precinct.ts'
import { type Product, startProduct } from '../../src/product.ts'
import { moveTime } from '../../src/store/clocks.ts'
import { newKey, parseKeyRing } from '../../src/trust/keys.ts'
import { database } from '../support/database.ts'
import { bare, codeIn, newest } from '../support/world.ts'
import toy from './index.ts'
import { startTwin } from './twin.ts'

/** The whole product with the toy as its only door. */
export type ToyStage = {
  twin: Twin
  product: Product
  precinct: string
  /** The precinct's one-time code for its desk. */
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
  const { id: precinct, code } = await createPrecinct(product.engine, town)
  return {
    ...{ twin, product, precinct, code, settle },
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

/** A precinct with its desk, a community, Ana its ambassador, and Rosa's words relayed to the desk. */
export async function toyTown(s: ToyStage, words: string) {
  const [ana, lee, rosa] = ['Ana', 'Officer Lee', 'Rosa'].map((name) => s.twin.person(name)) as [
    TwinPerson,
    TwinPerson,
    TwinPerson,
  ]
  const desk = await s.twin.group('desk', [lee])
  const group = await s.twin.group('Elm Street', [ana, rosa])
  await lee.commands(desk, 'setup', s.code)
  await s.settle()
  await s.press(lee, desk, 'Connect a community')
  await s.answer(lee, 'Elm Street', 'English', 'Skip')
  await ana.commands(group, 'setup', codeIn(newest(lee, lee.bot, 'ready to be connected')))
  await s.settle()
  await lee.commands(desk, 'invite')
  await s.settle()
  await s.answer(lee, 'Ambassador', 'Ana')
  await ana.opens(codeIn(newest(lee, lee.bot, 'Invitation for Ana')))
  await s.settle()
  await ana.relays(await rosa.says(group, words))
  await s.settle()
  await s.press(ana, ana.bot, 'Send, they agreed')
  return { ana, lee, rosa, desk, group }
}
