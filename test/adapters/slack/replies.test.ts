import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Form, Inbound, Reply } from '#contract'
import { notice, product, standIn } from './stand.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../adapters/slack/fixtures/${name}.json`, import.meta.url), 'utf8'))
const [slash, shortcut, press, submission] = ['slash', 'shortcut', 'press', 'submission'].map(read)

const form: Form = {
  ref: 'form-ref',
  locale: 'en',
  title: 'Relay a concern',
  submit: 'Send',
  fields: [{ name: 'text', label: 'Words', kind: 'text', lines: 'many', max: 500 }],
}
const answers: Record<string, object | ((args: Record<string, string>) => object)> = {}
let receive: (inbound: Inbound) => Promise<Reply>
let api: Awaited<ReturnType<typeof standIn>>
let bot: Awaited<ReturnType<typeof product>>

const replying = (reply: Reply) => {
  receive = async () => reply
}
const called = (method: string) => api.calls.filter((call) => call.method === method).map(({ args }) => args)
const privately = (payload: object) => ({ ...payload, channel: { id: 'D00000ANA', name: 'directmessage' } })

beforeEach(async () => {
  for (const method of Object.keys(answers)) delete answers[method]
  api = await standIn(answers)
  bot = await product((inbound) => receive(inbound), api.url)
})
afterEach(async () => {
  await bot.stop()
  await api.stop()
})

describe('a notice', () => {
  it('to a command is its answer, which only that person sees', async () => {
    replying(notice('Your code is R-7K3M.', [{ label: 'Stop', ref: 'stop-ref', tone: 'danger' }]))
    const { json } = await bot.command(slash)
    expect(json).toMatchObject({ response_type: 'ephemeral', blocks: [{ type: 'rich_text' }, { type: 'actions' }] })
  })
  it('to a button is whispered in its channel', async () => {
    replying(notice('Already taken.'))
    expect((await bot.click(press)).text).toBe('')
    await expect
      .poll(() => called('chat.postEphemeral'))
      .toMatchObject([{ channel: 'C0000DESK', user: 'U00000LEE', parse: 'none' }])
  })
  it('to a button in a thread is whispered there', async () => {
    replying(notice('Already taken.'))
    const thread = { thread_ts: '1790000000.000100' }
    await bot.click({ ...press, container: { ...press.container, ...thread } })
    await bot.click({ ...shortcut, message: { ...shortcut.message, ...thread } })
    await expect.poll(() => called('chat.postEphemeral')).toMatchObject([thread, thread])
  })
  it('to a button in private stays there', async () => {
    replying(notice('Closed.'))
    await bot.click(privately(press))
    await expect
      .poll(() => called('chat.postMessage'))
      .toMatchObject([{ channel: 'D00000ANA', mrkdwn: 'false', unfurl_links: 'false' }])
    expect(called('chat.postEphemeral')).toEqual([])
  })
  it('to the message menu reaches people where the bot is no member', async () => {
    answers['chat.postEphemeral'] = { ok: false, error: 'not_in_channel' }
    replying(notice('Draft saved.'))
    await bot.click({ ...shortcut, response_url: `${api.url}/api/answer` })
    await expect.poll(() => called('answer')).toMatchObject([{ response_type: 'ephemeral', replace_original: false }])
  })
  it('goes to the private chat when no whisper gets through', async () => {
    answers['chat.postEphemeral'] = { ok: false, error: 'channel_not_found' }
    replying(notice('Draft saved.'))
    await bot.click({ ...shortcut, response_url: 'https://evil.example/answer' })
    await expect.poll(() => called('chat.postMessage')).toMatchObject([{ channel: 'D00000ANA' }])
    expect(called('conversations.open')).toMatchObject([{ users: 'U00000ANA' }])
  })
  it('to a form takes the form’s place', async () => {
    replying(notice('Sent.', [{ label: 'Undo', ref: 'undo-ref' }]))
    const { json } = await bot.click(submission)
    expect(json).toMatchObject({
      response_action: 'update',
      view: { title: { text: 'Relay a concern' }, callback_id: 'notice' },
    })
  })
  it('to a button in a window takes the window’s place', async () => {
    replying(notice('Undone.'))
    const { channel: _, ...inWindow } = press
    await bot.click({ ...inWindow, container: { type: 'view', view_id: 'V0000001' }, view: submission.view })
    await expect.poll(() => called('views.update')).toMatchObject([{ view_id: 'V0000001' }])
    expect(bot.heard[0]).toMatchObject({ kind: 'press', message: 'V0000001', place: { ref: 'C0000DESK' } })
  })
  it('to written words follows them', async () => {
    replying(notice('Noted.'))
    await bot.event(read('events').text)
    await expect.poll(() => called('chat.postMessage')).toMatchObject([{ channel: 'D00000ANA' }])
  })
})

describe('a form', () => {
  it('opens before Slack has its answer, and carries its place', async () => {
    replying({ kind: 'form', form })
    await bot.click(press)
    const [opened] = called('views.open')
    expect(opened).toMatchObject({ trigger_id: '1001.2002.press' })
    expect(JSON.parse(JSON.parse(opened!.view!).private_metadata)).toEqual({ form: 'form-ref', place: 'C0000DESK' })
  })
  it('follows a form in the same window', async () => {
    replying({ kind: 'form', form })
    const { json } = await bot.click(submission)
    expect(json).toMatchObject({ response_action: 'update', view: { callback_id: 'form' } })
  })
  it('that opens too late is told as expired, and what is said about it reaches the person', async () => {
    answers['views.open'] = { ok: false, error: 'expired_trigger_id' }
    receive = async ({ kind }) => (kind === 'expired' ? notice('Please press again.') : { kind: 'form', form })
    expect((await bot.click(press)).status).toBe(200)
    expect(bot.heard).toMatchObject([
      { kind: 'press' },
      { kind: 'expired', action: 'answer-ref', id: 'slack:1001.2002.press:expired' },
    ])
    await expect.poll(() => called('chat.postEphemeral')).toHaveLength(1)
  })
  it('closes when there is nothing to say', async () => {
    replying({ kind: 'none' })
    const { status, text } = await bot.click(submission)
    expect([status, text]).toEqual([200, ''])
  })
  it('stays open with errors under their fields', async () => {
    replying({ kind: 'invalid', errors: { text: 'Too long.', unknown: 'Also wrong.' } })
    const { json } = await bot.click(submission)
    expect(json).toEqual({ response_action: 'errors', errors: { text: 'Too long. Also wrong.' } })
  })
})
