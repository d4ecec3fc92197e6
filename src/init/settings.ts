import { join } from 'node:path'
import { ENVIRONMENT_KEYS } from '../config/model/environment-keys.ts'
import { PROJECT } from '../support/project.ts'
import type { Plan } from './plan/planned.ts'
import { ROLES_FILE } from './texts.ts'

/** The commands that a person runs once: the roles of each account, and the environments on GitHub. Pure. */
export function settingsText(plan: Plan): string {
  const { repository, name, region, branch } = plan
  const environments = ENVIRONMENT_KEYS.map((key) => [key, plan.environments[key]] as const)
  // An account has one provider of GitHub.
  const isSecond = (key: string): boolean => key === 'production' && plan.accounts.production === plan.accounts.preprod
  const reviewers = plan.reviewers.length > 0 ? plan.reviewers : ['LOGIN']
  const roles = plan.ambient
    ? []
    : [
        '# The roles, in each account with credentials of an administrator. The numbers are those of the repository and its owner.',
        `REPOSITORY_ID=$(gh api repos/${repository} --jq .id)`,
        `OWNER_ID=$(gh api repos/${repository} --jq .owner.id)`,
        ...environments.flatMap(([key, environment]) => [
          `# in account ${plan.accounts[key]}; CreateProvider=no where the account has GitHub's OIDC provider already`,
          `aws cloudformation deploy --region ${region} --stack-name ${name}-${environment}-roles --template-file ${ROLES_FILE} \\`,
          `  --capabilities CAPABILITY_NAMED_IAM --parameter-overrides Environment=${environment} \\`,
          `  RepositoryId="$REPOSITORY_ID" OwnerId="$OWNER_ID" CreateProvider=${isSecond(key) ? 'no' : 'yes'} FirstRelease=yes`,
        ]),
        `# After the first release: the same with FirstRelease=no, so that jobs can no longer delete stacks of a preview.`,
        '',
      ]
  const github = environments.flatMap(([, environment]) => [
    `# ${environment}: reviewers without self-review, and only the branch ${branch}`,
    `gh api -X PUT repos/${repository}/environments/${environment} --input - <<JSON`,
    `{ "reviewers": [${reviewers.map(reviewerOf(repository)).join(', ')}],`,
    '  "prevent_self_review": true,',
    '  "deployment_branch_policy": { "protected_branches": false, "custom_branch_policies": true } }',
    'JSON',
    `gh api -X POST repos/${repository}/environments/${environment}/deployment-branch-policies -f ${inShell(`name=${branch}`)} -f type=branch`,
  ])
  return [
    ...roles,
    ...github,
    `# In Settings, Environments, ${plan.environments.production}: take away "Allow administrators to bypass"; the API has no field for it.`,
    `# Required reviewers need a public repository or GitHub Enterprise: https://github.com/${PROJECT.repository}/blob/${PROJECT.version}/docs/private-repositories.md`,
  ].join('\n')
}

/** What a person does after `init`, in this order. `checkout`: the folder of this action. Pure. */
export function nextText({ branch, todo }: Plan, { root, checkout, dryRun }: Where): string {
  const steps = [
    ...(dryRun ? ['Write the files: the same command without --dry-run.'] : []),
    ...(todo.length > 0 ? ['Do what is still to do.'] : []),
    `Rehearse the release on this machine, without an account:\n   (cd ${inShell(checkout)} && npm ci && npm run rehearse -- --repo ${inShell(root)} --yes)`,
    'Run the commands that are to be run once.',
    `Commit the files and push them to ${branch}: the workflow starts the first release. With credentials of AWS \`node ${inShell(join(checkout, 'dist/index.js'))} precheck\` shows in the repository what it would do.`,
  ]
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n')
}

interface Where {
  readonly root: string
  readonly checkout: string
  readonly dryRun: boolean
}

/** A name that git allows may have any sign of a shell. */
function inShell(word: string): string {
  return /^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function reviewerOf(repository: string): (reviewer: string) => string {
  const owner = repository.split('/')[0] ?? ''
  return (reviewer) => {
    const team = /^team\/(.+)$/.exec(reviewer)?.[1]
    return team === undefined
      ? `{ "type": "User", "id": $(gh api users/${reviewer} --jq .id) }`
      : `{ "type": "Team", "id": $(gh api orgs/${owner}/teams/${team} --jq .id) }`
  }
}
