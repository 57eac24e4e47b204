// Written by `node src/i18n/generate.ts`.
import arCommon from '../../locales/ar/common.json' with { type: 'json' }
import enCommon from '../../locales/en/common.json' with { type: 'json' }
import enConcerns from '../../locales/en/concerns.json' with { type: 'json' }
import enEngine from '../../locales/en/engine.json' with { type: 'json' }
import enPeople from '../../locales/en/people.json' with { type: 'json' }
import esCommon from '../../locales/es/common.json' with { type: 'json' }
import zhHansCommon from '../../locales/zh-Hans/common.json' with { type: 'json' }

export const catalog = {
  ar: {
    common: arCommon,
  },
  en: {
    common: enCommon,
    concerns: enConcerns,
    engine: enEngine,
    people: enPeople,
  },
  es: {
    common: esCommon,
  },
  'zh-Hans': {
    common: zhHansCommon,
  },
}
