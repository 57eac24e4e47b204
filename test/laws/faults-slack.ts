// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of code, to be found as they stand
import type { Fault } from './faults.ts'

type Test = Fault['red'][number]

const conformance = 'test/conformance/conformance.test.ts'
const own = (name: string): Test => `test/adapters/slack/${name}.test.ts`

/** Slips in one file of the adapter, that one test file must notice. */
const inFile =
  (file: string, red: Test) =>
  (does: string, find: string, put: string): Fault => {
    return { platform: 'slack', does, file: `adapters/slack/${file}.ts`, find, put, red: [red] }
  }

const render = inFile('render', own('render'))
const limits = inFile('limits', conformance)
const decode = inFile('codec', own('decode'))
const events = inFile('events', own('decode'))
const errors = inFile('errors', own('errors'))
const transport = inFile('transport', own('transport'))
const emulated = inFile('transport', own('emulate'))
const replies = inFile('replies', own('replies'))
const receiver = inFile('receiver', own('receiver'))
const verify = inFile('verify', own('verify'))

export const faults: readonly Fault[] = [
  inFile('words', own('render'))('a notification keeps its brackets', ".replaceAll('<', '&lt;')", ''),
  render(
    'small print may be markup',
    "{ type: 'plain_text', text: hostile",
    "{ type: 'mrkdwn' as 'plain_text', text: hostile",
  ),
  render('follows any address', 'return followable(span.href) ?', 'return span.href ?'),
  transport('names in a post are called', 'const flat = { ...quiet, mrkdwn', 'const flat = { mrkdwn'),
  transport('names in an edit are called', 'ts: ref, ...render(message), ...quiet }', 'ts: ref, ...render(message) }'),
  transport('links unfold', 'unfurl_media: false', 'unfurl_media: true'),
  inFile('render', conformance)('a reference is cut', '{ value: action.ref }', '{ value: action.ref.slice(0, 60) }'),
  inFile('codec', conformance)(
    'a reference comes back altered',
    'action: action.value,',
    'action: action.value.toLowerCase(),',
  ),
  limits('a message is cut too late', 'messageWeight: 10_000', 'messageWeight: 20_000'),
  limits('too many blocks', 'blocks: 45', 'blocks: 60'),
  limits('a label is cut too late', '  labelChars: 75,', '  labelChars: 100,'),
  inFile('codec', own('render'))('what keeps words inert has no weight', 'inert(text).length,', 'text.length,'),

  inFile('turn', own('receiver'))(
    '200 before the commit',
    'ack: async () => undefined',
    'ack: async () => void (await tell({ beside: [] }))',
  ),
  inFile('socket', own('socket'))(
    'acknowledged before the commit',
    'await this.#turns.pass(',
    'await ack()\n      await this.#turns.pass(',
  ),
  inFile('listener', own('receiver'))(
    '200 for what was refused',
    'app.error(async (error) => {\n    throw error\n  })',
    'app.error(async () => {})',
  ),
  receiver(
    'what was refused is not sent again',
    "{ 'retry-after': '5' }",
    "{ 'retry-after': '5', 'x-slack-no-retry': '1' }",
  ),
  inFile('turn', own('receiver'))('ends with an event in hand', 'await Promise.allSettled(inHand)', ''),
  receiver('anybody may deliver', 'return refuse(response, 401)', 'heard()'),
  verify('a time to come is good', 'Math.abs(nowMs / 1_000 - Number(time))', 'nowMs / 1_000 - Number(time)'),
  verify('a request never grows old', '> SKEW_S) return false', '> SKEW_S * 12) return false'),
  verify(
    'half the signature is enough',
    "timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'))",
    "timingSafeEqual(expected.subarray(0, 16), Buffer.from(signature.slice(3), 'hex').subarray(0, 16))",
  ),

  errors('seconds taken for milliseconds', 'retryAfter * 1_000', 'retryAfter'),
  errors('429 is no throttle', "if (typeof retryAfter === 'number') return", "if (retryAfter === 'never') return"),
  errors('429 without a time is no throttle', 'if (timeless.test(String(message)))', "if (message === '')"),
  errors(
    'a timeout means nothing was sent',
    "'UND_ERR_CONNECT_TIMEOUT',",
    "'UND_ERR_CONNECT_TIMEOUT',\n  'TimeoutError',",
  ),
  errors(
    'a bad gateway means nothing was sent',
    "return { status: 'unknown', code }\n  if (status === 429)",
    "return failed('unreachable', code)\n  if (status === 429)",
  ),
  errors('tries again where the person is gone', "...each('unreachable', ", "...each('unreachable', 'user_disabled', "),
  errors("a proxy's page becomes a code", "code: 'unreadable_answer' }", 'code }'),
  transport(
    'the library tries again by itself',
    'retryConfig: { retries: 0 }',
    'retryConfig: { retries: 1, minTimeout: 1 }',
  ),
  transport('an answer goes to any address', 'if (!ownAddress(address, this.#apiUrl)) return false', ''),
  emulated('a post without its nonce', 'event_payload: { nonce }', 'event_payload: {}'),
  emulated('another nonce on every try', 'event_payload: { nonce }', 'event_payload: { nonce: crypto.randomUUID() }'),
  emulated('an edit posts anew', 'this.web.chat.update({ channel, ts: ref,', 'this.web.chat.postMessage({ channel,'),
  inFile('transport', own('errors'))(
    'erasing what is gone fails',
    "outcome.code === 'message_not_found'",
    "outcome.code === ''",
  ),

  events('a new id for every delivery', '`slack:${body.event_id}`', '`slack:${crypto.randomUUID()}`'),
  decode(
    'the second press of a button is lost',
    "kind: 'press',\n    id: `slack:${body.trigger_id}`",
    "kind: 'press',\n    id: `slack:${message}`",
  ),
  decode('a corrected form is lost', 'update(JSON.stringify(values(view)))', 'update(view.id)'),
  events('hears itself', ' && author.bot_id === undefined', ''),
  events('listens to the group', "if (event.channel_type !== 'im') return null", ''),
  events('a preview is an edit', 'message.text === before?.text', "message.text === ''"),
  events(
    'a channel that moved stays where it was',
    "case 'channel_id_changed':",
    "case 'channel_id_changed':\n      return null",
  ),
  events("the sender's workspace, not ours", 'body.authorizations?.[0]?.team_id ?? body.team_id', 'body.team_id'),
  inFile('parts', own('decode'))(
    'another private place than people write from',
    'ref: isPrivate ? account : channel',
    'ref: channel ?? account',
  ),
  inFile('words', own('decode'))(
    'an account is shown',
    "return `@${label || '…'}`",
    'return `@${label || target.slice(1)}`',
  ),

  replies(
    'errors of a form are lost',
    "turn.answer = { response_action: 'errors'",
    "turn.answer ??= { response_action: 'clear'",
  ),
  replies('an error for no field of the form is lost', ': (names[0] ?? field)', ': field'),
  replies(
    'a command is answered before all',
    "{ response_type: 'ephemeral', ...render",
    "{ response_type: 'in_channel', ...render",
  ),
  replies(
    'a private notice goes to the group',
    'placed(place.workspace, undefined, body.user.id), message',
    'place, message',
  ),
  replies(
    'a whisper leaves its thread',
    'api.whisper(place.ref, body.user.id, render(message), thread)',
    'api.whisper(place.ref, body.user.id, render(message))',
  ),
  replies(
    'a form that did not open is not noticed',
    "return opened.status !== 'failed'",
    'return opened.code !== undefined',
  ),
  replies('a form forgets its place', 'pack(reply.form.ref, inbound.place)', 'reply.form.ref'),

  inFile('commands', own('manifest'))(
    'the menu in whichever language comes first',
    "locale.startsWith('en')",
    "locale !== ''",
  ),
  inFile('index', own('token'))(
    'the log tells the token',
    "persist('the bot token'",
    'persist(`the bot token ${botToken}`',
  ),
  inFile('logger', own('errors'))(
    'the log quotes the library',
    'error ? { code: classify(error).code } : {}',
    '{ said: said.join() }',
  ),
]
