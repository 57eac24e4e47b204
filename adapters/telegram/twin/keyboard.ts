import type { TelegramInlineKeyboardButton, TelegramInlineKeyboardMarkup } from '@gramio/types'
import { faulty, type Or, type Refusal } from './answer.ts'

/** A button does one thing: https://core.telegram.org/bots/api#inlinekeyboardbutton */
const LOOKS = new Set(['text', 'style', 'icon_custom_emoji_id'])
/** More do not fit: https://limits.tginfo.me, inline keyboards. */
const MAX_PER_ROW = 8
const MAX_BUTTONS = 100

/** The inline keyboard of a call, or none. Reply keyboards are accepted and not kept: the twin draws none. */
export function readKeyboard(markup: unknown): Or<TelegramInlineKeyboardMarkup | null> {
  if (typeof markup !== 'object' || markup === null || !('inline_keyboard' in markup)) return { value: null }
  const { inline_keyboard: rows } = markup as TelegramInlineKeyboardMarkup
  const refusal = wrongShape(rows) ?? rows.flat().map(wrongButton).find(Boolean)
  if (refusal) return { refusal }
  return { value: rows.flat().length ? { inline_keyboard: rows } : null }
}

function wrongShape(rows: TelegramInlineKeyboardButton[][]): Refusal | null {
  if (rows.flat().length > MAX_BUTTONS) return faulty('REPLY_MARKUP_TOO_LONG', `more than ${MAX_BUTTONS} buttons`)
  if (!rows.some((row) => row.length > MAX_PER_ROW)) return null
  return faulty('REPLY_MARKUP_INVALID', `more than ${MAX_PER_ROW} buttons in a row`)
}

function wrongButton(button: TelegramInlineKeyboardButton): Refusal | null {
  const actions = Object.keys(button).filter((key) => !LOOKS.has(key))
  if (!button.text.trim()) return faulty('BUTTON_TEXT_INVALID', 'a button without a text')
  if (actions.length === 0) {
    const words = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    return faulty(words, `button "${button.text}" does nothing`)
  }
  if (actions.length > 1) return faulty('BUTTON_TYPE_INVALID', `button "${button.text}" does ${actions.join(' and ')}`)
  if (button.url === undefined || /^(https?|tg|ton):\/\/\S+$/i.test(button.url)) return null
  const words = `inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`
  return faulty(words, `button "${button.text}" has no valid url`)
}
