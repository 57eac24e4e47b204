import { readFileSync } from 'node:fs'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

type Shape = { type?: string; properties?: Record<string, Shape>; [keyword: string]: unknown }
type Generated = { from: Record<string, string>; definitions: Record<string, Shape>; methods: Record<string, Shape> }

/** The vendor's request types as JSON Schema; `regenerate.ts` writes the file. */
export const generated: Generated = JSON.parse(readFileSync(new URL('./methods.schema.json', import.meta.url), 'utf8'))

const ajv = new Ajv({ strict: false, discriminator: true })
ajv.addSchema({ $id: 'web', ...generated })

/** What is wrong with a call's arguments, in the vendor's words and with a JSON pointer; empty when nothing is. */
export function shapeProblems(method: string, args: unknown): string[] {
  return problems(`web#/methods/${method}`, args)
}

export function definitionProblems(name: string, value: unknown): string[] {
  return problems(`web#/definitions/${name}`, value)
}

/** Names of a method's arguments that arrive as text but stand for something else. */
export function booleans(method: string): string[] {
  const properties = Object.entries(generated.methods[method]?.properties ?? {})
  return properties.flatMap(([name, shape]) => (shape.type === 'boolean' ? [name] : []))
}

function problems(ref: string, value: unknown): string[] {
  const validate = ajv.getSchema(ref) as ValidateFunction | undefined
  if (!validate) throw new Error(`no schema ${ref}`)
  if (validate(value)) return []
  const deepest = [...(validate.errors ?? [])].sort((a, b) => b.instancePath.length - a.instancePath.length)
  return deepest.slice(0, 1).map((error) => `${wording(error)} [json-pointer:${error.instancePath}]`)
}

function wording({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'maxLength':
      return `must be less than ${params.limit + 1} characters`
    case 'minLength':
      return `must be more than ${params.limit - 1} characters`
    case 'maxItems':
      return `no more than ${params.limit} items allowed`
    case 'required':
      return `missing required field: ${params.missingProperty}`
    case 'additionalProperties':
      return `invalid additional property: ${params.additionalProperty}`
    case 'discriminator':
      return `unsupported type: ${params.tagValue}`
    default:
      return message ?? keyword
  }
}
