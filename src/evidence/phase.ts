/** When a check runs. */
export const PHASES = ['before-traffic', 'during', 'after-deployment', 'after-rollback', 'production'] as const
export type Phase = (typeof PHASES)[number]

/** The phase of a check that names none; it is also that of findings without a phase. */
export const AFTER_DEPLOYMENT = 'after-deployment' satisfies Phase
