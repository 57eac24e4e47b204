import type { TwinForm } from '#contract'
import { blocksOf, readModal } from './seen.ts'
import type { Block, Modal, Workspace } from './workspace.ts'

type Option = { text: { text: string; type?: string }; value?: string }
type Element = {
  type: string
  action_id?: string
  options?: Option[]
  option_groups?: { options: Option[] }[]
  initial_option?: Option
  initial_options?: Option[]
  initial_value?: string
  initial_date?: string
  initial_time?: string
  min_length?: number
  max_length?: number
}
type Input = { name: string; label: string; optional: boolean; element: Element }

export function formOf(workspace: Workspace, modal: Modal): TwinForm {
  const intro = readModal(workspace, modal).text
  return {
    title: modal.view.title.text,
    ...(intro && { intro }),
    fields: inputsOf(modal).map(fieldOf),
    submit: modal.view.submit?.text ?? '',
  }
}

function fieldOf({ name, label, element }: Input): TwinForm['fields'][number] {
  const options = optionsOf(element).map((option) => ({ value: option.value ?? '', label: option.text.text }))
  const initial = element.initial_value ?? element.initial_option?.value ?? element.initial_date ?? element.initial_time
  return { name, label, ...(initial !== undefined && { initial }), ...(options.length > 0 && { options }) }
}

export function inputsOf(modal: Modal): Input[] {
  return blocksOf(modal).flatMap((block: Block) => {
    if (block.type !== 'input') return []
    const { block_id: name = '', label, optional = false } = block
    return [{ name, label: label.text, optional, element: block.element as Element }]
  })
}

function optionsOf(element: Element): Option[] {
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []
}

/**
 * Types values into the modal, found by field name or label. Returns what the client itself would complain about before
 * it sends anything, by field. Throws when there is no such field or option: a person could not have done that.
 */
export function fillIn(modal: Modal, values: Record<string, string>): Record<string, string> {
  const inputs = inputsOf(modal)
  for (const [key, value] of Object.entries(values)) {
    const input = inputs.find((one) => one.name === key) ?? inputs.find((one) => one.label === key)
    if (!input) throw new Error(`no field "${key}" in the form; it has ${inputs.map((one) => one.name).join(', ')}`)
    modal.values[input.name] = { [input.element.action_id!]: stateOf(input.element, value) }
  }
  const errors: Record<string, string> = {}
  for (const input of inputs) {
    modal.values[input.name] ??= { [input.element.action_id!]: stateOf(input.element, undefined) }
    const complaint = complaintOf(input, typed(modal.values[input.name]![input.element.action_id!]))
    if (complaint) errors[input.name] = complaint
  }
  keepOnly(modal, new Set(inputs.map((input) => input.name)))
  return errors
}

function keepOnly(modal: Modal, names: Set<string>): void {
  for (const name of Object.keys(modal.values)) if (!names.has(name)) delete modal.values[name]
}

/** One element's part of `view.state.values`: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
function stateOf(element: Element, value: string | undefined): Record<string, unknown> {
  const { type } = element
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: value === undefined ? (element.initial_option ?? null) : chosen(element, value) }
    case 'multi_static_select':
    case 'checkboxes': {
      const picked = value === undefined ? (element.initial_options ?? []) : value.split(',').filter(Boolean)
      return { type, selected_options: picked.map((one) => (typeof one === 'string' ? chosen(element, one) : one)) }
    }
    case 'datepicker':
      return { type, selected_date: value ?? element.initial_date ?? null }
    case 'timepicker':
      return { type, selected_time: value ?? element.initial_time ?? null }
    default:
      return { type, value: (value ?? element.initial_value) || null }
  }
}

function chosen(element: Element, value: string): Option | null {
  if (value === '') return null
  const options = optionsOf(element)
  const option = options.find((one) => one.value === value) ?? options.find((one) => one.text.text === value)
  if (!option) throw new Error(`no option "${value}"; there are ${options.map((one) => one.text.text).join(', ')}`)
  return option
}

function typed(state: unknown): string {
  const { type: _, ...rest } = state as Record<string, unknown>
  const [value] = Object.values(rest)
  if (Array.isArray(value)) return value.length > 0 ? 'some' : ''
  return typeof value === 'string' ? value : value ? 'some' : ''
}

function complaintOf({ optional, element }: Input, value: string): string | undefined {
  if (value === '') return optional ? undefined : 'Please complete this required field.'
  if (element.type !== 'plain_text_input') return undefined
  const longest = element.max_length ?? 3000
  if (value.length > longest) return `Please use ${longest} characters or fewer.`
  return value.length < (element.min_length ?? 0) ? `Please use at least ${element.min_length} characters.` : undefined
}
