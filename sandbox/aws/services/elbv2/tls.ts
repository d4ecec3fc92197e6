import type { Properties } from '../../../contract.ts'
import { certificatesOf } from '../acm/certificates.ts'
import type { Imported } from '../acm/certificates.ts'
import type { ListenerTls, TlsCertificate } from '../../hosts/fronts.ts'
import { asText } from '../../names.ts'
import type { World } from '../../world.ts'
import { listedCertificates } from './certificates.ts'

const SECURE = new Set(['HTTPS', 'TLS'])
export const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08'

export const isSecure = ({ Protocol: protocol }: Properties): boolean => SECURE.has(asText(protocol))

/**
 * How a listener speaks TLS: with its default certificate and those of its list, as far as ACM has them with their keys.
 * Undefined for a listener without TLS, and for one whose default certificate ACM does not have.
 */
export function tlsOf(world: World, listener: string): ListenerTls | undefined {
  const properties = world.live.all().find(({ physicalId }) => physicalId === listener)?.properties
  if (properties === undefined || !isSecure(properties)) return undefined
  const known = certificatesOf(world)
  const [first] = (properties.Certificates as { CertificateArn?: string }[] | undefined) ?? []
  const used = (arn: string | undefined): TlsCertificate[] => {
    const found = known.get(arn ?? '')
    return found?.key === undefined ? [] : [usedAs(found, found.key)]
  }
  const [standard] = used(first?.CertificateArn)
  if (standard === undefined) return undefined
  const others = listedCertificates(world)
    .of(listener)
    .flatMap((arn) => used(arn))
  return { certificates: [standard, ...others], ...versionsOf(asText(properties.SslPolicy, DEFAULT_POLICY)) }
}

const usedAs = ({ arn, at, certificate, chain }: Imported, key: string): TlsCertificate => ({
  id: `${arn} ${at.getTime()} ${certificate.fingerprint256}`,
  chain,
  key,
  certificate,
})

/** The versions of the protocol by the name of a security policy (user guide, “Security policies”). */
function versionsOf(policy: string): Pick<ListenerTls, 'minVersion' | 'maxVersion'> {
  const [, family, minor = '0'] = /(TLS13|TLS|FS)-1-([0-3])/.exec(policy) ?? []
  const minVersion = minor === '0' ? 'TLSv1' : (`TLSv1.${minor}` as ListenerTls['minVersion'])
  return { minVersion, maxVersion: family === 'TLS13' ? 'TLSv1.3' : 'TLSv1.2' }
}
