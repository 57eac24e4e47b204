import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FORM_TYPE, inboxSize, proof, type Tap, wiretap } from '../support/doors.ts'
import { type World, world } from '../support/world.ts'

const command = { token: 't', team_id: 'T0TWIN', channel_id: 'C01', user_id: 'U01', command: '/hearback', text: 'help' }
const body = Buffer.from(new URLSearchParams({ ...command, user_name: 'ana', trigger_id: '1.2.3' }).toString())

const said = (text: string) => ({
  message_id: 7,
  date: 1_790_000_000,
  chat: { id: 41, type: 'private', first_name: 'Rosa' },
  from: { id: 41, is_bot: false, first_name: 'Rosa' },
  text,
})

describe('a request with a signature that holds', () => {
  let w: World
  let slack: Tap
  let telegram: Tap
  beforeAll(async () => {
    w = await world({ twin: { telegram: { mode: 'webhook' } } })
    slack = await wiretap(w, 'slack')
    telegram = await wiretap(w, 'telegram')
  })
  afterAll(async () => {
    await Promise.all([slack.close(), telegram.close()])
    await w.close()
  })

  it('is worth nothing after five minutes, nor before its time', async () => {
    const at = Math.floor(Date.now() / 1000)
    const sent = (skew: number) =>
      slack.send(body, { 'content-type': FORM_TYPE, ...proof(w.twins.slack!, body, at + skew) })
    expect(await Promise.all([-302, -86_400, 302, 86_400, 31_536_000].map(sent))).toEqual([401, 401, 401, 401, 401])
  })

  it('is refused when it is over the limit, and taken under it', async () => {
    const before = await inboxSize(w.opened)
    const long = (length: number) => Buffer.from(`${body}&x=${'a'.repeat(length)}`)
    const big = long(1_048_576)
    expect(await slack.send(big, { 'content-type': FORM_TYPE, ...proof(w.twins.slack!, big) })).toBe(413)
    const update = JSON.stringify({ update_id: 2, message: said('x'.repeat(300_000)) })
    expect(await telegram.send(update, proof(w.twins.telegram!, update))).toBe(413)
    expect(await inboxSize(w.opened)).toBe(before)
    const small = Buffer.from(long(1_000).toString().replace('1.2.3', '1.2.4'))
    expect(await slack.send(small, { 'content-type': FORM_TYPE, ...proof(w.twins.slack!, small) })).toBe(200)
  })

  it('and no sense is refused or ignored, and the door stays open', async () => {
    const before = await inboxSize(w.opened)
    const odd = [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '1',
      '{}',
      '{"type":7}',
      '{"type":"event_callback"}',
      '{"type":"block_actions"}',
      '{"update_id":"1"}',
      '{"__proto__":{"x":1}}',
    ]
    for (const text of odd) {
      const type = { 'content-type': 'application/json' }
      const [one, two] = await Promise.all([
        slack.send(text, { ...type, ...proof(w.twins.slack!, text) }),
        telegram.send(text, { ...type, ...proof(w.twins.telegram!, text) }),
      ])
      expect([text, one < 500, two < 500]).toEqual([text, true, true])
    }
    expect(await inboxSize(w.opened)).toBe(before)
    expect(await fetch(`${w.product.url}/slack/events`).then(({ status }) => status)).toBe(404)
    expect(await fetch(`${w.product.url}/healthz`).then(({ status }) => status)).toBe(200)
  })

  it('and a shape that we cannot read is let go: refused, it would only come again', async () => {
    const updates = [
      { message: {} },
      { message: { chat: null, text: 7 } },
      { edited_message: [] },
      { callback_query: {} },
      { my_chat_member: {} },
    ]
    const statuses = await Promise.all(
      updates.map((update, index) => telegram.post({ update_id: 90 + index, ...update })),
    )
    expect(statuses).toEqual(updates.map(() => 200))
    const event = (own: object) => ({
      type: 'event_callback',
      event_id: 'Ev0',
      team_id: 'T0TWIN',
      event: { type: 'message', channel: 'D1', channel_type: 'im', ...own },
    })
    const events = [
      { subtype: 'message_changed' },
      { user: 'U1', text: 7 },
      { user: 'U1', files: {} },
      { subtype: 'message_deleted', previous_message: null },
    ]
    expect(await Promise.all(events.map((own) => slack.post(event(own))))).toEqual(events.map(() => 200))
    const clicks = [{ type: 'block_actions' }, { type: 'view_submission', view: {} }, { type: 'message_action' }]
    const user = { team: { id: 'T0TWIN' }, user: { id: 'U1', team_id: 'T0TWIN' } }
    const sent = clicks.map((click) => slack.post({ payload: { ...user, ...click } }, FORM_TYPE))
    expect(await Promise.all(sent)).toEqual(clicks.map(() => 200))
  })
})
