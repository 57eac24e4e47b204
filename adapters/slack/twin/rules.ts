import { definitionProblems } from './shapes.ts'

/** Rules of Block Kit that the vendor's types cannot say: https://docs.slack.dev/reference/block-kit */

type Node = Record<string, unknown> & { type?: string }
type Surface = 'message' | 'modal'

/** https://docs.slack.dev/reference/block-kit/blocks: 50 in a message, 100 in a modal. */
const most: Record<Surface, number> = { message: 50, modal: 100 }

/** All text in the blocks of one message; measured, not documented: https://github.com/slackapi/bolt-js/issues/2509 */
export const TOTAL_TEXT = 13_200

/** https://docs.slack.dev/reference/block-kit/blocks, "available in surfaces". */
const misplaced: Record<Surface, readonly string[]> = {
  message: ['alert', 'file'],
  modal: [
    'card',
    'carousel',
    'container',
    'context_actions',
    'data_table',
    'file',
    'markdown',
    'plan',
    'table',
    'task_card',
  ],
}

export function blockProblems(blocks: readonly unknown[], surface: Surface): string[] {
  if (blocks.length > most[surface]) return [`no more than ${most[surface]} items allowed [json-pointer:/blocks]`]
  const shapes = blocks.flatMap((block, at) =>
    definitionProblems('KnownBlock', block).map((said) =>
      said.replace('[json-pointer:', `[json-pointer:/blocks/${at}`),
    ),
  )
  return shapes.length > 0 ? shapes : ruleProblems(blocks as Node[], surface)
}

function ruleProblems(blocks: Node[], surface: Surface): string[] {
  const found: string[] = []
  const seen = new Set<unknown>()
  for (const [at, block] of blocks.entries()) {
    const pointer = `/blocks/${at}`
    if (block.block_id !== undefined && seen.has(block.block_id)) found.push(say('block_id already exists', pointer))
    seen.add(block.block_id)
    if (misplaced[surface].includes(block.type ?? '')) found.push(say(`unsupported type: ${block.type}`, pointer))
    found.push(...repeatedActions(block, pointer))
    visit(block, pointer, (node, where) => found.push(...nodeProblems(node).map((said) => say(said, where))))
  }
  if (focused(blocks) > 1) found.push(say('only one element can have focus_on_load', '/blocks'))
  return found
}

const say = (words: string, pointer: string) => `${words} [json-pointer:${pointer}]`

function repeatedActions(block: Node, pointer: string): string[] {
  const ids = (Array.isArray(block.elements) ? block.elements : []).flatMap((part: Node) => part.action_id ?? [])
  return new Set(ids).size === ids.length ? [] : [say('action_id already exists', `${pointer}/elements`)]
}

function visit(value: unknown, pointer: string, each: (node: Node, pointer: string) => void): void {
  if (!value || typeof value !== 'object') return
  if (!Array.isArray(value)) each(value as Node, pointer)
  for (const [key, inner] of Object.entries(value)) visit(inner, `${pointer}/${key}`, each)
}

function focused(blocks: Node[]): number {
  let count = 0
  visit(blocks, '', (node) => {
    if (node.focus_on_load === true) count++
  })
  return count
}

function nodeProblems(node: Node): string[] {
  const kind: string = node.type ?? ''
  switch (kind) {
    case 'section':
      return node.text || filled(node.fields) ? [] : ['must provide text or fields']
    case 'actions':
    case 'context':
      return filled(node.elements) ? [] : ['must have at least 1 element']
    case 'text':
      return node.text === '' ? ['must be more than 0 characters'] : []
    case 'button':
      return node.url === undefined || URL.canParse(String(node.url)) ? [] : ['invalid url']
    case 'static_select':
    case 'multi_static_select':
      return selectProblems(node)
    case 'radio_buttons':
    case 'checkboxes':
    case 'overflow':
      return filled(node.options) ? initialProblems(node, node.options as Node[]) : ['must have at least 1 option']
    case 'plain_text_input':
      return inputProblems(node)
    default:
      return []
  }
}

const filled = (list: unknown) => Array.isArray(list) && list.length > 0

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element: 1 to 100 options, or 1 to 100 groups. */
function selectProblems(node: Node): string[] {
  if (filled(node.options) === filled(node.option_groups)) return ['must provide either options or option_groups']
  const groups = (node.option_groups ?? []) as { options: Node[] }[]
  if (groups.some((group) => group.options.length > 100 || group.options.length === 0))
    return ['an option group has 1 to 100 options']
  return initialProblems(node, (node.options as Node[] | undefined) ?? groups.flatMap((group) => group.options))
}

function initialProblems(node: Node, options: Node[]): string[] {
  const chosen = [node.initial_option, ...((node.initial_options as unknown[]) ?? [])].filter(Boolean)
  const known = new Set(options.map((option) => JSON.stringify([option.value, option.text])))
  const strange = chosen.some((option) => !known.has(JSON.stringify([(option as Node).value, (option as Node).text])))
  return strange ? ['initial option must match one of the options exactly'] : []
}

/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element: lengths within 3000. */
function inputProblems(node: Node): string[] {
  const longest = (node.max_length as number | undefined) ?? 3000
  const shortest = (node.min_length as number | undefined) ?? 0
  if (longest < 1 || longest > 3000) return ['max_length must be between 1 and 3000']
  if (shortest > longest) return ['min_length must not be greater than max_length']
  const initial = (node.initial_value as string | undefined) ?? ''
  return initial.length > longest ? [`must be less than ${longest + 1} characters`] : []
}

/** https://docs.slack.dev/surfaces/modals */
export function viewProblems(view: unknown): string[] {
  const shape = definitionProblems('ModalView', { ...(view as Node), blocks: [] })
  if (shape.length > 0) return shape.map((said) => said.replace('[json-pointer:', '[json-pointer:/view'))
  const { blocks, submit } = view as { blocks: Node[]; submit?: unknown }
  if (!Array.isArray(blocks)) return [say('must be an array', '/view/blocks')]
  if (blocks.some((block) => block.type === 'input') && !submit)
    return ['missing required field: submit [json-pointer:/view]']
  return blockProblems(blocks, 'modal').map((said) => said.replace('[json-pointer:', '[json-pointer:/view'))
}

export function totalText(blocks: readonly unknown[]): number {
  let total = 0
  visit(blocks, '', (node) => {
    if (typeof node.text === 'string') total += node.text.length
  })
  return total
}
