import type { TelegramMessageEntity, TelegramMessageEntityType } from '@gramio/types'
import type { formattedText, textEntities, textEntity } from 'tdlib-types'
import { badRequest, type Or } from './answer.ts'
import { autoLinks } from './autolinks.ts'

export type Entity = TelegramMessageEntity
export type Formatted = { text: string; entities: Entity[] }

/** How Telegram reads a text: what it links by itself, and what formatting it takes out. */
export type Parser = {
  source: 'tdlib' | 'own'
  links(text: string): Entity[]
  formatted(text: string, mode: string): Or<Formatted>
}

/** TDLib, Telegram's own library, where its binary loads; else a plain reading of the same rules. */
export async function loadParser(): Promise<Parser> {
  return (await tdlib()) ?? { source: 'own', links: autoLinks, formatted: unreadable }
}

function unreadable(_text: string, mode: string): Or<Formatted> {
  return { refusal: badRequest(`can't parse entities: ${mode} needs TDLib, which does not load on this machine`) }
}

async function tdlib(): Promise<Parser | null> {
  try {
    const [{ getTdjson }, tdl] = await Promise.all([import('prebuilt-tdlib'), import('tdl')])
    try {
      tdl.configure({ tdjson: getTdjson(), verbosityLevel: 0 })
    } catch {
      // Somebody in this process has loaded it already.
    }
    const links = (text: string) => {
      const found = tdl.execute({ _: 'getTextEntities', text }) as textEntities | { _: 'error' }
      return found._ === 'textEntities' ? found.entities.flatMap(entity) : []
    }
    links('@probe')
    return { source: 'tdlib', links, formatted: (text, mode) => formatted(tdl, text, mode) }
  } catch {
    return null
  }
}

function formatted(tdl: typeof import('tdl'), text: string, mode: string): Or<Formatted> {
  const parse_mode =
    mode === 'HTML'
      ? { _: 'textParseModeHTML' as const }
      : { _: 'textParseModeMarkdown' as const, version: mode === 'MarkdownV2' ? 2 : 1 }
  type Parsed = formattedText | { _: 'error'; message: string }
  const parsed = tdl.execute({ _: 'parseTextEntities', text, parse_mode }) as Parsed
  if (parsed._ === 'error') return { refusal: badRequest(parsed.message.replace(/^C/, 'c')) }
  return { value: { text: parsed.text, entities: parsed.entities.flatMap(entity) } }
}

const KINDS: Record<string, TelegramMessageEntityType> = {
  textEntityTypeMention: 'mention',
  textEntityTypeHashtag: 'hashtag',
  textEntityTypeCashtag: 'cashtag',
  textEntityTypeBotCommand: 'bot_command',
  textEntityTypeUrl: 'url',
  textEntityTypeEmailAddress: 'email',
  textEntityTypePhoneNumber: 'phone_number',
  textEntityTypeBold: 'bold',
  textEntityTypeItalic: 'italic',
  textEntityTypeUnderline: 'underline',
  textEntityTypeStrikethrough: 'strikethrough',
  textEntityTypeSpoiler: 'spoiler',
  textEntityTypeBlockQuote: 'blockquote',
  textEntityTypeExpandableBlockQuote: 'expandable_blockquote',
  textEntityTypeCode: 'code',
  textEntityTypePre: 'pre',
  textEntityTypePreCode: 'pre',
  textEntityTypeTextUrl: 'text_link',
}

/** Kinds that the Bot API does not report (media timestamps, card numbers) fall away, as on the server. */
function entity({ offset, length, type }: textEntity): Entity[] {
  const kind = KINDS[type._]
  if (!kind) return []
  return [{ type: kind, offset, length, ...(type._ === 'textEntityTypeTextUrl' ? { url: type.url } : {}) }]
}
