import type { IncomingMessage } from 'node:http'
import { type Params, parameterType, type SpecType } from './spec.ts'

/** Bytes; more than any call without files needs. */
const MAX_BODY = 1_000_000

/** The parameters of a call from wherever the Bot API takes them; null: not readable. */
export async function readParams(
  request: IncomingMessage,
  method: string,
  query: URLSearchParams,
): Promise<Params | null> {
  const type = request.headers['content-type'] ?? ''
  const body = await readBody(request)
  if (body === null) return null
  const inQuery = typed(method, Object.fromEntries(query))
  if (/^application\/json/i.test(type)) return merged(inQuery, body.toString('utf8'))
  if (!body.length) return inQuery
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type)) return null
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
    return { ...inQuery, ...typed(method, Object.fromEntries(form)) }
  } catch {
    return null
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_BODY) return null
  }
  return Buffer.concat(chunks)
}

function merged(inQuery: Params, json: string): Params | null {
  try {
    const given: unknown = JSON.parse(json || '{}')
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return null
    return { ...inQuery, ...given }
  } catch {
    return null
  }
}

/** Forms and queries carry everything as text. */
function typed(method: string, fields: Record<string, unknown>): Params {
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => {
    const type = parameterType(method, name)
    return [name, typeof value === 'string' && type ? fromText(type, value) : value]
  })
  return Object.fromEntries(entries)
}

function fromText(type: SpecType, value: string): unknown {
  if (type === 'string') return value
  if (type === 'boolean') return /^(true|yes|1)$/i.test(value) ? true : /^(false|no|0|)$/i.test(value) ? false : value
  if (typeof type !== 'string' && 'any' in type && type.any.some((one) => typeof one !== 'string' && 'is' in one))
    return value
  if (typeof type !== 'string' && 'any' in type && type.any.includes('string')) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
