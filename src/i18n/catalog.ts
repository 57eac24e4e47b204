// Written by `node src/i18n/generate.ts`.
import arCommon from '../../locales/ar/common.json' with { type: 'json' }
import arConcerns from '../../locales/ar/concerns.json' with { type: 'json' }
import arEngine from '../../locales/ar/engine.json' with { type: 'json' }
import arPeople from '../../locales/ar/people.json' with { type: 'json' }
import enCommon from '../../locales/en/common.json' with { type: 'json' }
import enConcerns from '../../locales/en/concerns.json' with { type: 'json' }
import enEngine from '../../locales/en/engine.json' with { type: 'json' }
import enPeople from '../../locales/en/people.json' with { type: 'json' }
import esCommon from '../../locales/es/common.json' with { type: 'json' }
import esConcerns from '../../locales/es/concerns.json' with { type: 'json' }
import esEngine from '../../locales/es/engine.json' with { type: 'json' }
import esPeople from '../../locales/es/people.json' with { type: 'json' }
import zhHansCommon from '../../locales/zh-Hans/common.json' with { type: 'json' }
import zhHansConcerns from '../../locales/zh-Hans/concerns.json' with { type: 'json' }
import zhHansEngine from '../../locales/zh-Hans/engine.json' with { type: 'json' }
import zhHansPeople from '../../locales/zh-Hans/people.json' with { type: 'json' }

export const catalog = {
  ar: {
    common: arCommon,
    concerns: arConcerns,
    engine: arEngine,
    people: arPeople,
  },
  en: {
    common: enCommon,
    concerns: enConcerns,
    engine: enEngine,
    people: enPeople,
  },
  es: {
    common: esCommon,
    concerns: esConcerns,
    engine: esEngine,
    people: esPeople,
  },
  'zh-Hans': {
    common: zhHansCommon,
    concerns: zhHansConcerns,
    engine: zhHansEngine,
    people: zhHansPeople,
  },
}
