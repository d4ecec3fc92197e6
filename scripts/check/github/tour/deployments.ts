import type { Ask, Visit } from './contract.ts'

/** Deployments and their statuses. */
export async function visitDeployments(ask: Ask, { repository, token }: Visit): Promise<void> {
  const root = `${repository}/deployments`
  const given = { ref: 'main', environment: 'eu', required_contexts: [], payload: { release: '1.4' } }
  await ask(token, 'POST', root, { ref: 'main' })
  const [first, second] = [await ask(token, 'POST', root, given), await ask(token, 'POST', root, given)] as {
    id: number
  }[]
  for (const deployment of [first, second]) {
    const statuses = `${root}/${deployment?.id}/statuses`
    await ask(token, 'POST', statuses, { state: 'in_progress' })
    const status = (await ask(token, 'POST', statuses, {
      state: 'success',
      description: 'done',
      log_url: 'https://example.com/log',
      environment_url: 'https://eu.example.com',
    })) as { id: number }
    await ask(token, 'GET', `${statuses}/${status.id}`)
  }
  await ask(token, 'GET', `${root}/${first?.id}/statuses`)
  await ask(token, 'POST', `${root}/${first?.id}/statuses`, { state: 'success', description: 'x'.repeat(141) })
  await ask(token, 'GET', `${root}/${first?.id}`)
  await ask(token, 'DELETE', `${root}/${second?.id}`)
  await ask(token, 'DELETE', `${root}/${first?.id}`)
  await ask(token, 'GET', `${root}?task=deploy&environment=eu`)
}
