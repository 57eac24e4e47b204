import { createHmac } from 'node:crypto'
import { accountOf, PEOPLE, slack, telegram } from './secrets.ts'

/** What one person of the town does: the nth event of a run. */
export type Kind = 'slack-command' | 'slack-mine' | 'slack-press' | 'telegram-text' | 'telegram-mine' | 'telegram-press'

/** A button of a draft, and who has it in front of them. */
export type Button = { account: string; action: string }

/** Sixty words of a resident, with a street and a phone number in them. */
export const words = `The street light in front of the school on Maple Street has been dark for three weeks and the
  children walk home along the parked cars where no driver can see them in the evening, so could somebody please
  have it repaired before the days become even shorter, and tell the parents and the school when it is going to be done at last`
  .split(/\s+/u)
  .join(' ')

/** The whole HTTP request, signed now, with ids of its own. `run` keeps runs apart: no event is sent twice. */
export function requestOf(kind: Kind, run: number, count: number, button?: Button): Buffer {
  switch (kind) {
    case 'slack-command':
      return command(run, count, `relay ${words}`)
    case 'slack-mine':
      return command(run, count, 'mine')
    case 'slack-press':
      return press(run, count, button)
    case 'telegram-text':
      return update(run, count, { message: message(count, words) })
    case 'telegram-mine': {
      const entities = [{ type: 'bot_command', offset: 0, length: 5 }]
      return update(run, count, { message: { ...message(count, '/mine'), entities } })
    }
    case 'telegram-press':
      return update(run, count, { callback_query: query(run, count, button) })
  }
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
function command(run: number, count: number, text: string): Buffer {
  const user_id = accountOf('slack', count % PEOPLE)
  return signed({
    token: 'verification',
    team_id: slack.team,
    team_domain: 'bench',
    channel_id: `D${user_id.slice(1)}`,
    channel_name: 'directmessage',
    user_id,
    user_name: 'ana',
    command: '/hearback',
    text,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: `https://hooks.slack.com/commands/${slack.team}/${run}/${count}`,
    trigger_id: `${run}.${count}.0123456789abcdef`,
  })
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
function press(run: number, count: number, button?: Button): Buffer {
  const user = { id: button?.account ?? '', username: 'ana', name: 'ana', team_id: slack.team }
  const payload = {
    type: 'block_actions',
    team: { id: slack.team, domain: 'bench' },
    user,
    api_app_id: 'A0BENCH',
    trigger_id: `${run}.${count}.press`,
    channel: { id: `D${user.id.slice(1)}`, name: 'directmessage' },
    container: { type: 'message', message_ts: '1700000000.000001', channel_id: `D${user.id.slice(1)}` },
    actions: [{ type: 'button', action_id: 'a0', block_id: 'b0', value: button?.action, action_ts: '1700000000.1' }],
  }
  return signed({ payload: JSON.stringify(payload) })
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signed(form: Record<string, string>): Buffer {
  const body = new URLSearchParams(form).toString()
  const time = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', slack.secret).update(`v0:${time}:${body}`).digest('hex')
  const headers = `X-Slack-Request-Timestamp: ${time}\r\nX-Slack-Signature: v0=${signature}\r\n`
  return posted('/slack/events', 'application/x-www-form-urlencoded', headers, body)
}

const person = (id: string) => ({ id: Number(id), is_bot: false, first_name: 'Ana', language_code: 'en' })
const chat = (id: string) => ({ id: Number(id), type: 'private', first_name: 'Ana' })
const date = () => Math.floor(Date.now() / 1000)

/** https://core.telegram.org/bots/api#message */
function message(count: number, text: string) {
  const id = accountOf('telegram', count % PEOPLE)
  return { message_id: count + 1, from: person(id), chat: chat(id), date: date(), text }
}

/** https://core.telegram.org/bots/api#callbackquery */
function query(run: number, count: number, button?: Button) {
  const id = button?.account ?? ''
  const below = { message_id: 1, chat: chat(id), date: date() }
  return { id: `${run}${count}`, from: person(id), chat_instance: '1', message: below, data: button?.action }
}

function update(run: number, count: number, content: object): Buffer {
  const body = JSON.stringify({ update_id: run * 10_000_000 + count, ...content })
  const header = `X-Telegram-Bot-Api-Secret-Token: ${telegram.secret}\r\n`
  return posted('/telegram/webhook', 'application/json', header, body)
}

function posted(path: string, type: string, headers: string, body: string): Buffer {
  const about = `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  return Buffer.from(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}${about}\r\n${body}`)
}
