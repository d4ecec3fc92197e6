import type { FindingCode } from '../../src/evidence/codes/index.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import type { Oddity } from '../odd-engine.ts'

/** The lie: responses of AWS and GitHub, and files of the repository, that differ from those of the honest case. */
export interface Lie {
  /** By operation of AWS. */
  readonly aws?: Readonly<Record<string, Oddity>>
  /** By method and path of GitHub. */
  readonly github?: Readonly<Record<string, Oddity>>
  /** Of a file, by its path: its text, changed. */
  readonly files?: Readonly<Record<string, Oddity>>
}

/** The result of one play of a stage. */
export interface Played {
  readonly findings: readonly Finding[]
  /** Whether every executed step ended with status 0. */
  readonly green: boolean
  /** Number of responses and files that actually differed from those of the honest case. */
  readonly told: number
}

/** A part of a release, run through the bundle: without a lie it is the honest case, in which all codes pass. */
export interface Stage<L = Lie> {
  readonly name: string
  play(lie: L | undefined): Promise<Played>
  close(): Promise<void>
}

/** A case in which AWS, GitHub or a service reports success falsely. */
export interface Row {
  readonly code: FindingCode
  /** Of the finding that would be a false pass. */
  readonly subject: string
  /** Of the pass in the honest case, where it has another subject. */
  readonly honestSubject?: string
  /** The response of AWS, GitHub or the service. */
  readonly says: string
  /** The actual state. */
  readonly truth: string
  /**
   * Where the step may pass, because the actual state does not have to stop it: the code of the finding that reports
   * it, with the outcome `noted` or `skipped`.
   */
  readonly remark?: FindingCode
  readonly stage: { readonly name: string; close(): Promise<void> }
  readonly honest: () => Promise<Played>
  readonly play: () => Promise<Played>
}

export type RowText = Pick<Row, 'code' | 'subject' | 'says' | 'truth' | 'remark' | 'honestSubject'>

/** Rows that one play of a stage covers. */
export function rowsOf<L>(stage: Stage<L>, lie: L, texts: readonly RowText[]): Row[] {
  const honest = (): Promise<Played> => onceOf(stage)
  const play = once(() => stage.play(lie))
  return texts.map((text) => ({ ...text, stage, honest, play }))
}

const honestPlays = new WeakMap<object, Promise<Played>>()

function onceOf<L>(stage: Stage<L>): Promise<Played> {
  const known = honestPlays.get(stage)
  if (known) return known
  const made = stage.play(undefined)
  honestPlays.set(stage, made)
  return made
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

/** How many files the lie changes; the changed files are returned beside it. */
export function liedFiles(
  files: Readonly<Record<string, string>>,
  lies: Readonly<Record<string, Oddity>> = {},
): { readonly files: Readonly<Record<string, string>>; readonly told: number } {
  const changed = Object.fromEntries(Object.entries(lies).map(([path, lie]) => [path, lie(files[path] ?? '')]))
  const altered = Object.entries(changed).filter(([path, text]) => text !== files[path]).length
  return { files: { ...files, ...changed }, told: altered }
}
