/** The repository of this action, for links in its output. */
export const PROJECT = { repository: 'org/test-deployments', version: 'v1' } as const
