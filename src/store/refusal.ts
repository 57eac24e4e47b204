/** Why the database cannot be used. `detail` says what to do about it, for the operator. */
export type Refusal = { status: 'refused'; reason: RefusalReason; detail: string }

export type RefusalReason =
  | 'unreachable'
  | 'server_too_old'
  | 'zone_not_utc'
  | 'login_privileged'
  | 'logins_missing'
  | 'migrations_newer'
  | 'migration_edited'
  | 'migration_failed'
  | 'directory_in_use'

export const refusal = (reason: RefusalReason, detail: string): Refusal => ({ status: 'refused', reason, detail })

/** Codes and safe fields only, never text of people. */
export type Log = (code: string, fields?: Record<string, string | number | boolean>) => void

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
export const sqlStateOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code
