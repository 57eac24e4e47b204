/** Who can make a move. `clock` and `engine` are nobody's word. */
export type Mover = 'author' | 'ambassador' | 'officer' | 'clock' | 'engine'

/** The whole life of a concern, on one screen: state -> move -> next state and who may make it. What must happen first is a hold. */
export const life = {
  captured: {
    consent: { to: 'consented', by: ['author', 'ambassador'] },
    drop: { to: 'withdrawn', by: ['author', 'ambassador', 'clock'] },
  },
  consented: {
    arrive: { to: 'desk', by: ['engine'] },
    correct: { to: 'consented', by: ['author', 'ambassador'] },
    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },
  },
  desk: {
    correct: { to: 'desk', by: ['author', 'ambassador'] },
    ask: { to: 'need_more', by: ['officer'] },
    answer: { to: 'answered', by: ['officer'] },
    decline: { to: 'declined', by: ['officer'] },
    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },
  },
  need_more: {
    reply: { to: 'desk', by: ['author', 'ambassador'] },
    lapse: { to: 'desk', by: ['clock'] },
    correct: { to: 'need_more', by: ['author', 'ambassador'] },
    answer: { to: 'answered', by: ['officer'] },
    decline: { to: 'declined', by: ['officer'] },
    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },
  },
  answered: {
    settled: { to: 'closed', by: ['author', 'ambassador'] },
    partly: { to: 'heard', by: ['author', 'ambassador'] },
    not_settled: { to: 'reopened', by: ['author', 'ambassador'] },
    answer: { to: 'answered', by: ['officer'] },
    close: { to: 'closed', by: ['clock'] },
    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },
  },
  declined: {
    settled: { to: 'closed', by: ['author', 'ambassador'] },
    partly: { to: 'heard', by: ['author', 'ambassador'] },
    not_settled: { to: 'reopened', by: ['author', 'ambassador'] },
    answer: { to: 'answered', by: ['officer'] },
    close: { to: 'closed', by: ['clock'] },
    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },
  },
  heard: {
    settled: { to: 'closed', by: ['author', 'ambassador'] },
    partly: { to: 'heard', by: ['author', 'ambassador'] },
    not_settled: { to: 'reopened', by: ['author', 'ambassador'] },
    reopen: { to: 'reopened', by: ['author', 'ambassador'] },
    answer: { to: 'answered', by: ['officer'] },
    close: { to: 'closed', by: ['clock'] },
    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },
  },
  reopened: {
    // A second thought about the same answer, as long as the desk has given no new one.
    settled: { to: 'closed', by: ['author', 'ambassador'] },
    partly: { to: 'heard', by: ['author', 'ambassador'] },
    not_settled: { to: 'reopened', by: ['author', 'ambassador'] },
    correct: { to: 'reopened', by: ['author', 'ambassador'] },
    ask: { to: 'need_more', by: ['officer'] },
    answer: { to: 'answered', by: ['officer'] },
    decline: { to: 'declined', by: ['officer'] },
    withdraw: { to: 'withdrawn', by: ['author', 'ambassador'] },
  },
  closed: {
    reopen: { to: 'reopened', by: ['author', 'ambassador'] },
    settled: { to: 'closed', by: ['author', 'ambassador'] },
    // The author may overrule an ambassador's word after it closed.
    partly: { to: 'heard', by: ['author'] },
    not_settled: { to: 'reopened', by: ['author'] },
  },
  withdrawn: {},
} as const satisfies Record<string, Partial<Record<string, { to: string; by: readonly Mover[] }>>>

export type State = keyof typeof life
export type Move = { [S in State]: keyof (typeof life)[S] }[State]
export type Judgement = 'settled' | 'partly' | 'not_settled'

/** Why a move is refused, as the last part of a locale key. */
export type Refusal = 'not_now' | 'not_yours'

/** The state after a move, or why not. Pure. */
export function next(state: string, move: Move, by: Mover): { to: State } | { refused: Refusal } {
  const row: Partial<Record<Move, { to: State; by: readonly Mover[] }>> = life[state as State] ?? {}
  const step = row[move]
  if (!step) return { refused: 'not_now' }
  return step.by.includes(by) ? { to: step.to } : { refused: 'not_yours' }
}

export const mayMove = (state: string, move: Move, by: Mover): boolean => 'to' in next(state, move, by)

/** Where a verdict leads. After a closure without anybody's word a late word counts, whoever of the voices gives it. */
export const judged = (state: string, judgement: Judgement, by: 'author' | 'ambassador', unconfirmed: boolean) =>
  next(state, judgement, unconfirmed ? 'author' : by)

/** States in which the desk owes something. */
export const owedByDesk: readonly State[] = ['consented', 'desk', 'reopened']
/** States in which the voices owe a word. */
export const owedByVoices: readonly State[] = ['need_more', 'answered', 'declined', 'heard']

export const topics = ['lighting', 'traffic', 'noise', 'cleanliness', 'safety', 'youth', 'policy', 'other'] as const
export type Topic = (typeof topics)[number]

/** Why a desk declines; each has its sentence in every language. */
export const declineReasons = ['not_police', 'no_power', 'already_done', 'not_enough', 'other'] as const
export type DeclineReason = (typeof declineReasons)[number]

/** What must not go to the desk as it is. */
export const sorts = ['danger', 'conduct', 'private_person', 'status'] as const
export type Sort = (typeof sorts)[number]

/** What must leave a draft before that person may send it. Papers are the author's own choice, and nobody else's. */
export function toMend(sort: string | null, part: string): 'private_person' | 'status' | null {
  if (sort === 'private_person') return sort
  return sort === 'status' && part === 'ambassador' ? sort : null
}

/**
 * A closure without anybody's word needs recorded tries: at least one delivery that arrived or was given up.
 * @param tries deliveries of the latest answer that ended, either way
 */
export const mayCloseUnconfirmed = (tries: number): boolean => tries > 0
