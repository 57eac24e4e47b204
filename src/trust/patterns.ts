import { addresses } from './addresses.ts'

/**
 * What is masked. All documents are one kind, so that a mask never tells that somebody has an immigration file.
 * `house`, `unit`: the number in an address, and a position on the map.
 */
export type Kind =
  | 'phone'
  | 'email'
  | 'handle'
  | 'link'
  | 'id'
  | 'card'
  | 'plate'
  | 'house'
  | 'unit'
  | 'birth'
  | 'number'

export type Pattern = {
  /** `null`: looks like a number to mask and is none; nothing later may take it. */
  kind: Kind | null
  /** Matched on folded text, any case. The group `cut` is what is masked, else all of it. */
  matches: RegExp
  /** What every match has in it, and most texts have not: a quick look that saves a long search. */
  needs: RegExp
  accepts?(found: string): boolean
}

/** Digits may touch Chinese, Thai or Arabic letters, which stand without spaces; Latin letters make them part of a word. */
export const before = '(?<![\\p{Script=Latin}\\p{N}])'
export const after = '(?![\\p{Script=Latin}\\p{N}])'
const word = '(?<![\\p{L}\\p{N}])'

export const DIGIT = /\d/

/** Needs a digit, unless it says otherwise. */
export function pattern(
  kind: Kind | null,
  source: string,
  { needs = DIGIT, accepts }: Partial<Pick<Pattern, 'needs' | 'accepts'>> = {},
): Pattern {
  return { kind, matches: new RegExp(source, 'dgiu'), needs, ...(accepts && { accepts }) }
}

const documents = [
  `passport|pasaporte|passaporte|passeport|reisepass|paszport|pasaport|паспорт|hộ chiếu|ssn|itin|social security|seguro social`,
  `alien (?:registration|number)|green card|national id|id (?:card|number|no\\.?)|driver['’]?s? licen[cs]e|licencia(?: de conducir)?`,
  `dni|nie|curp|c[ée]dula|matr[íi]cula consular|aadhaar|护照|護照|身份证|身份證|여권|パスポート|جواز|الهوية|پاسپورت`,
].join('|')

const plates =
  'licen[cs]e plate|number plate|plate|tag|placas?|matr[íi]cula|plaque|kennzeichen|номер машины|لوحة|车牌|車牌|biển số'
const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
const births =
  'dob|d\\.o\\.b\\.|born|birth(?:day| ?date)?|nacid[oa]|nac(?:í|i|ió|io)|nacimiento|nascid[oa]|nascimento|née?|geboren|родил(?:ся|ась)|рождения|ولد|وُلد|مواليد|الميلاد|出生|生日|sinh'
const date = [
  '\\d{4}\\s?[-/.年]\\s?\\d{1,2}\\s?[-/.月]\\s?\\d{1,2}日?',
  '\\d{1,2}\\s?[-/.]\\s?\\d{1,2}\\s?[-/.]\\s?(?:\\d{4}|\\d{2})',
  '\\d{1,2}(?:st|nd|rd|th|º|\\.)?\\s+(?:de\\s+|of\\s+)?\\p{L}{3,12}\\.?,?\\s+(?:de\\s+|del\\s+)?\\d{4}',
  '\\p{L}{3,12}\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4}',
].join('|')
const monthDay = '(?:0?[1-9]|[12]\\d|3[01])'
const month = '(?:0?[1-9]|1[0-2])'
const year = '(?:\\d{4}|\\d{2})'
const spelt =
  'zero|oh|one|two|three|four|five|six|seven|eight|nine|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|صفر|واحد|اثنان|اثنين|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة'

/** Before the search for phone numbers, the surest first; at the end what only looks like one: dates, years, sums, times. */
export const first: readonly Pattern[] = [
  pattern(
    'email',
    `[\\p{L}\\p{N}._%+-]{1,64}\\s?(?:@|[([]at[)\\]])\\s?(?:[\\p{L}\\p{N}-]{1,63}(?:\\.|\\s?[([]dot[)\\]]\\s?)){1,4}\\p{L}{2,24}`,
    { needs: /@|[([]at[)\]]/i },
  ),
  pattern(
    'email',
    `(?:[\\p{L}\\p{N}_-]{1,40} (?:dot|punto|point) )?[\\p{L}\\p{N}._%+-]{2,64} (?:at|arroba|arobase) [\\p{L}\\p{N}-]{2,40} ?(?:dot|punto|point|\\.) ?(?:com|net|org|edu|[a-z]{2})${after}`,
    { needs: / (?:at|arroba|arobase) [\p{L}\p{N}-]{2,40} ?(?:dot|punto|point|\.)/iu },
  ),
  pattern('link', `(?:https?|ftp)://[^\\s<>"']+|www\\.[^\\s<>"']{3,}`, { needs: /:\/\/|www\./i }),
  pattern(
    'link',
    `${word}(?:[\\p{L}\\p{N}-]{1,63}\\.){1,4}(?:(?:com|net|org|edu|gov|mil)${after}(?:/[^\\s<>"']*)?|(?-i:[a-z]{2,10})/[^\\s<>"']+)`,
    { needs: /\.\p{L}/u },
  ),
  pattern(
    'handle',
    `(?<![\\p{L}\\p{N}/])@[\\p{L}_][\\p{L}\\p{M}\\p{N}_.]{1,31}|${word}\\p{L}[\\p{L}\\p{N}_.]{1,31}#\\d{4}${after}`,
    { needs: /@|#\d/ },
  ),
  pattern('birth', `(?<!\\p{L})(?:${births})(?!\\p{Script=Latin})[^\\n\\d]{0,24}?(?<cut>(?:${date}))${after}`),
  pattern(
    'id',
    `(?<!\\p{L})(?:${documents})[^\\n\\d]{0,20}?${before}(?<cut>(?:[A-Z]{1,3}[ -]?)?\\d[\\d -]{2,16}\\d[A-Z]?)${after}`,
  ),
  pattern('id', `(?<![\\d][- .])${before}\\d{3}([- .])\\d{2}\\1\\d{4}${after}(?![- .]\\d)`),
  pattern(
    'id',
    `${before}A(?:lien)?\\s?(?:#|no\\.?|number)?[:#-]?\\s?(?:\\d{2,3}[- ]?\\d{3}[- ]?\\d{3}|\\d{7})${after}`,
    { accepts: (found) => !/^a \d{1,3} /.test(found) },
  ),
  pattern('id', `${before}[A-Z]{3}[- ]?\\d{2}[- ]?\\d{3}[- ]?\\d{5}${after}`),
  pattern(
    'id',
    `${before}[A-Z]{4}\\d{6}[HMX][A-Z]{5}[A-Z\\d]\\d${after}|${before}\\d{17}[\\dX]${after}|${before}(?:\\d{8}|[XYZ]\\d{7})-?[A-Z]${after}`,
  ),
  pattern('card', `(?<!\\+)${before}\\d(?:[ -]?\\d){12,18}${after}`, { accepts: luhn }),
  pattern(
    'plate',
    `(?<!\\p{L})(?:${plates})(?!\\p{Script=Latin})[^\\n\\d]{0,16}?${before}(?<cut>(?=[A-Z\\d]*\\d)(?=[A-Z\\d]*[A-Z])[A-Z\\d]{5,8}|(?-i:[A-Z\\d]{1,4}[ -][A-Z\\d]{2,4}(?:[ -][A-Z\\d]{1,4})?)|[A-Z]{2,3}-\\d{2,4}(?:-?[A-Z]{1,2})?)${after}`,
    { accepts: (found) => /\d/.test(found) },
  ),
  pattern('plate', `[${provinces}][A-Z][·. ]?[A-Z\\d]{5,6}${after}|(?:لوحة)[^\\n\\d]{0,20}\\d{3,4}${after}`, {
    needs: new RegExp(`[${provinces}]|\\d`),
  }),
  pattern('house', `(?<![\\d.])-?\\d{1,3}\\.\\d{4,}\\s*,\\s*-?\\d{1,3}\\.\\d{4,}`),
  pattern(
    null,
    `(?<!\\d[-/.])${before}(?:\\d{4}([-/.])${month}\\1${monthDay}|${monthDay}([-/.])${month}\\2${year}|${month}([-/.])${monthDay}\\3${year})${after}(?![-/.]\\d)`,
  ),
  pattern(null, `(?<!\\d )${before}\\d{1,2} \\d{1,2} (?:19|20)\\d{2}${after}(?! \\d)`),
  pattern(null, `${before}(?:19|20)\\d\\d\\s?[-–—/]\\s?(?:19|20)\\d\\d${after}`),
  pattern(
    null,
    `(?<![+.]|\\d )${before}(?:\\d{1,3}(?:[ .]\\d{3})*[ .]000|\\d\\.\\d{3}\\.\\d{3}|[1-9]\\d{0,2}0{4,6})${after}(?![ .-]\\d)`,
  ),
  pattern(null, `${before}\\d{1,2}\\.\\d{2}\\s?[-–—]\\s?\\d{1,2}\\.\\d{2}${after}`),
]

/** After it: the numbers in addresses, then any other digits that could be a phone number or a file. */
export const last: readonly Pattern[] = [
  ...addresses(pattern, before, after),
  pattern('number', `${before}\\d(?:[ .-]?\\d){15,}${after}|[〇零一二三四五六七八九]{7,}`, {
    needs: /\d|[〇零一二三四五六七八九]{7}/,
  }),
  pattern('phone', `(?:\\+\\s?)?\\(?${before}\\d(?:[ .\\-/()‐-―]{0,3}\\d){5,14}${after}`, { accepts: phoneLike }),
  pattern('number', `(?<!\\p{L})(?:(?:${spelt})[\\s,.-]+){6,}(?:${spelt})(?!\\p{L})`, {
    needs: new RegExp(`(?:${spelt})[\\s,.-]`, 'iu'),
  }),
]

function phoneLike(found: string): boolean {
  const count = found.replace(/\D/g, '').length
  return count >= (found.startsWith('+') ? 6 : 7)
}

/** The check digit of payment cards (ISO/IEC 7812-1). */
function luhn(found: string): boolean {
  const doubled = [...found.replace(/\D/g, '')].reverse().map((digit, at) => Number(digit) * (at % 2 === 0 ? 1 : 2))
  return doubled.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0
}
