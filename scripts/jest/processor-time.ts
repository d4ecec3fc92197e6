import { appendFileSync, readFileSync } from 'node:fs'

/** Ticks of /proc/PID/stat in a second: USER_HZ, 100 on every architecture that Node.js supports (man 7 time). */
const TICKS = 100

/** Processor time in seconds of this process and of its children that have ended (Linux; man 5 proc, fields 14 to 17). */
function used(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
  return fields.reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS
}

/**
 * With the variable `TESTS_PROCESSOR_TIME` a file: one line for each test file is appended to it, with the seconds of
 * processor time, the seconds that passed, and the path, separated by tabs. Returns the function that writes the line.
 */
export function processorTime(path: string): () => void {
  const file = process.env['TESTS_PROCESSOR_TIME']
  if (!file) return () => undefined
  const [before, started] = [used(), Date.now()]
  return () => {
    const seconds = [used() - before, (Date.now() - started) / 1000].map((value) => value.toFixed(1))
    appendFileSync(file, `${seconds.join('\t')}\t${path}\n`)
  }
}
