import { expect, test } from 'vitest'
import { FIRST_GROUP, FIRST_PERSON, open } from './bot.ts'

const texts = (updates: Record<string, Record<string, unknown>>[]) =>
  updates.map((one) => one.message?.text).filter(Boolean)

test('privacy mode: the bot hears commands and answers to itself, not the conversation', async () => {
  const { twin, call, updates } = await open()
  const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
  const group = await twin.group('Oak Street', [ana, minh])
  const words = await minh.says(group, 'the lamp is out')
  await ana.says(group, '/help')
  await ana.says(group, '/help@other_bot')
  await ana.commands(group, 'relay', 'please', words)
  await call('sendMessage', { chat_id: FIRST_GROUP, text: 'hello all' })
  await minh.replies(ana.sees(group).at(-1)!, 'hello bot')
  await minh.replies(words, 'still out')
  const heard = await updates()
  expect(texts(heard)).toEqual(['/help', '/relay@hearback_twin_bot please', 'hello bot'])
  expect(heard.at(-2)?.message?.reply_to_message).toMatchObject({
    text: 'the lamp is out',
    from: { first_name: 'Minh' },
  })
  await group.promoteBot()
  await minh.says(group, 'now it reads all')
  expect(texts(await updates())).toEqual(['now it reads all'])
})

test('in a basic group the quoted words of others do not reach the bot', async () => {
  const { twin, updates } = await open()
  const ana = twin.person('Ana')
  const group = await twin.group('Stairwell', [ana], { basic: true })
  await ana.commands(group, 'relay', '', await ana.says(group, 'the lamp is out'))
  expect((await updates()).at(-1)?.message).not.toHaveProperty('reply_to_message')
})

test('starting: links, codes, and the chat that shows only Start', async () => {
  const { twin, updates } = await open()
  const [ana, rosa] = [twin.person('Ana'), twin.person('Rosa')]
  await ana.opens(`https://t.me/${twin.botUsername}?start=abc_1`)
  await ana.opens('abc_2')
  await rosa.says(rosa.bot, 'hello')
  await rosa.blocksBot()
  await rosa.opens('abc_3')
  const heard = await updates()
  expect(texts(heard)).toEqual(['/start abc_1', '/start abc_2', '/start', 'hello', '/start abc_3'])
  const standings = heard.flatMap(
    (one) => (one.my_chat_member as { new_chat_member: { status: string } } | undefined)?.new_chat_member.status ?? [],
  )
  expect(standings).toEqual(['kicked', 'member'])
  await expect(ana.opens('https://t.me/other_bot?start=x')).rejects.toThrow('does not open')
  await expect(ana.opens('not a code')).rejects.toThrow('cannot carry')
})

test('relaying forwards to the private chat, and shows as much of the origin as its author allows', async () => {
  const { twin, updates } = await open()
  const [ana, minh, rosa] = [twin.person('Ana'), twin.person('Minh'), twin.person('Rosa', { hidesForwards: true })]
  const group = await twin.group('Oak Street', [ana, minh, rosa])
  await ana.opens('')
  await updates()
  await ana.relays(await minh.says(group, 'the lamp is out'))
  await ana.relays(await rosa.attaches(group, 'photo', 'here'))
  await ana.relays(await ana.saysAnonymously(group, 'as the group'))
  const heard = await updates()
  expect(heard.map((one) => one.message?.forward_origin)).toMatchObject([
    { type: 'user', sender_user: { first_name: 'Minh' } },
    { type: 'hidden_user', sender_user_name: 'Rosa' },
    { type: 'chat', sender_chat: { id: FIRST_GROUP } },
  ])
  expect(heard[1]?.message).toMatchObject({ caption: 'here', chat: { type: 'private' } })
  expect(heard[1]?.message).toHaveProperty('photo')
  expect(minh.sees(group)).toHaveLength(3)
})

test('pressing: only what is under the message now, answered once and in time', async () => {
  const now = { ms: Date.UTC(2026, 10, 22) }
  const { twin, call, updates } = await open({ now: () => now.ms })
  const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
  await ana.opens('')
  const buttons = [
    { text: 'Yes', callback_data: 'y:1' },
    { text: 'Read', url: 'https://a.example/' },
  ]
  await call('sendMessage', { chat_id: FIRST_PERSON, text: 'Send it?', reply_markup: { inline_keyboard: [buttons] } })
  await updates()
  const card = ana.sees(ana.bot).at(-1)!
  expect(card.buttons).toEqual([{ label: 'Yes' }, { label: 'Read', href: 'https://a.example/' }])
  await expect(ana.presses(card, 'Read')).rejects.toThrow('is a link to https://a.example/')
  await expect(ana.presses(card, 'No')).rejects.toThrow('sees no button "No"')
  await expect(minh.presses(card, 'Yes')).rejects.toThrow('Minh is not in')
  await ana.presses(card, 'Yes')
  const [press] = await updates()
  expect(press?.callback_query).toMatchObject({
    data: 'y:1',
    from: { id: FIRST_PERSON },
    message: { text: 'Send it?' },
  })
  const callback_query_id = press?.callback_query?.id
  expect(await call('answerCallbackQuery', { callback_query_id, text: 'Sent' })).toMatchObject({ ok: true })
  expect(ana.sees(ana.bot).at(-1)).toMatchObject({ text: 'Sent', ephemeral: true, fromBot: true })
  const late = { description: 'Bad Request: query is too old and response timeout expired or query ID is invalid' }
  expect(await call('answerCallbackQuery', { callback_query_id })).toMatchObject(late)
  await ana.presses(card, 'Yes')
  const [second] = await updates()
  now.ms += 151_000
  expect(await call('answerCallbackQuery', { callback_query_id: second?.callback_query?.id })).toMatchObject(late)
  await call('editMessageText', { chat_id: FIRST_PERSON, message_id: Number(card.id.split('/')[1]), text: 'Done' })
  await expect(ana.presses(card, 'Yes')).rejects.toThrow('sees no button')
})

test('people edit, withdraw, leave and join; forms do not exist', async () => {
  const { twin, updates } = await open()
  const [ana, minh] = [twin.person('Ana'), twin.person('Minh')]
  const group = await twin.group('Oak Street', [ana, minh])
  const said = await ana.says(ana.bot, 'the lmap')
  await updates()
  await ana.edits(said, 'the lamp')
  await ana.withdraws(said)
  await minh.leaves(group)
  await expect(minh.says(group, 'hello')).rejects.toThrow('Minh is not in Oak Street')
  await minh.joins(group)
  const heard = await updates()
  expect(heard.map((one) => Object.keys(one)[1])).toEqual(['edited_message', 'message', 'message'])
  expect(heard[0]?.edited_message).toMatchObject({ text: 'the lamp' })
  expect(ana.sees(ana.bot).map((one) => one.text)).toEqual(['/start'])
  expect(ana.form()).toBeNull()
  await expect(ana.fills({})).rejects.toThrow('no form is open')
})

test('migration and anonymity, as the bot hears of them', async () => {
  const { twin, updates } = await open()
  const ana = twin.person('Ana')
  const group = await twin.group('Stairwell', [ana], { basic: true })
  await updates()
  await group.upgrade()
  await ana.saysAnonymously(group, '/setup')
  const heard = await updates()
  expect(heard.map((one) => one.message)).toMatchObject([
    { chat: { type: 'group' }, migrate_to_chat_id: FIRST_GROUP - 1 },
    { chat: { type: 'supergroup' }, migrate_from_chat_id: -3_000_000_001 },
    { from: { id: 1_087_968_824 }, sender_chat: { id: FIRST_GROUP - 1 }, text: '/setup' },
  ])
})
