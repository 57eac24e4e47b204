/** A message without a platform. Every string is plain text: markup exists only as structure. */
export type Message = {
  /** One neutral line for notifications, screen readers and places that can draw nothing else. Never empty. */
  summary: string
  /** BCP 47. Gives direction and hyphenation to those who draw it. */
  locale: string
  blocks: Block[]
  actions: Action[]
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; spans: Span[] }
  /** Somebody's own words; the only block that may be cut in two. */
  | { kind: 'quote'; text: string }
  | { kind: 'fields'; fields: { label: string; value: string }[] }
  /** Small print: what happens next, who sees this. */
  | { kind: 'note'; text: string }
  | { kind: 'divider' }

export type Span = { text: string; style?: 'bold' | 'italic' | 'code' } | { text: string; href: string }

/** A button. `ref` is opaque, at most ACTION_BYTES bytes of URL-safe ASCII, and is authorised afresh on every press. */
export type Action = { label: string; tone?: 'primary' | 'danger' } & ({ ref: string } | { href: string })

/** Questions as data: asked natively where a form can open, else one by one. */
export type Form = {
  /** Opaque, like an action's: comes back with the answers. */
  ref: string
  locale: string
  title: string
  submit: string
  intro?: string
  fields: Field[]
}

export type Field = { name: string; label: string; hint?: string; optional?: boolean } & (
  | { kind: 'text'; lines: 'one' | 'many'; max: number; initial?: string }
  | { kind: 'choice'; options: { value: string; label: string }[]; initial?: string }
)

/** The tightest platform carries 64 bytes behind a button, so every reference fits in 64. */
export const ACTION_BYTES = 64
