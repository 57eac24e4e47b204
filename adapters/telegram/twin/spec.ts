import type { Rule } from './answer.ts'
import spec from './bot-api.spec.json' with { type: 'json' }

/** The part of the Bot API that the twin plays, as bot-api.extract.ts writes it. */
export type Spec = {
  version: string
  /** The name of the parameters' type; null: the method takes none. */
  methods: Record<string, string | null>
  types: Record<string, { alias: SpecType } | { fields: Record<string, SpecField> }>
}

export type SpecType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'never'
  | { ref: string }
  | { list: SpecType }
  | { any: SpecType[] }
  | { is: string | boolean }

export type SpecField = {
  type: SpecType
  required?: true
  chars?: [number, number]
  /** Characters after the formatting was read out of the text; measured in text.ts. */
  parsedChars?: [number, number]
  bytes?: [number, number]
  range?: [number, number]
}

export type Params = Record<string, unknown>

const botApi = spec as unknown as Spec

export const version = botApi.version

export function isMethod(name: string): boolean {
  return Object.hasOwn(botApi.methods, name)
}

/**
 * What the Bot API page does not allow in this call: unknown and missing parameters, wrong types, unlisted values,
 * lengths and ranges. Stricter than the real server, which ignores what it does not know.
 */
export function breaches(method: string, params: Params): Rule[] {
  const type = botApi.methods[method]
  if (type === null || type === undefined) {
    return Object.keys(params).map((name) => ({ at: name, says: 'the method takes no parameters' }))
  }
  return againstFields(type, params, '')
}

/** The declared type of a parameter, for bodies that carry everything as text. */
export function parameterType(method: string, name: string): SpecType | undefined {
  const type = botApi.methods[method]
  const declared = type ? botApi.types[type] : undefined
  return declared && 'fields' in declared ? declared.fields[name]?.type : undefined
}

function against(type: SpecType, value: unknown, at: string): Rule[] {
  if (typeof type === 'string') return typeof value === type ? whole(value, at) : [{ at, says: `must be a ${type}` }]
  if ('is' in type) return value === type.is ? [] : [{ at, says: `must be ${JSON.stringify(type.is)}` }]
  if ('list' in type) return againstList(type.list, value, at)
  if ('any' in type) return againstAny(type.any, value, at)
  const declared = botApi.types[type.ref]
  if (declared && 'alias' in declared) return against(declared.alias, value, at)
  return againstFields(type.ref, value, at)
}

/** The methods played here know no fractions. */
function whole(value: unknown, at: string): Rule[] {
  return typeof value !== 'number' || Number.isSafeInteger(value) ? [] : [{ at, says: 'must be an integer' }]
}

function againstList(type: SpecType, value: unknown, at: string): Rule[] {
  if (!Array.isArray(value)) return [{ at, says: 'must be an array' }]
  return value.flatMap((one, index) => against(type, one, `${at}[${index}]`))
}

function againstAny(types: SpecType[], value: unknown, at: string): Rule[] {
  const tries = types.map((type) => against(type, value, at)).sort((a, b) => a.length - b.length)
  return tries[0] ?? []
}

function againstFields(name: string, value: unknown, at: string): Rule[] {
  const declared = botApi.types[name]
  if (!declared || 'alias' in declared) throw new Error(`the specification has no object ${name}`)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ at, says: 'must be an object' }]
  const path = (key: string) => (at ? `${at}.${key}` : key)
  const given = value as Params
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(declared.fields, key))
  const wrong = unknown.map((key) => ({ at: path(key), says: 'is not in the Bot API' }))
  for (const [key, field] of Object.entries(declared.fields)) wrong.push(...againstField(field, given[key], path(key)))
  return wrong
}

function againstField(field: SpecField, value: unknown, at: string): Rule[] {
  if (value === undefined || value === null) return field.required ? [{ at, says: 'is required' }] : []
  const wrong = against(field.type, value, at)
  if (wrong.length) return wrong
  if (typeof value === 'number' && field.range) return within(field.range, value, at, '')
  if (typeof value !== 'string') return []
  if (field.bytes) return within(field.bytes, Buffer.byteLength(value), at, ' bytes')
  return field.chars ? within(field.chars, [...value].length, at, ' characters') : []
}

function within([low, high]: [number, number], size: number, at: string, unit: string): Rule[] {
  return size < low || size > high ? [{ at, says: `must be ${low}-${high}${unit}, not ${size}` }] : []
}
