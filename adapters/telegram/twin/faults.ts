import type { TwinFault } from '#contract'

/** The line of broken calls to come. */
export class Faults {
  readonly #waiting: { fault: TwinFault; left: number }[] = []

  add(fault: TwinFault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 })
  }

  /** The oldest fault meant for this call. Listening for updates is spared unless a fault names it. */
  take(method: string): TwinFault | null {
    const meant = ({ fault }: { fault: TwinFault }) =>
      fault.method ? fault.method === method : method !== 'getUpdates'
    const index = this.#waiting.findIndex(meant)
    const found = this.#waiting[index]
    if (!found) return null
    found.left -= 1
    if (found.left <= 0) this.#waiting.splice(index, 1)
    return found.fault
  }
}
