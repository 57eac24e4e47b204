import type { Logger, LogLevel } from '@slack/bolt'
import type { Ports } from '#contract'
import { classify } from './errors.ts'

/**
 * Slack's libraries write payloads and answers into their messages. Only that something was said, and an error's short
 * code, goes on.
 */
export function codesOnly(log: Ports['log']): Logger {
  const silent = () => undefined
  const told =
    (level: string) =>
    (...said: unknown[]) => {
      const error = said.find((one) => one instanceof Error)
      log(`slack.library_${level}`, error ? { code: classify(error).code } : {})
    }
  return {
    debug: silent,
    info: silent,
    warn: told('warning'),
    error: told('error'),
    setLevel: silent,
    getLevel: () => 'warn' as LogLevel,
    setName: silent,
  }
}
