import type { TwinRoom, TwinSeen } from '#contract'
import { app } from './installation.ts'
import type { Names, Rendered } from './mrkdwn.ts'
import { renderBlocks, renderPosted } from './render.ts'
import type { Account, Block, Modal, Posted, Workspace } from './workspace.ts'

/** Something in a message that can be pressed, with what the platform would send. */
export type Pressable = { label: string; href?: string; block: string; action: Record<string, unknown> }

type Element = {
  type: string
  action_id?: string
  text?: unknown
  value?: string
  url?: string
  style?: string
  options?: Option[]
}
type Option = { text: { type: string; text: string }; value?: string; url?: string }

export function namesOf(workspace: Workspace): Names {
  return (id) =>
    id === app.user ? app.name : (workspace.accounts.get(id)?.name ?? workspace.channels.get(id)?.name ?? id)
}

export function pressables(blocks: readonly Block[]): Pressable[] {
  return blocks.flatMap((block) => {
    const elements = block.type === 'actions' ? block.elements : block.type === 'section' ? [block.accessory] : []
    return elements.flatMap((element) => (element ? pressablesOf(element as Element, block.block_id ?? '') : []))
  })
}

function pressablesOf(element: Element, block: string): Pressable[] {
  const { type, action_id, text, value, url, style } = element
  if (type === 'button') {
    const { text: label } = text as { text: string }
    const given = { ...(value !== undefined && { value }), ...(style && { style }), ...(url && { url }) }
    return [{ label, ...(url && { href: url }), block, action: { action_id, text, ...given, type } }]
  }
  if (type !== 'overflow' && type !== 'static_select') return []
  return (element.options ?? []).map((option) => ({
    label: option.text.text,
    ...(option.url && { href: option.url }),
    block,
    action: { action_id, selected_option: option, type },
  }))
}

export function seenPost(workspace: Workspace, room: TwinRoom, posted: Posted): TwinSeen {
  const author = posted.author === undefined ? app.name : (posted.author?.name ?? 'Slackbot')
  return {
    id: posted.ts,
    room,
    author,
    fromBot: posted.author === undefined,
    ephemeral: posted.onlyFor !== undefined,
    edited: posted.edited,
    buttons: buttons(posted.blocks ?? []),
    ...renderPosted(posted, namesOf(workspace)),
  }
}

/** A modal that asks nothing is read like a notice: only this person sees it, until they do something else. */
export function seenModal(workspace: Workspace, room: TwinRoom, modal: Modal): TwinSeen {
  return {
    id: modal.id,
    room,
    author: app.name,
    fromBot: true,
    ephemeral: true,
    edited: false,
    buttons: buttons(blocksOf(modal)),
    ...readModal(workspace, modal),
  }
}

export function readModal(workspace: Workspace, modal: Modal): Rendered {
  const shown = blocksOf(modal).filter((block) => block.type !== 'input')
  return renderBlocks(shown, namesOf(workspace))
}

/** Blocks were checked against the vendor's own types when the view came. */
export function blocksOf(modal: Modal): Block[] {
  return modal.view.blocks as Block[]
}

export function asks(modal: Modal): boolean {
  return blocksOf(modal).some((block) => block.type === 'input')
}

/** The modal in front of somebody, if it only says something. */
export function noticeOf(account: Account): Modal | undefined {
  const front = account.modals.at(-1)
  return front && !asks(front) ? front : undefined
}

function buttons(blocks: readonly Block[]): TwinSeen['buttons'] {
  return pressables(blocks).map(({ label, href }) => ({ label, ...(href && { href }) }))
}
