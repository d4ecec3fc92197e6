import type { Log } from '../runtime.ts'
import type { Secrets } from './secrets.ts'

/** A log that masks secrets itself, independent of GitHub's runner. */
export function maskedLog(log: Log, secrets: Secrets): Log {
  return {
    debug: (text) => log.debug(secrets.hide(text)),
    info: (text) => log.info(secrets.hide(text)),
    warning: (text) => log.warning(secrets.hide(text)),
    group: (title, body) => log.group(secrets.hide(title), body),
    mask: (value) => {
      secrets.add(value)
      log.mask(value)
    },
  }
}
