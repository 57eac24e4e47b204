import { describe, expect, it } from 'vitest'
import {
  life,
  type Move,
  type Mover,
  mayCloseUnconfirmed,
  next,
  type State,
} from '../../src/features/concerns/rules.ts'

const states = Object.keys(life) as State[]
const moves = [...new Set(Object.values(life).flatMap((row) => Object.keys(row)))] as Move[]
const movers: Mover[] = ['author', 'ambassador', 'officer', 'clock', 'engine']

type Step = { from: State; move: Move; by: Mover; to: State }
const steps: Step[] = states.flatMap((from) =>
  moves.flatMap((move) =>
    movers.flatMap((by) => {
      const moved = next(from, move, by)
      return 'to' in moved ? [{ from, move, by, to: moved.to }] : []
    }),
  ),
)

/** Where steps lead from there, however many. */
function reachable(start: State, along: readonly Step[] = steps): Set<State> {
  const seen = new Set([start])
  for (const state of seen) for (const { from, to } of along) if (from === state) seen.add(to)
  return seen
}

const by = (...who: Mover[]) => steps.filter((step) => who.includes(step.by))
const into = (state: State) => steps.filter(({ to }) => to === state)

describe('the life of a concern', () => {
  it('is this grid and nothing else', () => {
    const grid = states.map((from) => {
      const row = moves.flatMap((move) => {
        const who = steps.filter((step) => step.from === from && step.move === move)
        return who[0] ? [`${move}: ${who.map((step) => step.by).join('+')} -> ${who[0].to}`] : []
      })
      return [from, ...row].join(' | ')
    })
    expect(grid).toMatchInlineSnapshot(`
      [
        "captured | consent: author+ambassador -> consented | drop: author+ambassador+clock -> withdrawn",
        "consented | arrive: engine -> desk | correct: author+ambassador -> consented | withdraw: author+ambassador -> withdrawn",
        "desk | correct: author+ambassador -> desk | withdraw: author+ambassador -> withdrawn | ask: officer -> need_more | answer: officer -> answered | decline: officer -> declined",
        "need_more | correct: author+ambassador -> need_more | withdraw: author+ambassador -> withdrawn | answer: officer -> answered | decline: officer -> declined | reply: author+ambassador -> desk | lapse: clock -> desk",
        "answered | withdraw: author+ambassador -> withdrawn | answer: officer -> answered | settled: author+ambassador -> closed | partly: author+ambassador -> heard | not_settled: author+ambassador -> reopened | close: clock -> closed",
        "declined | withdraw: author+ambassador -> withdrawn | answer: officer -> answered | settled: author+ambassador -> closed | partly: author+ambassador -> heard | not_settled: author+ambassador -> reopened | close: clock -> closed",
        "heard | withdraw: author+ambassador -> withdrawn | answer: officer -> answered | settled: author+ambassador -> closed | partly: author+ambassador -> heard | not_settled: author+ambassador -> reopened | close: clock -> closed | reopen: author+ambassador -> reopened",
        "reopened | correct: author+ambassador -> reopened | withdraw: author+ambassador -> withdrawn | ask: officer -> need_more | answer: officer -> answered | decline: officer -> declined | settled: author+ambassador -> closed | partly: author+ambassador -> heard | not_settled: author+ambassador -> reopened",
        "closed | settled: author+ambassador -> closed | partly: author -> heard | not_settled: author -> reopened | reopen: author+ambassador -> reopened",
        "withdrawn",
      ]
    `)
  })

  it('answers every other move with a reason, never with an exception', () => {
    for (const from of [...states, 'elsewhere', ''])
      for (const move of moves)
        for (const mover of movers) {
          const moved = next(from, move, mover)
          if (!('to' in moved)) expect(['not_now', 'not_yours']).toContain(moved.refused)
        }
  })

  it('is pure: asking changes nothing', () => {
    const before = JSON.stringify(life)
    expect(next('desk', 'answer', 'officer')).toEqual(next('desk', 'answer', 'officer'))
    expect(JSON.stringify(life)).toBe(before)
  })

  it('begins captured and can come to every state', () => {
    expect([...reachable('captured')].sort()).toEqual([...states].sort())
  })

  it('strands nobody: only what its people withdrew has no way on', () => {
    expect(states.filter((from) => !steps.some((step) => step.from === from))).toEqual(['withdrawn'])
  })

  it('lets its people end it from every state, and open it again once it is closed', () => {
    for (const from of states.filter((state) => state !== 'closed'))
      expect(reachable(from, by('author', 'engine', 'officer')), from).toContain('withdrawn')
    expect(reachable('closed', by('author', 'ambassador'))).toContain('reopened')
  })
})

describe('closing', () => {
  it('needs a verdict or a clock, never the desk', () => {
    expect([...new Set(into('closed').map((step) => step.by))].sort()).toEqual(['ambassador', 'author', 'clock'])
    expect(
      into('closed')
        .filter((step) => step.by !== 'clock')
        .map(({ move }) => move),
    ).toEqual(
      into('closed')
        .filter((step) => step.by !== 'clock')
        .map(() => 'settled'),
    )
  })

  it('is out of reach without an answer', () => {
    const unanswered = steps.filter(({ to }) => to !== 'answered' && to !== 'declined')
    expect([...reachable('captured', unanswered)].sort()).not.toContain('closed')
    for (const state of ['answered', 'declined'] as const)
      expect([...new Set(into(state).map((step) => step.by))], state).toEqual(['officer'])
  })

  it('is out of reach for the desk, however often it tries', () => {
    for (const from of states.filter((state) => state !== 'closed'))
      expect(reachable(from, by('officer', 'engine')), from).not.toContain('closed')
  })

  it('lets no officer put words into the mouths of others', () => {
    const own = ['consent', 'correct', 'withdraw', 'reply', 'settled', 'partly', 'not_settled', 'reopen']
    expect(by('officer', 'engine').filter(({ move }) => own.includes(move))).toEqual([])
  })

  it('without a word needs a recorded try to reach them', () => {
    expect([0, 1, 2].map(mayCloseUnconfirmed)).toEqual([false, true, true])
  })
})
