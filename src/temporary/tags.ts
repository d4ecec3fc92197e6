/** Tags of the stacks of a temporary environment; CloudFormation gives them to all resources. */
const TAGS = {
  environment: 'test-deployments:environment',
  repository: 'test-deployments:repository',
  run: 'test-deployments:run',
  expires: 'test-deployments:expires',
} as const

export function tagsOf(
  name: string,
  { repository, runId, expiresAt }: { readonly repository: string; readonly runId: string; readonly expiresAt: string },
): Readonly<Record<string, string>> {
  return {
    [TAGS.environment]: name,
    [TAGS.repository]: repository,
    [TAGS.run]: runId,
    [TAGS.expires]: expiresAt,
  }
}

/** Whether the tags of a stack say that it is of this environment of this repository. */
export function hasTagsOf(
  tags: Readonly<Record<string, string>>,
  { name, repository }: { readonly name: string; readonly repository: string },
): boolean {
  return tags[TAGS.environment] === name && tags[TAGS.repository] === repository
}
