import type { Raw } from './arguments.ts'
import type { Ack } from './delivery.ts'
import { inputsOf } from './forms.ts'
import { change, stack, viewProblem } from './modals.ts'
import type { Account, Modal, ModalView, Workspace } from './workspace.ts'

/** What the client shows under a modal when the app did not answer as it must. */
const TROUBLE = { '': 'We had some trouble connecting. Try again?' }

/**
 * What the product's answer to a submission does to the modals in front of a person. Returns the errors shown, by field.
 * https://docs.slack.dev/surfaces/modals#response_actions
 */
export function settle(workspace: Workspace, account: Account, modal: Modal, ack: Ack): Record<string, string> {
  if (!ack.ok) return TROUBLE
  const at = account.modals.indexOf(modal)
  if (ack.body === '' || ack.body === '{}') {
    if (at >= 0) account.modals.splice(at)
    return {}
  }
  const answer = parsed(ack.body)
  const problem = answer ? act(workspace, account, modal, answer) : 'not JSON'
  if (problem) {
    workspace.violations.push(`view_submission: ${problem}`)
    return TROUBLE
  }
  return answer!.response_action === 'errors' ? (answer!.errors as Record<string, string>) : {}
}

/** Does what the answer says; a word on what is wrong with it otherwise. */
function act(workspace: Workspace, account: Account, modal: Modal, answer: Raw): string | null {
  switch (answer.response_action) {
    case 'clear':
      account.modals = []
      return null
    case 'errors':
      return errorsProblem(modal, answer.errors)
    case 'update':
    case 'push': {
      const wrong = viewProblem(workspace, answer.view as ModalView, modal)
      if (wrong) return [wrong.error, ...((wrong.errors as string[] | undefined) ?? [])].join(' ')
      if (answer.response_action === 'update') change(workspace, modal, answer.view as ModalView)
      else if (account.modals.length >= 3) return 'push_limit_reached'
      else stack(workspace, account, modal.room, answer.view as ModalView)
      return null
    }
    default:
      return `unknown response_action ${JSON.stringify(answer.response_action)}`
  }
}

/** Errors stand under inputs of this modal, by block_id; anything else shows nothing at all. */
function errorsProblem(modal: Modal, errors: unknown): string | null {
  const names = new Set(inputsOf(modal).map((input) => input.name))
  const given = Object.entries((errors ?? {}) as Record<string, unknown>)
  if (given.length === 0) return 'no errors given'
  const strange = given.find(([name, said]) => !names.has(name) || typeof said !== 'string' || said === '')
  return strange ? `no input block "${strange[0]}", or no words for it` : null
}

function parsed(body: string): Raw | null {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** What an acknowledgement says in answer to a command, if anything; plain text counts as a message. */
export function spoken(workspace: Workspace, body: string): Raw | null {
  if (body.trim() === '') return null
  const message = parsed(body) ?? { text: body }
  workspace.calls.push({ method: 'acknowledgement', body: message, answered: null })
  return Object.keys(message).length > 0 ? message : null
}
