import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clean, clip, isolate, rows } from '#render'

const any = fc.string({ unit: 'binary', maxLength: 400 })

describe('cleaning', () => {
  it.each([
    ['control characters', 'a\u0000b\u001bc\u007fd\u009fe', 'abcde'],
    ['overrides and isolates', 'a\u202eb\u2066c\u2069d\u202ce', 'abcde'],
    ['hidden tag characters', 'hi\u{e0041}\u{e0042}\u{e007f}!', 'hi!'],
    ['invisible operators and the byte order mark', '\ufeffa\u2060b\u2063c', 'abc'],
    ['every kind of line end', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['blank lines', 'a\n\n \n\t\n\nb\n\nc', 'a\n\nb\n\nc'],
    ['space around', ' \n a b \n ', 'a b'],
    ['half of a surrogate pair', 'a\ud800b', 'a\ufffdb'],
    ['decomposed letters', 'cafe\u0301', 'caf\u00e9'],
    ['towers of marks', `z${'\u0335'.repeat(40)}!`, `z${'\u0335'.repeat(8)}!`],
  ])('settles %s', (_, given, expected) => expect(clean(given, 1000)).toBe(expected))

  it.each([
    ['Bengali', 'রাস্তায় বাতি নেই, র‍্যাব কোথায়?'],
    ['Persian', 'چراغ‌های خیابان خاموش می‌شوند'],
    ['Burmese', 'လမ်းမီးများ ပျက်နေပါသည်။ ကျွန်ုပ်တို့ ကြောက်ပါတယ်'],
    ['Khmer', 'ភ្លើងផ្លូវ​ខូច​ហើយ'],
    ['Thai', 'ไฟถนนเสียที่ปากซอย'],
    ['Arabic with marks', 'مُنْذُ أُسْبُوعٍ، انْطَفَأَ المِصْبَاحُ'],
    ['Hebrew with points', 'הַפָּנָס כָּבוּי'],
    ['Hindi', 'सड़क की बत्ती बंद है'],
    ['Tamil', 'தெரு விளக்கு எரியவில்லை'],
    ['Tibetan', 'ལམ་གྱི་སྒྲོན་མེ་མི་འབར།'],
    ['Vietnamese', 'Đèn đường ở góc phố đã hỏng'],
    ['Chinese', '路灯坏了，晚上很暗。'],
    ['Korean', '가로등이 꺼졌습니다'],
    ['emoji', '👩‍👩‍👧‍👦 ☎️ 🇲🇽'],
  ])('keeps %s as it is', (_, text) => expect(clean(text, 1000)).toBe(text.normalize('NFC')))

  it('is settled after once, within the maximum, and well formed', () => {
    fc.assert(
      fc.property(any, fc.nat(300), (text, max) => {
        const once = clean(text, max)
        expect(once.length).toBeLessThanOrEqual(max)
        expect(once.isWellFormed()).toBe(true)
        expect(clean(once, max)).toBe(once)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('small parts', () => {
  it('clips without splitting a character', () => {
    expect(clip('street', 6)).toBe('street')
    expect(clip('streets', 6)).toBe('stree…')
    expect(clip('ab👩‍👩‍👧‍👦cd', 8)).toBe('ab…')
    expect(clip('abc', 0)).toBe('')
  })

  it('isolates a value from the sentence, whatever it brings', () => {
    expect(isolate('Officer Lee')).toBe('\u2068Officer Lee\u2069')
    expect(isolate('a\u2069\u2067b')).toBe('\u2068ab\u2069')
  })

  it('makes rows', () => expect(rows([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]))
})
