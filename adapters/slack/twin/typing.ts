import type { types } from '@slack/bolt'
import { findLinks } from './links.ts'
import { escaped } from './payloads.ts'
import type { Block } from './workspace.ts'

/** What people type leaves their client twice: as text with addresses in `<>`, and as rich text. */
export function typedText(text: string): string {
  return pieces(text)
    .map(({ text: part, url }) => (!url ? escaped(part) : part === url ? `<${url}>` : `<${url}|${escaped(part)}>`))
    .join('')
}

export function typedBlocks(text: string): Block[] {
  const elements: types.RichTextElement[] = pieces(text).map(({ text: part, url }) => {
    if (!url) return { type: 'text', text: part }
    return part === url ? { type: 'link', url } : { type: 'link', url, text: part }
  })
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]
}

function pieces(text: string): { text: string; url?: string }[] {
  const parts: { text: string; url?: string }[] = []
  let at = 0
  for (const link of findLinks(text)) {
    parts.push({ text: text.slice(at, link.start) }, { text: link.text, url: link.url })
    at = link.end
  }
  parts.push({ text: text.slice(at) })
  return parts.filter((part) => part.text !== '')
}
