/** One way to break a law, and the tests that must notice. `types` is the compiler. */
export type Break = {
  law: number
  /** What is done to it, in a few words. */
  does: string
  file: string
  /** Stands in the file exactly once. */
  find: string
  put: string
  red: readonly (`test/${string}.test.ts` | 'types')[]
}

/** Written apart, so that this page does not say what the laws forbid. */
const lazy = ['not', 'implemented'].join(' ')

const migration = 'prisma/migrations/20261122000000_start/migration.sql'
const conformance = 'test/conformance/conformance.test.ts'
const life = 'test/laws/life.test.ts'
const schema = 'test/laws/schema.test.ts'
const fallbacks = 'test/laws/fallbacks.test.ts'
const closing = 'test/laws/closing.test.ts'
const instances = 'test/laws/instances.test.ts'
const words = 'test/boundary/words.test.ts'
const names = 'test/boundary/names.test.ts'
const imports = 'test/boundary/imports.test.ts'

export const breaks: readonly Break[] = [
  {
    law: 1,
    does: 'a comment in src names a platform',
    file: 'src/render/clip.ts',
    find: 'const graphemes',
    put: '/** As Telegram counts. */\nconst graphemes',
    red: [names],
  },
  {
    law: 1,
    does: 'the database gets an enum',
    file: 'prisma/schema.prisma',
    find: '// ---- tenant tables',
    put: 'enum platform {\n  one\n}\n\n// ---- tenant tables',
    red: [names],
  },
  {
    law: 2,
    does: 'the store looks at the engine',
    file: 'src/store/rows.ts',
    find: "from '#prisma'",
    put: "from '#prisma'\nimport '../engine/tick.ts'",
    red: [imports],
  },
  {
    law: 2,
    does: 'a view reads the database',
    file: 'src/features/concerns/views/desk.ts',
    find: "import type { Message } from '#contract'",
    put: "import type { Message } from '#contract'\nexport { findConcern } from '../store.ts'",
    red: [imports],
  },
  {
    law: 2,
    does: 'an adapter borrows from another',
    file: 'adapters/telegram/errors.ts',
    find: "from '#contract'",
    put: "from '#contract'\nexport type { Payload } from '../slack/render.ts'",
    red: [imports],
  },
  {
    law: 3,
    does: 'an adapter leaves a case out without a reason',
    file: 'adapters/telegram/conformance.ts',
    find: "withdrawn: { unreachable: 'Telegram never tells a bot that a person deleted a message' }",
    put: "withdrawn: { unreachable: '' }",
    red: [conformance],
  },
  {
    law: 3,
    does: 'buttons past the first row are forgotten',
    file: 'adapters/slack/render.ts',
    find: 'rows(actions, limits.actionsPerRow).map(buttons)',
    put: 'rows(actions, limits.actionsPerRow).slice(0, 1).map(buttons)',
    red: [conformance],
  },
  {
    law: 4,
    does: 'the engine edits where a platform cannot',
    file: 'src/engine/send.ts',
    find: 'if (refs.length === 0 || !adapter.edit)',
    put: 'if (refs.length === 0)',
    red: [fallbacks],
  },
  {
    law: 4,
    does: 'the engine opens a form where a platform has none',
    file: 'src/engine/receive.ts',
    find: 'if (scene.inbound?.asks)',
    put: 'if (scene.inbound)',
    red: [fallbacks],
  },
  {
    law: 4,
    does: 'an adapter throws instead of leaving an ability out',
    file: 'adapters/slack/errors.ts',
    find: 'export function classify',
    put: `export const later = () => {\n  throw new Error('${lazy}')\n}\n\nexport function classify`,
    red: [names],
  },
  {
    law: 5,
    does: 'words come alive on one platform',
    file: 'adapters/telegram/inert.ts',
    find: '.replace(triggers, ',
    put: '.replace(/^$/gu, ',
    red: [conformance],
  },
  {
    law: 5,
    does: 'words come alive on the other',
    file: 'adapters/slack/words.ts',
    find: 'return text.toWellFormed().replace(sparks, (spark) => spark + JOINER)',
    put: 'return text.toWellFormed()',
    red: [conformance],
  },
  {
    law: 6,
    does: 'an act speaks',
    file: 'src/features/people/acts/roster.ts',
    find: 'const held =',
    put: 'scene.reader.t(($) => $.engine.broken)\n    const held =',
    red: [words],
  },
  {
    law: 6,
    does: 'a view uses a key that nobody wrote',
    file: 'src/engine/words.ts',
    find: '$.engine.broken',
    put: '$.engine.brokn',
    red: ['types'],
  },
  {
    law: 6,
    does: 'a view forgets a value',
    file: 'src/engine/words.ts',
    find: '$.engine.unknown_command, { help: ',
    put: '$.engine.unknown_command, { halp: ',
    red: ['types'],
  },
  {
    law: 7,
    does: 'the desk may close',
    file: 'src/features/concerns/rules.ts',
    find: "ask: { to: 'need_more', by: ['officer'] },\n    answer: { to: 'answered', by: ['officer'] },\n    decline: { to: 'declined', by: ['officer'] },\n    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },\n  },\n  need_more",
    put: "close: { to: 'closed', by: ['officer'] },\n    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },\n  },\n  need_more",
    red: [life],
  },
  {
    law: 8,
    does: 'an event is not remembered with what it did',
    file: 'src/engine/receive.ts',
    find: 'commit(precinct, ops, scene.inbound?.id)',
    put: 'commit(precinct, ops)',
    red: ['test/doors/repeated.test.ts'],
  },
  {
    law: 9,
    does: 'a wait names nobody',
    file: 'src/features/concerns/acts/verdict.ts',
    find: "clock('concerns.settle', subject, 'voices',",
    put: "clock('concerns.settle', subject, '',",
    red: ['test/laws/waits.test.ts'],
  },
  {
    law: 9,
    does: 'a feature waits in the process',
    file: 'src/features/people/acts/self.ts',
    find: 'export const start',
    put: 'setTimeout(() => {}, 1)\n\nexport const start',
    red: [words],
  },
  {
    law: 10,
    does: 'a concern points at a person',
    file: 'prisma/schema.prisma',
    find: '  desk_code      String\n',
    put: '  desk_code      String\n  person_id      String?   @db.Uuid\n',
    red: [schema],
  },
  {
    law: 10,
    does: 'the desk may read who spoke',
    file: migration,
    find: "'event',\n    'clock', 'hold', 'role'] LOOP",
    put: "'event',\n    'clock', 'hold', 'role', 'voice'] LOOP",
    red: ['test/store/rls.test.ts'],
  },
  {
    law: 11,
    does: 'the schema asks for papers',
    file: 'prisma/schema.prisma',
    find: '  receipt_key    String\n',
    put: '  receipt_key    String\n  immigration_status String?\n',
    red: [schema],
  },
  {
    law: 12,
    does: 'what people write lies open',
    file: 'prisma/schema.prisma',
    find: '  question_sealed String\n',
    put: '  question        String\n',
    red: [schema],
  },
  {
    law: 12,
    does: 'a migration adds an open column',
    file: migration,
    find: '-- ---- row-level security',
    put: 'ALTER TABLE "concern" ADD COLUMN "remark" TEXT;\n\n-- ---- row-level security',
    red: ['test/store/schema.test.ts'],
  },
  {
    law: 12,
    does: 'the log quotes an error',
    file: 'src/engine/receive.ts',
    find: 'where: whereOf(error),',
    put: 'where: whereOf(error),\n      said: String(error),',
    red: [words],
  },
  {
    law: 13,
    does: 'silence closes without a try',
    file: 'src/features/concerns/rules.ts',
    find: 'tries > 0',
    put: 'tries >= 0',
    red: [life],
  },
  {
    law: 13,
    does: 'nobody’s word is put down as the author’s',
    file: 'src/features/concerns/acts/clocks.ts',
    find: "word: 'nobody'",
    put: "word: 'author'",
    red: [closing],
  },
  {
    law: 13,
    does: 'a closure without a word counts as confirmed',
    file: 'src/features/concerns/acts/clocks.ts',
    find: 'state: moved.to, confirmed: false',
    put: 'state: moved.to, confirmed: true',
    red: [closing],
  },
  {
    law: 13,
    does: 'the word of an ambassador is put down as the author’s',
    file: 'src/features/concerns/acts/verdict.ts',
    find: 'word: part',
    put: "word: 'author'",
    red: [closing],
  },
  {
    law: 14,
    does: 'two instances take the same clock',
    file: 'src/store/clocks.ts',
    find: 'and (leased_to is null or leased_to < now())',
    put: '',
    red: [instances],
  },
  {
    law: 14,
    does: 'two instances take the same delivery',
    file: 'src/store/outbox.ts',
    find: "set state = 'sending', lease",
    put: "set state = 'due', lease",
    red: [instances],
  },
  {
    law: 14,
    does: 'whoever lost the lease still ends the delivery',
    file: 'src/store/outbox.ts',
    find: ' and d.lease = r.lease',
    put: '',
    red: [instances],
  },
  {
    law: 15,
    does: 'what is for one person is asked where all can see',
    file: 'src/engine/dialogue.ts',
    find: 'ask(account.place, id, form, 0, null)',
    put: 'ask(scene.place.key, id, form, 0, null)',
    red: [fallbacks],
  },
  {
    law: 15,
    does: 'a draft is shown where the menu was opened',
    file: 'src/features/concerns/acts/capture.ts',
    find: "clock('concerns.draft', id, part, new Date(scene.now.getTime() + terms.draft)),\n      card({ place: homeOf(turn) }",
    put: "clock('concerns.draft', id, part, new Date(scene.now.getTime() + terms.draft)),\n      card({ place: scene.place.key }",
    red: ['test/laws/traces.test.ts'],
  },
  {
    law: 15,
    does: 'a typed relay is taken although all could see it',
    file: 'src/features/concerns/acts/capture.ts',
    find: 'scene.inbound.visible)',
    put: 'false)',
    red: [fallbacks],
  },
  {
    law: 15,
    does: 'a private notice is said in the group',
    file: 'adapters/telegram/replies.ts',
    find: "const to = place.kind === 'private' ? place : actor && replying.privatePlace(place.workspace, actor.account)",
    put: 'const to = actor && place',
    red: ['test/adapters/telegram/replies.test.ts'],
  },
  {
    law: 16,
    does: 'no command starts it',
    file: 'package.json',
    find: '"start": ',
    put: '"begin": ',
    red: [words],
  },
]
