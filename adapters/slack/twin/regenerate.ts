/**
 * Writes methods.schema.json again from the vendor's own types: `node adapters/slack/twin/regenerate.ts`.
 * Needed when @slack/web-api or @slack/types changes. Limits are read out of the types' comments, then the comments are cut.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createGenerator, type Schema } from 'ts-json-schema-generator'

const require = createRequire(import.meta.url)
const folder = (name: string) => join(require.resolve(name).replace(/dist.*/, ''))
const requests = join(folder('@slack/web-api'), 'dist/types/request')

const sources: Record<string, [file: string, type: string]> = {
  'apps.connections.open': ['apps', 'AppsConnectionsOpenArguments'],
  'auth.test': ['auth', 'AuthTestArguments'],
  'chat.delete': ['chat', 'ChatDeleteArguments'],
  'chat.postEphemeral': ['chat', 'ChatPostEphemeralArguments'],
  'chat.postMessage': ['chat', 'ChatPostMessageArguments'],
  'chat.update': ['chat', 'ChatUpdateArguments'],
  'conversations.info': ['conversations', 'ConversationsInfoArguments'],
  'conversations.open': ['conversations', 'ConversationsOpenArguments'],
  'users.info': ['users', 'UsersInfoArguments'],
  'views.open': ['views', 'ViewsOpenArguments'],
  'views.push': ['views', 'ViewsPushArguments'],
  'views.update': ['views', 'ViewsUpdateArguments'],
}

const definitions: Record<string, Schema> = {}
const methods: Record<string, Schema> = {}
for (const [method, [file, type]] of Object.entries(sources)) {
  const path = join(requests, `${file}.d.ts`)
  const made = createGenerator({ path, type, skipTypeCheck: true, additionalProperties: false }).createSchema(type)
  const { [type]: root, ...others } = made.definitions as Record<string, Schema>
  Object.assign(definitions, others)
  methods[method] = root!
}
definitions.View = { $ref: '#/definitions/ModalView' }
methods['auth.test'] = { type: 'object', properties: {}, additionalProperties: false }
methods['apps.connections.open'] = { type: 'object', properties: {}, additionalProperties: false }

for (const schema of [...Object.values(definitions), ...Object.values(methods)]) limit(schema)
const strict = cut({ definitions, methods }) as { definitions: Record<string, Schema>; methods: Record<string, Schema> }
for (const map of [strict.definitions, strict.methods]) {
  for (const [name, schema] of Object.entries(map)) map[name] = merge(schema)
}
for (const map of [strict.definitions, strict.methods]) {
  for (const [name, schema] of Object.entries(map)) map[name] = tell(schema) as Schema
}
const version = (name: string) => JSON.parse(readFileSync(join(folder(name), 'package.json'), 'utf8')).version
const from = { '@slack/web-api': version('@slack/web-api'), '@slack/types': version('@slack/types') }
const target = join(dirname(new URL(import.meta.url).pathname), 'methods.schema.json')
writeFileSync(target, `${JSON.stringify({ from, ...reachable() })}\n`)

/** Puts the number in a property's comment where a validator can see it. */
function limit(schema: unknown): void {
  if (!schema || typeof schema !== 'object') return
  for (const inner of Object.values(schema)) limit(inner)
  if (!('properties' in schema)) return
  for (const [name, property] of Object.entries(schema.properties as Record<string, Schema>)) {
    const said = (property.description ?? '').replace(/\s+/g, ' ')
    const most =
      /(?:max(?:imum)?(?: length| number| value)?(?: (?:for|of) [^.\d]*?)?(?: is| of)?|limit|up to) ([\d,]{1,6})/i.exec(
        said,
      )
    if (/minimum length is 1\b/i.test(said) && property.type === 'string') property.minLength = 1
    if (most) bound(property, name, Number(most[1]!.replace(',', '')))
  }
}

function bound(property: Schema, name: string, most: number): void {
  if (property.type === 'string') property.maxLength = most
  else if (property.type === 'number') property.maximum = most
  else if (property.type === 'array') {
    property.maxItems = most
    if (name === 'fields') property.items = { allOf: [property.items as Schema, longest(2000)] }
  } else if (property.$ref || property.anyOf) {
    const { description, ...inner } = property
    for (const key of Object.keys(inner)) delete (property as Record<string, unknown>)[key]
    property.allOf = [inner, longest(most)]
  }
}

function longest(characters: number): Schema {
  return { properties: { text: { maxLength: characters } } }
}

/** Drops comments, and the arm that lets any `{ type }` pass as a block. */
function cut(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cut)
  if (!value || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(
    ([key, inner]) => !(['description', 'deprecated', 'default'].includes(key) && typeof inner !== 'object'),
  )
  const copy: Record<string, unknown> = Object.fromEntries(kept.map(([key, inner]) => [key, cut(inner)]))
  if (Array.isArray(copy.anyOf)) {
    const arms = copy.anyOf.filter((arm) => arm.$ref !== '#/definitions/Block')
    if (arms.length === 1) return arms[0]
    copy.anyOf = arms
  }
  return copy
}

/** The arms of `A & (B | C)` share most properties: one object, and what must be there as `anyOf: [{ required }]`. */
function merge(schema: Schema): Schema {
  const arms = schema.anyOf as Schema[] | undefined
  if (!arms?.every((arm) => arm.properties && arm.additionalProperties === false)) return schema
  const properties: Record<string, Schema> = {}
  for (const [name, property] of arms.flatMap((arm) => Object.entries(arm.properties as Record<string, Schema>))) {
    if ('not' in property) continue
    properties[name] = name in properties ? widen(properties[name]!, property) : property
  }
  const sets = arms.map((arm) => [...(arm.required ?? [])].sort())
  const least = sets.filter(
    (set, at) =>
      !sets.some((other, index) => index !== at && within(other, set) && (!within(set, other) || index < at)),
  )
  const needed = least.length === 1 ? { required: least[0] } : { anyOf: least.map((required) => ({ required })) }
  return { type: 'object', properties, additionalProperties: false, ...needed } as Schema
}

function widen(first: Schema, second: Schema): Schema {
  if (JSON.stringify(first) === JSON.stringify(second)) return first
  return first.type === 'boolean' && second.type === 'boolean' ? { type: 'boolean' } : { anyOf: [first, second] }
}

function within(small: string[], large: string[]): boolean {
  return small.every((name) => large.includes(name))
}

/** Unions told apart by `type` say so, so that a mistake is named where it is instead of in every arm. */
function tell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tell)
  if (!value || typeof value !== 'object') return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tell(inner)]))
  const arms = Array.isArray(copy.anyOf) ? flat(copy.anyOf as Schema[]) : []
  if (arms.length > 1 && arms.every((arm) => arm.$ref && kind(resolve(arm)))) {
    return { type: 'object', discriminator: { propertyName: 'type' }, required: ['type'], oneOf: arms }
  }
  return copy
}

function flat(arms: Schema[]): Schema[] {
  return arms.flatMap((arm) => {
    const behind = arm.$ref ? resolve(arm) : arm
    const inner = (behind.anyOf ?? behind.oneOf) as Schema[] | undefined
    return inner?.every((one) => one.$ref) ? flat(inner) : [arm]
  })
}

function kind(schema: Schema): unknown {
  return (schema.properties?.type as Schema | undefined)?.const
}

function resolve(schema: Schema): Schema {
  return strict.definitions[decodeURIComponent(schema.$ref!.split('/').at(-1)!)] ?? {}
}

/** Only what the methods refer to. */
function reachable() {
  const used = new Set<string>()
  const walk = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/#\/definitions\/([^"]+)"/g)) {
      if (used.has(name!)) continue
      used.add(name!)
      walk(strict.definitions[decodeURIComponent(name!)])
    }
  }
  walk([strict.methods, { $ref: '#/definitions/KnownBlock' }])
  const kept = Object.entries(strict.definitions).filter(([name]) => used.has(encodeURIComponent(name)))
  return { definitions: Object.fromEntries(kept.sort()), methods: strict.methods }
}
