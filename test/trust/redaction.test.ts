import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { clean } from '#render'
import { fold } from '../../src/trust/fold.ts'
import { first, last } from '../../src/trust/patterns.ts'
import { mask } from '../../src/trust/redaction.ts'

const seen = (text: string, region = 'US') => mask(text, region, (kind) => kind)
const examples = JSON.parse(
  readFileSync(new URL('../../node_modules/libphonenumber-js/examples.mobile.json', import.meta.url), 'utf8'),
)
/** Numbers of four digits, which only their own islanders would know for numbers. */
const tooShort = ['TA', 'TK']
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0x1040, 0xff10]

describe('phone numbers', () => {
  const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? [])
  const missed = (spell: (of: (typeof numbers)[number]) => string, regionOf = (_: (typeof numbers)[number]) => 'US') =>
    numbers.filter((of) => /\p{Nd}/u.test(seen(`Please call ${spell(of)} tonight`, regionOf(of)).text))

  it('of every country are found with their country code', () => {
    expect(numbers.length).toBeGreaterThan(230)
    expect(missed((of) => of.formatInternational())).toEqual([])
    expect(missed((of) => of.number)).toEqual([])
    expect(missed((of) => of.formatInternational().replaceAll(' ', '.'))).toEqual([])
    expect(missed((of) => `00${of.number.slice(1)}`)).toEqual([])
  })

  it('of every country are found as people at home write them', () => {
    const home = (of: (typeof numbers)[number]) => of.country ?? 'US'
    const longer = (list: typeof numbers) => list.map(home).filter((country) => !tooShort.includes(country))
    expect(longer(missed((of) => of.formatNational(), home))).toEqual([])
    expect(longer(missed((of) => of.nationalNumber, home))).toEqual([])
  })

  it('are found in the digits of any script, and with invisible characters inside', () => {
    for (const zero of zeros)
      expect(missed((of) => of.number.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))))).toEqual(
        [],
      )
    expect(missed((of) => [...of.formatInternational()].join('\u200b'))).toEqual([])
    expect(missed((of) => [...of.formatInternational()].join('\u2060'))).toEqual([])
  })

  it('are cut out of the text as it was written', () => {
    expect(seen('اتصل بي ٢١٢-٥٥٥-٠١٢٣ مساءً ۳ مرات').text).toBe('اتصل بي [phone] مساءً ۳ مرات')
    expect(seen('电话13812345678谢谢', 'CN').text).toBe('电话[phone]谢谢')
    expect(seen('５５５－０１２３ ｔｏｄａｙ').text).toBe('[phone] ｔｏｄａｙ')
    expect(seen('5️⃣5️⃣5️⃣ 0️⃣1️⃣2️⃣3️⃣!').text).toBe('[phone]!')
  })
})

/** What is written, and all that may be left of it. */
const table: Record<string, [string, string][]> = {
  mail: [
    ['Write to ANA.Lopez+x@Example.ORG please', 'Write to [email] please'],
    ['ana (at) example (dot) com', '[email]'],
    ['ana dot lopez at gmail dot com', '[email]'],
    ['роза@пример.рф', '[email]'],
  ],
  accounts: [
    ['ask @rosa_lee!', 'ask [handle]!'],
    ['minh#1234', '[handle]'],
    ['@роза', '[handle]'],
  ],
  links: [
    ['see HTTPS://example.org/x?y=1 now', 'see [link] now'],
    ['www.example.org', '[link]'],
    ['rosa.example.com', '[link]'],
    ['chat.example/rosa', '[link]'],
  ],
  documents: [
    ['A123456789', '[id]'],
    ['a-123-456-789', '[id]'],
    ['alien # 12 345 678', '[id]'],
    ['123-45-6789', '[id]'],
    ['SSN 123456789', 'SSN [id]'],
    ['seguro social: 123 45 6789', 'seguro social: [id]'],
    ['EAC2190012345', '[id]'],
    ['ioe-09-123-45678', '[id]'],
    ['passport number C01234567', 'passport number [id]'],
    ['Pasaporte: G12345678', 'Pasaporte: [id]'],
    ['паспорт 12 34 567890', 'паспорт [id]'],
    ['护照号E12345678', '护照号[id]'],
    ['جواز السفر رقم ١٢٣٤٥٦٧٨٩', 'جواز السفر رقم [id]'],
    ['身份证11010519491231002X', '身份证[id]'],
    ['CURP GARC850101HDFRRL09', 'CURP [id]'],
    ['DNI 12345678Z', 'DNI [id]'],
    ['driver’s licence no. 123 456 789', 'driver’s licence no. [id]'],
  ],
  cards: [
    ['4111 1111 1111 1111', '[card]'],
    ['4111-1111-1111-1111', '[card]'],
  ],
  plates: [
    ['license plate 7abc123', 'license plate [plate]'],
    ['plate number ABC-1234', 'plate number [plate]'],
    ['placas XYZ 12 34', 'placas [plate]'],
    ['京A12345', '[plate]'],
    ['matrícula 1234 BCD', 'matrícula [plate]'],
  ],
  houses: [
    ['1234 Maple Street, Apt 4B', '[house] Maple Street, [unit]'],
    ['1234 MAPLE STREET APT 4b', '[house] MAPLE STREET [unit]'],
    ['12 N. Oak Ave #3', '[house] N. Oak Ave [unit]'],
    ['12-34 Queens Blvd', '[house] Queens Blvd'],
    ['500 West 5th Street', '[house] West 5th Street'],
    ['77 Sunset Drive', '[house] Sunset Drive'],
    ['calle Juárez 45, apto 3', 'calle Juárez [house], [unit]'],
    ['Calle 5 de Mayo #123', 'Calle 5 de Mayo #[house]'],
    ['Av. Insurgentes Sur 1602, depto 301', 'Av. Insurgentes Sur [house], [unit]'],
    ['rua Augusta, 1500', 'rua Augusta, [house]'],
    ['12 rue de la Paix', '[house] rue de la Paix'],
    ['Hauptstraße 12', 'Hauptstraße [house]'],
    ['ул. Ленина, д. 5, кв. 12', 'ул. Ленина, д. [house], [unit]'],
    ['中山路123号5栋602室', '中山路[house]号[unit]'],
    ['人民路三十五号', '人民路[house]号'],
    ['شارع الملك فهد رقم ١٢، شقة ٥', 'شارع الملك فهد رقم [house]، [unit]'],
    ['عمارة 7', 'عمارة [house]'],
    ['số nhà 12 đường Lê Lợi', 'số nhà [house] đường Lê Lợi'],
    ['40.7128, -74.0060', '[house]'],
  ],
  births: [
    ['born on March 3, 1990', 'born on [birth]'],
    ['DOB 03/03/1990', 'DOB [birth]'],
    ['Nació el 3 de marzo de 1990', 'Nació el [birth]'],
    ['出生于1990年3月3日', '出生于[birth]'],
    ['ولد في 3/3/1990', 'ولد في [birth]'],
  ],
  'numbers in words': [
    ['five five five zero one two three four', '[number]'],
    ['cinco cinco cinco cero uno dos tres', '[number]'],
    ['一三八一二三四五六七八', '[number]'],
  ],
}

describe.each(Object.entries(table))('%s', (_, cases) => {
  it.each(cases)('%s', (written, left) => expect(seen(written).text).toBe(left))
})

/** Ordinary sentences, full of numbers that name nobody. */
const prose = [
  'The lamp on Oak Street has been out since 24 November 2026. It went dark at 9:30 pm, and 3 officers came to my place.',
  'About 1,500 people live on the 1200 block of Maple Avenue; 2 cars stood in the way on 5th Avenue for 10 minutes.',
  'School is from 8.30-15.00, 2025-2026, with $1,200,000.00 or 1.200.000 or 1 500 000. Bus 42 stops near exit 12B.',
  'Call 911. On 2026-11-24, 24.11.2026 and 11/24/26 there were 17 calls. Route 66, 25 mph, 5G, 4x4, 24/7, version 24.21.0.',
  'The plate is broken. My passport is at home. Police unit 12 came. She was born in a village. Careful.And/or not. Meet @ 5 pm.',
  'We waited 3 hours on Main St and 2 days on Elm Road. In 2026 Oak Street will be paved. Room 204 of the library.',
  'La lámpara de la calle Juárez está rota desde hace 3 semanas. A las 9:30 llegaron 2 policías a la calle 5 de mayo.',
  'En la calle desde hace 3 días hay 12 niños. Hay 1.500 vecinos. Somos 45 familias en la calle Hidalgo. El 24/11/2026.',
  'مصباح الشارع مطفأ منذ 3 أسابيع. في شارع السوق منذ ٢٤ نوفمبر ٢٠٢٦ الساعة 9:30 جاء 2 من الشرطة. الحافلة رقم 12.',
  '路灯从2026年11月24日起就坏了，晚上9点30分来了3名警察。我们在5月3号开会，坐3号线，约1500人参加，花了25000元，3室1厅。',
  'Уличный фонарь не горит с 24 ноября 2026 года. На улице уже 3 дня темно. На улице Ленина 5 дней нет света.',
  'Die Lampe in der Hauptstraße ist seit 3 Wochen aus. Am 24.11.2026 um 9.30 Uhr kamen 2 Polizisten. Rückweg 3 Stunden.',
  'Le lampadaire de la rue Pasteur est éteint depuis 3 semaines. Le 24 novembre 2026 à 9 h 30, 1 500 habitants.',
  '24 নভেম্বর ২০২৬ থেকে রাস্তার বাতি নেই। রাত ৯টা ৩০ মিনিটে ৩ জন পুলিশ এসেছিল। প্রায় ১৫০০ মানুষ থাকে।',
  'सड़क की बत्ती २४ नवंबर २०२६ से बंद है। रात ९ बजकर ३० मिनट पर ३ पुलिसवाले आए। लगभग १५०० लोग रहते हैं।',
  '가로등이 2026년 11월 24일부터 꺼졌습니다. 밤 9시 30분에 경찰 3명이 왔습니다. 2호선을 탔습니다.',
  '街灯は2026年11月24日から消えています。夜9時30分に警官が3人来ました。3番線に乗り、約1500人が住んでいます。',
  'ไฟถนนดับตั้งแต่วันที่ 24 พฤศจิกายน 2569 เวลา 9.30 น. มีตำรวจ 3 นายมา มีคนอยู่ประมาณ 1,500 คน',
  'Đèn đường hỏng từ ngày 24 tháng 11 năm 2026, lúc 9 giờ 30 có 3 công an đến. Số người khoảng 1.500. Đường số 5 rất tối.',
  'Φανάρι σβηστό από τις 24 Νοεμβρίου 2026, ώρα 9:30. הפנס כבוי מאז 24 בנובמבר 2026 בשעה 9:30 והגיעו 3 שוטרים.',
  'Lanp lari a pa limen depi 24 novanm 2026. گلی کی بتی ۲۴ نومبر ۲۰۲۶ سے بند ہے، ۳ پولیس والے آئے۔',
]

describe('ordinary prose', () => {
  it.each(prose)('stays whole: %s', (text) => {
    for (const region of ['US', 'MX', 'DE', 'EG', 'CN', 'GB', 'FR', 'RU'])
      expect(seen(text, region)).toEqual({ text, found: [] })
  })
})

describe('masking', () => {
  it('counts by kind, in the words it was given', () => {
    const masked = mask('555-0123 or 555-0199, ana@example.org', 'US', (kind) => `Nr. ${kind}`)
    expect(masked.text).toBe('[Nr. phone] or [Nr. phone], [Nr. email]')
    expect(masked.found).toEqual([
      { kind: 'phone', count: 2 },
      { kind: 'email', count: 1 },
    ])
  })

  it('finds nothing more in what it has masked, and needs no known region', () => {
    for (const cases of Object.values(table))
      for (const [written] of cases) {
        const { text } = seen(written, 'XX')
        expect(seen(text, 'XX').found).toEqual([])
      }
  })

  it('touches nothing but what it cuts, whatever the text', () => {
    const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...prose))
    fc.assert(
      fc.property(any, any, (left, right) => {
        const text = `${clean(left, 500)}\n555-010-0199\n${clean(right, 500)}`
        const masked = seen(text)
        expect(masked.text).not.toContain('010-0199')
        const parts = masked.text.split(/\[(?:phone|email|handle|link|id|card|plate|house|unit|birth|number)\]/)
        let at = 0
        for (const part of parts) {
          const found = text.indexOf(part, at)
          expect(found).toBeGreaterThanOrEqual(at)
          at = found + part.length
        }
      }),
    )
  })
})

describe('the quick look before a search', () => {
  const written = [...Object.values(table).flatMap((cases) => cases.map(([text]) => text)), ...prose]
  const all = [...first, ...last]
  /** Every pattern that finds something in a text which, by its quick look, cannot have it. */
  const hidden = (text: string) => {
    const { text: folded } = fold(text)
    return all.filter(({ matches, needs }) => [...folded.matchAll(matches)].length > 0 && !needs.test(folded))
  }

  it('hides nothing of the table and of prose', () => {
    expect(written.flatMap(hidden)).toEqual([])
  })

  it('hides nothing of texts put together from their pieces, nor of any other', () => {
    const pieces = [...new Set(written.flatMap((text) => text.match(/\p{L}+|\p{N}+|\P{L}/gu) ?? []))]
    const pieced = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((some) => some.join(''))
    const texts = fc.oneof(pieced, fc.string({ unit: 'binary', maxLength: 200 }))
    const holds = fc.property(texts, (text) => {
      expect(hidden(text)).toEqual([])
    })
    fc.assert(holds, { numRuns: 500 })
  })

  it('does not depend on what was masked before it', () => {
    for (const { needs } of all) expect(needs.test('\ufffc'.repeat(20))).toBe(false)
  })
})
