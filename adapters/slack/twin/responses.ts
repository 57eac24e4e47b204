import type { Arguments, Raw } from './arguments.ts'
import { content, contentProblem, replace } from './chat.ts'
import { post, type ResponseUrl, type Workspace } from './workspace.ts'

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: five uses within half an hour. */
const USES = 5
const LIFE_MS = 30 * 60_000

const allowed = new Set([
  'attachments',
  'blocks',
  'delete_original',
  'link_names',
  'markdown_text',
  'metadata',
  'mrkdwn',
  'parse',
  'replace_original',
  'response_type',
  'text',
  'thread_ts',
  'unfurl_links',
  'unfurl_media',
])

export type Reaction = { status: number; body: string }

/** One post to a `response_url`. */
export function respond(workspace: Workspace, id: string, body: Raw): Reaction {
  const address = workspace.responses.get(id)
  const problem = addressProblem(workspace, address) ?? bodyProblem(body)
  if (problem) {
    workspace.violations.push(`response_url: ${problem}`)
    return { status: problem.endsWith('_url') ? 404 : 400, body: problem.split(' ')[0]! }
  }
  address!.uses += 1
  say(workspace, address!, body)
  return { status: 200, body: 'ok' }
}

function addressProblem(workspace: Workspace, address: ResponseUrl | undefined): string | null {
  if (!address) return 'invalid_url'
  if (address.uses >= USES) return 'used_url'
  return workspace.now() - address.at > LIFE_MS ? 'expired_url' : null
}

export function bodyProblem(body: Raw): string | null {
  const strange = Object.keys(body).find((name) => !allowed.has(name))
  if (strange) return `invalid_arguments unknown argument: ${strange}`
  if (body.response_type !== undefined && !['ephemeral', 'in_channel'].includes(String(body.response_type)))
    return 'invalid_arguments response_type is ephemeral or in_channel'
  if (body.delete_original === true) return null
  const wrong = contentProblem(body as Arguments)
  return wrong && [wrong.error, ...((wrong.errors as string[] | undefined) ?? [])].join(' ')
}

/** Says something in answer to an interaction: to the one person, unless `in_channel`; over the source when asked to. */
export function say(
  workspace: Workspace,
  { account, room, source }: Omit<ResponseUrl, 'at' | 'uses'>,
  body: Raw,
): void {
  const original = source && room.posts.indexOf(source)
  if (body.delete_original === true && original !== undefined && original >= 0) room.posts.splice(original, 1)
  else if (body.replace_original === true && source) replace(source, body as Arguments)
  else if (body.delete_original !== true) {
    const onlyFor = body.response_type === 'in_channel' ? undefined : account.id
    post(workspace, room, { ...content(body as Arguments), onlyFor })
  }
}
