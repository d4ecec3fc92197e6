import { baselineSchema } from '../config/model/sections/precheck.ts'
import { readYaml } from '../config/schema/file.ts'
import type { OrganisationBaseline } from '../policies/contract.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'

/** `acme/baselines/drift.yml@0123…` in its parts. */
const REFERENCE = /^([^/]+\/[^/]+)\/(.+)@([0-9a-f]{40})$/
const SHORT_SHA = 12

/**
 * Reads the drift that an organisation accepts, from its own repository at a pinned commit. The commit has to be on the default
 * branch there: GitHub also answers for commits of forks, which anybody can make. Undefined where the configuration names none.
 */
export async function readOrganisationBaseline(
  ports: Pick<Ports, 'connect'>,
  reference: string | undefined,
): Promise<OrganisationBaseline | undefined> {
  if (reference === undefined) return undefined
  const [, repository = '', path = '', sha = ''] = REFERENCE.exec(reference) ?? []
  const source = `${repository}/${path}@${sha.slice(0, SHORT_SHA)}`
  const failed = (message: string, expected: string, observed: string, advice: string): ActionError =>
    new ActionError('config/missing-file', {
      message,
      expected,
      observed,
      advice,
      subject: 'config/precheck/drift/baseline',
    })
  const github = await ports.connect.github()
  const unreadable = failed(
    `the baseline ${source} cannot be read`,
    `the file ${path} in ${repository}`,
    'GitHub answers that there is none, or that this token may not read it',
    `Correct \`precheck.drift.baseline\`. A job's own token reads its own repository and public ones only: for another one, give ` +
      '`github-token` the token of a GitHub App that may read both (`contents: read`, and what this repository needs).',
  )
  const onBranch = await github.isOnDefaultBranch(sha, repository)
  if (onBranch === undefined) throw unreadable
  if (!onBranch) {
    throw failed(
      `the commit of the baseline ${source} is not on the default branch of ${repository}`,
      `a commit that ${repository} has merged`,
      'a commit of a branch or of a fork',
      'Pin a commit of the default branch in `precheck.drift.baseline`.',
    )
  }
  const text = await github.readFile(path, sha, repository)
  if (text === undefined) throw unreadable
  const { ignore } = readYaml(text, { file: source, code: 'config/file' }, baselineSchema())
  return { source, ignore: ignore.map((entry) => ({ ...entry, reason: `${entry.reason} (${source})` })) }
}
