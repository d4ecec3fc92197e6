/** One attempt to bypass the gate, or one honest case, run through the bundle. */
export interface Case {
  readonly name: string
  readonly kind: 'attempt' | 'honest'
  /** Codes, one of which must have refused an attempt. */
  readonly refusedBy?: readonly string[]
  readonly play: () => Promise<Outcome>
}

export interface Outcome {
  readonly status: number | undefined
  /** Codes that block. */
  readonly blockers: readonly string[]
}

export interface Judged {
  readonly name: string
  readonly kind: Case['kind']
  /** The codes that blocked. */
  readonly codes: readonly string[]
  readonly problem?: string
}

/** A world with its cases, which are played one after the other. */
export interface Group {
  readonly name: string
  readonly cases: readonly Case[]
  close(): Promise<void>
}

/** Judges the result of a case. Pure. */
export function judge({ name, kind, refusedBy = [] }: Case, { status, blockers }: Outcome): Judged {
  const base = { name, kind, codes: [...new Set(blockers)] }
  if (kind === 'honest') {
    return status === 0 ? base : { ...base, problem: 'an honest situation was refused' }
  }
  if (status === 0) return { ...base, problem: 'THROUGH' }
  if (blockers.length === 0) return { ...base, problem: 'refused without a code' }
  return blockers.some((code) => refusedBy.includes(code))
    ? base
    : { ...base, problem: `refused, but not by ${refusedBy.join(' or ')}` }
}

/** Runs all groups, at most so many at a time. */
export async function playAll(
  groups: readonly (() => Promise<Group>)[],
  {
    atOnce,
    every,
    wanted,
    tell,
  }: {
    readonly atOnce: number
    /** Every nth case of a group is run, attempts and honest cases alike. */
    readonly every: number
    readonly wanted: (one: Case) => boolean
    readonly tell: (judged: Judged) => void
  },
): Promise<Judged[]> {
  const results: Judged[] = []
  const queue = groups.values()
  const worker = async (): Promise<void> => {
    for (const open of queue) {
      const group = await open()
      try {
        for (const one of group.cases.filter(wanted).filter((_, index) => index % every === 0)) {
          const judged = await playOne(one)
          results.push(judged)
          tell(judged)
        }
      } finally {
        await group.close()
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

async function playOne(one: Case): Promise<Judged> {
  try {
    return judge(one, await one.play())
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    // GitHub itself does not start a job that a reviewer rejected.
    if (one.kind === 'attempt' && /^the job .* was /.test(why))
      return { name: one.name, kind: one.kind, codes: ['github'] }
    return { name: one.name, kind: one.kind, codes: [], problem: `could not be played: ${why.slice(0, 500)}` }
  }
}
