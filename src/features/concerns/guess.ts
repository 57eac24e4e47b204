import type { Topic } from './rules.ts'

/** Beginnings of words that speak of a topic, in the languages of the product. A guess is shown and can be changed with a tap. */
const words: Record<Exclude<Topic, 'other'>, string> = {
  lighting:
    'light lamp dark luz luces farol faro alumbrado oscur lámpara ضوء إنارة إضاءة مصباح ظلام مظلم 路灯 灯 照明 黑',
  traffic:
    'traffic speed car park crosswalk crossing tráfico coche carro auto velocidad estacion semáforo cruce مرور سيارة سيارات سرعة موقف عبور 交通 车 超速 停车 路口 斑马线',
  noise: 'noise loud music party ruido música fiesta escándalo ضجيج ضوضاء موسيقى صخب حفل 噪音 吵 音乐',
  cleanliness: 'trash garbage rubbish dump litter basura suciedad desecho قمامة نفاية نفايات زبالة أوساخ 垃圾 脏',
  safety:
    'safe robb steal stole theft fight drug gun attack afraid segur robo robar pelea droga arma asalto miedo أمان سرقة شجار مخدرات سلاح خوف اعتداء 安全 偷 抢 打架 毒品 害怕',
  youth:
    'youth teen kid child school playground joven niñ escuela parque infantil شباب أطفال طفل مدرسة ملعب 青少年 孩子 学校',
  policy:
    'policy officer police patrol training rule stop-and política policía oficial patrulla capacita regla شرطة ضابط دورية تدريب سياسة قاعدة 警察 巡逻 政策 规定',
}

/** One pattern a topic: words by their beginning, with an article before them in Arabic; Chinese words anywhere. */
const patterns = Object.entries(words).map(([topic, list]) => {
  const all = list.split(' ')
  const [spaced, unspaced] = [
    all.filter((word) => !/\p{Script=Han}/u.test(word)),
    all.filter((word) => /\p{Script=Han}/u.test(word)),
  ]
  return [
    topic as Topic,
    new RegExp(`(?<![\\p{L}\\p{M}])(?:[وب]?ال)?(?:${spaced.join('|')})|${unspaced.join('|')}`, 'gu'),
  ] as const
})

/** The topic that most words point to; `other` when none does. */
export function guessTopic(text: string): Topic {
  const folded = text.toLowerCase()
  const scored = patterns.map(([topic, pattern]) => [topic, folded.match(pattern)?.length ?? 0] as const)
  const [best, score] = scored.reduce((top, one) => (one[1] > top[1] ? one : top))
  return score > 0 ? best : 'other'
}

const bare = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The longest area name that the text contains. */
export function guessArea(text: string, areas: readonly { id: string; name: string }[]): string | null {
  const folded = bare(text)
  const named = areas.filter(({ name }) => folded.includes(bare(name)))
  return named.sort((a, b) => b.name.length - a.name.length)[0]?.id ?? null
}
