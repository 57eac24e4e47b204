type Waiting<Question, Answer> = { question: Question; resolve(answer: Answer): void; reject(error: unknown): void }

/** Questions in one asking: enough to share its cost, few enough that nobody waits long for the others' answers. */
const MOST = 16

/**
 * Asks together what comes up in one turn of the event loop: under load a round trip costs more than its answers. `ask` answers
 * in the order of the questions. Where it fails, each question is asked alone, so that nobody fails for another's.
 */
export function gathering<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<Answer[]>,
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = []
  const alone = async ({ question, resolve, reject }: Waiting<Question, Answer>) =>
    ask([question]).then(([answer]) => resolve(answer as Answer), reject)
  const together = async (all: readonly Waiting<Question, Answer>[]) => {
    const answers = await ask(all.map(({ question }) => question)).catch(() => null)
    for (const [index, one] of all.entries()) answers ? one.resolve(answers[index] as Answer) : void alone(one)
  }
  const begin = () => {
    const all = waiting.splice(0, MOST)
    if (waiting.length > 0) setImmediate(begin)
    const [only] = all
    void (only && all.length === 1 ? alone(only) : together(all))
  }
  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ question, resolve, reject }) === 1) setImmediate(begin)
    })
}
