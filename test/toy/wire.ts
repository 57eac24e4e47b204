/** What the toy platform and a bot say to each other: JSON over HTTP, both ways with the same bearer token. */
export type Room = { id: string; private: boolean }
export type Person = { id: string; name: string; language?: string }

/** `POST <bot>/toy/events`. Repeated until it is answered with 2xx. `from` is missing when the writer hides it. */
export type Event = { id: string; room: Room; from?: Person } & (
  | { kind: 'message'; message: string; text: string; passedOn?: { text: string; from?: Person } }
  | { kind: 'choice'; message: string; choice: string }
  | { kind: 'membership'; change: 'added' | 'removed' | 'blocked' | 'unblocked' }
  | { kind: 'typing' }
)

/** `POST /messages`. The platform writes `1) label` below the text, and people type the number. */
export type Payload = { text: string; choices: { label: string; ref: string }[] }

export type Refusal = { status: number; code?: string; retryAfterS?: number }

/** The platform's rules. Numbers are its own, so nothing here is read from `limits.ts`. */
export function violations({ text, choices }: Payload): string[] {
  return [
    ...(text.trim() === '' ? ['a message needs words'] : []),
    ...(text.length > 2_000 ? [`2000 characters, not ${text.length}`] : []),
    ...(text.isWellFormed() ? [] : ['half a character']),
    ...(choices.length > 9 ? ['9 choices: people type one digit'] : []),
    ...choices.flatMap(({ label }) => (label.length < 1 || label.length > 40 ? ['a label of 1 to 40 characters'] : [])),
    ...choices.flatMap(({ ref }) => (/^[\x21-\x7e]{1,64}$/u.test(ref) ? [] : ['a reference of 1 to 64 ASCII bytes'])),
  ]
}

/** Lines that a reader would take for a choice that the platform wrote. */
export const falseChoices = (text: string): string[] => text.match(/^\s*\d+\)/gmu) ?? []
