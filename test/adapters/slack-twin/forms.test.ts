import { describe, expect, it } from 'vitest'
import { cleanUp, clientOf, type Heard, listener, twinned } from './bare.ts'

cleanUp()

const formOf = ({ body }: Heard) => Object.fromEntries(new URLSearchParams(body))

describe('answers to a form', () => {
  const view = (more: object) => ({ type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [], ...more })
  const input = {
    type: 'input',
    block_id: 'f',
    label: { type: 'plain_text', text: 'F' },
    element: { type: 'plain_text_input', action_id: 'v' },
  }

  async function form(answer: object | string) {
    const twin = await twinned()
    const product = await listener((heard, response) => {
      if (heard.body.includes('view_submission'))
        response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
      else response.end()
    })
    await twin.connect(product.url)
    const ana = twin.person('Ana')
    await ana.commands(ana.bot, 'form')
    const { trigger_id } = formOf(product.heard.at(-1)!)
    const asked = view({ blocks: [input], submit: { type: 'plain_text', text: 'Send' }, private_metadata: 'm' })
    await clientOf(twin).apiCall('views.open', { trigger_id, view: asked })
    const errors = await ana.fills({ f: 'words' })
    return { twin, ana, errors, heard: product.heard.at(-1)! }
  }

  it('may be nothing: the form closes', async () => {
    const { ana, errors, heard } = await form('')
    expect([errors, ana.form()]).toEqual([{}, null])
    expect(JSON.parse(formOf(heard).payload!).view).toMatchObject({
      private_metadata: 'm',
      state: { values: { f: { v: { type: 'plain_text_input', value: 'words' } } } },
    })
  })

  it('may clear, or push another', async () => {
    expect((await form({ response_action: 'clear' })).ana.form()).toBeNull()
    const { ana } = await form({ response_action: 'push', view: view({ title: { type: 'plain_text', text: 'Next' } }) })
    expect(ana.form()?.title).toBe('Next')
  })

  it.each([
    ['errors for no field', { response_action: 'errors', errors: { g: 'x' } }],
    [
      'a view beyond its limits',
      { response_action: 'update', view: view({ title: { type: 'plain_text', text: 'a'.repeat(25) } }) },
    ],
    ['an unknown action', { response_action: 'shout' }],
    ['no JSON', 'thanks'],
  ])('with %s are a mistake, and the form stays', async (_, answer) => {
    const { twin, ana, errors } = await form(answer)
    expect(errors).toEqual({ '': 'We had some trouble connecting. Try again?' })
    expect(ana.form()?.fields).toHaveLength(1)
    expect(twin.violations).toHaveLength(1)
  })
})
