import type { types } from '@slack/bolt'
import type { Names, Rendered } from './mrkdwn.ts'
import { readMrkdwn, readPlain } from './mrkdwn.ts'
import type { Block, Posted } from './workspace.ts'

type RichText = types.RichTextBlock['elements'][number]
type RichPart = types.RichTextElement
type Live = Rendered['live']

/** A message as a reader sees it: its blocks, or its text when it has none. */
export function renderPosted(posted: Posted, names: Names): Rendered {
  if (posted.blocks?.length) return renderBlocks(posted.blocks, names)
  const full = posted.parse === 'full'
  return readMrkdwn(posted.text, names, {
    styles: posted.mrkdwn !== false,
    addresses: true,
    names: full || posted.linkNames === true,
  })
}

export function renderBlocks(blocks: readonly Block[], names: Names): Rendered {
  return together(
    blocks.map((block) => renderBlock(block, names)),
    '\n',
  )
}

function renderBlock(block: Block, names: Names): Rendered {
  switch (block.type) {
    case 'header':
      return styled('heading', renderText(block.text, names))
    case 'section':
      return together(
        [block.text, ...(block.fields ?? [])].map((text) => renderText(text, names)),
        '\n',
      )
    case 'context':
      return renderContext(block, names)
    case 'rich_text':
      return together(
        block.elements.map((part) => renderRich(part, names)),
        '\n',
      )
    case 'image':
      return together([renderText(block.title, names), image(block.alt_text)], '\n')
    case 'input':
      return renderText(block.label, names)
    case 'markdown':
      return { text: block.text, live: [{ kind: 'markdown', text: block.text }] }
    case 'alert':
      return renderText(block.text, names)
    case 'actions':
    case 'divider':
    case 'file':
      return { text: '', live: [] }
    case 'card':
    case 'carousel':
    case 'container':
    case 'context_actions':
    case 'data_table':
    case 'plan':
    case 'table':
    case 'task_card':
    case 'video':
      return readPlain(textsIn(block).join('\n'), true)
  }
}

function renderContext({ elements }: types.ContextBlock, names: Names): Rendered {
  const parts = elements.map((part) => (part.type === 'image' ? image(part.alt_text) : renderText(part, names)))
  return together(parts, ' ')
}

/** Blocks that nobody here posts are read without their layout. */
function textsIn(value: unknown): string[] {
  if (!value || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  )
}

export function renderText(text: types.TextObject | undefined, names: Names): Rendered {
  if (!text) return { text: '', live: [] }
  if (text.type === 'plain_text') return readPlain(text.text, text.emoji !== false)
  return readMrkdwn(text.text, names, { styles: true, addresses: text.verbatim !== true, names: false })
}

function renderRich(part: RichText, names: Names): Rendered {
  switch (part.type) {
    case 'rich_text_section':
      return renderRun(part.elements, names)
    case 'rich_text_quote':
      return styled('quote', renderRun(part.elements, names))
    case 'rich_text_preformatted':
      return styled('pre', renderRun(part.elements, names))
    case 'rich_text_list': {
      const mark = (at: number) => (part.style === 'ordered' ? `${at + 1}. ` : '• ')
      const items = part.elements.map((item) => renderRun(item.elements, names))
      return styled(
        'list',
        together(
          items.map((item, at) => ({ ...item, text: mark(at) + item.text })),
          '\n',
        ),
      )
    }
  }
}

/** Neighbouring texts are joined before addresses are looked for: a client sees one text, however it was cut. */
function renderRun(parts: readonly RichPart[], names: Names): Rendered {
  const out: Rendered[] = []
  let run = ''
  const flush = () => {
    if (run) out.push(readPlain(run, false))
    run = ''
  }
  for (const part of parts) {
    if (part.type === 'text' && !part.style?.code) {
      run += part.text
      out.push({ text: '', live: stylesOf(part).map((kind) => ({ kind, text: part.text })) })
    } else {
      flush()
      out.push(renderPart(part, names))
    }
  }
  flush()
  return together(out, '')
}

function renderPart(part: RichPart, names: Names): Rendered {
  const { kind, text } = shown(part, names)
  const kinds = kind ? [kind, ...stylesOf(part)] : stylesOf(part)
  return { text, live: kinds.map((one) => ({ kind: one, text })) }
}

function shown(part: RichPart, names: Names): { kind?: string; text: string } {
  switch (part.type) {
    case 'text':
      return { text: part.text }
    case 'link':
      return { kind: 'link', text: part.text ?? part.url }
    case 'user':
      return { kind: 'mention', text: `@${names(part.user_id)}` }
    case 'usergroup':
      return { kind: 'mention', text: `@${part.usergroup_id}` }
    case 'team':
      return { kind: 'mention', text: `@${part.team_id}` }
    case 'channel':
      return { kind: 'mention', text: `#${names(part.channel_id)}` }
    case 'broadcast':
      return { kind: 'mention', text: `@${part.range}` }
    case 'emoji':
      return { kind: 'emoji', text: emojiText(part) }
    case 'date':
      return { kind: 'date', text: part.fallback ?? part.format }
    case 'color':
      return { kind: 'color', text: part.value }
  }
}

function emojiText(part: types.RichTextEmoji): string {
  if (!part.unicode) return `:${part.name}:`
  return String.fromCodePoint(...part.unicode.split('-').map((code) => Number.parseInt(code, 16)))
}

function stylesOf(part: RichPart): string[] {
  return Object.entries(part.style ?? {}).flatMap(([kind, on]) => (on ? [kind] : []))
}

function styled(kind: string, inner: Rendered): Rendered {
  return { text: inner.text, live: [{ kind, text: inner.text }, ...inner.live] }
}

function image(alt: string): Rendered {
  return { text: `[${alt}]`, live: [] }
}

function together(parts: Rendered[], between: string): Rendered {
  const live: Live = parts.flatMap((part) => part.live)
  const texts = parts.map((part) => part.text)
  return { text: (between ? texts.filter((text) => text !== '') : texts).join(between), live }
}
