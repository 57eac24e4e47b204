/** Acts of the dialogue itself: choose an option, skip a question, cancel. */
export const engineActs = ['engine.choose', 'engine.skip', 'engine.cancel'] as const

/** Choices of one question are told apart by the low part of a button's argument; the question by the high part. */
export const STRIDE = 1000

/** The argument of the button for option `index` of question `step`. */
export const choiceArg = (step: number, index: number) => step * STRIDE + index
