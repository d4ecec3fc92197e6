import { DEPLOY_STORIES } from './deploy.ts'
import { OTHER_STORIES } from './others.ts'
import { PLAN_STORIES } from './plan.ts'
import { PLATFORM_STORIES } from './platforms.ts'
import { SERVING_STORIES } from './serving.ts'
import { VERIFY_STORIES } from './verify.ts'

/** Releases in parts, each with the documents that it needs. */
export const STORIES = [
  ...PLAN_STORIES,
  ...DEPLOY_STORIES,
  ...PLATFORM_STORIES,
  ...SERVING_STORIES,
  ...VERIFY_STORIES,
  ...OTHER_STORIES,
]
