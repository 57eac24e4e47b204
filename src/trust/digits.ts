const digit = /\p{Nd}/u

/** Writes the decimal digits of every script as 0 to 9. */
export function digits(text: string): string {
  return text.replace(/[^\P{Nd}0-9]/gu, (found) => String(value(found.codePointAt(0)!)))
}

/** Unicode lays digits out in unbroken runs of ten (UAX #44, Numeric_Type Decimal), so a digit's place is its value. */
function value(codePoint: number): number {
  let zero = codePoint
  while (digit.test(String.fromCodePoint(zero - 1))) zero -= 1
  return (codePoint - zero) % 10
}
