import pg from 'pg'

/**
 * Prepared once per connection under its name, so one name must always stand for one text. `silent`: it never answers a row,
 * so that nobody asks what its rows would look like.
 */
export type Statement = { name: string; text: string; values?: readonly unknown[]; silent?: boolean }
export type Row = Record<string, unknown>
/** A statement as it goes over the wire. */
export type Sent = { name: string; text: string; values: (string | Buffer | null)[]; silent: boolean }

/**
 * Runs the statements in one transaction and one round trip; answers the rows of each. Rejects with the first error, and then
 * nothing is kept. The client must be outside of any transaction.
 */
export function runTogether(client: pg.PoolClient, statements: readonly Sent[]): Promise<Row[][]> {
  const { parsedStatements } = connectionOf(client)
  const prepared = statements.every(({ name, text }) => parsedStatements[name] === text)
  return prepared ? asBatch(client, statements) : asQueries(client, statements)
}

/** What the driver keeps of a connection, and its types leave out: the text of each prepared statement, by name. */
type Connection = pg.Connection & { readonly parsedStatements: Readonly<Record<string, string>> }

const connectionOf = (client: pg.PoolClient) => (client as pg.PoolClient & { connection: Connection }).connection

/** The first time on a connection, while the driver prepares what is new to it. */
async function asQueries(client: pg.PoolClient, statements: readonly Sent[]): Promise<Row[][]> {
  // Each is answered by itself: after an error the server skips the rest and turns COMMIT into ROLLBACK.
  const sent = inOneWrite(client, () => ['begin', ...statements, 'commit'].map((query) => client.query<Row>(query)))
  const answers = await Promise.allSettled(sent)
  const failed = answers.find((answer) => answer.status === 'rejected')
  if (failed) throw failed.reason
  return answers.slice(1, -1).map((answer) => (answer.status === 'fulfilled' ? answer.value.rows : []))
}

/** What is asked together travels together: one packet and one wake-up of the server instead of one a statement. */
function inOneWrite<Asked>(client: pg.PoolClient, ask: () => Asked): Asked {
  const { stream } = connectionOf(client)
  stream.cork()
  try {
    return ask()
  } finally {
    process.nextTick(() => stream.uncork())
  }
}

const asBatch = (client: pg.PoolClient, statements: readonly Sent[]): Promise<Row[][]> =>
  new Promise((resolve, reject) => {
    client.query(new Batch(statements, (error, results) => (error ? reject(error) : resolve(results))))
  })

type Done = (error: Error | null | undefined, results: Row[][]) => void
type Gathered = pg.QueryResult<Row> | pg.QueryResult<Row>[]

/**
 * Prepared statements before one Sync, which makes them one transaction without BEGIN and COMMIT: the server keeps it at the
 * Sync, or after an error skips the rest and keeps nothing. To the driver this is one query that has several results.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
class Batch extends pg.Query {
  constructor(statements: readonly Sent[], done: Done) {
    const gathered = (results: Gathered) => (Array.isArray(results) ? results : [results]).map(({ rows }) => rows)
    super({ text: 'batch' }, (error, results: Gathered) => done(error, error ? [] : gathered(results)))
    this.submit = (connection) => write(connection, statements)
  }
}

function write(connection: pg.Connection, statements: readonly Sent[]): null {
  connection.stream.cork()
  for (const { name, values, silent } of statements) {
    connection.bind({ statement: name, values }, true)
    if (!silent) connection.describe({ type: 'P' }, true)
    connection.execute(null, true)
  }
  connection.sync()
  connection.stream.uncork()
  return null
}

const texts = new Map<string, string>()

/** Anything wrong with a statement must show before the first byte is sent: a statement that drops out would not stop the rest. */
export function asSent({ name, text, values = [], silent = false }: Statement): Sent {
  if ((texts.get(name) ?? text) !== text) throw new Error(`two statements are called ${name}`)
  texts.set(name, text)
  return { name, text, values: values.map(written), silent }
}

function written(value: unknown): Sent['values'][number] {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return `{${value.map(element).join()}}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function element(value: unknown): string {
  const text = written(value)
  return text === null ? 'NULL' : `"${String(text).replace(/[\\"]/g, '\\$&')}"`
}
