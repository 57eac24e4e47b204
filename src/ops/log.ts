import { pino } from 'pino'

export type Log = (code: string, fields?: Record<string, string | number | boolean>) => void

/** Codes that only an operator can mend. */
const loud = /(?:failed|gone|refused|not_sent|deaf)$/u

/**
 * Codes and short, safe fields; never text of people. A string that is not a code, a number or a short path is cut out,
 * so that a careless caller cannot leak one.
 */
export function createLog(options: { level?: string; destination?: { write(line: string): void } } = {}): Log {
  const logger = pino(
    { level: options.level ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    options.destination ?? pino.destination(2),
  )
  return (code, fields = {}) => {
    const safe = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, safely(value)]))
    logger[loud.test(code) ? 'warn' : 'info'](safe, safely(code) as string)
  }
}

const safely = (value: string | number | boolean) =>
  typeof value !== 'string' || /^[\w.:/*-]{0,120}$/u.test(value) ? value : '[cut]'
