import type { Kind, Pattern } from './patterns.ts'

type Make = (kind: Kind, source: string, more?: { needs: RegExp }) => Pattern

/**
 * Only the numbers of an address are masked. The street stays: without it nobody can mend the lamp, and a street is an
 * area, while a street with a number is a household.
 */
export function addresses(make: Make, before: string, after: string): Pattern[] {
  const house = (source: string, more?: { needs: RegExp }) => make('house', source, more)
  const unit = (source: string) => make('unit', source)
  const number = `(?<![$€£#.,:/-])${before}(?!(?<=(?:in|since|by|until|during) )(?:19|20)\\d\\d )(?<cut>\\d{1,6}[A-Z]?(?:[-/]\\d{1,4})?)`
  const trailing = `(?<cut>\\d{1,5}(?:[-/]\\d{1,4})?(?:\\s?[a-zа-я](?!\\p{L}))?)${after}`
  return [
    house(`${number}\\s+${compass}(?:(?!${counted})[\\p{L}\\d'’.-]+\\s+){1,3}(?:${streets})${after}`),
    house(
      `${number}\\s+${compass}(?-i:(?:[A-Z][\\p{L}'’.-]*|\\d{1,3}(?:st|nd|rd|th))\\s+){1,3}(?:${lesserStreets})${after}`,
    ),
    house(
      `(?<!\\p{L})(?:${romance})\\s+(?:(?:(?!${spanishOther})\\p{L}[\\p{L}.'’-]{0,30}[\\s,]+){1,5}|\\d{1,2} de \\p{L}{3,20}[\\s,]+)${mark}${trailing}(?!\\s*(?:[:.,]\\d|%|de\\s|${spanishCounted}))`,
    ),
    house(
      `${number}(?:\\s?(?:bis|ter|quater))?,?\\s+(?:rue|avenue|boulevard|bd|chemin|impasse|allée|quai|route)\\s+(?:de|du|des|la|le|les|d['’]|l['’]|(?-i:[A-Z]))`,
    ),
    house(`\\p{L}{3,30}(?:straße|strasse|str\\.|gasse|allee|platz|weg)\\s+${trailing}(?!\\s+(?:${germanCounted}))`),
    house(
      `(?<!\\p{L})(?:${slavic})\\s+(?-i:\\p{Lu}[\\p{L}-]*\\.?,?\\s+){1,3}(?:д\\.|дом|буд\\.)?\\s*${trailing}(?!\\s*(?:${slavicCounted}))`,
    ),
    house(`(?<!\\p{L})(?:дом|д\\.|будинок|буд\\.)\\s*№?\\s*${trailing}(?!\\s*(?:${slavicCounted}))`),
    house(`(?<!\\p{L})(?:số nhà|số)\\s+(?<cut>\\d{1,4}[a-z]?(?:/\\d{1,4})*),?\\s+(?:đường|phố|ngõ|ngách|hẻm)`),
    house(`(?<!\\p{L})(?:ال)?(?:بناية|عمارة|منزل|مبنى|فيلا)\\s+(?:رقم\\s*)?(?<cut>\\d{1,5})${after}`),
    house(`(?<!\\p{L})شارع\\s+(?:\\p{L}+\\s+){1,3}(?:رقم\\s*(?<cut>\\d{1,5})${after})`),
    house(`(?<!\\p{L})شارع\\s+(?:\\p{L}+\\s+){1,2}(?<cut>\\d{1,5})(?=\\s*(?:[،,.؛]|$))`),
    house(`(?:路|街|巷|弄|村|胡同|(?<!知)道)(?<cut>\\d{1,5}|[一二三四五六七八九十百零〇]{1,6})(?=[号號](?!线|線))`, {
      needs: /[号號]/,
    }),
    house(`(?<cut>\\d{1,3}丁目\\d{1,3}(?:番地?(?:\\d{1,3}号?)?|[-−]\\d{1,3}(?:[-−]\\d{1,4})?))`),
    house(`[가-힣](?:로|길)\\s?(?<cut>\\d{1,4}(?:-\\d{1,3})?)(?=번지|번길)`),
    unit(
      `(?<!\\p{L})(?:apt|apartment|apto|apartamento|depto|departamento|flat|suite|ste|квартира|кв|căn hộ|appartement|wohnung)[.:]?\\s*(?:#|n[º°o]\\.?)?\\s*(?:\\d{1,4}\\s?-?[A-Z]?|[A-Z]-?\\d{1,4})${after}`,
    ),
    unit(`(?<!\\p{L})(?<!(?:police|patrol|crime|this|the)\\s)unit\\s*(?:#|no\\.?)?\\s*\\d{1,4}[A-Z]?${after}`),
    unit(`(?<=(?<!\\p{L})(?:${streets}|${lesserStreets})[.,]{0,2}\\s)#\\s?\\d{1,4}[A-Z]?${after}`),
    unit(`(?<!\\p{L})(?:ال)?شقة\\s*(?:رقم\\s*)?\\d{1,4}`),
    unit(
      `${before}\\d{1,4}(?:室(?!\\d{0,2}厅)|单元|號樓|号楼|栋|棟|幢)|${before}\\d{1,4}동\\s?\\d{1,4}호|${before}\\d{2,4}호(?!선)`,
    ),
  ]
}

const compass = '(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\\.?\\s+)?'
const streets =
  'street|avenue|ave|road|rd|boulevard|blvd|lane|ln|parkway|pkwy|highway|hwy|terrace|alley|st|dr|ct|cir|trl|sq'
const lesserStreets = 'drive|court|place|pl|way|circle|square|plaza|loop|trail|row|walk|crescent|close|grove|gardens'
const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
/** Words after a number that make it a count, a time or a date. */
const counted = `(?:${months}|people|persons?|officers?|cops?|police|cars?|trucks?|kids?|child(?:ren)?|m[ae]n|wom[ae]n|boys?|girls?|guys|times?|seconds?|minutes?|mins?|hours?|days?|nights?|weeks?|months?|years?|am|pm|a\\.m\\.?|p\\.m\\.?|o'clock|feet|ft|yards?|met(?:er|re)s?|km|miles?|blocks?|lights?|lamps?|trees?|shots?|dogs?|houses?|percent|dollars?|of|on|in|at|to|from|the|an?|my|our|your|his|her|their|this|that|is|are|was|were|be|and|or|but|by|near|for|with|down|up|off|along|across|over|per|no|not|more|other|new|big|dead|saw|see|have|had|has|came|went|left|right|after|before|since|until|dr|st)(?![\\p{L}\\d'’-])`

const romance = 'calle|avenida|avda\\.?|av\\.|carrera|cra\\.?|calzada|callej[óo]n|pasaje|paseo|rua|travessa|via|viale'
const mark = '(?:#|n[º°o]\\.?|n[úu]m\\.?|n[úu]mero|nr\\.?)?\\s*'
const spanishOther =
  '(?:a|al|con|en|y|o|u|que|por|para|hay|est[áa]n?|es|son|sin|como|se|no|me|mi|mis|donde|cuando|entre|hasta|desde|hace|tiene|tenemos|llegaron|pasaron|vi|vimos|hubo|unos|unas|casi|solo|cada|durante|e|com|há|tem|num[ae]?ro|[a-z]+ron|email)(?![\\p{L}])'
const spanishCounted =
  'personas?|años?|d[íi]as?|semanas?|mes(?:es)?|horas?|minutos?|veces|carros?|coches?|niñ[oa]s|hombres?|mujeres?|polic[íi]as|l[áa]mparas?|luces|cuadras|metros|pessoas?|anos?|semanas|vezes|am|pm'
const germanCounted =
  'Uhr|Stunden?|Minuten?|Tagen?|Wochen?|Monaten?|Jahren?|Personen|Leute|Kinder|Autos|Meter|km|m(?!\\p{L})'
const slavic =
  'ул\\.|улиц[аеыу]|вул\\.|вулиц[яії]|пр\\.|проспекте?|пер\\.|переулок|шоссе|бульваре?|ul\\.|ulicy?a?|al\\.'
const slavicCounted =
  'дн|ден|час|раз|год|лет|человек|люд|минут|недел|месяц|рок|тижн|хвилин|машин|dni|godzin|osob|os[óo]b|lat|tygodni|razy|minut'
