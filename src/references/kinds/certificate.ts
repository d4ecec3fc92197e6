import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, missing, notReturned, unusable } from './outcomes.ts'

const DAY_MS = 86_400_000
/** A certificate that ends within this number of days is a finding: ACM renews its own sixty days before. */
const SOON_DAYS = 14

/** A certificate that is issued, and does not end soon. */
export function lookUpCertificate(
  acm: Awaited<ReturnType<LookUps['certificates']>>,
  target: Target,
  now: Date,
): Promise<LookedUp> {
  return absentBy(
    ['ResourceNotFoundException'],
    async () => {
      const { Status: status, NotAfter: end } =
        (await acm.describeCertificate({ CertificateArn: target.id })).Certificate ?? {}
      if (status === undefined) {
        return notReturned(`the status of ${target.id} is unknown`)
      }
      if (status !== 'ISSUED') {
        return unusable(
          'an issued certificate',
          `status ${status}`,
          `Complete the validation of ${target.id}, or name another certificate.`,
        )
      }
      if (end === undefined) return notReturned(`the end of ${target.id} is unknown`)
      const days = Math.floor((end.getTime() - now.getTime()) / DAY_MS)
      return days < SOON_DAYS
        ? unusable(
            `a certificate that is valid for ${SOON_DAYS} days`,
            days < 0 ? `it ended ${-days} days ago` : `it ends in ${days} days`,
            `Renew ${target.id}, or name another certificate.`,
          )
        : { state: 'found' }
    },
    () => missing(`no certificate ${target.id}`, createOrCorrect('certificate', target)),
  )
}
