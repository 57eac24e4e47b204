import { type Answer, complain, refuse } from './answers.ts'
import type { Arguments } from './arguments.ts'
import { app } from './installation.ts'
import { viewProblems } from './rules.ts'
import {
  type Account,
  type Block,
  type Channel,
  identified,
  type Modal,
  type ModalView,
  type Workspace,
} from './workspace.ts'

/** https://docs.slack.dev/interactivity/handling-user-interaction: a trigger lives 3 seconds. */
const TRIGGER_MS = 3_000
/** https://docs.slack.dev/reference/methods/views.push: at most three in a stack. */
const STACK = 3
/** https://docs.slack.dev/reference/methods/views.open: 250 kB. */
const VIEW_BYTES = 250_000

export function open(workspace: Workspace, args: Arguments): Answer {
  const wrong = viewProblem(workspace, args.view!)
  if (wrong) return wrong
  const trigger = exchange(workspace, args)
  if (typeof trigger === 'string') return refuse(trigger)
  const { account, room } = trigger
  account.modals = []
  return shown(stack(workspace, account, room, args.view!))
}

export function push(workspace: Workspace, args: Arguments): Answer {
  const wrong = viewProblem(workspace, args.view!)
  if (wrong) return wrong
  const trigger = exchange(workspace, args)
  if (typeof trigger === 'string') return refuse(trigger)
  const { account, room } = trigger
  if (account.modals.length === 0) return refuse('not_found')
  if (account.modals.length >= STACK) return refuse('push_limit_reached')
  return shown(stack(workspace, account, room, args.view!))
}

export function update(workspace: Workspace, args: Arguments): Answer {
  const all = [...workspace.accounts.values()].flatMap((account) => account.modals)
  const modal = all.find(
    (one) => one.id === args.view_id || (args.external_id && one.view.external_id === args.external_id),
  )
  if (!modal) return refuse('not_found')
  if (args.hash && args.hash !== modal.hash) return refuse('hash_conflict')
  const wrong = viewProblem(workspace, args.view!, modal)
  if (wrong) return wrong
  change(workspace, modal, args.view!)
  return shown(modal)
}

/** Puts a modal in front of somebody. */
export function stack(workspace: Workspace, account: Account, room: Channel, view: ModalView): Modal {
  const id = workspace.nextId('V')
  const under = account.modals.at(-1)
  const modal: Modal = {
    id,
    hash: workspace.nextTs(),
    view: { ...view, blocks: identified(view.blocks as Block[]) },
    root: account.modals[0]?.id ?? id,
    previous: under?.id ?? null,
    room,
    values: {},
  }
  account.modals.push(modal)
  return modal
}

/** What was typed stays where block and action keep their ids. */
export function change(workspace: Workspace, modal: Modal, view: ModalView): void {
  modal.view = { ...view, blocks: identified(view.blocks as Block[]) }
  modal.hash = workspace.nextTs()
}

export function viewProblem(workspace: Workspace, view: ModalView, itself?: Modal): Answer | null {
  const problems = viewProblems(view)
  if (problems.length > 0) return complain('invalid_arguments', problems)
  if (JSON.stringify(view).length > VIEW_BYTES) return refuse('view_too_large')
  const all = [...workspace.accounts.values()].flatMap((account) => account.modals)
  const taken = all.some((one) => one !== itself && view.external_id && one.view.external_id === view.external_id)
  return taken ? refuse('duplicate_external_id') : null
}

/** Uses a trigger up, or says why it cannot. */
function exchange(workspace: Workspace, args: Arguments): { account: Account; room: Channel } | string {
  const trigger = workspace.triggers.get(args.trigger_id ?? args.interactivity_pointer ?? '')
  if (!trigger) return 'invalid_trigger_id'
  if (trigger.used) return 'exchanged_trigger_id'
  if (workspace.now() - trigger.at > TRIGGER_MS) return 'expired_trigger_id'
  trigger.used = true
  return trigger
}

const shown = (modal: Modal): Answer => ({ ok: true, view: viewObject(modal) })

/** A view as the API and the interaction payloads show it. */
export function viewObject(modal: Modal, values: Modal['values'] = {}): Record<string, unknown> {
  const { view } = modal
  return {
    id: modal.id,
    team_id: app.team,
    type: 'modal',
    blocks: view.blocks,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    state: { values },
    hash: modal.hash,
    title: view.title,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    close: view.close ?? null,
    submit: view.submit ?? null,
    previous_view_id: modal.previous,
    root_view_id: modal.root,
    app_id: app.id,
    app_installed_team_id: app.team,
    bot_id: app.bot,
  }
}
