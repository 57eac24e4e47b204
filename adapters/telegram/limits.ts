import type { Limits } from '#contract'

export const limits: Limits = {
  // No blocks exist, but every block takes an entity or a few; see ENTITIES.
  blocks: 40,
  // 1-4096 characters after entities parsing: https://core.telegram.org/bots/api#sendmessage
  messageWeight: 4096,
  blockWeight: 4096,
  // Unpublished; phones cut what is wider than the message: https://core.telegram.org/bots/api#inlinekeyboardbutton
  labelChars: 40,
  actionsPerRow: 3,
  rows: 10,
  // 0-200 characters: https://core.telegram.org/bots/api#answercallbackquery
  noticeChars: 200,
  // No forms exist: questions and answers are ordinary messages, choices are buttons. https://core.telegram.org/bots/api#message
  form: {
    titleChars: 256,
    labelChars: 1024,
    hintChars: 1024,
    textChars: 4096,
    options: 30,
    optionChars: 40,
    fields: 30,
  },
  // About 30 a second in all, 1 a second in a chat with short bursts, 20 a minute in a group:
  // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
  pace: { platformPerSecond: 25, placePerSecond: 1, placeBurst: 3 },
}

/** The servers keep the formatting of the first 100 entities and drop the rest: https://limits.tginfo.me/en */
export const ENTITIES = 100

/** Bytes behind a button: https://core.telegram.org/bots/api#inlinekeyboardbutton */
export const CALLBACK_BYTES = 64

/** Commands a menu may list, and what each may be: https://core.telegram.org/bots/api#setmycommands */
export const menu = { commands: 100, name: /^[a-z0-9_]{1,32}$/, descriptionChars: 256 }

/** https://core.telegram.org/bots/api#setmydescription and #setmyshortdescription */
export const about = { descriptionChars: 512, shortChars: 120 }

/** An update repeats at most two messages of 4,096 characters with 100 entities each; the rest of this is room. */
export const UPDATE_BYTES = 256 * 1024

/** The Bot API server answers a long poll after 50 s at the latest: https://github.com/tdlib/telegram-bot-api Client.cpp */
export const POLL_SECONDS = 30
