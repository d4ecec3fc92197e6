import { storeRelease } from '../handover/store-release.ts'
import { describeRelease, partsHandedOn } from '../handover/release.ts'
import { ActionError } from '../support/errors.ts'
import type { Context } from './contract.ts'

/**
 * Stores what was built, for a job that runs the build and has no identity. It asks nothing of AWS, and says nothing
 * about the release but what it consists of.
 */
export async function run(context: Context): Promise<void> {
  const { ports, config, origin, record } = context
  const { workspace } = ports.place
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  record.release(release)
  const parts = partsHandedOn(config)
  if (parts.length === 0) {
    record.find({
      code: 'release/packaged',
      outcome: 'skipped',
      title: 'the release has no files that a job could store',
      subject: 'release',
      expected: 'files and folders of the release',
      observed: 'none: its revisions exist already',
      advice: 'Leave the job out.',
    })
    return
  }
  if (!(await storeRelease(context, release))) {
    throw new ActionError('github/no-artifacts', {
      message: 'there is no place to store what was built: this job has no artifact service, and no `evidence` folder',
      subject: 'release',
      expected: 'an artifact service, or the input `evidence`',
      observed: 'neither',
    })
  }
  record.find({
    code: 'release/packaged',
    outcome: 'pass',
    title: 'what was built is stored for the jobs after this one',
    subject: 'release',
    expected: 'files and folders of the release',
    observed: [...new Set(parts.map(({ path }) => path))].join(', '),
  })
}
