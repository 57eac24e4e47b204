/** U+2060: no width, no break, and nothing that Telegram links reaches across it. */
export const BREAK = '\u2060'

/**
 * Each place where Telegram's clients would make a link by themselves: a mention or e-mail, a tag, a cashtag, a command,
 * a scheme, a domain or address, a media time stamp. All are broken, not only those that look like a link today:
 * detectors differ between clients. A keycap emoji keeps its sign.
 */
const triggers =
  /[@＠﹫]|[#＃](?!\ufe0f|\u20e3)|\$(?=[A-Za-z1])|(?<![A-Za-z0-9_])\/(?=\w)|:(?=\/\/|\d)|[.。．｡](?=[^\s.。．｡])/gu

/** Seven digits in a row, however they are spaced, may become a telephone or bank card number. */
const numbers = /\d(?:[ \u00a0().+/-]{0,3}\d){6,}/g

/** The same words, none of them alive. Only U+2060 is added; ill-formed text is repaired, since JSON cannot carry it. */
export function inert(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(numbers, (run) => run.replace(/\d{1,3}/g, `$&${BREAK}`))
    .replace(triggers, `$&${BREAK}`) // Last: a break within a number starts a new word.
}

/** Text units after entities, as https://core.telegram.org/bots/api#sendmessage counts them. */
export const characters = (text: string): number => [...text].length
