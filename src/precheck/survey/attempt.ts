/** Does something whose failure is a finding about the subject; then it gives undefined. */
export type Attempt = <T>(subject: string, work: () => Promise<T>) => Promise<T | undefined>
