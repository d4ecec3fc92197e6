import { ACCOUNT_BREAKS } from './accounts.ts'
import type { Break } from './contract.ts'
import { FILE_BREAKS } from './files.ts'
import { ROLLBACK_BREAKS } from './rollback.ts'
import { WORLD_BREAKS } from './world.ts'

/** The names of all breaks, in the order of a release. */
const ORDER = [
  'drift',
  'attached-policy',
  'expired-ignore',
  'unintended-change',
  'replaced-table',
  'missing-asset',
  'other-bits',
  'export-in-use',
  'same-version',
  'scp',
  'parity',
  'weakened-rules',
  'bad-appspec',
  'unprotected-preprod',
  'failing-hook',
  'missing-file',
  'stopped-service',
  'not-validated',
  'cancelled',
  'bad-before-traffic',
  'lost-revision',
  'rollback-fails',
  'one-way-change',
  'unhealthy',
  'flaky',
  'silent-alarm',
  'wrong-certificate',
  'open-port',
  'closed-port',
  'slow',
  'leaked-secret',
  'regression',
  'unordered-verification',
  'stale-evidence',
  'tampered-evidence',
  'tampered-release',
  'unprotected-environment',
  'self-approval',
]

export const BREAKS: readonly Break[] = [
  ...FILE_BREAKS,
  ...WORLD_BREAKS,
  ...ACCOUNT_BREAKS,
  ...ROLLBACK_BREAKS,
].toSorted((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name))
