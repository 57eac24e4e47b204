// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of code, to be found as they stand
import type { Fault } from './faults.ts'

type Test = Fault['red'][number]

const conformance = 'test/conformance/conformance.test.ts'
const own = (name: string): Test => `test/adapters/telegram/${name}.test.ts`

/** Slips in one file of the adapter, that one test file must notice. */
const inFile =
  (file: string, red: Test) =>
  (does: string, find: string, put: string): Fault => {
    return { platform: 'telegram', does, file: `adapters/telegram/${file}.ts`, find, put, red: [red] }
  }

const render = inFile('render', own('render'))
const decode = inFile('decode', own('decode'))
const errors = inFile('errors', own('decode'))
const webhook = inFile('webhook', own('webhook'))
const polling = inFile('polling', own('polling'))
const sending = inFile('index', own('sending'))
const replies = inFile('replies', own('replies'))
const preview = 'link_preview_options: { is_disabled: true },'

export const faults: readonly Fault[] = [
  render('a quote is sent as it was typed', 'const text = inert(quote)', 'const text = quote'),
  inFile('inert', own('render'))('a name is called', '/[@＠﹫]|', '/'),
  inFile('inert', own('render'))('a number can be dialled', '/\\d(?:[ \\u00a0().+/-]{0,3}\\d){6,}/g', '/^$/g'),
  inFile('render', own('sending'))('markup is read', preview, `${preview}\n    ...{ parse_mode: 'HTML' },`),
  inFile('render', own('sending'))('links unfold', preview, preview.replace('true', 'false')),
  render('offsets count code points', 'offset: text.length', 'offset: [...text].length'),
  render('lengths count code points', 'length: words.length', 'length: [...words].length'),
  render('entities without end', 'entities.slice(0, ENTITIES)', 'entities'),
  inFile('render', conformance)(
    'a reference is cut',
    'callback_data: action.ref }',
    'callback_data: action.ref.slice(0, 60) }',
  ),
  inFile('decode', conformance)('a reference comes back altered', 'action: data,', 'action: data.toLowerCase(),'),
  inFile('limits', conformance)('a message is cut too late', 'messageWeight: 4096', 'messageWeight: 8192'),
  inFile('codec', own('render'))('what keeps words inert has no weight', 'characters(inert(text))', 'characters(text)'),
  inFile('replies', own('replies'))('a toast of any length', 'text.length <= limits.noticeChars', 'text.length > 0'),

  webhook(
    '200 before the commit',
    'await taker(update)\n      end(response, 200)',
    'end(response, 200)\n      await taker(update)',
  ),
  webhook(
    'anybody may deliver',
    "if (!same(request.headers['x-telegram-bot-api-secret-token'], secret)) return end(response, 403)",
    '',
  ),
  webhook(
    'half the secret is enough',
    'timingSafeEqual(digest(given), digest(secret))',
    "given !== '' && secret.startsWith(given)",
  ),
  webhook('the secret and more is enough', 'digest(given),', 'digest(given.slice(0, secret.length)),'),
  inFile('router', own('webhook'))(
    '200 for what was refused',
    'bot.catch((error) => {\n    throw error\n  })',
    'bot.catch(() => {})',
  ),
  inFile('index', own('webhook'))('ends with an update in hand', 'return hand.settled()', 'return Promise.resolve()'),
  polling('confirms what was refused', 'open?.update_id ?? updates', 'updates'),
  polling(
    'confirms what is not yet committed',
    'await take({ update_id: id, ...rest })',
    'void take({ update_id: id, ...rest })',
  ),
  polling('skips updates while the engine is away', 'if (committed === before?.committed) return true', ''),
  polling(
    'a chat out of order',
    'for (const update of updates) if (signal.aborted || !(await attempt(update))) return',
    'if (!signal.aborted) await Promise.all(updates.map(attempt))',
  ),

  errors('seconds taken for milliseconds', '(parameters.retry_after ?? 1) * 1000', 'parameters.retry_after ?? 1'),
  errors('429 is no throttle', 'error_code === 429', 'error_code === 420'),
  errors(
    'a timeout means nothing was sent',
    "return { status: 'unknown', code: 'timeout' }",
    "return failed('unreachable', 'timeout')",
  ),
  errors('a broken connection means nothing was sent', "'ECONNREFUSED',", "'ECONNREFUSED',\n  'ECONNRESET',"),
  errors('tries again where the person blocked us', "'forbidden', 'blocked'", "'unreachable', 'blocked'"),
  errors(
    'does not see where a group went',
    'parameters.migrate_to_chat_id !== undefined',
    'parameters.retry_after === -1',
  ),
  sending('an edit that changes nothing fails', "ref, 'not-modified')", "ref, '')"),
  sending('an edit posts anew', "call('editMessageText', body)", "call('sendMessage', body)"),
  sending('erasing what is gone fails', "ref, 'message-not-found')", "ref, '')"),
  inFile('replies', own('sending'))('a topic is lost', '...(place.thread && {', '...(!place && {'),
  inFile('index', own('twin'))(
    'another private place than people write from',
    'ref: account,',
    'ref: `user${account}`,',
  ),

  decode(
    'a group that moved stays where it was',
    'message.migrate_to_chat_id !== undefined',
    'message.migrate_to_chat_id === 0',
  ),
  decode('hears itself', 'return from?.is_bot === true && ', 'return !from && '),
  decode('takes a forwarder for the author', 'message.forward_origin ? {', 'message.forward_origin?.sender_user ? {'),
  decode('a new id for every delivery', '`telegram:${update.update_id}`', '`telegram:${crypto.randomUUID()}`'),
  decode(
    'ids that differ only within a chat',
    '`telegram:${update.update_id}`',
    '`telegram:${update.message?.message_id}`',
  ),
  decode('an anonymous admin is a person', '!from || sender_chat || from.is_bot || nobody.has(from.id)', '!from'),
  decode(
    "obeys another bot's command",
    'command.bot && command.bot.toLowerCase()',
    'command.bot && me.username.toLowerCase()',
  ),
  decode(
    'a command that all could see counts as private',
    "const visible = message.chat.type !== 'private'",
    'const visible = false',
  ),
  decode(
    'every thread is a topic',
    "'is_topic_message' in rest && rest.is_topic_message",
    "'message_thread_id' in rest",
  ),
  replies('a private notice goes to the group', 'replying.privatePlace(place.workspace, actor.account)', 'place'),
  replies(
    'a press that is nothing to us spins for ever',
    'press && replying.run(',
    'inbound && press && replying.run(',
  ),

  inFile('commands', own('set-up'))(
    'menus in one language',
    '{ language: {}, menu: fallback }, ...own]',
    '{ language: {}, menu: fallback }]',
  ),
  inFile('commands', own('set-up'))('the first language is for everybody', "byCode.get('en') ?? menus[0]", 'menus[0]'),
  inFile('index', own('token'))(
    'the log tells the token',
    "me = await insist(() => call<Me>('getMe'), ports.log)",
    "me = await insist(() => call<Me>('getMe'), (code) => ports.log(code, { at: `${own.apiUrl}/bot${own.token}` }))",
  ),
  inFile('transport', own('token'))('the token follows a redirect', "redirect: 'error'", "redirect: 'follow'"),
]
