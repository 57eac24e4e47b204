import { describe, expect, it } from 'vitest'
import { danger } from '../../src/trust/danger.ts'

describe('danger words', () => {
  it.each([
    'HE HAS A GUN outside my door',
    'My neighbour can’t breathe',
    'the house is on fire!!',
    'she says she wants to kill herself, suicide',
    'He is hitting me right now',
    'Hay un tiroteo en la calle',
    'está sangrando mucho',
    'me está pegando',
    'quiero morir',
    'يوجد حريق في البيت',
    'إنّه يُطلقُ النّارَ',
    'معه مسدّس',
    'وينزف كثيرا',
    'أريد أن أموت',
    '他有枪，快来',
    '着火了',
    '有人正在打我',
    '我不想活了',
  ])('are found: %s', (text) => expect(danger(text)).toBe(true))

  it.each([
    '',
    'The lamp on Oak Street is out since Monday.',
    'We would like more shade trees and a burgundy bench.',
    'La lámpara de la esquina no funciona.',
    'Queremos hablar de las cámaras del parque.',
    'مصباح الشارع مطفأ منذ أسبوع.',
    'نريد اجتماعا مع الضابط.',
    '路灯坏了，晚上很暗。',
    '我们想和警官谈谈停车问题。',
  ])('are not seen in: %s', (text) => expect(danger(text)).toBe(false))
})
