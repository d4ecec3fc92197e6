import { createInterface } from 'node:readline/promises'
import type { SandboxGitHub } from '../sandbox/github/index.ts'
import type { PlayedGitHubRun } from './contract.ts'

export type Answer = 'approved' | 'rejected'

/** Prompts the person at the terminal. Rejects with the signal's reason when the rehearsal is cancelled. */
export async function ask(question: string, cancelled: AbortSignal): Promise<Answer> {
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  // In raw mode, readline receives Ctrl-C, not the process.
  reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  const ended = new AbortController()
  reader.once('close', () => ended.abort(new Error('the input ended before the question was answered')))
  try {
    for (;;) {
      const answer = await reader.question(`${question} [y/n] `, { signal: AbortSignal.any([cancelled, ended.signal]) })
      if (/^y(es)?$/i.test(answer.trim())) return 'approved'
      if (/^no?$/i.test(answer.trim())) return 'rejected'
    }
  } finally {
    reader.removeAllListeners('close')
    reader.close()
  }
}

/** Reviews the pending deployment through GitHub's API, with the reviewer's token. */
export async function review(
  github: SandboxGitHub,
  run: PlayedGitHubRun,
  environment: string,
  { user, answer, comment }: { readonly user: string; readonly answer: Answer; readonly comment: string },
): Promise<void> {
  const repository = `${run.run.repository.owner.login}/${run.run.repository.name}`
  const token = github.tokenOf(user)
  const call = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${github.url}/repos/${repository}${path}`, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`GitHub does not let ${user} review ${environment}: ${await response.text()}`)
    return response.json()
  }
  const { id } = (await call(`/environments/${encodeURIComponent(environment)}`)) as { id: number }
  await call(`/actions/runs/${run.id}/pending_deployments`, { environment_ids: [id], state: answer, comment })
}
