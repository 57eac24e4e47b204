import type { Action, Block, Message, Span } from '#contract'

/** The message as a screen reader or a terminal gets it: one block a line, buttons in brackets, links spelt out. */
export function plain(message: Message): string {
  const lines = message.blocks.map(draw).filter((line) => line !== null)
  const body = lines.length > 0 ? lines : [message.summary]
  return [...body, ...message.actions.map(label)].join('\n')
}

function draw(block: Block): string | null {
  switch (block.kind) {
    case 'heading':
    case 'note':
      return block.text
    case 'text':
      return block.spans.map(spell).join('')
    case 'quote':
      return `“${block.text}”`
    case 'fields':
      return block.fields.map((field) => `${field.label}: ${field.value}`).join('\n')
    case 'divider':
      return null
  }
}

function spell(span: Span): string {
  if (!('href' in span) || span.href === span.text) return span.text
  return `${span.text} (${span.href})`
}

function label(action: Action): string {
  return 'href' in action ? `[${action.label}] ${action.href}` : `[${action.label}]`
}
