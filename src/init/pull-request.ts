import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod'
import { markdown, markdownBlock, markdownWithCode } from '../report/escape.ts'
import { ActionError } from '../support/errors.ts'
import { PROJECT } from '../support/project.ts'
import { CONFIG_FILE, ROLES_FILE, WORKFLOW_FILE } from './texts.ts'

/** What the job that reads a repository hands to the one that opens the pull request. */
export type Written = z.infer<typeof SHAPE>

const FILES = [CONFIG_FILE, WORKFLOW_FILE, ROLES_FILE] as const
const LARGEST_BYTES = 2_000_000
/** Linux takes no longer variable of the environment (MAX_ARG_STRLEN), and inputs are variables. */
const LONGEST_INPUT = 120_000
/** Of a pull request's text: 65,536 characters. The rest of the text is short. */
const LONGEST_BLOCK = 20_000
/** A longer address is refused by servers. */
const LONGEST_URL = 7_000
/** No other file can be added. */
const SHAPE = z.strictObject({
  files: z.partialRecord(z.enum(FILES), z.string()),
  settings: z.string(),
  todo: z.array(z.string()),
  branch: z.string(),
})

const WHAT: Readonly<Record<string, string>> = {
  [CONFIG_FILE]: 'what is released, and how it is proven',
  [WORKFLOW_FILE]: 'the workflow, one job that calls the shared one',
  [ROLES_FILE]: 'a CloudFormation template with the roles of one account',
}

/** As one line, for an output and an input. */
export function packed(written: Written): string {
  const text = gzipSync(JSON.stringify(written)).toString('base64')
  if (text.length <= LONGEST_INPUT) return text
  throw new ActionError('config/input', {
    message: `the files are too large for the output of a job: ${text.length} characters of ${LONGEST_INPUT}`,
    subject: 'files',
    advice: 'Run `node dist/index.js init` in a checkout of the repository.',
  })
}

/** Throws an ActionError for what `packed` did not write. */
export function unpacked(text: string): Written {
  try {
    return SHAPE.parse(
      JSON.parse(gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: LARGEST_BYTES }).toString()),
    )
  } catch (error) {
    throw new ActionError('config/input', {
      message: 'the input files is not the output of the step that read the repository',
      subject: 'files',
      advice: 'Pass the output `files` of that step as it is.',
      cause: error,
    })
  }
}

/** The text of the pull request. `newFile`: address of the page that adds a file to its branch. Pure. */
export function bodyText(
  { files, settings, todo, branch }: Written,
  { refused, newFile }: { readonly refused: readonly string[]; readonly newFile: string },
): string {
  const rows = Object.keys(files).map(
    (path) => `| \`${path}\` | ${WHAT[path]}${refused.includes(path) ? '; **to be added by you**' : ''} |`,
  )
  const steps = [
    ...refused.map((path) => addition(path, files[path as (typeof FILES)[number]] ?? '', newFile)),
    `Run these commands once, with credentials of an administrator. \`init\` has run none of them.\n\n${indented(markdownBlock(clipped(settings)))}`,
    ...todo.map(markdownWithCode),
    `Merge this pull request. The next push to ${markdown(branch)} is a release.`,
  ]
  return [
    `The files of [test-deployments](https://github.com/${PROJECT.repository}), written from those of this repository, each line explained. No file that exists was changed.`,
    ['| file | |', '| --- | --- |', ...rows].join('\n'),
    '### Before the first release',
    steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    '',
  ].join('\n\n')
}

function addition(path: string, text: string, newFile: string): string {
  const url = `${newFile}?filename=${encodeURIComponent(path)}&value=${encodeURIComponent(text)}`
  const link = url.length <= LONGEST_URL ? url : `${newFile}?filename=${encodeURIComponent(path)}`
  return `[Add \`${path}\` to this branch](${link}): no job may add a workflow. Its text:\n\n${indented(markdownBlock(clipped(text)))}`
}

function clipped(text: string): string {
  return text.length <= LONGEST_BLOCK
    ? text
    : `${text.slice(0, LONGEST_BLOCK).toWellFormed()}\n# ${text.length - LONGEST_BLOCK} more characters: run \`node dist/index.js init --dry-run\``
}

/** For an entry of a numbered list. */
function indented(text: string): string {
  return text.replaceAll(/^/gm, '   ')
}
