import type { Action, Block, Form, Message } from '#contract'

/** What people type when they mean harm, and when they only type. Each must arrive as these words and as nothing else. */
export const hostile = [
  '@everyone @here @ana look',
  '<!channel> <!here> <@U0000001> <#C0000001|desk> <!date^1^{date}|now> <https://evil.example|rosa.example>',
  '*bold* _it_ ~gone~ `code` ```block``` **strong** __under__ ||spoiler|| > quote # heading - list',
  '[free money](https://evil.example) ![x](http://evil.example/x.png) <https://evil.example>',
  '<b>bold</b> <a href="https://evil.example">x</a> <script>alert(1)</script> &lt;i&gt; &amp; & < >',
  'evil.example www.evil.example http://evil.example https://evil.example/a?b=c#d ftp://evil.example tel:+15550100',
  'mailto:ana@precinct.example ana@precinct.example javascript:alert(1) data:text/html,x tg://user?id=1',
  '/start /hearback help !start #emergency $USD :fire: :custom_emoji: <:name:1> <a:name:1> </ask:1>',
  '+1 (555) 010-0199 4111 1111 1111 1111 192.168.0.1 12:45 24/11/2026 1) Approve 2) Decline',
  '=HYPERLINK("http://evil.example") +1+1 -1+1 @SUM(A1) {{name}} #{name} %s \\n',
  'tel:+15550100tel:+15550100 mailto:a@b.example:c: x:y:z http:mailto:a',
  'first line\r\n1) Approve\r\n> not my words\n\n\n[1] Approve',
  '\u202eetisoppo\u202c \u2066isolated\u2069 \u200fright \u061cmark \u200bzero\u200dwidth \ufeffmark',
  'a\u0000b\u0001c\u0007d\u001b[31mred\u001b[0m\u007f\u0085\u2028line\u2029paragraph',
  '\ud83d alone \udc00 alone',
  'z\u0351\u036b\u0343\u032a\u0302a\u0361\u0352\u0352l\u0358\u0323g\u0322\u0334o\u0321\u0325',
  '@\u2060everyone evil\u2060.example https:\u2060//evil.example',
  '\uff20everyone evil\u3002example e\u0443il.example xn--e1afmkfd.example',
] as const

const rosa = 'The streetlight on Elm has been out since Monday & my mother <82> fell. What is being done?'

const scripts = [
  'لا يوجد ضوء في الشارع منذ يوم الاثنين، وقد سقطت أمي.',
  '路灯从星期一就坏了，我母亲摔倒了。有人会修吗？街角的灯也坏了。',
  'ไฟถนนดับตั้งแต่วันจันทร์ แม่ของฉันหกล้ม',
  'রাস্তার বাতি সোমবার থেকে বন্ধ, আমার মা পড়ে গেছেন।',
  'Đèn đường hỏng từ thứ Hai, mẹ tôi bị ngã.',
  'הפנס ברחוב לא עובד מיום שני, ואמא שלי נפלה.',
  '가로등이 월요일부터 꺼져 있고 어머니가 넘어지셨어요.',
  '👩‍👩‍👧‍👦 👍🏽 🇻🇳 1️⃣ ё́ नमस्ते',
] as const

const says = (text: string): Block => ({ kind: 'text', spans: [{ text }] })
const quote = (text: string): Block => ({ kind: 'quote', text })

/** A message of those blocks, with a neutral line unless told. */
export const message = (blocks: Block[], actions: Action[] = [], summary = 'You have an update'): Message => ({
  summary,
  locale: 'en',
  blocks,
  actions,
})

/** Every way in which words can stand in a message. */
export const kinds: Record<string, (text: string) => Message> = {
  heading: (text) => message([{ kind: 'heading', text }, says('below')]),
  'plain text': (text) => message([says(text)]),
  'styled text': (text) =>
    message([{ kind: 'text', spans: [{ text: 'so ' }, { text, style: 'bold' }, { text, style: 'italic' }] }]),
  'text beside text': (text) => message([{ kind: 'text', spans: [{ text }, { text }, { text: 'example' }] }]),
  quote: (text) => message([quote(text)]),
  fields: (text) => message([{ kind: 'fields', fields: [{ label: 'Area', value: text }] }]),
  note: (text) => message([{ kind: 'note', text }]),
  summary: (text) => message([says('Something happened')], [], `About ${text}`),
  'summary alone': (text) => message([], [], `About ${text}`),
}

const ref = (start: string) => start.padEnd(64, 'Az09-_')

const buttons = (count: number): Action[] =>
  Array.from({ length: count }, (_, index) => ({ ref: ref(`b${index}`), label: `Choice ${index + 1}` }))

const card = message(
  [
    { kind: 'heading', text: 'Concern D-7K3M-9QX2' },
    quote(rosa),
    {
      kind: 'fields',
      fields: [
        { label: 'Topic', value: 'Lighting' },
        { label: 'Due', value: 'Tue 24 Nov, 9:00' },
      ],
    },
    { kind: 'divider' },
    {
      kind: 'text',
      spans: [{ text: 'Officer Lee, ' }, { text: 'please answer', style: 'bold' }, { text: ' by Tuesday.' }],
    },
    { kind: 'note', text: 'Nobody here sees who wrote this.' },
  ],
  [
    { ref: ref('answer'), label: 'Answer', tone: 'primary' },
    { ref: ref('decline'), label: 'Decline', tone: 'danger' },
    { ref: 'short', label: 'Ask for more' },
  ],
)

/** Every shape of message that the product sends, and those that people would send through it if they could. */
export const corpus: Record<string, Message> = {
  'a line': message([says('Done.')]),
  'nothing but a summary': message([]),
  'blank blocks': message([says(''), quote(' \n '), { kind: 'note', text: '' }, { kind: 'fields', fields: [] }]),
  'a card': card,
  'a card in Arabic': { ...card, locale: 'ar', blocks: [quote(scripts[0]), ...card.blocks] },
  'a door': message(
    [
      {
        kind: 'text',
        spans: [{ text: 'Your rights', href: 'https://hearback.example/rights' }, { text: ' are here.' }],
      },
    ],
    [
      { href: 'https://hearback.example/form?c=K7&x=1', label: 'Open the form' },
      { ref: ref('later'), label: 'Later' },
    ],
  ),
  'a code to copy': message([{ kind: 'text', spans: [{ text: 'Type ' }, { text: 'setup R7K39QX2', style: 'code' }] }]),
  'many buttons': message([says('Which one?')], buttons(70)),
  'a label too long': message([says('Sure?')], [{ ref: ref('sure'), label: 'Yes, I am sure about this '.repeat(6) }]),
  'labels in other scripts': message(
    [says('?')],
    scripts.map((label, index) => ({ ref: ref(`s${index}`), label: label.slice(0, 24) })),
  ),
  'many blocks': message(Array.from({ length: 120 }, (_, index) => says(`Line ${index + 1}`))),
  'many fields': message([
    {
      kind: 'fields',
      fields: Array.from({ length: 80 }, (_, index) => ({ label: `Area ${index + 1}`, value: `${index} concerns` })),
    },
  ]),
  'other scripts': message(scripts.map(quote)),
  'hostile words in every block': message(
    hostile.flatMap((text): Block[] => [
      quote(text),
      says(text),
      { kind: 'note', text },
      { kind: 'fields', fields: [{ label: 'Said', value: text }] },
    ]),
    buttons(3),
    hostile[1],
  ),
  '10,000 characters': message([{ kind: 'heading', text: 'Long' }, quote('word & <tag> '.repeat(770))], buttons(2)),
  '10,000 characters without a space': message([quote('路灯坏了'.repeat(2_500))], buttons(1)),
  '10,000 characters of one field': message([
    { kind: 'fields', fields: [{ label: 'Said', value: 'word '.repeat(2_000) }] },
  ]),
  '10,000 characters of small print': message([{ kind: 'note', text: 'word '.repeat(2_000) }]),
  '10,000 lines': message([quote('a\n'.repeat(5_000))]),
  '10,000 sparks': message([quote('@a.b:'.repeat(2_000))]),
}

/** Forms as features ask them. */
export const forms: Record<string, Form> = {
  'one long text': {
    ref: ref('write'),
    locale: 'en',
    title: 'Your words',
    submit: 'Keep',
    fields: [{ kind: 'text', name: 'text', label: 'What should they hear?', lines: 'many', max: 2_000, initial: rosa }],
  },
  'a choice and a line': {
    ref: ref('file'),
    locale: 'es',
    title: 'Dónde y qué',
    submit: 'Guardar',
    intro: 'Nadie ve quién lo escribió.',
    fields: [
      {
        kind: 'choice',
        name: 'topic',
        label: 'Tema',
        options: [
          { value: 'lighting', label: 'Alumbrado' },
          { value: 'other', label: 'Otro' },
        ],
        initial: 'other',
      },
      { kind: 'text', name: 'area', label: 'Calle', hint: 'Sin número', lines: 'one', max: 80, optional: true },
    ],
  },
}
