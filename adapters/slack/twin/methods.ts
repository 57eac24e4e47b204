import { type Answer, complain, refuse } from './answers.ts'
import { type Arguments, type Raw, readArguments, strangers } from './arguments.ts'
import * as chat from './chat.ts'
import * as directory from './directory.ts'
import * as modals from './modals.ts'
import type { Rates, Tier } from './rates.ts'
import { shapeProblems } from './shapes.ts'
import type { Workspace } from './workspace.ts'

/** Scope and tier as https://docs.slack.dev/reference/methods says for each. */
type Method = { scope?: string; tier: Tier; run(workspace: Workspace, args: Arguments): Answer }

const methods: Record<string, Method> = {
  'auth.test': { tier: 'special', run: directory.authTest },
  'chat.delete': { scope: 'chat:write', tier: 't3', run: chat.erase },
  'chat.postEphemeral': { scope: 'chat:write', tier: 't4', run: chat.postEphemeral },
  'chat.postMessage': { scope: 'chat:write', tier: 'special', run: chat.postMessage },
  'chat.update': { scope: 'chat:write', tier: 't3', run: chat.update },
  'conversations.info': { tier: 't3', run: directory.conversationsInfo },
  'conversations.open': { scope: 'im:write', tier: 't3', run: directory.conversationsOpen },
  'users.info': { scope: 'users:read', tier: 't4', run: directory.usersInfo },
  'views.open': { tier: 't4', run: modals.open },
  'views.push': { tier: 't4', run: modals.push },
  'views.update': { tier: 't4', run: modals.update },
}

/** Errors that come from the state of the world, not from a mistake of the caller. */
const blameless = new Set([
  'channel_not_found',
  'not_in_channel',
  'user_not_in_channel',
  'message_not_found',
  'user_not_found',
  'user_disabled',
  'hash_conflict',
  'not_found',
])

export type Tokens = { bot: string; app?: string; openSocket?: () => string }
export type Called = { answer: Answer; retryAfterS?: number }

/** One call of the Web API from token to effect. */
export function call(
  workspace: Workspace,
  rates: Rates,
  tokens: Tokens,
  name: string,
  token: string,
  raw: Raw,
): Called {
  const args = readArguments(name, raw)
  const retryAfterS = known(name) ? rates(name, methods[name]?.tier ?? 't1', args) : 0
  if (retryAfterS > 0) return { answer: refuse('ratelimited'), retryAfterS }
  const answer = tokenProblem(tokens, name, token) ?? answerOf(workspace, tokens, name, args)
  if (!answer.ok && !blameless.has(answer.error ?? '')) workspace.violations.push(`${name}: ${blame(answer)}`)
  return { answer }
}

const known = (name: string) => name in methods || name === 'apps.connections.open'

function blame(answer: Answer): string {
  const details = (answer.errors as string[] | undefined) ?? (answer.needed ? [`needs ${answer.needed}`] : [])
  return [answer.error, ...details].join(' ')
}

/** https://docs.slack.dev/authentication/tokens: an app-level token opens sockets, a bot token does all the rest. */
function tokenProblem(tokens: Tokens, name: string, token: string): Answer | null {
  if (!known(name)) return refuse('unknown_method', { req_method: name })
  if (token === '') return refuse('not_authed')
  const right = name === 'apps.connections.open' ? tokens.app : tokens.bot
  if (token === right) return null
  return refuse(token === tokens.bot || token === tokens.app ? 'not_allowed_token_type' : 'invalid_auth')
}

function answerOf(workspace: Workspace, tokens: Tokens, name: string, args: Raw): Answer {
  const method = methods[name]
  const { scope } = method ?? {}
  if (scope && !workspace.scopes.includes(scope)) {
    return refuse('missing_scope', { needed: scope, provided: workspace.scopes.join(',') })
  }
  const wrong = argumentProblem(name, args)
  if (wrong) return wrong
  return method ? method.run(workspace, args) : { ok: true, url: tokens.openSocket!() }
}

function argumentProblem(name: string, args: Raw): Answer | null {
  const strange = strangers(name, args)
  if (strange.length > 0)
    return complain(
      'invalid_arguments',
      strange.map((arg) => `unknown argument: ${arg}`),
    )
  if (name.startsWith('chat.') && 'blocks' in args && !Array.isArray(args.blocks))
    return refuse('invalid_blocks_format')
  if (impersonates(args)) return refuse('missing_scope', { needed: 'chat:write.customize' })
  const early = name.startsWith('chat.post') || name === 'chat.update' ? chat.contentProblem(args as Arguments) : null
  if (early) return early
  const problems = shapeProblems(name, 'view' in args ? { ...args, view: emptied(args.view) } : args)
  if (problems.length === 0) return null
  return complain(problems[0]!.includes('/metadata') ? 'invalid_metadata_format' : 'invalid_arguments', problems)
}

const impersonates = (args: Raw) => ['username', 'icon_url', 'icon_emoji'].some((name) => name in args)

/** A view's blocks are judged one by one later, where the mistake can be named. */
function emptied(view: unknown): unknown {
  return view && typeof view === 'object' ? { ...view, blocks: [] } : view
}
