/**
 * Words that may mean danger at this moment. They only ever bring up the emergency number, and never hold anything back, so
 * they lean to too many. One word or phrase a line, as people type it: small letters, no accents or vowel marks.
 */
const phrases = {
  en: `has a gun|with a gun|got a gun|a gun now|pointing a gun|has a knife|with a knife|pulled a knife|shooting|shots fired|gunshots|was shot|been shot
    |stabbed|stabbing|bleeding|is dying|am dying|im dying|dying|not breathing|cant breathe|can't breathe|cannot breathe|unconscious|heart attack|overdose|overdosed
    |on fire|house fire|burning down|smell gas|gas leak|bomb|hostage|kidnapped|kidnapping|being followed now|breaking in|broke into my house now|is hitting me
    |hitting me|beating me|beating her|beating him|being beaten|choking me|choking her|strangling|raping|rape|going to kill|gonna kill|will kill|wants to kill|trying to kill
    |kill myself|killing myself|end my life|want to die|suicide|suicidal|help me now|emergency|call 911|call an ambulance`,
  es: `tiene una pistola|con una pistola|tiene un arma|con un arma|esta armado|estan armados|tiene un cuchillo|con un cuchillo|navaja|balacera|tiroteo|disparos|disparando|balazo|balazos
    |apunalado|apunalada|apunalo|sangrando|desangrando|se muere|me muero|muriendo|no respira|no puedo respirar|inconsciente|infarto|sobredosis|en llamas|incendio|se quema|se esta quemando
    |fuga de gas|huele a gas|bomba|rehen|rehenes|secuestro|secuestrado|secuestrada|secuestraron|me esta pegando|me esta golpeando|la esta golpeando|lo estan golpeando|me pega ahora
    |me golpea|ahorcando|violando|violacion|me va a matar|me quiere matar|lo va a matar|la va a matar|van a matar|voy a matar|matarme|suicidio|suicidarme|suicidarse|quitarme la vida
    |quiero morir|no quiero vivir|emergencia|auxilio|llamen al 911|ambulancia`,
  ar: `معه سلاح|معه مسدس|يحمل سلاحا|يحمل مسدسا|يحمل سكينا|معه سكين|مسلح|مسلحون|اطلاق نار|اطلاق النار|يطلق النار|يطلقون النار|طعن|طعنه|طعنوه|ينزف|تنزف|نزيف|يموت|تموت|اموت
    |لا يتنفس|لا تتنفس|لا استطيع التنفس|فاقد الوعي|نوبه قلبيه|جرعه زايده|حريق|يحترق|تحترق|تسرب غاز|رايحه غاز|قنبله|رهينه|رهائن|خطف|اختطاف|مخطوف|يضربني|يضربها|يضربونه|يضربونني|يخنقني
    |اغتصاب|يغتصب|سيقتلني|يريد قتلي|سيقتلها|سيقتله|يهددني بالقتل|انتحار|سانتحر|اقتل نفسي|اريد ان اموت|انقذوني|النجده|طوارئ|طواري|اسعاف`,
  'zh-Hans': `有枪|拿枪|持枪|开枪|枪击|枪声|有刀|拿刀|持刀|砍人|捅人|被捅|被砍|流血|出血不止|快死|要死了|快不行了|没有呼吸|不能呼吸|喘不过气|昏迷|不省人事|心脏病发|服药过量|着火|起火|火灾|失火|煤气泄漏|燃气泄漏|煤气味
    |炸弹|爆炸|人质|绑架|劫持|正在打我|在打我|打我|在打她|在打他|被打|家暴|掐我|掐脖子|强奸|要杀|杀了我|杀我|杀人|自杀|轻生|不想活|想死|救命|救护车|紧急情况`,
} as const

const listed = Object.values(phrases).flatMap((words) => words.split('|').map((word) => simple(word.trim())))
const spaced = listed.filter((word) => !/\p{Script=Han}/u.test(word))
const unspaced = listed.filter((word) => /\p{Script=Han}/u.test(word))
const pattern = new RegExp(`(?<!\\p{L})[وفب]?(?:${spaced.join('|')})(?!\\p{L})|${unspaced.join('|')}`, 'u')

/** Whether a text may speak of danger at this moment, in any of the languages with a list. */
export function danger(text: string): boolean {
  return pattern.test(simple(text))
}

/** Small letters, no accents or vowel marks, one form of each Arabic letter, one space at a time. */
function simple(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىئ]/g, 'ي')
    .replaceAll('ة', 'ه')
    .replaceAll('ؤ', 'و')
    .replaceAll('’', "'")
    .replace(/\s+/g, ' ')
}
