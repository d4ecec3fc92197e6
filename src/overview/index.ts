import { resolve } from 'node:path'
import { readDocuments } from './documents.ts'
import { servicesOf } from './services.ts'
import { overviewText } from './text.ts'

export interface OverviewPorts {
  readonly cwd: string
  readonly now: Date
  readonly say: (text: string) => void
}

const EXIT = { proven: 0, notProven: 1, usage: 2 } as const

const USAGE = `Usage: node dist/index.js overview FOLDER [--json]

Reports for each service whose evidence is below a folder how its newest run to production ended, when a release was
last proven, and what is waived, as Markdown or JSON. The folder holds the documents of many runs and repositories, as
\`aws s3 sync s3://BUCKET/PREFIX FOLDER\` or \`gh run download\` make it.

Exit status: 0 when the newest run of each service is proven, 1 when not or where there is none, 2 when the command line
is wrong.`

/** `node dist/index.js overview FOLDER`: releases of many repositories, from their evidence. @returns the exit status */
export async function overview(args: readonly string[], { cwd, now, say }: OverviewPorts): Promise<number> {
  const folders = args.filter((word) => !word.startsWith('-'))
  const unknown = args.find((word) => word.startsWith('-') && !['--json', '--help'].includes(word))
  if (args.includes('--help')) {
    say(USAGE)
    return EXIT.proven
  }
  const [folder] = folders
  if (folder === undefined || folders.length > 1 || unknown !== undefined) {
    const why = unknown === undefined ? 'name one folder' : `unknown option ${unknown}`
    say(`overview: ${why}\n\n${USAGE}`)
    return EXIT.usage
  }
  const { links, unread } = await readDocuments(resolve(cwd, folder))
  const services = servicesOf(links)
  say(args.includes('--json') ? JSON.stringify({ services, unread }, null, 2) : overviewText(services, unread, now))
  const all = services.length > 0 && unread.length === 0 && services.every(({ standing }) => standing === 'proven')
  return all ? EXIT.proven : EXIT.notProven
}
