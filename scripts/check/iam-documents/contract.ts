import type { RoleName, RoleWorld } from '../../../__tests__/docs/roles/roles.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { ActionError } from '../../../src/support/errors.ts'

/** A part of a release that is played with roles of docs/iam. */
export interface Story {
  readonly name: string
  readonly role: RoleName
  /** The documents of docs/iam whose actions this scenario needs. */
  readonly documents: readonly string[]
  readonly scenario?: ScenarioInput
  /** Actions that are denied with the whole documents. */
  readonly tolerated?: readonly string[]
  /** Runs it in a new sandbox; returns the texts that a user sees. */
  play(roles: RoleWorld): Promise<Shown>
}

export interface Shown {
  /** Code, outcome and subject of each finding. */
  readonly lines: readonly string[]
  /** All texts, with their advice. */
  readonly text: string
}

/** The texts of evidence documents that a user sees, in order. */
export function shownOf(...documents: readonly Pick<Evidence, 'findings' | 'handles'>[]): Shown {
  const findings = documents.flatMap((document) => document.findings)
  const handles = documents.flatMap((document) => document.handles)
  return {
    lines: findings.map(({ code, outcome, subject }) => `${outcome} ${code} ${subject}`).toSorted(),
    text: JSON.stringify([findings, handles]),
  }
}

/** The texts of responses outside a document that a user sees: an error is shown with its next step. */
export async function shownOfEach(acts: readonly (() => Promise<object>)[]): Promise<Shown> {
  const shown: { readonly line: string; readonly text: string }[] = []
  for (const act of acts) {
    try {
      const { outcome = 'pass', ...rest } = (await act()) as { readonly outcome?: string }
      shown.push({ line: outcome, text: JSON.stringify(rest) })
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      shown.push({ line: `error ${error.code}`, text: `${error.message} ${error.advice}` })
    }
  }
  return { lines: shown.map(({ line }, index) => `${index} ${line}`), text: shown.map(({ text }) => text).join('\n') }
}
