/** The name is unknown to the runner, or it has no way there: no answer about the deployment. */
const NOT_REACHED: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'])

/** The runner itself lacks what a connection needs: files, memory, local ports. */
const OWN_FAULTS: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'EADDRNOTAVAIL'])

/** Node does not send such a request: a header, the method or the path is not what HTTP allows. */
export function isUnsendable(code: string): boolean {
  return /^ERR_(INVALID_|UNESCAPED_|HTTP2_INVALID_|HTTP_INVALID_)/.test(code)
}

export function isNotReached(code: string): boolean {
  return NOT_REACHED.has(code) || OWN_FAULTS.has(code)
}
