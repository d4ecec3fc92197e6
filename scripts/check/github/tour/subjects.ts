import type { Ask, Visit } from './contract.ts'

/** The settings of OIDC subjects. */
export async function visitSubjects(ask: Ask, { repository, user }: Visit): Promise<void> {
  const path = '/actions/oidc/customization/sub'
  const [, , owner = ''] = repository.split('/')
  for (const place of [`${repository}${path}`, `/orgs/${owner}${path}`]) {
    await ask(user, 'PUT', place, { use_default: true, include_claim_keys: ['repo', 'context'] })
    await ask(user, 'GET', place)
  }
  await ask(user, 'PUT', `${repository}${path}`, {
    use_default: false,
    include_claim_keys: ['repo', 'context'],
    use_immutable_subject: true,
  })
  await ask(user, 'GET', `${repository}${path}`)
}
