import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { issue, serveTcp, serveTls, type Wanted } from '../checks/tls/pki.ts'
import { serveDns } from '../checks/dns/dns-server.ts'
import { openBench } from '../dist/support/harness.ts'
import { rowsOf, type Row, type Stage } from './row.ts'

/** Checks of `verify` on the network: certificates, ports and names. */

interface NetworkLie {
  readonly certificate?: Wanted
  /** A service still listens on a port that must be closed. */
  readonly isOpen?: boolean
  /** Addresses of the name. */
  readonly addresses?: readonly string[]
}

const NAME = 'shop.example'
const YEAR_DAYS = 365
const ADDRESS = '192.0.2.7'

const network: Stage<NetworkLie> = {
  name: 'network',
  async play(lie = {}) {
    const root = await issue({ subject: 'CN=root', isAuthority: true, until: YEAR_DAYS })
    const leaf = await issue({
      subject: `CN=${NAME}`,
      names: [NAME],
      until: YEAR_DAYS,
      issuer: root,
      ...lie.certificate,
    })
    const tls = await serveTls({ leaf })
    let connections = 0
    const tcp = await serveTcp((socket) => {
      connections++
      socket.end()
    })
    if (!lie.isOpen) await tcp.end()
    const dns = await serveDns((lie.addresses ?? [ADDRESS]).map((data) => ({ name: NAME, type: 'A', ttl: 1, data })))
    const bench = await openBench()
    try {
      writeFileSync(join(bench.workspace, 'root.pem'), root.pem)
      const verify = [
        { name: 'certificate', tls: NAME, connect: `127.0.0.1:${tls.port}`, ca: 'root.pem' },
        { name: 'closed', tcp: `127.0.0.1:${tcp.port}`, state: 'refused' },
        { name: 'addresses', dns: NAME, answers: [ADDRESS], resolver: dns.address },
      ]
      const config = `version: 1\nverify: ${JSON.stringify(verify)}\n`
      const { evidence, status } = await bench.step({ command: 'verify', config })
      const altered = [lie.certificate !== undefined, connections > 0, lie.addresses !== undefined]
      return { findings: evidence?.findings ?? [], green: status === 0, told: altered.filter(Boolean).length }
    } finally {
      await bench.close()
      await tls.end()
      if (lie.isOpen) await tcp.end()
      dns.close()
    }
  },
  close: () => Promise.resolve(),
}

export const NETWORK: readonly Row[] = [
  ...rowsOf(network, { certificate: { names: ['other.example'] }, isOpen: true, addresses: [ADDRESS, '192.0.2.8'] }, [
    {
      code: 'check/tls',
      subject: 'check/certificate',
      says: 'a handshake with a certificate of the right authority',
      truth: 'the certificate is that of another name',
    },
    { code: 'check/tcp', subject: 'check/closed', says: 'a connection that ends at once', truth: 'the port is open' },
    {
      code: 'check/dns',
      subject: 'check/addresses',
      says: 'the expected address',
      truth: 'the name has another address, too',
    },
  ]),
  ...rowsOf(network, { certificate: { until: 3 }, addresses: [] }, [
    {
      code: 'check/tls',
      subject: 'check/certificate',
      says: 'a handshake with a valid certificate',
      truth: 'the certificate ends in three days',
    },
    { code: 'check/dns', subject: 'check/addresses', says: 'NXDOMAIN', truth: 'the name has no address' },
  ]),
]
