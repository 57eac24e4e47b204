/**
 * Writes bot-api.spec.json: what the Bot API says about the methods the twin plays, taken from the type
 * declarations of @gramio/types, which are generated from https://core.telegram.org/bots/api.
 * Run: node adapters/telegram/twin/bot-api.extract.ts (with --print it only prints)
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Spec, SpecField, SpecType } from './spec.ts'

const METHODS = [
  'getMe',
  'getUpdates',
  'setWebhook',
  'deleteWebhook',
  'getWebhookInfo',
  'sendMessage',
  'editMessageText',
  'editMessageReplyMarkup',
  'deleteMessage',
  'answerCallbackQuery',
  'getChat',
  'getChatMember',
  'setMyCommands',
  'getMyCommands',
  'deleteMyCommands',
  'setMyDescription',
  'getMyDescription',
  'setMyShortDescription',
  'getMyShortDescription',
  'sendChatAction',
]

/** Fields that reach whole families of types the twin does not play: it refuses them as unknown. */
const LEFT_OUT = new Set(['rich_message', 'certificate'])

type Declared = { base: string[]; fields: Record<string, SpecField & { type: SpecType }> } | { alias: SpecType }

/** A cursor over the tokens of one type expression. */
type Tokens = { list: string[]; at: number }

function typeOf(source: string): SpecType {
  const list = source.match(/"[^"]*"|'[^']*'|[\w.]+|=>|[[\](){}<>|,:]/g) ?? []
  const tokens = { list, at: 0 }
  const type = union(tokens)
  if (tokens.at < list.length) throw new Error(`cannot read the type ${source}`)
  return type
}

function union(tokens: Tokens): SpecType {
  if (tokens.list[tokens.at] === '|') tokens.at++
  const any = [suffixed(tokens)]
  while (tokens.list[tokens.at] === '|') {
    tokens.at++
    any.push(suffixed(tokens))
  }
  const kept = any.filter((one) => one !== 'never')
  return kept.length === 1 ? kept[0]! : { any: kept }
}

function suffixed(tokens: Tokens): SpecType {
  let type = single(tokens)
  while (tokens.list[tokens.at] === '[') {
    tokens.at += 2
    type = { list: type }
  }
  return type
}

function single(tokens: Tokens): SpecType {
  const token = tokens.list[tokens.at++]!
  if (token === '(') {
    const inner = union(tokens)
    tokens.at++
    return inner
  }
  // The declarations also accept objects that turn themselves into the plain form; the wire knows only that form.
  if (token === '{') {
    tokens.at = tokens.list.indexOf('}', tokens.at) + 1
    return 'never'
  }
  if (token === 'Exclude') {
    tokens.at = tokens.list.indexOf('>', tokens.at) + 1
    return { ref: 'UpdateName' }
  }
  if (/^["']/.test(token)) return { is: token.slice(1, -1) }
  if (token === 'true' || token === 'false') return { is: token === 'true' }
  if (token === 'string' || token === 'number' || token === 'boolean') return token
  return { ref: token.replace(/^Objects\.|^Params\./, '') }
}

function lengthsIn(doc: string): Omit<SpecField, 'type' | 'required'> {
  const length = doc.match(/(\d+)-(\d+) (characters|bytes)( after entit)?/)
  if (length) {
    const unit = length[3] === 'bytes' ? 'bytes' : length[4] ? 'parsedChars' : 'chars'
    return { [unit]: [Number(length[1]), Number(length[2])] }
  }
  const range = doc.match(/Values between (\d+)-(\d+) are accepted/) ?? doc.match(/, (\d+)-(\d+)\. Defaults/)
  return range ? { range: [Number(range[1]), Number(range[2])] } : {}
}

const FIELD = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {4}(\w+)(\??):((?:.|\n {8})+)$/gm

function fieldsIn(body: string): Record<string, SpecField & { type: SpecType }> {
  const fields: Record<string, SpecField & { type: SpecType }> = {}
  for (const [, doc = '', name, optional, type] of body.matchAll(FIELD)) {
    if (LEFT_OUT.has(name!)) continue
    fields[name!] = { type: typeOf(type!), ...(optional ? {} : { required: true }), ...lengthsIn(doc) }
  }
  const expected = [...body.matchAll(/^ {4}(\w+)\??:/gm)].filter(([, name]) => !LEFT_OUT.has(name!)).length
  if (Object.keys(fields).length !== expected) throw new Error(`read only ${Object.keys(fields)} of ${expected} fields`)
  return fields
}

function declarationsIn(source: string): Map<string, Declared> {
  const found = new Map<string, Declared>()
  const bodies = source.matchAll(/^export interface (\w+)(?:\s+extends ([^{]+))? \{\n([\s\S]*?)^\}/gm)
  for (const [, name, base, body] of bodies) {
    const parents = (base ?? '').split(',').map((one) => one.trim().replace(/^Objects\./, ''))
    found.set(name!, { base: parents.filter(Boolean), fields: fieldsIn(body!) })
  }
  for (const [, name] of source.matchAll(/^export interface (\w+)[^{]*\{\}/gm))
    found.set(name!, { base: [], fields: {} })
  const aliases = source.matchAll(/^export type (\w+) =((?:.|\n {4})+)$/gm)
  for (const [, name, type] of aliases) found.set(name!, { alias: typeOf(type!.trim()) })
  return found
}

function refsIn(type: SpecType): string[] {
  if (typeof type === 'string') return []
  if ('ref' in type) return [type.ref]
  if ('list' in type) return refsIn(type.list)
  if ('any' in type) return type.any.flatMap(refsIn)
  return []
}

function read(file: string): string {
  return readFileSync(new URL(`../../../node_modules/@gramio/types/out/${file}.d.ts`, import.meta.url), 'utf8')
}

function extract(): Spec {
  const objects = read('objects')
  const declared = new Map([...declarationsIn(objects), ...declarationsIn(read('params'))])
  const updates = Object.keys(fieldsOf(declared, 'TelegramUpdate')).filter((name) => name !== 'update_id')
  declared.set('UpdateName', { alias: { any: updates.map((name) => ({ is: name })) } })
  const calls = read('methods')
  const version = objects.match(/Bot API v([\d.]+)/)?.[1] ?? 'unknown'
  const spec: Spec = { version, methods: {}, types: {} }
  for (const method of METHODS) {
    const signature = calls.match(new RegExp(`^ {4}${method}: (CallAPI\\w*)<\\s*(?:Params\\.(\\w+))?`, 'm'))
    if (!signature) throw new Error(`the Bot API has no ${method}`)
    spec.methods[method] = signature[2] ?? null
    if (signature[2]) reach(declared, spec, signature[2])
  }
  return spec
}

function fieldsOf(declared: Map<string, Declared>, name: string): Record<string, SpecField & { type: SpecType }> {
  const found = declared.get(name)
  if (!found || !('fields' in found)) throw new Error(`${name} is not an object`)
  return Object.assign({}, ...found.base.map((base) => fieldsOf(declared, base)), found.fields)
}

function reach(declared: Map<string, Declared>, spec: Spec, name: string): void {
  if (spec.types[name]) return
  const found = declared.get(name)
  if (!found) throw new Error(`no declaration of ${name}`)
  if ('alias' in found) spec.types[name] = { alias: found.alias }
  else spec.types[name] = { fields: fieldsOf(declared, name) }
  const types = 'alias' in found ? [found.alias] : Object.values(fieldsOf(declared, name)).map((field) => field.type)
  for (const ref of types.flatMap(refsIn)) reach(declared, spec, ref)
}

const written = `${JSON.stringify(extract())}\n`
if (process.argv.includes('--print')) process.stdout.write(written)
else writeFileSync(new URL('bot-api.spec.json', import.meta.url), written)
