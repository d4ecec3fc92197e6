import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { HostFacts, Permission, RevisionFacts, ServerAppSpec } from '../types.ts'
import type { Remark } from './say.ts'
import { about, exceptsMatch, matching, objectIsInstalled } from './permission-matches.ts'
import { placementsOf } from './tree.ts'
import type { Placement } from './tree.ts'

export function lintPermissions(spec: ServerAppSpec, facts: RevisionFacts): Remark[] {
  const placements = placementsOf(spec, facts.files)
  return [
    ...spec.permissions.flatMap((permission) => [
      ...setsSomething(permission),
      ...modeMeansWhatItSays(permission),
      ...setuidSurvives(permission),
      ...aclsCanBeApplied(permission, facts.host),
      ...contextWorks(permission, facts.host),
      ...ownersExist(permission, facts.host),
      ...objectIsInstalled(permission, placements, spec),
      ...exceptsMatch(permission, placements),
    ]),
    ...eachOnce(spec, placements),
  ]
}

/** The object of a permission alone is valid, and changes nothing. */
function setsSomething(permission: Permission): Remark[] {
  const { mode, acls, context, owner, group } = permission
  if ([mode, acls, context, owner, group].some((each) => each !== undefined)) return []
  return [
    {
      code: 'appspec/permission-unused',
      outcome: 'inconclusive',
      title: `The permission for ${permission.object} sets nothing.`,
      about: about(permission),
      expected: 'owner, group, mode, acls or context',
      observed: 'none of them',
      advice: 'Write what it is to set, or remove it.',
      at: permission.at,
    },
  ]
}

/** YAML reads an unquoted 0644 as octal: the agent sees 420 and applies 0420. */
function modeMeansWhatItSays(permission: Permission): Remark[] {
  const { mode, modeWritten = '', modeAt } = permission
  if (mode === undefined || /^['"]/.test(modeWritten) || !/^[-+]?0[0-9a-z_,]/i.test(modeWritten)) return []
  return [
    {
      code: 'appspec/mode-octal',
      outcome: 'fail',
      title: `mode: ${modeWritten} without quotes becomes ${mode.padStart(4, '0')} on the instance.`,
      about: about(permission),
      expected: modeWritten,
      observed: mode.padStart(4, '0'),
      advice: `Write mode: "${modeWritten}".`,
      at: modeAt ?? permission.at,
    },
  ]
}

/** The agent sets the mode first and the owner then, and the kernel takes setuid and setgid away with it. */
function setuidSurvives(permission: Permission): Remark[] {
  const { mode = '', owner, group } = permission
  const special = mode.length === 4 ? Number(mode[0]) & 6 : 0
  if (special === 0 || (owner === undefined && group === undefined)) return []
  return [
    {
      code: 'appspec/setuid-lost',
      outcome: 'fail',
      title: `The ${(special & 4) !== 0 ? 'setuid' : 'setgid'} bit of mode ${mode} is lost: the owner is set after the mode.`,
      about: about(permission),
      expected: mode,
      observed: `0${mode.slice(1)}`,
      advice: 'Set the bit in an AfterInstall script.',
      at: permission.modeAt ?? permission.at,
    },
  ]
}

function aclsCanBeApplied(permission: Permission, host: HostFacts | undefined): Remark[] {
  if (permission.acls === undefined) return []
  const remarks: Remark[] = [
    {
      code: 'appspec/acl-local',
      outcome: 'noted',
      title: 'codedeploy-local 1.8.1 fails on every acls; the agent on an instance applies them.',
      about: about(permission),
      advice: 'Test this revision with platform: local, or on an instance.',
      at: permission.at,
    },
  ]
  if (host && !host.tools.has('setfacl')) {
    remarks.push({
      code: 'appspec/acl-tool',
      outcome: 'fail',
      title: 'The ACLs cannot be applied: this host has no setfacl.',
      about: about(permission),
      expected: 'setfacl',
      observed: 'not installed',
      advice: 'Install it (apt-get install acl).',
      at: permission.at,
    })
  }
  return remarks
}

function contextWorks(permission: Permission, host: HostFacts | undefined): Remark[] {
  const { context } = permission
  if (!context) return []
  const remarks: Remark[] = []
  if (context.range === undefined) {
    remarks.push({
      code: 'appspec/context-range',
      outcome: 'fail',
      title: 'Agent 1.8 fails on a context without a range.',
      about: about(permission),
      expected: 'range: s0',
      observed: 'no range',
      advice: 'Add range: s0.',
      at: permission.at,
    })
  }
  if (host && !host.tools.has('semanage')) {
    remarks.push({
      code: 'appspec/context-tool',
      outcome: 'fail',
      title: 'The SELinux context cannot be applied: this host has no semanage.',
      about: about(permission),
      expected: 'semanage',
      observed: 'not installed',
      advice: 'Install policycoreutils-python-utils, or leave the context out where there is no SELinux.',
      at: permission.at,
    })
  }
  return remarks
}

function ownersExist(permission: Permission, host: HostFacts | undefined): Remark[] {
  const { owner, group, ownerFault, groupFault, at } = permission
  const fault = ownerFault ?? groupFault
  const remark = (code: FindingCode, title: string, observed: string, advice: string): Remark => {
    return { code, outcome: 'fail', title, about: about(permission), observed, advice, at }
  }
  if (fault !== undefined) {
    return [
      remark('appspec/owner-number', 'An owner or group is a number: Install fails with it.', fault, 'Use the name.'),
    ]
  }
  if (!host || (owner === undefined && group === undefined)) return []
  const remarks: Remark[] = []
  if (owner !== undefined && !host.users.has(owner)) {
    remarks.push(
      remark(
        'appspec/owner-unknown',
        `The owner ${owner} does not exist on this host.`,
        'no such user',
        `Create ${owner} in BeforeInstall.`,
      ),
    )
  }
  if (group !== undefined && !host.groups.has(group)) {
    remarks.push(
      remark(
        'appspec/owner-unknown',
        `The group ${group} does not exist on this host.`,
        'no such group',
        `Create ${group} in BeforeInstall.`,
      ),
    )
  }
  if (!host.isRoot) {
    remarks.push(
      remark(
        'appspec/needs-root',
        `Giving ${permission.object} to ${[owner, group].filter(Boolean).join(':')} needs root.`,
        'not root',
        'Run the job as root, or leave owner and group out for the local platform.',
      ),
    )
  }
  return remarks
}

function eachOnce(spec: ServerAppSpec, placements: readonly Placement[]): Remark[] {
  const first = new Map<string, Permission>()
  const remarks: Remark[] = []
  for (const permission of spec.permissions) {
    const doubled = matching(permission, placements).filter((target) => first.has(target))
    const [example] = doubled
    if (example !== undefined) {
      remarks.push({
        code: 'appspec/permission-overlap',
        outcome: 'fail',
        title: `Two permissions match ${example}: Install fails.`,
        about: about(permission),
        expected: 'one permission for each file and folder',
        observed: `${doubled.length} matched before by line ${first.get(example)?.at.line ?? 0}`,
        advice: 'Exclude them from one of the two with except, or by a narrower pattern.',
        at: permission.at,
      })
    }
    for (const target of matching(permission, placements)) first.set(target, permission)
  }
  return remarks
}
