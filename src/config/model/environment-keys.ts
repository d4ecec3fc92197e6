/** All environments, in the order of a release. */
export const ENVIRONMENT_KEYS = ['preprod', 'production'] as const

export type EnvironmentKey = (typeof ENVIRONMENT_KEYS)[number]

/** The environments that a release is deployed to before this one; none before a temporary environment. */
export function environmentsBefore(key: string): readonly EnvironmentKey[] {
  return ENVIRONMENT_KEYS.slice(0, Math.max(0, (ENVIRONMENT_KEYS as readonly string[]).indexOf(key)))
}
