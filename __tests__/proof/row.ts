import type { FindingCode } from '../../src/evidence/codes/index.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import type { Oddity } from '../odd-engine.ts'

/** What is not so: answers of AWS and GitHub, and files of the repository, that differ from those of the honest world. */
export interface Lie {
  /** By operation of AWS. */
  readonly aws?: Readonly<Record<string, Oddity>>
  /** By method and path of GitHub. */
  readonly github?: Readonly<Record<string, Oddity>>
  /** Of a file, by its path: its text, changed. */
  readonly files?: Readonly<Record<string, Oddity>>
}

/** What one play of a stage came to. */
export interface Played {
  readonly findings: readonly Finding[]
  /** Whether every step that was played ended with status 0. */
  readonly green: boolean
  /** How many answers and files really were others than in the honest world. */
  readonly told: number
}

/** A part of a release, played through the bundle: without a lie it is an honest world, in which all codes pass. */
export interface Stage<L = Lie> {
  readonly name: string
  play(lie: L | undefined): Promise<Played>
  close(): Promise<void>
}

/** A world in which AWS, GitHub or a service says yes and it is not so. */
export interface Row {
  readonly code: FindingCode
  /** Of the finding that would be a false pass. */
  readonly subject: string
  /** Of the pass in the honest world, where it is about something else there. */
  readonly honestSubject?: string
  /** What AWS, GitHub or the service answers. */
  readonly says: string
  /** What is so. */
  readonly truth: string
  /**
   * Where the step may stay green, because the truth is no reason to stop: the code of the remark that tells it, with
   * the outcome `noted` or `skipped`.
   */
  readonly remark?: FindingCode
  readonly stage: { readonly name: string; close(): Promise<void> }
  readonly honest: () => Promise<Played>
  readonly play: () => Promise<Played>
}

export type RowText = Pick<Row, 'code' | 'subject' | 'says' | 'truth' | 'remark' | 'honestSubject'>

/** Rows that one play of a stage serves. */
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
  const told = Object.entries(changed).filter(([path, text]) => text !== files[path]).length
  return { files: { ...files, ...changed }, told }
}
