import type { Ask, Visit } from './contract.ts'

/** Check runs, check suites and commit statuses. */
export async function visitChecks(ask: Ask, { repository, token, user, sha }: Visit): Promise<void> {
  const output = { title: 'open', summary: 'All evidence is there.' }
  const annotations = [1, 2].map((line) => ({
    path: 'infra/web.yml',
    start_line: line,
    end_line: line,
    annotation_level: 'warning',
    message: 'drift',
  }))
  const check = (await ask(token, 'POST', `${repository}/check-runs`, {
    name: 'Gate',
    head_sha: sha,
    status: 'in_progress',
    output: { ...output, annotations },
  })) as { id: number; check_suite: { id: number } }
  const one = `${repository}/check-runs/${check.id}`
  const ended = { status: 'completed', conclusion: 'success', output: { summary: 'done', annotations } }
  await ask(token, 'PATCH', one, ended)
  await ask(token, 'GET', one)
  await ask(token, 'GET', `${one}/annotations?per_page=3`)
  await ask(token, 'GET', `${repository}/commits/main/check-runs?filter=all&check_name=Gate`)
  await ask(token, 'GET', `${repository}/check-suites/${check.check_suite.id}/check-runs`)
  await ask(token, 'GET', `${repository}/check-suites/${check.check_suite.id}`)
  await ask(token, 'GET', `${repository}/commits/${sha}/check-suites`)
  await ask(token, 'POST', `${repository}/check-suites`, { head_sha: sha })
  await ask(user, 'POST', `${repository}/check-runs`, { name: 'Gate', head_sha: sha })

  const status = `${repository}/statuses/${sha}`
  await ask(token, 'GET', `${repository}/commits/${sha}/status`)
  await ask(token, 'POST', status, { state: 'pending', context: 'deploy/preprod' })
  await ask(token, 'POST', status, { state: 'success', context: 'deploy/preprod', target_url: 'https://example.com/1' })
  await ask(token, 'GET', `${repository}/commits/main/statuses`)
  await ask(token, 'GET', `${repository}/commits/main/status`)
}
