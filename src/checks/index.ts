import type { CheckName } from '../evidence/codes/checks.ts'
import { check as alarm } from './alarm.ts'
import type { AnyCheck } from './contract.ts'
import { check as dns } from './dns.ts'
import { check as file } from './file.ts'
import { check as grpc } from './grpc.ts'
import { check as http } from './http.ts'
import { check as invoke } from './invoke.ts'
import { check as load } from './load.ts'
import { check as log } from './log.ts'
import { check as manual } from './manual.ts'
import { check as metric } from './metric.ts'
import { check as path } from './path.ts'
import { check as released } from './released.ts'
import { check as run } from './run.ts'
import { check as service } from './service.ts'
import { check as targets } from './targets.ts'
import { check as tcp } from './tcp.ts'
import { check as tls } from './tls.ts'

/** Every check there is, by its key in the configuration. */
export const CHECKS: Readonly<Record<CheckName, AnyCheck>> = {
  http,
  invoke,
  run,
  load,
  file,
  service,
  tls,
  tcp,
  dns,
  alarm,
  metric,
  log,
  targets,
  path,
  grpc,
  released,
  manual,
}

function isCheckName(name: string): name is CheckName {
  return Object.hasOwn(CHECKS, name)
}

export const CHECK_KEYS: readonly CheckName[] = Object.keys(CHECKS).filter(isCheckName)
