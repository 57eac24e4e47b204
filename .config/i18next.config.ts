import { defineConfig } from 'i18next-cli'

/** The key types come from English. `extract` is never run: the files under locales/ are the source. */
export default defineConfig({
  locales: ['en'],
  extract: { input: [], output: 'locales/{{language}}/{{namespace}}.json' },
  types: {
    input: ['locales/en/*.json'],
    output: 'src/i18n/i18next.d.ts',
    resourcesFile: 'src/i18n/resources.d.ts',
    enableSelector: true,
  },
})
