/** Shared by all renderers; knows no platform. */
export { clean, isolate } from './clean.ts'
export { clip } from './clip.ts'
export { fit, weight } from './fit.ts'
export { plain } from './plain.ts'
export { rows } from './rows.ts'
