/** What the script for hosts wrote, read from the end of a log. What is in it comes from a host and is untrusted. */
export interface HostLog {
  /** By number of the check, from 1. */
  readonly results: ReadonlyMap<number, HostResult>
  /** Undefined where the last line is not there: the script did not end, or the log was cut. */
  readonly end?: HostEnd
  /** The deployment group that the script does not list. */
  readonly unknownGroup?: string
}

export interface HostResult {
  readonly verdict: 'pass' | 'fail' | 'unknown'
  /** The name of the check and what was seen; empty where only the last line tells the verdict. */
  readonly said: string
}

interface HostEnd {
  readonly total: number
  readonly done: number
}

const RESULT = /^(\d{1,3}) (pass|fail|unknown) (.*)$/
const END = /^end (\d{1,3}) (\d{1,3}) fail=([\d,]*) unknown=([\d,]*)$/

/** Reads the lines that begin with the mark of a script; others are of other scripts. */
export function readHostLog(text: string, mark: string): HostLog {
  const results = new Map<number, HostResult>()
  let end: HostEnd | undefined
  let unknownGroup: string | undefined
  for (const line of text.split(/\r?\n/)) {
    // The agent puts the name of the stream before each line.
    const at = line.indexOf(`${mark} `)
    if (at === -1) continue
    const rest = line.slice(at + mark.length + 1)
    const result = RESULT.exec(rest)
    if (result) results.set(Number(result[1]), { verdict: result[2] as HostResult['verdict'], said: result[3] ?? '' })
    const ended = END.exec(rest)
    if (ended) {
      end = { total: Number(ended[1]), done: Number(ended[2]) }
      const named = { fail: numbers(ended[3]), unknown: numbers(ended[4]) }
      for (const [verdict, list] of Object.entries(named) as ['fail' | 'unknown', number[]][])
        for (const number of list)
          if (results.get(number)?.verdict !== verdict) results.set(number, { verdict, said: '' })
      // All of them ended, and the last line names those that did not pass.
      if (end.done === end.total)
        for (let number = 1; number <= end.total; number++)
          if (!results.has(number)) results.set(number, { verdict: 'pass', said: '' })
    }
    const group = /^group (.*): this script lists no such deployment group$/.exec(rest)?.[1]
    if (group !== undefined) unknownGroup = group
  }
  return { results, ...(end && { end }), ...(unknownGroup !== undefined && { unknownGroup }) }
}

function numbers(list = ''): number[] {
  return list.split(',').filter(Boolean).map(Number)
}
