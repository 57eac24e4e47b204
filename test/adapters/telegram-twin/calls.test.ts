import { expect, test } from 'vitest'
import { startTwin } from '../../../adapters/telegram/twin/index.ts'
import { address, FIRST_BASIC_GROUP, FIRST_GROUP, FIRST_PERSON, open } from './bot.ts'

const to = { chat_id: FIRST_PERSON }
const keyboard = (...buttons: object[]) => ({ reply_markup: { inline_keyboard: [buttons] } })
const withEntity = (text: string, entity: object) => ({ ...to, text, entities: [entity] })

/** Calls that only a faulty bot makes: refused in the server's words, and on record. */
test.each<[string, object, string]>([
  ['sendMessage', { ...to }, 'message text is empty'],
  ['sendMessage', { text: 'x' }, 'chat_id is empty'],
  ['sendMessage', { ...to, text: ' \u200b\n' }, 'message text is empty'],
  ['sendMessage', { ...to, text: 'x'.repeat(4097) }, 'message is too long'],
  [
    'sendMessage',
    { ...to, text: 'x', ...keyboard({ text: 'A', callback_data: 'x'.repeat(65) }) },
    'BUTTON_DATA_INVALID',
  ],
  [
    'sendMessage',
    { ...to, text: 'x', ...keyboard({ text: 'A', callback_data: '1', url: 'https://a.example' }) },
    'BUTTON_TYPE_INVALID',
  ],
  [
    'sendMessage',
    { ...to, text: 'x', ...keyboard({ text: 'A', url: 'nowhere' }) },
    "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
  ],
  [
    'sendMessage',
    { ...to, text: 'x', ...keyboard({ text: 'A' }) },
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  ['sendMessage', withEntity('abc', { type: 'bold', offset: 2, length: 2 }), 'ENTITY_BOUNDS_INVALID'],
  ['sendMessage', withEntity('🌳', { type: 'bold', offset: 1, length: 1 }), 'ENTITY_BOUNDS_INVALID'],
  [
    'sendMessage',
    withEntity('abc', { type: 'text_link', offset: 0, length: 3, url: 'javascript:alert(1)' }),
    'ENTITY_BOUNDS_INVALID',
  ],
  ['editMessageText', { text: 'x' }, 'message identifier is not specified'],
  ['setMyCommands', { commands: [{ command: 'Setup', description: 'x' }] }, 'BOT_COMMAND_INVALID'],
  ['setMyCommands', { commands: [{ command: 'a', description: '' }] }, 'BOT_COMMAND_DESCRIPTION_INVALID'],
  ['setMyCommands', { commands: [], language_code: 'zh-Hans' }, 'invalid language code specified'],
  ['setWebhook', { url: 'http://hearback.example' }, 'bad webhook: An HTTPS URL must be provided for webhook'],
  [
    'setWebhook',
    { url: 'https://hearback.example:9000' },
    'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
  ],
  [
    'setWebhook',
    { url: 'https://hearback.example', secret_token: 'a b' },
    'secret token contains unallowed characters',
  ],
])('%s %j is refused and noted', async (method, params, description) => {
  const { twin, call, updates } = await open()
  await twin.person('Ana').says(twin.person('Ana').bot, 'hello')
  await updates()
  expect(await call(method, params)).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${description}` })
  expect(twin.violations).toHaveLength(1)
})

test('4096 characters fit, counted as code points after trimming', async () => {
  const { twin, call, updates } = await open()
  await twin.person('Ana').opens('')
  await updates()
  expect(await call('sendMessage', { ...to, text: `${'🌳'.repeat(4096)}\n` })).toMatchObject({ ok: true })
})

test('who can be written to', async () => {
  const { twin, call, updates } = await open()
  const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
  const send = (chat_id: number) => call('sendMessage', { chat_id, text: 'x' })
  const group = await twin.group('Oak Street', [ana, minh])
  expect(await send(999)).toMatchObject({ description: 'Bad Request: chat not found' })
  expect(await send(FIRST_PERSON + 1)).toMatchObject({ description: 'Bad Request: chat not found' })
  await minh.commands(group, 'relay')
  expect(await send(FIRST_PERSON + 1)).toMatchObject({
    error_code: 403,
    description: "Forbidden: bot can't initiate conversation with a user",
  })
  await minh.opens('')
  expect(await send(FIRST_PERSON + 1)).toMatchObject({ ok: true })
  await minh.blocksBot()
  expect(await send(FIRST_PERSON + 1)).toMatchObject({
    error_code: 403,
    description: 'Forbidden: bot was blocked by the user',
  })
  await group.evictBot()
  expect(await send(FIRST_GROUP)).toMatchObject({ description: 'Forbidden: bot was kicked from the supergroup chat' })
  await minh.deactivates()
  expect(await send(FIRST_PERSON + 1)).toMatchObject({ description: 'Forbidden: user is deactivated' })
  const names = (await updates()).map((one) => Object.keys(one)[1])
  expect(names).toEqual(['my_chat_member', 'message', 'message', 'message', 'my_chat_member', 'my_chat_member'])
  expect(twin.violations).toEqual([])
})

test('a removed group, and one that became a supergroup', async () => {
  const { twin, call } = await open()
  const ana = twin.person('Ana')
  const small = await twin.group('Stairwell', [ana], { basic: true })
  await small.upgrade()
  expect(await call('sendMessage', { chat_id: FIRST_BASIC_GROUP, text: 'x' })).toEqual({
    ok: false,
    error_code: 400,
    description: 'Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: FIRST_GROUP - 1 },
  })
  expect(await call('sendMessage', { chat_id: FIRST_GROUP - 1, text: 'x' })).toMatchObject({ ok: true })
  expect(ana.sees(small).map((one) => one.text)).toEqual(['x'])
  await small.remove()
  expect(await call('sendMessage', { chat_id: FIRST_GROUP - 1, text: 'x' })).toMatchObject({
    description: 'Bad Request: chat not found',
  })
})

test('threads: only those that exist, and never the General topic by its number', async () => {
  const { twin, call } = await open()
  const ana = twin.person('Ana')
  const desk = await twin.group('Desk', [ana])
  const topic = await desk.topic('Lamps')
  const send = (message_thread_id?: number) =>
    call('sendMessage', { chat_id: FIRST_GROUP, text: 'x', message_thread_id })
  expect(await send(1)).toMatchObject({ description: 'Bad Request: message thread not found' })
  expect(await send(topic.thread)).toMatchObject({ result: { is_topic_message: true } })
  await send()
  expect([ana.sees(desk).length, ana.sees(topic).length]).toEqual([1, 1])
})

test('edits and deletes', async () => {
  const now = { ms: Date.UTC(2026, 10, 22) }
  const { twin, call } = await open({ now: () => now.ms })
  const ana = twin.person('Ana')
  const said = await ana.says(ana.bot, 'my words')
  const { result } = await call('sendMessage', { ...to, text: 'one', ...keyboard({ text: 'A', callback_data: '1' }) })
  const mine = { ...to, message_id: result.message_id }
  const hers = { ...to, message_id: Number(said.id.split('/')[1]) }
  const same =
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
  expect(
    await call('editMessageText', { ...mine, text: 'one', ...keyboard({ text: 'A', callback_data: '1' }) }),
  ).toMatchObject({ description: same })
  expect(await call('editMessageText', { ...hers, text: 'x' })).toMatchObject({
    description: "Bad Request: message can't be edited",
  })
  expect(await call('editMessageText', { ...to, message_id: 7, text: 'x' })).toMatchObject({
    description: 'Bad Request: message to edit not found',
  })
  expect(await call('editMessageText', { ...mine, text: 'two' })).toMatchObject({ ok: true })
  expect(ana.sees(ana.bot).at(-1)).toMatchObject({ text: 'two', edited: true, buttons: [] })
  expect(
    await call('editMessageReplyMarkup', { ...mine, ...keyboard({ text: 'B', callback_data: '2' }) }),
  ).toMatchObject({ ok: true })
  expect(ana.sees(ana.bot).at(-1)?.buttons).toEqual([{ label: 'B' }])
  expect(await call('deleteMessage', hers)).toMatchObject({ ok: true })
  expect(await call('deleteMessage', hers)).toMatchObject({ description: 'Bad Request: message to delete not found' })
  expect(ana.sees(ana.bot).map((one) => one.text)).toEqual(['/start', 'two'])
  now.ms += 48 * 3600_000
  expect(await call('deleteMessage', mine)).toMatchObject({ description: "Bad Request: message can't be deleted" })
  expect(twin.violations).toEqual([])
})

test('the profile, by scope and language', async () => {
  const { call } = await open()
  const scope = { type: 'all_private_chats' }
  const commands = [{ command: 'mydata', description: 'Lo que guardamos' }]
  await call('setMyCommands', { commands, scope, language_code: 'es' })
  expect((await call('getMyCommands', { scope, language_code: 'es' })).result).toEqual(commands)
  expect((await call('getMyCommands', { scope })).result).toEqual([])
  await call('deleteMyCommands', { scope, language_code: 'es' })
  expect((await call('getMyCommands', { scope, language_code: 'es' })).result).toEqual([])
  await call('setMyDescription', { description: 'For everybody' })
  await call('setMyShortDescription', { short_description: 'Corta', language_code: 'es' })
  expect((await call('getMyDescription', { language_code: 'es' })).result).toEqual({ description: 'For everybody' })
  expect((await call('getMyShortDescription', { language_code: 'es' })).result).toEqual({ short_description: 'Corta' })
})

test('what the bot may ask about a chat', async () => {
  const { twin, call } = await open()
  const ana = twin.person('Ana')
  const group = await twin.group('Oak Street', [ana])
  const me = { chat_id: FIRST_GROUP, user_id: 1_000_001 }
  expect((await call('getMe')).result).toMatchObject({ id: 1_000_001, can_read_all_group_messages: false })
  expect((await call('getChat', { chat_id: FIRST_GROUP })).result).toMatchObject({
    type: 'supergroup',
    title: 'Oak Street',
  })
  expect((await call('getChatMember', me)).result).toMatchObject({ status: 'member' })
  await group.promoteBot()
  expect((await call('getChatMember', me)).result).toMatchObject({ status: 'administrator' })
  expect((await call('getChatMember', { chat_id: FIRST_GROUP, user_id: FIRST_PERSON })).result).toMatchObject({
    status: 'creator',
  })
  expect(await call('sendChatAction', { chat_id: FIRST_GROUP, action: 'typing' })).toMatchObject({ ok: true })
})

test('bodies as JSON, form, multipart and query; other tokens and methods', async () => {
  const { twin, updates } = await open()
  await twin.person('Ana').opens('')
  await updates()
  const url = address(twin, 'sendMessage')
  const markup = JSON.stringify({ inline_keyboard: [[{ text: 'A', callback_data: '1' }]] })
  const fields = { chat_id: String(FIRST_PERSON), text: 'ñandú', disable_notification: 'true', reply_markup: markup }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })
  await fetch(url, { method: 'POST', body: form })
  await fetch(`${url}?${new URLSearchParams(fields)}`)
  const seen = twin.person('Ana').sees(twin.person('Ana').bot)
  expect(seen.slice(1).map((one) => [one.text, one.buttons])).toEqual(Array(3).fill(['ñandú', [{ label: 'A' }]]))
  expect(twin.violations).toEqual([])
  const wrong = await fetch(url.replace('TWIN', 'OTHER'))
  expect([wrong.status, await wrong.json()]).toEqual([401, { ok: false, error_code: 401, description: 'Unauthorized' }])
  const unknown = await fetch(address(twin, 'sendGift'))
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { description: 'Not Found: method not found' }])
  expect(JSON.stringify(twin.calls)).not.toContain(twin.env.TELEGRAM_BOT_TOKEN)
})

test('it refuses to run in production', async () => {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await expect(startTwin()).rejects.toThrow('production')
  } finally {
    process.env.NODE_ENV = before
  }
})
