import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentOptions } from '../../../src/codedeploy/agent/index.ts'
import type { Platform } from '../../../src/codedeploy/appspec/index.ts'

export interface TreeEntry {
  readonly path: string
  readonly type: string
  readonly mode?: string
  readonly owner?: string
  readonly group?: string
  readonly size?: number
  readonly sha256?: string
  readonly target?: string
  readonly acl?: readonly string[]
}

interface RecordedDiagnostics {
  readonly error_code: number
  readonly script_name: string
  readonly message: string
  readonly log: string
}

export interface RecordedRun {
  readonly exit_code: number
  readonly uncaught_exception: { readonly class: string; readonly message: string } | null
  readonly script_error_diagnostics: RecordedDiagnostics | null
  readonly scripts_log?: readonly string[]
  readonly state?: { readonly cleanup?: readonly string[]; readonly last_successful_install?: string }
  readonly tree: readonly TreeEntry[] | null
}

export interface Case {
  readonly id: string
  readonly file: string
  readonly what: string
  readonly platform: Platform
  readonly parser?: {
    readonly result: string
    readonly error_class?: string
    readonly message?: string
    readonly parsed?: Record<string, unknown>
  }
  readonly codedeploy_local?: RecordedRun
  readonly codedeploy_local_all_classes_loaded?: RecordedRun
  readonly doc_verdict?: string
}

export interface Step extends RecordedRun {
  readonly bundle: string
  readonly type: NonNullable<AgentOptions['bundleType']>
  readonly args: readonly string[]
  readonly before: string | null
  readonly hook_order: readonly string[]
  readonly cleanup?: readonly string[]
  readonly last_successful_install?: string | null
  readonly symlink_target_content?: string | null
  readonly archives_kept?: number
}

export interface Bundle {
  readonly what: string
  readonly steps: readonly Step[]
}

/** Recorded AppSpec files with results, and successive deployments by name. */
export interface Recordings {
  readonly cases: readonly Case[]
  readonly bundles: Readonly<Record<string, Bundle>>
}

/** Ruby errors whose message is not compared. */
export const ACCIDENTS = ['NoMethodError', 'TypeError', 'SyntaxError', 'NameError']

export function readRecordings(folder: string): Recordings {
  const { cases } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { cases: Case[] }
  const file = join(folder, 'bundles.json')
  const bundles = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Bundle>) : {}
  return { cases, bundles }
}
