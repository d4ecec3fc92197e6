/** All environments, in the order of a release. */
export const ENVIRONMENT_KEYS = ['preprod', 'production'] as const

export type EnvironmentKey = (typeof ENVIRONMENT_KEYS)[number]

/** The environments that a release is deployed to before this one. */
export function environmentsBefore(key: EnvironmentKey): readonly EnvironmentKey[] {
  return ENVIRONMENT_KEYS.slice(0, ENVIRONMENT_KEYS.indexOf(key))
}
