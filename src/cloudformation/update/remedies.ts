/** Next steps for frequent reasons of CloudFormation. The first that matches is shown; `$1` is the captured name. */
const REMEDIES: readonly (readonly [words: RegExp, remedy: string])[] = [
  [
    /following hook\(s\) failed/i,
    'Change what the reason of the hook names, or ask the owner of the hook for an exception; then start the release again.',
  ],
  [
    /not authorized to perform:? ([\w-]+:[\w*]+)/i,
    'Allow $1 for the role that CloudFormation uses (the deploy role, or the stack’s `role`), then start the release again.',
  ],
  [
    /access ?denied|not authorized|UnauthorizedOperation/i,
    'Allow the action that the reason names for the role that CloudFormation uses (the deploy role, or the stack’s `role`), then start the release again.',
  ],
  [
    /(denied|not allowed) by stack policy/i,
    'The stack policy denies this update: change the policy in a separate step, or do not change the resource.',
  ],
  [
    /custom-named resource requires replacing/i,
    'A resource with a fixed name cannot be replaced: rename it in the template, or let CloudFormation choose the name.',
  ],
  [
    /Export (\S+) cannot be (?:updated|deleted) as it is in use by/i,
    'Other stacks import $1: update them first so that they no longer do.',
  ],
  [/No export named (\S+) found/i, 'Deploy the stack that exports $1 first, or correct the name in Fn::ImportValue.'],
  [
    /already exists/i,
    'A resource of that name exists outside this stack: choose another name, import the resource into the stack, or delete it.',
  ],
  [
    /limit ?exceeded|quota|maximum number of/i,
    'A quota of the account is used up: raise it in Service Quotas, or remove what is no longer used.',
  ],
  [
    /insufficient ?(?:instance)? ?capacity|does not have sufficient capacity/i,
    'AWS has no capacity at the moment: use another zone or instance type, or start the release again later.',
  ],
  [
    /rate exceeded|throttl/i,
    'A service throttled CloudFormation: start the release again, or change fewer resources at a time.',
  ],
  [
    /rollback trigger|alarm/i,
    'A rollback alarm went into ALARM during the update: read the history of the alarm for that time before you start the release again.',
  ],
  [
    /did not stabilize|exceeded attempts to wait|timed? ?out/i,
    'The resource was created but not ready in time: read its logs and events.',
  ],
  [
    /SUCCESS signal|resource signal/i,
    'The instances did not send their signals: read /var/log/cfn-init.log and /var/log/cloud-init-output.log on them.',
  ],
  [
    /CloudWatch Log Stream: (\S+)/i,
    'A custom resource failed: read its log stream $1 in the log group of its Lambda function.',
  ],
  [/bucket.{0,40}not empty/i, 'Empty the bucket first, or set `DeletionPolicy: Retain`.'],
  [
    /has a dependent object|in use by|is still referenced|DependencyViolation/i,
    'Another resource still uses it: remove that use first.',
  ],
  [
    /extraneous key|unsupported property|property validation|failed validation|ValidationException|invalid/i,
    'Correct the property that the reason names, in the template or the parameters.',
  ],
  [/does not exist|not ?found|no such/i, 'Create what the reason names first, or correct the name that refers to it.'],
]

const OTHERWISE = 'Fix what the reason names, then start the release again.'

/** The next step for a reason that CloudFormation gives. */
export function remedyFor(reason: string): string {
  for (const [words, remedy] of REMEDIES) {
    const found = words.exec(reason)
    if (found) return remedy.replace('$1', found[1]?.replace(/[.,;:]$/, '') ?? 'what the reason names')
  }
  return OTHERWISE
}
