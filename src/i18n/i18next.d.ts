import 'i18next'
// The suffix matters: without it the keys silently become `any` under nodenext, and every key compiles.
import type Resources from './resources.js'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    enableSelector: true
    strictInterpolationChecks: true
    /** Each file under locales/en is one branch: `$.common.danger`. */
    resources: { translation: Resources }
  }
}
