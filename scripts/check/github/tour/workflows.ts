import type { SandboxGitHub } from '../../../../sandbox/github/index.ts'
import type { Ask } from './contract.ts'

const PATH = '.github/workflows/queue.yml'
const JOB = "{ runs-on: ubuntu-latest, concurrency: { group: deploy, queue: max }, steps: [{ run: 'true' }] }"

/** Concurrency groups, with a run that holds one and one that waits. */
export async function visitWorkflows(
  ask: Ask,
  github: SandboxGitHub,
  { repository, token }: { readonly repository: string; readonly token: string },
): Promise<void> {
  const sha = github.commit(repository, 'workflow', { [PATH]: `on: push\njobs:\n  deploy: ${JOB}\n` })
  const options = { repository, sha, path: PATH, actor: 'ann' }
  const [first, second] = [await github.playWorkflow(options), await github.playWorkflow(options)]
  const root = `/repos/${repository}/actions`
  await ask(token, 'GET', `${root}/concurrency_groups`)
  await ask(token, 'GET', `${root}/concurrency_groups/deploy?ahead_of_run=${second.run.id}`)
  await ask(token, 'GET', `${root}/concurrency_groups/none`)
  await ask(token, 'GET', `${root}/runs/${second.run.id}/concurrency_groups`)
  await ask(token, 'GET', `${root}/runs/${second.run.id}`)
  await ask(token, 'GET', `${root}/runs/${second.run.id}/jobs`)
  first.finish('deploy', 'success')
  second.cancel()
  const broken = await github.playWorkflow({ ...options, path: 'none.yml' })
  await ask(token, 'GET', `${root}/runs/${broken.run.id}`)
}
