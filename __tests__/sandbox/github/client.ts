import { getOctokit } from '@actions/github'
import type { Permissions, SandboxGitHub } from '../../../sandbox/github/index.ts'

export const REPOSITORY = 'octo/shop'
export const AT = { owner: 'octo', repo: 'shop' } as const

/** GitHub's client, as a user or as a job. */
export interface Client {
  readonly as: (login: string) => ReturnType<typeof getOctokit>
  readonly job: (permissions: Permissions) => ReturnType<typeof getOctokit>
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

export function clientOf(github: SandboxGitHub): Client {
  const connect = (token: string): ReturnType<typeof getOctokit> =>
    getOctokit(token, { baseUrl: github.url, log: quiet })
  return {
    as: (login) => connect(github.tokenOf(login)),
    job(permissions) {
      const { branches, defaultBranch } = github.world.repositories.get(REPOSITORY)!
      const run = github.startRun({ repository: REPOSITORY, sha: branches.get(defaultBranch)!, actor: 'ann' })
      return connect(run.startJob({ name: `job-${run.run.number}`, permissions }).token)
    },
  }
}
