import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { change, planFor, property } from './documents.ts'
import { closedBy, deployment, gate, precheck, verification } from './good-release.ts'

const declared = { reason: 'sale on Friday', owner: 'maren', until: '2026-12-01' }

export const port: Finding = {
  code: 'change/broadens-access',
  outcome: 'fail',
  title: 'production: Entrance would give more access than before',
  subject: 'stack/web/resource/Entrance',
  expected: 'no more than before',
  observed: 'tcp 22 from 0.0.0.0/0',
  details: { environment: 'production' },
  waived: { reason: 'partner needs it', until: 'this release' },
}
export const dropped: Finding = {
  code: 'rules/weakened',
  outcome: 'fail',
  title: 'This release weakens a rule: gate/require/load',
  subject: 'config/gate/require/load',
  expected: 'required (as at 4f0c2d9e8b7a)',
  observed: 'not required',
  waived: declared,
}
export const tolerated: Finding = {
  ...dropped,
  title: 'This release weakens a rule: verify/orders/pass/errors',
  subject: 'config/verify/orders/pass/errors',
  expected: '0.1% (as at 4f0c2d9e8b7a)',
  observed: '20%',
}
export const endless: Finding = {
  code: 'parity/differs',
  outcome: 'fail',
  title: 'Pre-prod does not mirror production: size',
  subject: 'parity/size',
  expected: '4 (production)',
  observed: '1 (preprod)',
  waived: { reason: 'cheaper' },
}

/** A release that opens a port, removes the load test and tolerates more errors; all of it declared. */
export function riskyRelease(): Evidence[] {
  const checked = precheck()
  const first = {
    ...checked,
    findings: [...checked.findings, endless, port, dropped, tolerated],
    plans: [
      planFor('production', [
        change('Entrance', 'AWS::EC2::SecurityGroup', {
          properties: [property('/Properties/SecurityGroupIngress/1/CidrIp', '10.0.0.0/8', '0.0.0.0/0')],
        }),
      ]),
    ],
  }
  return closedBy([first, deployment(), verification()], gate())
}
