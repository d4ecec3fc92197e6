/** The name is unknown to the runner, or it has no way there: no answer about the deployment. */
const NOT_REACHED: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

export function isNotReached(code: string): boolean {
  return NOT_REACHED.has(code)
}
