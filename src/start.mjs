#!/usr/bin/env node
// The door: plain JavaScript, so that it runs on any Node and can say which one is needed.
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 24) {
  console.error(
    `Hearback needs Node 24 or newer; this is ${process.versions.node}. Run it through npm (npm start), which brings its own, or install Node 24 from nodejs.org.`,
  )
  process.exit(3)
}
// Made when the schema changed; it is not in the repository.
await import('../prisma/tools/generate.ts')
const [first, ...rest] = process.argv.slice(2)
if (first === undefined) await (await import('./main.ts')).main()
else if (first === 'demo') await (await import('./playground/demo.ts')).main(rest)
else await (await import('./cli.ts')).main(first === 'cli' ? rest : [first, ...rest])
