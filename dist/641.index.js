export const id = 641;
export const ids = [641];
export const modules = {

/***/ 32641:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./build/dist/aws/errors.js
var errors = __webpack_require__(57424);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var support_errors = __webpack_require__(69166);
// EXTERNAL MODULE: ./build/dist/support/limit.js
var limit = __webpack_require__(63778);
// EXTERNAL MODULE: ./build/dist/support/poll.js
var poll = __webpack_require__(94800);
// EXTERNAL MODULE: ./build/dist/cloudformation/stack.js
var cloudformation_stack = __webpack_require__(89518);
;// CONCATENATED MODULE: ./build/dist/cloudformation/drift.js





const DETECTION_TIMEOUT_MS = 20 * 60_000;
const FIRST_LOOK_MS = 500;
const SLOWEST_LOOK_MS = 5_000;
/** A detection that was throttled inside, or left out what it can check, is made again, ever later. */
const TRIES = 4;
const FIRST_PAUSE_MS = 5_000;
const NESTED_AT_ONCE = 4;
const PAGE_LENGTH = 100;
/** Times may be told in whole seconds. */
const ROUNDED_MS = 1_000;
const CHECKED = new Set(['IN_SYNC', 'MODIFIED', 'DELETED']);
/** True for a status that says what the resource is like; anything else proves nothing. */
function isChecked(drift) {
    return CHECKED.has(drift.status);
}
/** Detects the drift of a stack and of its nested stacks, to any depth. */
async function detectDrift(cloudformation, stack, options) {
    const resources = await (0,cloudformation_stack/* stackResources */.oF)(cloudformation, stack.arn);
    const nestedStacks = resources.filter((resource) => resource.ResourceType === 'AWS::CloudFormation::Stack');
    const own = resources.filter((resource) => resource.ResourceType !== 'AWS::CloudFormation::Stack');
    let report = await detectOnce(cloudformation, stack, own, options);
    for (let attempt = 1; attempt < TRIES && isWorthAnother(report); attempt++) {
        const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
        options.log.info(`drift detection of ${stack.id} was not complete; again in ${pause / 1_000} s`);
        await options.clock.sleep(pause, options.signal);
        report = await detectOnce(cloudformation, stack, own, options);
    }
    const nested = await (0,limit/* mapLimit */.s)(nestedStacks.filter((resource) => resource.PhysicalResourceId !== undefined), NESTED_AT_ONCE, (resource) => detectDrift(cloudformation, { id: `${stack.id}/${resource.LogicalResourceId ?? ''}`, arn: resource.PhysicalResourceId ?? '' }, options));
    return { ...report, nested };
}
function isWorthAnother(report) {
    return report.throttled || leftOut(report).length > 0;
}
/**
 * Resources that were not checked although others of their type were, or they themselves before: AWS can check them and
 * silently did not (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/801).
 */
function leftOut(report) {
    const checkable = new Set(report.resources.filter(isChecked).map((resource) => resource.type));
    return report.resources.filter(({ status, type, outdated }) => status === 'NOT_CHECKED' && (outdated === true || checkable.has(type)));
}
async function detectOnce(cloudformation, stack, own, options) {
    const base = { stack: stack.id, stackArn: stack.arn, nested: [], throttled: false };
    let detectionId;
    try {
        detectionId = await startDetection(cloudformation, stack, options);
    }
    catch (error) {
        if ((0,errors/* errorName */.Is)(error) !== 'ValidationError')
            throw error;
        return {
            ...base,
            detection: 'refused',
            reason: (0,errors/* errorText */.kc)(error),
            resources: own.map((resource) => unchecked(resource, '')),
        };
    }
    const status = await (0,poll/* poll */.w)({
        clock: options.clock,
        signal: options.signal,
        first: FIRST_LOOK_MS,
        slowest: SLOWEST_LOOK_MS,
        timeout: DETECTION_TIMEOUT_MS,
        ...(options.usual && { usual: options.usual }),
        subject: `stack/${stack.id}`,
        waitingFor: `drift detection of ${stack.arn}`,
        onTimeout: `Look at it with \`aws cloudformation describe-stack-drift-detection-status --stack-drift-detection-id ${detectionId}\`.`,
    }, async () => {
        const now = await cloudformation.describeStackDriftDetectionStatus({ StackDriftDetectionId: detectionId });
        return now.DetectionStatus === 'DETECTION_IN_PROGRESS' ? undefined : now;
    });
    const drifts = await resourceDrifts(cloudformation, stack.arn);
    const resources = own.map((resource) => foundOf(resource, drifts, status.Timestamp));
    const reason = status.DetectionStatusReason ?? '';
    const complete = status.DetectionStatus === 'DETECTION_COMPLETE';
    return {
        ...base,
        detection: complete ? 'complete' : 'failed',
        reason: complete ? reason : reason || `DetectionStatus ${status.DetectionStatus ?? 'absent'}`,
        throttled: saysThrottled(reason) || resources.some((resource) => !isChecked(resource) && saysThrottled(resource.reason)),
        resources,
    };
}
/** What a detection leaves out keeps what an earlier one found, and AWS may answer as things were before. */
function foundOf(resource, drifts, since) {
    const drift = drifts.get(resource.LogicalResourceId ?? '');
    if (drift === undefined)
        return unchecked(resource, 'AWS said nothing about it');
    const found = resourceDrift(drift);
    const age = since === undefined || drift.Timestamp === undefined ? 0 : since.getTime() - drift.Timestamp.getTime();
    if (!isChecked(found) || age <= ROUNDED_MS)
        return found;
    const reason = `what AWS tells is of ${drift.Timestamp?.toISOString() ?? ''}, before this detection`;
    return { ...unchecked(resource, reason), outdated: true };
}
function saysThrottled(reason) {
    return /rate exceeded|throttl|too many requests/i.test(reason);
}
/** Starts a detection; one that somebody else started on the same stack is waited for first. */
async function startDetection(cloudformation, stack, options) {
    const id = await (0,poll/* poll */.w)({
        clock: options.clock,
        signal: options.signal,
        first: 1_000,
        slowest: SLOWEST_LOOK_MS,
        timeout: DETECTION_TIMEOUT_MS,
        subject: `stack/${stack.id}`,
        waitingFor: `another drift detection on ${stack.arn} to end`,
        onTimeout: 'Run the job again when the other detection has ended.',
    }, async () => {
        try {
            const answer = await cloudformation.detectStackDrift({ StackName: stack.arn });
            return answer.StackDriftDetectionId ?? '';
        }
        catch (error) {
            if (/already in progress/i.test((0,errors/* errorText */.kc)(error)))
                return undefined;
            throw error;
        }
    });
    if (id === '') {
        throw new support_errors/* ActionError */.lZ('aws/service', {
            message: `cloudformation:DetectStackDrift gave no id for ${stack.arn}`,
            subject: `stack/${stack.id}`,
        });
    }
    return id;
}
async function resourceDrifts(cloudformation, arn) {
    const found = new Map();
    let token;
    do {
        const page = await cloudformation.describeStackResourceDrifts({
            StackName: arn,
            MaxResults: PAGE_LENGTH,
            ...(token !== undefined && { NextToken: token }),
        });
        for (const drift of page.StackResourceDrifts ?? [])
            found.set(drift.LogicalResourceId ?? '', drift);
        token = page.NextToken;
    } while (token !== undefined);
    return found;
}
function resourceDrift(drift) {
    return {
        logicalId: drift.LogicalResourceId ?? '',
        physicalId: drift.PhysicalResourceId ?? '',
        type: drift.ResourceType ?? '',
        status: drift.StackResourceDriftStatus ?? 'UNKNOWN',
        reason: drift.DriftStatusReason ?? '',
        differences: (drift.PropertyDifferences ?? []).map((difference) => ({
            path: difference.PropertyPath ?? '',
            kind: difference.DifferenceType ?? 'UNKNOWN',
            expected: difference.ExpectedValue ?? '',
            actual: difference.ActualValue ?? '',
        })),
    };
}
function unchecked(resource, reason) {
    return {
        logicalId: resource.LogicalResourceId ?? '',
        physicalId: resource.PhysicalResourceId ?? '',
        type: resource.ResourceType ?? '',
        status: 'NOT_CHECKED',
        reason,
        differences: [],
    };
}
/** The reports of a stack and of all that are nested in it. */
function allReports(report) {
    return [report, ...report.nested.flatMap(allReports)];
}

// EXTERNAL MODULE: ./build/dist/config/resolve.js
var resolve = __webpack_require__(84500);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(92857);
// EXTERNAL MODULE: ./build/dist/config/file.js + 5 modules
var config_file = __webpack_require__(59826);
// EXTERNAL MODULE: ./build/dist/config/scalars.js
var scalars = __webpack_require__(56777);
;// CONCATENATED MODULE: ./build/dist/config/intent.js



const ACTIONS = ['Add', 'Modify', 'Remove', 'Import'];
const entry = schemas/* strictObject */.rej({
    resource: scalars/* text */.Qq.optional().describe('STACK-ID/LogicalId, nested ones STACK-ID/Nested/LogicalId; globs are allowed.'),
    type: scalars/* text */.Qq.optional().describe('Type of the resource; globs are allowed.'),
    action: schemas/* union */.KCZ([schemas/* enum */.k5n(ACTIONS), schemas/* array */.YOg(schemas/* enum */.k5n(ACTIONS)).min(1)])
        .transform((value) => (Array.isArray(value) ? value : [value]))
        .optional(),
    replacement: schemas/* boolean */.zMY().optional().describe('Whether the resource may be replaced. Default: no.'),
    properties: schemas/* array */.YOg(scalars/* text */.Qq).min(1).optional().describe('JSON pointers such as /Properties/Tags; globs are allowed.'),
    environment: schemas/* enum */.k5n(['preprod', 'production']).optional().describe('Default: both.'),
    reason: scalars/* text */.Qq.optional(),
})
    .refine((value) => value.resource !== undefined || value.type !== undefined, {
    error: 'expected `resource` or `type`',
});
const ruleChange = schemas/* strictObject */.rej({
    path: scalars/* text */.Qq.describe('What changes in the rules, as the finding names it; globs are allowed.'),
    reason: scalars/* text */.Qq,
    owner: scalars/* text */.Qq,
    until: scalars/* date */.p6,
});
/** What a release means to change, and nothing else. */
const intentSchema = schemas/* strictObject */.rej({
    version: schemas/* literal */.euz(1, { error: 'expected 1' }),
    allow: schemas/* array */.YOg(entry).default([]),
    expect: schemas/* array */.YOg(entry).default([]),
    forbid: schemas/* array */.YOg(entry).default([]),
    rules: schemas/* array */.YOg(ruleChange).default([]).describe('Changes of the rules themselves that are meant.'),
});
/** Reads an intent file; all mistakes at once, each with its line. Throws `config/intent`. */
function readIntent(yaml, file) {
    return (0,config_file/* readYaml */.g)(yaml, { file, code: 'config/intent' }, intentSchema);
}

// EXTERNAL MODULE: ./build/dist/evidence/verdict.js
var verdict = __webpack_require__(86686);
// EXTERNAL MODULE: ./build/dist/policies/baseline.js
var policies_baseline = __webpack_require__(341);
;// CONCATENATED MODULE: ./build/dist/policies/precheck/before-start.js
/** Nothing is wrong and nothing is running before the start. */
const rule = {
    meta: {
        code: 'deployment/start',
        title: 'No alarm rings and no deployment runs before the start',
        docs: 'A deployment that starts while one of its alarms is in ALARM is stopped at once, or its alarm proves nothing; and ' +
            'CodeDeploy runs one deployment for a group at a time.',
        codes: [
            'deployment/alarm-active',
            'deployment/alarm-missing',
            'deployment/alarm-silent',
            'deployment/running',
            'deployment/quiet',
        ],
    },
    judge(facts) {
        return facts.environments.flatMap((environment) => environment.groups.flatMap((group) => {
            if (group.info === undefined)
                return [];
            const name = environment.environment.key;
            const region = environment.environment.region;
            const details = { environment: name };
            const findings = group.alarms.flatMap((alarm) => {
                if (alarm.state === 'OK')
                    return [];
                const silent = alarm.state === 'INSUFFICIENT_DATA';
                const missing = alarm.state === 'missing';
                return [
                    {
                        code: missing
                            ? 'deployment/alarm-missing'
                            : silent
                                ? 'deployment/alarm-silent'
                                : 'deployment/alarm-active',
                        // Without data an alarm stops nothing; whether that is so by night only is not known here.
                        outcome: silent ? 'skipped' : 'fail',
                        title: missing
                            ? `${name}: the group ${group.group} names an alarm that does not exist: ${alarm.name}`
                            : silent
                                ? `${name}: the alarm ${alarm.name} has no data, so it would not stop a deployment now`
                                : `${name}: the alarm ${alarm.name} is in ${alarm.state} before the start`,
                        subject: `deployment/${group.deployment}/alarm/${alarm.name}`,
                        expected: 'OK',
                        observed: alarm.reason === '' ? alarm.state : `${alarm.state}: ${alarm.reason}`,
                        advice: missing
                            ? `Correct the AlarmConfiguration of ${group.group}.`
                            : `Look at \`aws cloudwatch describe-alarms --alarm-names ${alarm.name} --region ${region}\`.`,
                        details,
                    },
                ];
            });
            for (const id of group.running) {
                findings.push({
                    code: 'deployment/running',
                    outcome: 'fail',
                    title: `${name}: a deployment to ${group.group} is already running`,
                    subject: `deployment/${group.deployment}/group`,
                    expected: 'no deployment',
                    observed: id,
                    advice: `Wait for it, or stop it: \`aws deploy stop-deployment --deployment-id ${id} --region ${region}\`.`,
                    details,
                });
            }
            if (findings.some((finding) => finding.outcome === 'fail'))
                return findings;
            const count = group.alarms.length;
            const silent = findings.length;
            return [
                ...findings,
                {
                    code: 'deployment/quiet',
                    outcome: 'pass',
                    title: count === 0
                        ? `${name}: no deployment to ${group.group} runs; it has no alarm`
                        : `${name}: no alarm of ${group.group} rings and no deployment runs`,
                    subject: `deployment/${group.deployment}/group`,
                    expected: 'no alarm in ALARM, no deployment running',
                    observed: `${count} ${count === 1 ? 'alarm' : 'alarms'}${count === 0 ? '' : ', none in ALARM'}${silent === 0 ? '' : `, ${silent} without data`}; no deployment`,
                    details,
                },
            ];
        }));
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/iam-statements.js
/** Compares IAM statements: whether one set of them lets somebody do what another did not. */
/** Reads the statements of a policy document; what cannot be read is one statement that allows everything. */
function statementsOf(document) {
    if (document === undefined || document === null)
        return [];
    const value = typeof document === 'string' ? parsed(document) : document;
    if (!isRecord(value))
        return [EVERYTHING];
    const statements = value['Statement'];
    return list(statements).map((statement) => {
        if (!isRecord(statement))
            return EVERYTHING;
        const inverse = ['NotAction', 'NotResource', 'NotPrincipal'].filter((key) => (statement[key] ?? null) !== null);
        return {
            effect: iam_statements_text(statement['Effect'] ?? 'Allow'),
            actions: list(statement['Action']).map((action) => iam_statements_text(action).toLowerCase()),
            resources: list(statement['Resource']).map(iam_statements_text),
            principals: principalsOf(statement['Principal']),
            inverse: inverse.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(statement[key])}`).join(', '),
            condition: statement['Condition'] === undefined ? '' : stable(statement['Condition']),
        };
    });
}
const EVERYTHING = {
    effect: 'Allow',
    actions: ['*'],
    resources: ['*'],
    principals: ['*'],
    inverse: '',
    condition: '',
};
/** What `after` allows and `before` did not, each as a sentence; empty where nothing is broadened. */
function broadened(before, after) {
    const allowedBefore = before.filter((statement) => statement.effect !== 'Deny');
    const deniedAfter = after.filter((statement) => statement.effect === 'Deny');
    const grants = after
        .filter((statement) => statement.effect !== 'Deny')
        .filter((statement) => !allowedBefore.some((wider) => covers(wider, statement)))
        .map((statement) => `allows ${show(statement)}`);
    // A prohibition that goes, or that is narrower now, allows too.
    const lifted = before
        .filter((statement) => statement.effect === 'Deny')
        .filter((statement) => !deniedAfter.some((wider) => covers(wider, statement)))
        .map((statement) => `no longer denies ${show(statement)}`);
    return [...grants, ...lifted];
}
/** What is given to everybody without a condition, and who is given everything, each as a sentence. */
function wideOpen(statements) {
    return statements
        .filter(({ effect }) => effect !== 'Deny')
        .filter((statement) => isForAll(statement) || isEverything(statement))
        .map((statement) => `allows ${show(statement)}`);
}
function isForAll({ principals, inverse, condition }) {
    const names = principals.some((principal) => principal === '*' || principal === 'AWS *');
    return condition === '' && (names || inverse.includes('"NotPrincipal"'));
}
function isEverything({ actions, resources, inverse }) {
    const anything = actions.some((action) => action === '*' || action === '*:*') || inverse.includes('"NotAction"');
    return anything && (resources.includes('*') || inverse.includes('"NotResource"'));
}
/** Whether the wider statement says everything that the narrower one says. */
function covers(wider, narrower) {
    if (wider.inverse !== narrower.inverse)
        return false;
    if (wider.condition !== '' && wider.condition !== narrower.condition)
        return false;
    return (within(narrower.actions, wider.actions) &&
        within(narrower.resources, wider.resources) &&
        within(narrower.principals, wider.principals));
}
function within(narrower, wider) {
    if (narrower.length === 0 || wider.length === 0)
        return narrower.length === wider.length;
    return narrower.every((one) => wider.some((pattern) => matches(pattern, one)));
}
/** IAM's own wildcards. A pattern is within another only when its text is matched by it. */
function matches(pattern, value) {
    if (pattern === value || pattern === '*')
        return true;
    if (!/[*?]/.test(pattern))
        return false;
    const source = pattern
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 's').test(value);
}
function principalsOf(principal) {
    if (principal === undefined)
        return [];
    if (!isRecord(principal))
        return list(principal).map(iam_statements_text);
    return Object.entries(principal).flatMap(([kind, names]) => list(names).map((name) => `${kind} ${iam_statements_text(name)}`));
}
const SHOWN = 4;
function show({ actions, resources, principals, inverse, condition }) {
    const few = (names) => names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');
    return [
        actions.length > 0 ? few(actions) : 'actions',
        resources.length > 0 ? `on ${few(resources)}` : '',
        principals.length > 0 ? `for ${few(principals)}` : '',
        inverse === '' ? '' : `as in ${inverse}`,
        condition === '' ? '' : 'under a condition',
    ]
        .filter(Boolean)
        .join(' ');
}
function stable(value) {
    if (Array.isArray(value))
        return `[${value.map(stable).toSorted().join(',')}]`;
    if (!isRecord(value))
        return JSON.stringify(value) ?? 'null';
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stable(member)}`).join(',')}}`;
}
function list(value) {
    return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}
function iam_statements_text(value) {
    return typeof value === 'string' ? value : stable(value);
}
function parsed(value) {
    try {
        return JSON.parse(value);
    }
    catch {
        return undefined;
    }
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
;// CONCATENATED MODULE: ./build/dist/policies/security-groups.js

const ALL = '-1';
const ANYONE = 'anyone';
const LAST_PORT = 65_535;
/** What `after` opens and `before` did not, each as a sentence. */
function opened(before, after) {
    const earlier = openings(before);
    return openings(after)
        .filter((opening) => !earlier.some((wider) => security_groups_covers(wider, opening)))
        .map(security_groups_show);
}
/** What is open for every address, each as a sentence. */
function openToAll(rules) {
    return openings(rules)
        .filter(({ peer }) => peer === ANYONE || peer.endsWith('/0'))
        .map(security_groups_show);
}
/** Reads one rule or a list of them. */
function openings(rules) {
    const list = rules === undefined || rules === null ? [] : Array.isArray(rules) ? rules : [rules];
    return list.flatMap((rule) => {
        if (typeof rule !== 'object' || rule === null)
            return [{ protocol: ALL, from: 0, to: LAST_PORT, peer: String(rule) }];
        const member = (key) => rule[key];
        const protocol = scalar(member('IpProtocol') ?? ALL).toLowerCase();
        const every = protocol === ALL || protocol === 'all';
        const peers = PEERS.flatMap((key) => (member(key) === undefined ? [] : [scalar(member(key))]));
        return (peers.length === 0 ? [ANYONE] : peers).map((peer) => ({
            protocol: every ? ALL : protocol,
            from: every ? 0 : port(member('FromPort'), 0),
            to: every ? LAST_PORT : port(member('ToPort'), LAST_PORT),
            peer,
        }));
    });
}
const PEERS = [
    'CidrIp',
    'CidrIpv6',
    'SourceSecurityGroupId',
    'SourceSecurityGroupName',
    'SourcePrefixListId',
    'DestinationSecurityGroupId',
    'DestinationPrefixListId',
];
/** Ports that are not numbers yet may be any. */
function port(value, otherwise) {
    const number = Number(value);
    return value === undefined || !Number.isInteger(number) || number < 0 ? otherwise : number;
}
function security_groups_covers(wider, narrower) {
    if (wider.protocol !== ALL && wider.protocol !== narrower.protocol)
        return false;
    if (narrower.from < wider.from || narrower.to > wider.to)
        return false;
    return wider.peer === narrower.peer || contains(wider.peer, narrower.peer);
}
/** Whether an IPv4 range holds another. IPv6 ranges are only compared as they are written, save the one of everything. */
function contains(range, other) {
    if (range === '::/0')
        return other.includes(':') && other.includes('/');
    const [a, b] = [ipv4(range), ipv4(other)];
    if (a === undefined || b === undefined || a.bits > b.bits)
        return false;
    const shift = 32 - a.bits;
    return shift === 32 || a.address >>> shift === b.address >>> shift;
}
function ipv4(range) {
    const [address = '', bits = '32'] = range.split('/');
    if (!(0,external_node_net_.isIPv4)(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32)
        return undefined;
    return { address: address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) >>> 0, bits: Number(bits) };
}
function scalar(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}
function security_groups_show({ protocol, from, to, peer }) {
    const ports = protocol === ALL ? 'everything' : from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
    return `${ports} for ${peer}`;
}

;// CONCATENATED MODULE: ./build/dist/policies/access.js


/**
 * Types that are about access, with the properties that must be policy documents: one that cannot be read allows
 * everything. Documents of other types, and under other names, are known by their statements.
 */
const DOCUMENTS = {
    'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
    'AWS::IAM::Policy': ['PolicyDocument'],
    'AWS::IAM::ManagedPolicy': ['PolicyDocument'],
    'AWS::IAM::RolePolicy': ['PolicyDocument'],
    'AWS::IAM::UserPolicy': ['PolicyDocument'],
    'AWS::IAM::GroupPolicy': ['PolicyDocument'],
    'AWS::IAM::User': [],
    'AWS::IAM::Group': [],
    'AWS::IAM::InstanceProfile': [],
    'AWS::IAM::UserToGroupAddition': [],
    'AWS::S3::BucketPolicy': ['PolicyDocument'],
    'AWS::SQS::QueuePolicy': ['PolicyDocument'],
    'AWS::SQS::QueueInlinePolicy': ['PolicyDocument'],
    'AWS::SNS::TopicPolicy': ['PolicyDocument'],
    'AWS::SNS::TopicInlinePolicy': ['PolicyDocument'],
    'AWS::KMS::Key': ['KeyPolicy'],
    'AWS::ECR::Repository': ['RepositoryPolicyText'],
    'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy'],
    'AWS::SSO::PermissionSet': ['InlinePolicy'],
};
const GROUP = 'AWS::EC2::SecurityGroup';
const GROUP_RULES = new Set(['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress']);
const PERMISSIONS = new Set(['AWS::Lambda::Permission', 'AWS::Lambda::LayerVersionPermission']);
const FUNCTION_URL = 'AWS::Lambda::Url';
const ASSIGNMENT = 'AWS::SSO::Assignment';
const ATTRIBUTES = 'AWS::SSO::InstanceAccessControlAttributeConfiguration';
const MANAGED = ['ManagedPolicyArns', 'ManagedPolicies', 'CustomerManagedPolicyReferences'];
const PUBLIC = 'PublicAccessBlockConfiguration';
const ACL = 'AccessControl';
const OPEN_ACLS = new Set(['PublicRead', 'PublicReadWrite', 'AuthenticatedRead']);
/** Managed policies with which everything can be done, or be given to oneself. */
const EVERYTHING_MANAGED = /policy\/(?:AdministratorAccess|IAMFullAccess)\b/;
/** Its policy only limits what passes through it. */
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
/** Whether a resource of that type, with these properties, gives access to anybody. */
function concernsAccess(type, properties) {
    return (DOCUMENTS[type] !== undefined ||
        type === GROUP ||
        GROUP_RULES.has(type) ||
        PERMISSIONS.has(type) ||
        [FUNCTION_URL, ASSIGNMENT, ATTRIBUTES].includes(type) ||
        OPEN_ACLS.has(properties[ACL]) ||
        [PUBLIC, ...MANAGED].some((key) => properties[key] !== undefined) ||
        statementsIn(type, properties).length > 0);
}
/** A policy that stands for itself: with its prohibitions gone, what they were about is allowed. */
function isOnlyPolicy(type) {
    return type.endsWith('Policy');
}
/** Pure: what the resource allows after the change and did not before. */
function broaderIn(type, before, after) {
    if (type === GROUP) {
        // Without rules of its own a group lets everything out; a new one is only asked for what it says.
        const byDefault = isEmpty(before) ? undefined : EVERYTHING_OUT;
        return [
            ...opened(before['SecurityGroupIngress'], after['SecurityGroupIngress']).map((what) => `lets in ${what}`),
            ...opened(before['SecurityGroupEgress'] ?? byDefault, after['SecurityGroupEgress'] ?? byDefault).map((what) => `lets out ${what}`),
        ];
    }
    if (GROUP_RULES.has(type)) {
        // The same rule for another group is a new one.
        const earlier = access_show(before['GroupId']) === access_show(after['GroupId']) && !isEmpty(before) ? before : undefined;
        return opened(earlier, after).map((what) => `opens ${what}`);
    }
    if (PERMISSIONS.has(type)) {
        const what = after['FunctionName'] ?? after['LayerVersionArn'];
        return samePermission(before, after) ? [] : [`allows ${access_show(after['Principal'])} to use ${access_show(what)}`];
    }
    if (type === FUNCTION_URL) {
        return after['AuthType'] === 'NONE' && before['AuthType'] !== 'NONE' ? ['lets anyone call the function'] : [];
    }
    if (type === ASSIGNMENT) {
        const same = Object.keys(after).every((key) => access_show(before[key]) === access_show(after[key]));
        const [set, who, where] = ['PermissionSetArn', 'PrincipalId', 'TargetId'].map((key) => access_show(after[key]));
        return same ? [] : [`gives ${set} to ${who} in ${where}`];
    }
    if (type === ATTRIBUTES) {
        const attributes = added(before['AccessControlAttributes'], after['AccessControlAttributes']);
        return attributes.map((attribute) => `decides about access by ${attribute}`);
    }
    return [
        ...broadened(statementsIn(type, before), statementsIn(type, after)),
        ...MANAGED.flatMap((key) => added(before[key], after[key])).map((policy) => `has the managed policy ${policy}`),
        ...(type.startsWith('AWS::IAM::') && !isEmpty(before) ? attached(before, after) : []),
        ...(before['PermissionsBoundary'] !== undefined && after['PermissionsBoundary'] === undefined
            ? ['has no permissions boundary any more']
            : []),
        ...unblocked(record(before[PUBLIC]), record(after[PUBLIC])),
        ...(OPEN_ACLS.has(after[ACL]) && after[ACL] !== before[ACL] ? [`has the ACL ${access_show(after[ACL])}`] : []),
    ];
}
/** Pure: what a new resource gives to everybody, and rights to do everything; ordinary access is none of it. */
function openIn(type, properties) {
    if (type === GROUP)
        return openToAll(properties['SecurityGroupIngress']).map((what) => `lets in ${what}`);
    if (type === 'AWS::EC2::SecurityGroupIngress')
        return openToAll(properties).map((what) => `lets in ${what}`);
    if (type === ENDPOINT)
        return [];
    if (type === FUNCTION_URL)
        return broaderIn(type, {}, properties);
    if (PERMISSIONS.has(type)) {
        const limited = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'OrganizationId'].some((key) => properties[key] !== undefined);
        return properties['Principal'] === '*' && !limited ? broaderIn(type, {}, properties) : [];
    }
    return [
        ...wideOpen(statementsIn(type, properties)),
        ...MANAGED.flatMap((key) => added([], properties[key]))
            .filter((policy) => EVERYTHING_MANAGED.test(policy))
            .map((policy) => `has the managed policy ${policy}`),
        ...Object.entries(record(properties[PUBLIC]))
            .filter(([, value]) => String(value) === 'false')
            .map(([key]) => `has ${key} off`),
        ...(OPEN_ACLS.has(properties[ACL]) ? [`has the ACL ${access_show(properties[ACL])}`] : []),
    ];
}
const EVERYTHING_OUT = [
    { IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
    { IpProtocol: '-1', CidrIpv6: '::/0' },
];
/** All statements of the resource's documents, wherever they are in its properties. */
function statementsIn(type, properties) {
    const documents = DOCUMENTS[type] ?? [];
    const others = Object.entries(properties).filter(([key]) => !documents.includes(key));
    return [...documents.flatMap((key) => statementsOf(properties[key])), ...statementsBelow(Object.fromEntries(others))];
}
function statementsBelow(value) {
    if (typeof value === 'string')
        return /^\s*\{[^]*"Statement"/.test(value) ? statementsOf(value) : [];
    if (Array.isArray(value))
        return value.flatMap(statementsBelow);
    const members = record(value);
    const statements = [members['Statement']].flat();
    if (statements.some((statement) => record(statement)['Effect'] !== undefined))
        return statementsOf(members);
    return Object.values(members).flatMap(statementsBelow);
}
/** Who has a policy, a profile or a membership now. */
function attached(before, after) {
    return [
        ...['Roles', 'Users', 'Groups'].flatMap((key) => added(before[key], after[key]).map((name) => `is given to ${name} (${key})`)),
        ...['RoleName', 'UserName', 'GroupName'].flatMap((key) => before[key] !== undefined && access_show(before[key]) !== access_show(after[key]) ? [`is given to ${access_show(after[key])}`] : []),
    ];
}
function unblocked(before, after) {
    return Object.keys(before)
        .filter((key) => String(before[key]) === 'true' && String(after[key]) !== 'true')
        .map((key) => `has no ${key} any more`);
}
function added(before, after) {
    const texts = (value) => (Array.isArray(value) ? value.map((each) => access_show(each)) : []);
    const earlier = new Set(texts(before));
    return texts(after).filter((arn) => !earlier.has(arn));
}
function samePermission(before, after) {
    return [
        'Principal',
        'Action',
        'FunctionName',
        'LayerVersionArn',
        'SourceArn',
        'SourceAccount',
        'PrincipalOrgID',
        'OrganizationId',
        'FunctionUrlAuthType',
    ].every((key) => access_show(before[key]) === access_show(after[key]));
}
function access_show(value) {
    return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
function isEmpty(value) {
    return Object.keys(value).length === 0;
}
function record(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

;// CONCATENATED MODULE: ./build/dist/policies/changes.js
/** All changes of all stacks, nested ones too. */
function placedChanges(facts) {
    const changes = facts.environments.flatMap((environment) => environment.stacks.flatMap((stack) => stack.plan === undefined ? [] : placed(environment, stack, stack.plan, stack.facts)));
    const kindOf = ({ id, change }) => `${id} ${change.action} ${change.replacement === 'False'}`;
    const times = new Map();
    for (const each of changes)
        times.set(kindOf(each), (times.get(kindOf(each)) ?? 0) + 1);
    return changes.map((each) => ({ ...each, everywhere: times.get(kindOf(each)) === facts.environments.length }));
}
function placed(environment, stack, plan, facts) {
    const own = plan.changes.map((change) => ({
        environment,
        stack,
        id: `${plan.stack}/${change.logicalId}`,
        subject: `stack/${plan.stack}/resource/${change.logicalId}`,
        change,
        classified: facts?.changes.find((each) => each.change.logicalId === change.logicalId),
    }));
    const nested = plan.nested.flatMap((child) => placed(environment, stack, child, facts?.nested.find((each) => child.stack.endsWith(`/${each.logicalId}`))));
    return [...own, ...nested];
}
/** Nested stacks, `web/Database`, that would change and whose own changes nobody has told. */
function untoldStacks(plan) {
    const told = new Set(plan.nested.map(({ stack }) => stack));
    return [
        ...plan.changes
            .filter(({ type, action }) => type === 'AWS::CloudFormation::Stack' && action !== 'Remove')
            .map(({ logicalId }) => `${plan.stack}/${logicalId}`)
            .filter((stack) => !told.has(stack)),
        ...plan.nested.flatMap(untoldStacks),
    ];
}
const NAMED_AT_MOST = 10;
/**
 * A pass that stands on the plans of all stacks, or of those of the kinds that are named. It is given of those only that
 * are planned, says which are not, and is not given where none is: why a plan is missing is a finding of its own.
 */
function provedByPlans({ environments }, pass, kinds = ['create', 'update', 'none']) {
    const stacks = environments.flatMap(({ environment, stacks: own }) => own.map(({ stack, plan }) => ({ name: `${environment.key}: ${stack.id}`, plan, key: environment.key })));
    const planned = stacks.filter(({ plan }) => plan !== undefined && kinds.includes(plan.kind));
    if (planned.length === 0)
        return [];
    const lacking = stacks.flatMap(({ name, plan, key }) => plan === undefined ? [name] : untoldStacks(plan).map((nested) => `${key}: ${nested}`));
    if (lacking.length === 0)
        return [{ ...pass, outcome: 'pass' }];
    const more = lacking.length - NAMED_AT_MOST;
    const named = [...lacking.slice(0, NAMED_AT_MOST), ...(more > 0 ? [`${more} more`] : [])].join(', ');
    return [
        {
            ...pass,
            outcome: 'pass',
            title: `${pass.title}, as far as stacks could be planned`,
            observed: `${pass.observed ?? ''}; ${planned.length} of ${stacks.length} stacks are planned; not planned: ${named}`,
        },
    ];
}
/** A change in a few words: `Modify, replacement True, because of /Properties/KeySchema`. */
function inWords(change) {
    const replacing = change.replacement === 'False' ? '' : `, replacement ${change.replacement}`;
    const policy = change.policyAction === undefined ? '' : `, ${change.policyAction}`;
    const paths = change.properties.map((property) => property.path);
    const shown = paths.length > 6 ? [...paths.slice(0, 6), `${paths.length - 6} more`] : paths;
    return `${change.action}${replacing}${policy}${shown.length === 0 ? '' : ` (${shown.join(', ')})`}`;
}

// EXTERNAL MODULE: ./build/dist/support/glob.js
var support_glob = __webpack_require__(43855);
;// CONCATENATED MODULE: ./build/dist/policies/intent-match.js

/** Whether the entry is about this resource, whatever happens to it. */
function names(entry, { id, change, environment }) {
    return ((entry.environment === undefined || entry.environment === environment.environment.key) &&
        (entry.resource === undefined || (0,support_glob/* matchesGlob */.k)(entry.resource, id)) &&
        (entry.type === undefined || (0,support_glob/* matchesGlob */.k)(entry.type, change.type)));
}
/** An allowance covers what it says and no more; a prohibition covers all that it does not leave out. */
function intent_match_covers(entry, placed, as) {
    if (!names(entry, placed))
        return false;
    const { change } = placed;
    if (entry.action !== undefined && !entry.action.some((action) => isAction(action, change, as)))
        return false;
    const replaces = change.replacement !== 'False';
    if (as === 'allow' && replaces && entry.replacement !== true)
        return false;
    if (as === 'forbid' && entry.replacement === true && !replaces)
        return false;
    if (entry.properties === undefined)
        return true;
    const matching = (path) => entry.properties?.some((glob) => (0,support_glob/* matchesGlob */.k)(glob, path) || path.startsWith(`${glob}/`)) ?? false;
    const paths = change.properties.map((property) => property.path);
    return as === 'allow' ? paths.every(matching) : paths.some(matching);
}
/** What the intent says for a change, as a waiver: by an entry for all of its type, or only one that names it. */
function waivedBy(intent, placed, only) {
    const entry = [...(intent?.allow ?? []), ...(intent?.expect ?? [])].find((each) => (only === undefined || each.resource !== undefined) && intent_match_covers(each, placed, 'allow'));
    if (entry === undefined)
        return {};
    const reason = entry.reason ?? 'declared by the intent of this release';
    return { waived: { reason, owner: 'the author of the intent', until: 'this release' } };
}
/** The entry of an intent file that declares this change. */
function entryFor({ id, change, environment, everywhere }, ...more) {
    const members = [
        `resource: ${id}`,
        `action: ${DECLARED.has(change.action) ? change.action : 'Modify'}`,
        ...(change.replacement === 'False' ? [] : ['replacement: true']),
        ...more,
        // Expected of both, it would be missed in the other one.
        ...(everywhere ? [] : [`environment: ${environment.environment.key}`]),
    ];
    return `{ ${members.join(', ')} }`;
}
const DECLARED = new Set(['Add', 'Modify', 'Remove', 'Import']);
/** What CloudFormation leaves open may be anything: it is forbidden by each action, and allowed by Modify at best. */
function isAction(action, change, as) {
    if (action === change.action)
        return true;
    const open = change.action === 'Dynamic' || change.action === 'Unknown';
    if (as === 'forbid')
        return open || (action === 'Modify' && change.action === 'SyncWithActual');
    return action === 'Modify' && (change.action === 'Dynamic' || change.action === 'SyncWithActual');
}

;// CONCATENATED MODULE: ./build/dist/policies/precheck/broadens-access.js



/** Nobody gets more access than before without its being declared. */
const broadens_access_rule = {
    meta: {
        code: 'change/broadens-access',
        title: 'Nobody gets more access than before without its being declared',
        docs: 'Compares IAM statements, managed policies and rules of security groups before and after, resource policies too. ' +
            'What is broader must be declared by an entry of the intent file that names the resource. A stack that is made anew ' +
            'has no access before it: of that is listed what is open to everybody (any principal without a condition, any ' +
            'address, public buckets and functions) and who may do everything; where there is an intent file, it must declare that.',
        codes: ['change/broadens-access', 'change/new-access', 'change/access-unknown', 'change/access-unchanged'],
    },
    judge(facts) {
        const changes = placedChanges(facts).map(accessOf).filter(isAboutAccess);
        const findings = changes.flatMap((access) => judgeChange(access, facts));
        if (findings.some(({ code }) => code !== 'change/new-access'))
            return findings;
        const compared = changes.filter(({ placed }) => placed.stack.plan?.kind === 'update').length;
        const pass = {
            code: 'change/access-unchanged',
            title: 'Nobody gets more access than before',
            subject: 'stacks',
            expected: 'no broader statement or rule in stacks that exist',
            observed: `${compared} changes of access, none of them broader`,
        };
        return [...findings, ...provedByPlans(facts, pass, ['update', 'none'])];
    },
};
function accessOf(placed) {
    const { change, classified } = placed;
    const told = (context) => {
        const properties = broadens_access_record(context)['Properties'];
        return properties === undefined ? undefined : broadens_access_record(properties);
    };
    const isNew = change.action === 'Add';
    const after = told(classified?.after) ?? (isNew ? declaredOf(placed)?.properties : undefined);
    return {
        placed,
        before: isNew ? {} : told(classified?.before),
        after: change.action === 'Remove' ? {} : after,
    };
}
function declaredOf({ change, stack, subject }) {
    const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`;
    return own ? stack.source.template.resources[change.logicalId] : undefined;
}
function isAboutAccess({ placed: { change }, before = {}, after = {} }) {
    if (change.action === 'Remove' && !isOnlyPolicy(change.type))
        return false;
    return concernsAccess(change.type, before) || concernsAccess(change.type, after);
}
function judgeChange({ placed, before, after }, facts) {
    const { change, environment, stack, subject } = placed;
    const name = environment.environment.key;
    const declared = declaredOf(placed);
    const base = {
        subject,
        details: { environment: name, type: change.type },
        ...(declared && { source: declared.source }),
    };
    const intent = facts.config.precheck.intent ?? 'an intent file (precheck.intent)';
    const waived = waivedBy(facts.intent, placed, 'named');
    if (change.action === 'Add' && stack.plan?.kind === 'create') {
        const open = openIn(change.type, after ?? {});
        if (open.length === 0)
            return [];
        const known = facts.intent !== undefined;
        return [
            {
                ...base,
                code: 'change/new-access',
                outcome: known ? 'fail' : 'skipped',
                title: `${name}: ${change.logicalId} of the new stack would be open to everybody, or may do everything`,
                expected: 'nothing for everybody, and nobody who may do everything',
                observed: open.join('; '),
                advice: `${known ? 'Narrow it' : 'Review it, and narrow it where it is not meant'}, or declare it in ${intent} by the name of the resource: expect: [${entryFor(placed, 'reason: …')}].`,
                ...waived,
            },
        ];
    }
    if (after === undefined || before === undefined) {
        if (!touchesAccess(placed))
            return [];
        return [
            {
                ...base,
                code: 'change/access-unknown',
                outcome: 'inconclusive',
                title: `${name}: CloudFormation does not tell how the access of ${change.logicalId} would change`,
                expected: 'the properties before and after',
                observed: change.properties.map((property) => property.path).join(', ') || change.action,
                advice: `Review the change of ${change.logicalId} and declare it in ${intent}: expect: [${entryFor(placed)}].`,
                ...waived,
            },
        ];
    }
    const broader = broaderIn(change.type, before, after);
    if (broader.length === 0)
        return [];
    return [
        {
            ...base,
            code: 'change/broadens-access',
            outcome: 'fail',
            title: `${name}: ${change.logicalId} would give more access than before`,
            expected: 'no more than before',
            observed: broader.join('; '),
            advice: `Undo it, or declare it in ${intent} by the name of the resource: expect: [${entryFor(placed, 'reason: …')}].`,
            ...waived,
        },
    ];
}
function touchesAccess({ change }) {
    const paths = change.properties.map((property) => property.path);
    return (paths.length === 0 ||
        paths.some((path) => /Polic|Document|Ingress|Egress|Cidr|Port|Protocol|Principal|Action|Permission|Target|AccessControl/.test(path)));
}
function broadens_access_record(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

// EXTERNAL MODULE: ./build/dist/evidence/digest.js
var digest = __webpack_require__(27699);
;// CONCATENATED MODULE: ./build/dist/cloudformation/equal.js

/** Lists in which CloudFormation's order has no meaning, by the name of the property. */
const SETS = /(?:^|\/)(?:Tags|\w+Ids|\w+Arns|\w+ARNs|SecurityGroups|Subnets|AvailabilityZones|ManagedPolicyArns|Action|Actions|NotAction|Resource|NotResource|Principal|AWS|Service|Aliases|AllowedMethods|AttributeDefinitions|Dimensions|LoadBalancerNames|AlarmActions|OKActions|InsufficientDataActions|Events|Statement)$/;
/**
 * Whether two values, as CloudFormation writes them, mean the same: numbers and truth values as texts, JSON in a text
 * with other spacing, and another order in sets. `path` is the JSON pointer of the property. Says why, or undefined.
 */
function equalInMeaning(expected, actual, path) {
    if (expected === actual)
        return 'they are the same text';
    const [a, b] = [equal_parsed(expected), equal_parsed(actual)];
    const [plainA, plainB] = [normal(a, path, false), normal(b, path, false)];
    if (plainA === plainB) {
        return typeof a === 'object' && typeof b === 'object'
            ? 'only spacing, order of keys or quoting differs'
            : 'one is the text of the other';
    }
    return normal(a, path, true) === normal(b, path, true) ? 'only the order in a set differs' : undefined;
}
/** Digits that a number in JSON cannot hold exactly. */
const LONG_NUMBER = /\d{16}/;
/** JSON in a text. Scalars stay as they are written: 5.10 and 5.1 are different versions. */
function equal_parsed(text) {
    const trimmed = text.trim();
    if (!/^[[{"]/.test(trimmed) || LONG_NUMBER.test(trimmed))
        return text;
    try {
        return JSON.parse(trimmed);
    }
    catch {
        return text;
    }
}
/** A canonical text: scalars as they are written, texts that hold JSON by their content. */
function normal(value, path, setsSorted) {
    if (typeof value === 'string') {
        const inner = equal_parsed(value);
        return typeof inner === 'string' ? (0,digest/* canonical */.$N)(inner.toWellFormed()) : normal(inner, path, setsSorted);
    }
    if (typeof value === 'number' || typeof value === 'boolean')
        return (0,digest/* canonical */.$N)(String(value));
    if (Array.isArray(value)) {
        const items = value.map((item, index) => normal(item, `${path}/${index}`, setsSorted));
        const ordered = setsSorted && SETS.test(path.replaceAll(/\/\d+(?=\/|$)/g, '')) ? items.toSorted() : items;
        return `[${ordered.join(',')}]`;
    }
    if (typeof value === 'object' && value !== null) {
        const members = Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, member]) => `${(0,digest/* canonical */.$N)(key)}:${normal(member, `${path}/${key}`, setsSorted)}`);
        return `{${members.join(',')}}`;
    }
    return (0,digest/* canonical */.$N)(null);
}

;// CONCATENATED MODULE: ./build/dist/policies/drift-advice.js
/** The three ways to end a difference, each with what is to be written or run. */
function waysOut({ id, resource, property }, stack, environment) {
    const owner = id.split('/').slice(0, -1).join('/');
    const nested = owner.includes('/');
    const file = nested ? `the template of the nested stack ${owner}` : (stack?.stack.template ?? 'the template');
    const place = `Resources.${resource.logicalId}`;
    const bring = resource.status === 'DELETED'
        ? `Take ${place} out of ${file}`
        : property === undefined
            ? `Bring what differs into ${file} (${place})`
            : `Bring it into ${file} (${place}.Properties${property.path.replaceAll('/', '.')}: ${property.actual ?? 'remove it'})`;
    return `${bring}, or revert it with ${revert(stack, environment, nested)}, or ignore it: ${ignoreEntry(id, property?.path)}.`;
}
function ignoreEntry(resource, property) {
    const which = property === undefined ? '' : `, property: ${property}`;
    return `\`precheck.drift.ignore: [{ resource: ${resource}${which}, reason: …, owner: …, until: … }]\``;
}
/** A drift-aware change set of what is deployed: nothing but the drift is changed by it. */
function revert(stack, { environment }, nested) {
    const kept = Object.keys(stack?.before?.parameters ?? {}).map((name) => `ParameterKey=${name},UsePreviousValue=true`);
    const capabilities = stack?.before?.capabilities ?? [];
    const which = `--stack-name ${stack?.stack.name ?? ''} --change-set-name revert-drift`;
    const make = [
        `aws cloudformation create-change-set ${which} --deployment-mode REVERT_DRIFT --use-previous-template`,
        // Only the root can be asked; without this it does not look into what is nested.
        ...(nested ? ['--include-nested-stacks'] : []),
        ...(kept.length > 0 ? [`--parameters ${kept.join(' ')}`] : []),
        ...(capabilities.length > 0 ? [`--capabilities ${capabilities.join(' ')}`] : []),
        `--region ${environment.region}`,
    ].join(' ');
    return `\`${make}\`, a look at it, and \`aws cloudformation execute-change-set ${which} --region ${environment.region}\``;
}

;// CONCATENATED MODULE: ./build/dist/policies/precheck/drift.js




const drift_NAMED_AT_MOST = 10;
/** Nobody has changed a stack behind its template. */
const drift_rule = {
    meta: {
        code: 'drift',
        title: 'Nobody has changed a stack behind its template',
        docs: 'Compares every resource that CloudFormation can check with what its template says, nested stacks too. ' +
            'A difference is brought into the template, reverted, or ignored with a reason, an owner and an end date. ' +
            'Resources that could not be checked are counted and named, and never taken for in sync.',
        codes: [
            'drift/property-differs',
            'drift/resource-deleted',
            'drift/equal-in-meaning',
            'drift/in-sync',
            'drift/nothing-checked',
            'drift/unchecked',
            'drift/coverage',
            'drift/detection-failed',
            'drift/throttled',
            'drift/unknown-status',
            'drift/ignore-expired',
            'drift/ignore-unused',
        ],
    },
    judge(facts) {
        const used = new Set();
        const findings = facts.environments.flatMap((environment) => environment.drift.flatMap((report) => allReports(report).flatMap((each) => judgeReport(each, environment, facts, used))));
        return [...findings, ...judgeIgnores(facts, used)];
    },
};
function judgeReport(report, environment, facts, used) {
    const name = environment.environment.key;
    const subject = `stack/${report.stack}`;
    const stack = environment.stacks.find((each) => each.stack.id === report.stack.split('/')[0]);
    const stackName = report.stack.includes('/') ? report.stackArn : (stack?.stack.name ?? report.stackArn);
    const checked = report.resources.filter(isChecked);
    const count = `${checked.length} of ${report.resources.length} resources checked`;
    const findings = [];
    const add = (finding) => {
        findings.push({
            ...finding,
            details: { environment: name, stack: stackName, region: environment.environment.region },
        });
    };
    const detect = `aws cloudformation detect-stack-drift --stack-name ${stackName} --region ${environment.environment.region}`;
    if (report.detection !== 'complete') {
        add({
            code: 'drift/detection-failed',
            outcome: 'inconclusive',
            title: `${name}: drift of ${report.stack} could not be detected${checked.length > 0 ? ' completely' : ''}`,
            subject,
            expected: 'a complete detection',
            observed: `${report.reason || 'no reason given'}; ${count}`,
            advice: report.detection === 'refused'
                ? `Bring the stack into a settled state first, such as UPDATE_COMPLETE, then run \`${detect}\`.`
                : `Give the plan role read permission on every resource of the stack, then run \`${detect}\`.`,
        });
    }
    if (report.throttled) {
        add({
            code: 'drift/throttled',
            outcome: 'inconclusive',
            title: `${name}: AWS throttled the drift detection of ${report.stack} to the last try`,
            subject,
            expected: 'every resource read',
            observed: `Rate exceeded; ${count}`,
            advice: 'Run the job again when less runs at the same time in this account and region.',
        });
    }
    for (const resource of report.resources) {
        for (const finding of judgeResource(report, resource, stack, environment, facts, used))
            add(finding);
    }
    const accepted = (resource) => ignoreFor(facts, `${report.stack}/${resource.logicalId}`, undefined, used) !== undefined;
    const unchecked = report.resources.filter((resource) => !isChecked(resource) && !accepted(resource));
    const silently = leftOut(report).filter((resource) => unchecked.includes(resource));
    if (silently.length > 0 && !report.throttled) {
        add({
            code: 'drift/unchecked',
            outcome: 'inconclusive',
            title: `${name}: ${silently.length} resources of ${report.stack} were left unchecked although AWS can check them`,
            subject,
            expected: 'all resources of a type checked, or none',
            observed: named(silently),
            advice: `Run \`${detect}\` again; throttling inside the detection leaves resources out without a word.`,
        });
    }
    const share = report.resources.length === 0 ? 1 : checked.length / report.resources.length;
    const wanted = facts.config.precheck.drift.coverage;
    const complete = report.detection === 'complete';
    if (complete && share < wanted && unchecked.length > 0) {
        add({
            code: 'drift/coverage',
            outcome: 'fail',
            title: `${name}: drift detection covers less of ${report.stack} than is required`,
            subject,
            expected: `at least ${Math.round(wanted * 100)} % of the resources`,
            observed: `${count}; not checked: ${named(unchecked)}`,
            advice: `Ignore with a reason what AWS cannot check, or lower precheck.drift.coverage: ${ignoreEntry(`${report.stack}/${unchecked[0]?.logicalId ?? '*'}`)}.`,
        });
    }
    // Every stack has a resource: a report without any has not been made.
    const isEmpty = report.resources.length === 0 && report.nested.length === 0;
    if (complete && (isEmpty || (checked.length === 0 && unchecked.length > 0))) {
        add({
            code: 'drift/nothing-checked',
            outcome: 'inconclusive',
            title: `${name}: not one resource of ${report.stack} was checked, so nothing is known of its drift`,
            subject,
            expected: 'at least one checked resource',
            observed: isEmpty ? 'CloudFormation names no resource of it' : named(unchecked),
            advice: `Look at the reasons; a resource that AWS cannot check is ignored with a reason: ${ignoreEntry(`${report.stack}/${unchecked[0]?.logicalId ?? '*'}`)}.`,
        });
    }
    else if (!findings.some((finding) => finding.outcome !== 'pass' && finding.waived === undefined)) {
        const differing = findings.filter((finding) => finding.waived !== undefined).length;
        const rest = unchecked.length === 0 ? '' : `; not checked: ${named(unchecked)}`;
        add({
            code: 'drift/in-sync',
            outcome: 'pass',
            title: `${name}: ${report.stack} is what its template says`,
            subject,
            expected: 'no difference',
            observed: `${count}, ${differing === 0 ? 'none differ' : `${differing} accepted differences`}${rest}`,
        });
    }
    return findings;
}
function judgeResource(report, resource, stack, environment, facts, used) {
    const id = `${report.stack}/${resource.logicalId}`;
    const name = environment.environment.key;
    const subject = `stack/${report.stack}/resource/${resource.logicalId}`;
    const declared = report.stack.includes('/') ? undefined : stack?.source.template.resources[resource.logicalId];
    const source = declared && { source: declared.source };
    const whole = (code, what, expected, observed) => {
        const ignored = ignoreFor(facts, id, undefined, used);
        return {
            code,
            outcome: 'fail',
            title: `${name}: ${resource.logicalId} (${resource.type}) was ${what} outside CloudFormation${by(resource, environment)}`,
            subject,
            expected,
            observed,
            advice: waysOut({ id, resource }, stack, environment),
            ...source,
            ...(ignored && { waived: waiver(ignored) }),
        };
    };
    switch (resource.status) {
        case 'IN_SYNC':
        case 'NOT_CHECKED':
        case 'UNSUPPORTED':
            return [];
        case 'DELETED':
            return [whole('drift/resource-deleted', 'deleted', `${resource.type} ${resource.physicalId}`, 'deleted')];
        case 'MODIFIED':
            if (resource.differences.length === 0) {
                const observed = 'MODIFIED; AWS does not tell in what';
                return [whole('drift/property-differs', 'changed', 'what the template says', observed)];
            }
            return resource.differences.map((difference) => {
                const ignored = ignoreFor(facts, id, difference.path, used);
                const same = equalInMeaning(difference.expected, difference.actual, difference.path);
                const place = `${subject}/property${difference.path}`;
                if (same !== undefined && difference.kind === 'NOT_EQUAL') {
                    return {
                        code: 'drift/equal-in-meaning',
                        outcome: 'pass',
                        title: `${name}: ${resource.logicalId}${difference.path} is written differently but means the same: ${same}`,
                        subject: place,
                        expected: difference.expected,
                        observed: difference.actual,
                        ...source,
                    };
                }
                return {
                    code: 'drift/property-differs',
                    outcome: 'fail',
                    title: `${name}: ${resource.logicalId}${difference.path} was changed outside CloudFormation (${words(difference.kind)})${by(resource, environment)}`,
                    subject: place,
                    expected: difference.kind === 'ADD' ? '(absent)' : difference.expected,
                    observed: difference.kind === 'REMOVE' ? '(absent)' : difference.actual,
                    advice: waysOut({
                        id,
                        resource,
                        property: {
                            path: difference.path,
                            actual: difference.kind === 'REMOVE' ? undefined : difference.actual,
                        },
                    }, stack, environment),
                    ...source,
                    ...(ignored && { waived: waiver(ignored) }),
                };
            });
        default: {
            const ignored = ignoreFor(facts, id, undefined, used);
            return [
                {
                    code: 'drift/unknown-status',
                    outcome: 'inconclusive',
                    title: `${name}: nothing is known of the drift of ${resource.logicalId} (${resource.type})`,
                    subject,
                    expected: 'IN_SYNC',
                    observed: resource.reason === '' ? resource.status : `${resource.status}: ${resource.reason}`,
                    advice: `Give the plan role read permission on ${resource.type}, or ignore it with a reason: ${ignoreEntry(id)}.`,
                    ...source,
                    ...(ignored && { waived: waiver(ignored) }),
                },
            ];
        }
    }
}
/** Since when and by whom, where CloudTrail was asked and knew. */
function by(resource, environment) {
    const [newest] = environment.changedBy.get(resource.physicalId) ?? [];
    return newest === undefined ? '' : `, by ${newest.who} at ${newest.at} (${newest.call})`;
}
/** The entry that covers a difference and is still valid. It counts as used, also where it has expired. */
function ignoreFor(facts, id, path, used) {
    const matching = facts.config.precheck.drift.ignore.filter((entry) => {
        if (!(0,support_glob/* matchesGlob */.k)(entry.resource, id))
            return false;
        if (entry.property === undefined)
            return true;
        return path !== undefined && (path === entry.property || path.startsWith(`${entry.property}/`));
    });
    for (const entry of matching)
        used.add(entry);
    return matching.find((entry) => entry.until >= facts.today);
}
function judgeIgnores(facts, used) {
    const known = new Set(facts.environments.flatMap((environment) => [
        ...environment.drift.flatMap((report) => allReports(report).flatMap((each) => each.resources.map((resource) => `${each.stack}/${resource.logicalId}`))),
        ...environment.stacks.flatMap((stack) => Object.keys(stack.source.template.resources).map((id) => `${stack.stack.id}/${id}`)),
    ]));
    return facts.config.precheck.drift.ignore.flatMap((entry) => {
        const subject = `config/precheck/drift/ignore/${entry.resource}${entry.property ?? ''}`;
        if (entry.until < facts.today) {
            return [
                {
                    code: 'drift/ignore-expired',
                    outcome: 'fail',
                    title: `The exception for ${entry.resource}${entry.property ?? ''} has expired`,
                    subject,
                    expected: `a day not after ${entry.until}`,
                    observed: facts.today,
                    advice: `Ask ${entry.owner} whether the reason still holds (${entry.reason}); remove the entry or set a new \`until\`.`,
                },
            ];
        }
        if (used.has(entry))
            return [];
        const exists = [...known].some((id) => (0,support_glob/* matchesGlob */.k)(entry.resource, id));
        const meant = exists ? undefined : [...known].find((id) => id.endsWith(`/${entry.resource}`));
        return [
            {
                code: 'drift/ignore-unused',
                // Something that drifts now and then is not there each time; something that does not exist never will be.
                outcome: exists || known.size === 0 ? 'skipped' : 'fail',
                title: exists
                    ? `The exception for ${entry.resource}${entry.property ?? ''} was not needed this time`
                    : `The exception for ${entry.resource} names no resource of this release`,
                subject,
                expected: exists ? 'a difference that it covers' : 'a resource of one of the stacks',
                observed: 'none',
                advice: meant === undefined
                    ? `Remove the entry for ${entry.resource} from precheck.drift.ignore.`
                    : `Name the resource with its stack: \`resource: ${meant}\`; or remove the entry.`,
            },
        ];
    });
}
function waiver(entry) {
    return { reason: entry.reason, owner: entry.owner, until: entry.until };
}
function words(kind) {
    return kind === 'ADD' ? 'added' : kind === 'REMOVE' ? 'removed' : kind === 'NOT_EQUAL' ? 'another value' : kind;
}
function named(resources) {
    const list = resources.slice(0, drift_NAMED_AT_MOST).map(({ logicalId, status, reason }) => {
        const why = reason === '' ? status : `${status}: ${reason}`;
        return `${logicalId} (${why})`;
    });
    const more = resources.length - list.length;
    return more > 0 ? `${list.join(', ')} and ${more} more` : list.join(', ');
}

;// CONCATENATED MODULE: ./build/dist/policies/precheck/dynamic-references.js

/** No changed resource takes a value that only the execution will read. */
const dynamic_references_rule = {
    meta: {
        code: 'change/dynamic-reference',
        title: 'No changed resource takes a value that only the execution will read',
        docs: 'A dynamic reference without a version ({{resolve:ssm:…}}, {{resolve:secretsmanager:…}}) is read again when its ' +
            'resource is updated; a change set does not show that the value is another one. With a version it is part of the plan.',
        codes: ['change/dynamic-reference', 'change/reference-unseen'],
    },
    judge(facts) {
        const changes = placedChanges(facts);
        const updated = changes.flatMap((placed) => {
            const { change, environment, stack, subject } = placed;
            if (change.action === 'Add' || change.action === 'Remove' || change.action === 'Import')
                return [];
            const open = [...new Set(referencesOf(placed).filter((reference) => !isPinned(reference)))];
            if (open.length === 0)
                return [];
            const declared = stack.source.template.resources[change.logicalId];
            return [
                {
                    code: 'change/dynamic-reference',
                    outcome: 'inconclusive',
                    title: `${environment.environment.key}: ${change.logicalId} would be updated with values that nobody has seen`,
                    subject,
                    expected: 'dynamic references with a version',
                    observed: open.join(', '),
                    advice: `Name a version: ${example(open[0] ?? '')}.`,
                    ...(declared &&
                        subject === `stack/${stack.stack.id}/resource/${change.logicalId}` && { source: declared.source }),
                    details: { environment: environment.environment.key },
                },
            ];
        });
        const unseen = facts.environments.flatMap(({ stacks }) => stacks.flatMap((stack) => unseenOf(stack)));
        return [...updated, ...new Map(unseen.map((finding) => [JSON.stringify(finding), finding])).values()];
    },
};
/** What nobody can tell from a plan: that the value behind a reference of a resource that stays as it is has changed. */
function unseenOf({ stack, source, plan }) {
    if (plan === undefined || plan.kind === 'create')
        return [];
    const changing = new Set(plan.changes.map((change) => change.logicalId));
    const still = Object.entries(source.template.resources).flatMap(([id, { properties }]) => {
        const open = changing.has(id) ? [] : referencesIn(properties).filter((reference) => !isPinned(reference));
        return open.length === 0 ? [] : [{ id, open: [...new Set(open)] }];
    });
    if (still.length === 0)
        return [];
    return [
        {
            code: 'change/reference-unseen',
            outcome: 'skipped',
            title: `Whether the values behind dynamic references of ${stack.id} have changed is not known`,
            subject: `stack/${stack.id}`,
            expected: 'dynamic references with a version, which are part of the plan',
            observed: still.map(({ id, open }) => `${id}: ${open.join(', ')}`).join('; '),
            advice: 'This release leaves these resources as they are. CloudFormation shows no change of such a value, and takes it ' +
                `with the next update of the resource: name a version, ${example(still[0]?.open[0] ?? '')}, to see it in a plan.`,
        },
    ];
}
const REFERENCE = /\{\{resolve:[^}]*\}\}/g;
/** From what CloudFormation told and from the template: either may leave some out. */
function referencesOf({ classified, change, stack, subject }) {
    const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`;
    const declared = own ? stack.source.template.resources[change.logicalId]?.properties : undefined;
    return referencesIn([classified?.after ?? null, declared ?? null, change.properties]);
}
function referencesIn(value) {
    return [...(JSON.stringify(value) ?? '').matchAll(REFERENCE)].map(([reference]) => reference);
}
/** ssm and ssm-secure end with a version; secretsmanager with a version id as its last part. */
function isPinned(reference) {
    const [, service, ...rest] = reference.slice(2, -2).split(':');
    if (service === 'ssm' || service === 'ssm-secure')
        return /^\d+$/.test(rest.at(-1) ?? '');
    if (service !== 'secretsmanager')
        return false;
    // An ARN has seven parts of its own before SecretString, key, stage and version id.
    const at = rest.indexOf('SecretString');
    return at !== -1 && (rest[at + 3] ?? '') !== '';
}
function example(reference) {
    const inner = reference.slice(2, -2);
    if (inner.startsWith('resolve:secretsmanager:'))
        return `{{${inner.split(':').slice(0, 3).join(':')}:SecretString:KEY::VERSION-ID}}`;
    return `{{${inner}:VERSION}}`;
}

// EXTERNAL MODULE: ./build/dist/codedeploy/alias.js
var codedeploy_alias = __webpack_require__(88912);
;// CONCATENATED MODULE: ./build/dist/policies/precheck/fits-group.js


/** As the configuration calls a platform, and as CodeDeploy does. */
const PLATFORMS = { server: 'Server', lambda: 'Lambda', ecs: 'ECS' };
const ALIAS = 'AWS::Lambda::Alias';
/** A deployment is for the platform of its group, and the alias that it moves is there. */
const fits_group_rule = {
    meta: {
        code: 'deployment/fits',
        title: 'A deployment fits its group, and the alias that it moves is there',
        docs: 'CodeDeploy refuses a revision for another platform than that of the application. A deployment to Lambda moves an ' +
            'alias from one version to another: it must be there, and lead to one version only.',
        codes: [
            'deployment/platform',
            'deployment/alias-missing',
            'deployment/alias-unknown',
            'deployment/alias-split',
            'deployment/alias-elsewhere',
            'deployment/fits',
        ],
    },
    judge(facts) {
        return facts.environments.flatMap((environment) => environment.groups.flatMap((group) => judgeGroup(group, environment, facts)));
    },
};
function judgeGroup(group, environment, facts) {
    const platform = group.platform === undefined ? undefined : PLATFORMS[group.platform];
    // What a stack of this release makes is not there yet; the rule about its protection tells of a group that is missing.
    if (platform === undefined || group.info === undefined)
        return [];
    const name = environment.environment.key;
    const details = { environment: name };
    const label = `${group.application}/${group.group}`;
    const actual = group.info.computePlatform ?? 'Server';
    if (actual !== platform) {
        return [
            {
                code: 'deployment/platform',
                outcome: 'fail',
                title: `${name}: ${label} deploys to ${actual}, and the deployment ${group.deployment} is for ${platform}`,
                subject: `deployment/${group.deployment}/group`,
                expected: platform,
                observed: actual,
                advice: `Correct \`platform\` of the deployment ${group.deployment}, or its application and group.`,
                details,
            },
        ];
    }
    const wrong = group.alias && judgeAlias(group.deployment, group.alias, environment, facts);
    if (wrong)
        return [{ ...wrong, title: `${name}: ${wrong.title}`, details }];
    return [
        {
            code: 'deployment/fits',
            outcome: 'pass',
            title: `${name}: ${label} deploys to ${actual}${group.alias?.state ? `, and ${group.alias.name}:${group.alias.alias} leads to version ${group.alias.state.version}` : ''}`,
            subject: `deployment/${group.deployment}/group`,
            expected: platform,
            observed: actual,
            details,
        },
    ];
}
function judgeAlias(id, alias, environment, facts) {
    const label = `${alias.name}:${alias.alias}`;
    const subject = `deployment/${id}/alias/${alias.alias}`;
    if (alias.unknown !== undefined) {
        return {
            code: 'deployment/alias-unknown',
            outcome: 'skipped',
            title: `which alias ${id} moves is known once ${alias.unknown} is`,
            subject,
            expected: 'the name of a function and of an alias',
            observed: alias.unknown,
        };
    }
    if (alias.state !== undefined)
        return (0,codedeploy_alias/* judgeAliasBefore */.$)(id, alias, alias.state);
    if (mayBeMade(environment, facts)) {
        return {
            code: 'deployment/alias-unknown',
            outcome: 'skipped',
            title: `${label} is not there yet; this release makes an alias`,
            subject,
            expected: label,
            observed: 'no such alias',
        };
    }
    return {
        code: 'deployment/alias-missing',
        outcome: 'fail',
        title: `there is no alias ${label}, and no stack of this release would make it`,
        subject,
        expected: label,
        observed: 'no such alias',
        advice: `Correct Name and Alias in the AppSpec of ${id}, or make the alias: \`aws lambda create-alias --function-name ${alias.name} --name ${alias.alias} --function-version VERSION --region ${environment.environment.region}\`.`,
    };
}
function mayBeMade(environment, facts) {
    return (environment.stacks.some(({ plan }) => plan === undefined) ||
        placedChanges(facts).some((placed) => placed.environment === environment && placed.change.type === ALIAS && placed.change.action !== 'Remove'));
}

// EXTERNAL MODULE: ./build/dist/cloudformation/update-policies.js
var update_policies = __webpack_require__(78220);
;// CONCATENATED MODULE: ./build/dist/policies/precheck/group-protection.js


/** A deployment that goes wrong is noticed by alarms and rolled back. */
const group_protection_rule = {
    meta: {
        code: 'deployment/protection',
        title: 'A deployment that goes wrong is noticed by alarms and rolled back',
        docs: 'A deployment group needs at least one alarm, and automatic rollback on failure and on alarm. A group that this ' +
            'release makes or changes is judged by what it will be, and so is one that the update policy of an alias ' +
            '(CodeDeployLambdaAliasUpdate) names in the same template.',
        codes: [
            'deployment/no-alarms',
            'deployment/no-auto-rollback',
            'deployment/alarms-may-be-unread',
            'deployment/group-missing',
            'deployment/protection-unknown',
            'deployment/protected',
        ],
    },
    judge(facts) {
        return facts.environments.flatMap((environment) => [
            ...environment.groups.flatMap((group) => group_protection_judgeGroup(group, environment, facts)),
            ...judgeOwn(environment, facts),
        ]);
    },
};
function group_protection_judgeGroup(group, environment, facts) {
    const name = environment.environment.key;
    const subject = `deployment/${group.deployment}/group`;
    const label = `${group.application}/${group.group}`;
    const details = { environment: name };
    const planned = plannedGroup(group, environment, facts);
    // What a stack without a plan would make of the group nobody knows; why it has none is told.
    if (planned === undefined && group_protection_mayBeMade(environment))
        return [];
    const protection = planned ?? (group.info && current(group));
    if (protection === undefined) {
        return [
            {
                code: 'deployment/group-missing',
                outcome: 'fail',
                title: `${name}: there is no deployment group ${label}, and no stack of this release would make it`,
                subject,
                expected: label,
                observed: 'no such group',
                advice: `Correct application and group of the deployment ${group.deployment}, or add an AWS::CodeDeploy::DeploymentGroup to a template.`,
                details,
            },
        ];
    }
    return judgeProtection(protection, {
        name,
        subject,
        label,
        command: `aws deploy update-deployment-group --application-name ${group.application} --current-deployment-group-name ${group.group}`,
    });
}
function judgeProtection(protection, judged) {
    const { name, subject, label } = judged;
    const rest = { details: { environment: name }, ...(judged.source && { source: judged.source }) };
    const orBy = (options) => judged.command === undefined ? '' : ` or with \`${judged.command} ${options}\``;
    const findings = [];
    const add = (code, title, expected, observed, advice) => {
        findings.push({ code, outcome: 'fail', title: `${name}: ${title}`, subject, expected, observed, advice, ...rest });
    };
    if (!protection.alarmsEnabled || protection.alarms === 0) {
        add('deployment/no-alarms', `no alarm would stop a deployment to ${label}`, 'at least one alarm, enabled', protection.alarms === 0 ? 'no alarm' : `${protection.alarms} alarms, disabled`, `Set AlarmConfiguration of the group, in its template${orBy('--alarm-configuration enabled=true,alarms=[{name=…}]')}.`);
    }
    if (protection.ignoresUnread) {
        add('deployment/alarms-may-be-unread', `a deployment to ${label} would go on when its alarms cannot be read`, 'IgnorePollAlarmFailure: false', 'IgnorePollAlarmFailure: true', 'Set IgnorePollAlarmFailure to false in the AlarmConfiguration of the group.');
    }
    const wanted = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'];
    const missing = wanted.filter((event) => !protection.events.includes(event));
    if (!protection.rollbackEnabled || missing.length > 0) {
        add('deployment/no-auto-rollback', `a failed deployment to ${label} would not be rolled back`, wanted.join(', '), protection.rollbackEnabled ? protection.events.join(', ') || 'no event' : 'automatic rollback is disabled', `Set AutoRollbackConfiguration of the group, in its template${orBy(`--auto-rollback-configuration enabled=true,events=${wanted.join(',')}`)}.`);
    }
    if (findings.length > 0)
        return findings;
    return [
        {
            code: 'deployment/protected',
            outcome: 'pass',
            title: `${name}: a deployment to ${label} is watched by alarms and rolled back`,
            subject,
            expected: 'alarms and automatic rollback',
            observed: `${protection.alarms} ${protection.alarms === 1 ? 'alarm' : 'alarms'}; ${protection.events.join(', ')}`,
            ...rest,
        },
    ];
}
function current({ info }) {
    return {
        alarms: info?.alarmConfiguration?.alarms?.length ?? 0,
        alarmsEnabled: info?.alarmConfiguration?.enabled ?? false,
        ignoresUnread: info?.alarmConfiguration?.ignorePollAlarmFailure ?? false,
        rollbackEnabled: info?.autoRollbackConfiguration?.enabled ?? false,
        events: info?.autoRollbackConfiguration?.events ?? [],
    };
}
const TYPE = 'AWS::CodeDeploy::DeploymentGroup';
/** The group as this release makes it, from the template that declares it; undefined where it is left as it is. */
function plannedGroup(group, environment, facts) {
    const changes = placedChanges(facts).filter((placed) => placed.environment === environment && placed.change.type === TYPE && placed.change.action !== 'Remove');
    const placed = changes.find((each) => isGroup(each, group)) ?? (group.info === undefined ? changes[0] : undefined);
    const properties = placed && propertiesOf(placed);
    return properties && declared(properties);
}
/** Whether a stack without a plan declares groups, or what may hold some. */
function group_protection_mayBeMade({ stacks }) {
    return stacks.some(({ plan, source: { template } }) => plan === undefined &&
        (template.transforms.length > 0 ||
            Object.values(template.resources).some(({ type }) => type === TYPE || type === 'AWS::CloudFormation::Stack')));
}
function declared(properties) {
    const alarms = group_protection_record(properties['AlarmConfiguration']);
    const rollback = group_protection_record(properties['AutoRollbackConfiguration']);
    const list = (value) => (Array.isArray(value) ? value : []);
    return {
        alarms: list(alarms['Alarms']).length,
        alarmsEnabled: truth(alarms['Enabled']),
        ignoresUnread: truth(alarms['IgnorePollAlarmFailure']),
        rollbackEnabled: truth(rollback['Enabled']),
        events: list(rollback['Events']).map(String),
    };
}
/** Groups of a stack's own that its update policies name: the update itself deploys by them. */
function judgeOwn(environment, facts) {
    const name = environment.environment.key;
    return environment.stacks.flatMap((stack) => {
        if (stack.plan === undefined)
            return [];
        const { template } = stack.source;
        const groups = (0,update_policies/* aliasPolicies */.p)(template).flatMap(({ group }) => ('resource' in group ? [group.resource] : []));
        return [...new Set(groups)].flatMap((id) => {
            const resource = template.resources[id];
            if (resource === undefined)
                return [];
            const subject = `stack/${stack.stack.id}/resource/${id}`;
            const placed = placedChanges(facts).find((each) => each.environment === environment && each.subject === subject);
            const properties = (placed && propertiesOf(placed)) ?? resource.properties;
            const judged = { name, subject, label: `${id} of ${stack.stack.name}`, source: resource.source };
            const open = ['AlarmConfiguration', 'AutoRollbackConfiguration'].filter((key) => isOpen(properties[key]));
            if (open.length === 0)
                return judgeProtection(declared(properties), judged);
            return [
                {
                    code: 'deployment/protection-unknown',
                    outcome: 'inconclusive',
                    title: `${name}: the template does not tell whether a deployment to ${judged.label} is watched and rolled back`,
                    subject,
                    expected: 'alarms and automatic rollback, written out',
                    observed: open.map((key) => `${key}: ${JSON.stringify(properties[key])}`).join('; '),
                    advice: `Write ${open.join(' and ')} of ${id} without a function around them.`,
                    source: resource.source,
                    details: { environment: name },
                },
            ];
        });
    });
}
/** A function in place of the settings, or of one that decides. */
function isOpen(setting) {
    const isCall = (value) => Object.keys(group_protection_record(value)).some((key) => /^(Ref$|Fn::)/.test(key));
    return isCall(setting) || Object.values(group_protection_record(setting)).some((value) => isCall(value));
}
function isGroup({ classified }, group) {
    if (classified?.physicalId !== undefined)
        return classified.physicalId === group.group;
    return group_protection_record(group_protection_record(classified?.after)['Properties'])['DeploymentGroupName'] === group.group;
}
function propertiesOf({ classified, stack, subject, change }) {
    const told = group_protection_record(classified?.after)['Properties'];
    if (told !== undefined)
        return group_protection_record(told);
    if (subject !== `stack/${stack.stack.id}/resource/${change.logicalId}`)
        return undefined;
    return stack.source.template.resources[change.logicalId]?.properties;
}
function group_protection_record(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
function truth(value) {
    return value === true || value === 'true';
}

// EXTERNAL MODULE: ./build/dist/cloudformation/hooks.js
var cloudformation_hooks = __webpack_require__(42382);
;// CONCATENATED MODULE: ./build/dist/policies/precheck/hooks.js

const CODE = 'change-set/hooks';
/** More names than these help nobody. */
const MOST_NAMES = 20;
/** It is known which hooks will be asked when the change sets are executed. */
const hooks_rule = {
    meta: {
        code: CODE,
        title: 'It is known which hooks will be asked about the changes',
        docs: 'CloudFormation Hooks of the account can refuse a resource while it is deployed. Which ones will be asked is shown; ' +
            'what they answer only the deployment tells. Where CloudFormation does not tell which, nothing is proved.',
        codes: ['change-set/hook', 'change-set/hooks-unknown'],
    },
    judge(facts) {
        return facts.environments.flatMap(({ environment, stacks }) => stacks.flatMap(({ stack, hooks }) => {
            if (hooks === undefined)
                return [];
            const subject = `stack/${stack.id}`;
            const details = { environment: environment.key };
            const list = `aws cloudformation list-types --type HOOK --visibility PRIVATE --region ${environment.region}`;
            const unknown = {
                code: 'change-set/hooks-unknown',
                outcome: 'inconclusive',
                title: `${environment.key}: CloudFormation does not tell which hooks will be asked about ${stack.name}`,
                subject,
                expected: 'PLANNED',
                observed: hooks.status,
                advice: `Run precheck again. If it stays so, see with \`${list}\` which hooks there are, ` +
                    `and accept it: \`precheck.rules: { ${CODE}: { off: true, reason: …, owner: …, until: … } }\`.`,
                details,
            };
            const known = [...byName(hooks.hooks)].map(([name, planned]) => {
                const stops = planned.some(({ mode }) => mode !== 'WARN');
                // Without advice: an account has few hooks, but each stack has all of them, and nothing is to be done.
                return {
                    code: 'change-set/hook',
                    outcome: 'skipped',
                    title: `${environment.key}: the hook ${name} will be asked about ${planned.length} ${planned.length === 1 ? 'resource' : 'resources'}`,
                    subject: `${subject}/hook/${name}`,
                    expected: 'its answer, which only the deployment gives',
                    observed: `${namesOf(planned)}; on refusal: ${stops ? 'the update fails and is rolled back' : 'a warning'}`,
                    details,
                };
            });
            return (0,cloudformation_hooks/* isPlanned */.H9)(hooks) ? known : [unknown, ...known];
        }));
    },
};
function byName(hooks) {
    const found = new Map();
    for (const hook of hooks)
        found.set(hook.name, [...(found.get(hook.name) ?? []), hook]);
    return found;
}
function namesOf(planned) {
    const names = planned.map(({ logicalId }) => logicalId);
    const more = names.length - MOST_NAMES;
    return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

;// CONCATENATED MODULE: ./build/dist/policies/precheck/intent.js



/** The release changes what its intent declares, and nothing else. */
const intent_rule = {
    meta: {
        code: 'intent',
        title: 'The release changes what its intent declares, and nothing else',
        docs: 'Every planned change must be allowed or expected by the intent file; every expected change must be planned; ' +
            'a forbidden one blocks. Without an intent file this rule has nothing to say.',
        codes: [
            'change/undeclared',
            'change/forbidden',
            'change/expected-absent',
            'change/already-there',
            'change/as-declared',
        ],
    },
    judge(facts) {
        const { intent } = facts;
        if (intent === undefined)
            return [];
        const changes = placedChanges(facts).filter(isChange);
        const findings = [
            ...changes.flatMap((placed) => intent_judgeChange(placed, intent, facts)),
            ...facts.environments.flatMap((environment) => environment.stacks.some((stack) => stack.plan === undefined) ? [] : absentIn(environment, intent, changes)),
        ];
        if (findings.some((finding) => finding.outcome !== 'skipped'))
            return findings;
        return [
            ...findings,
            ...provedByPlans(facts, {
                code: 'change/as-declared',
                title: 'Every planned change is declared, and every expected one is planned',
                subject: 'intent',
                expected: `${intent.expect.length} expected, ${intent.allow.length} allowed, ${intent.forbid.length} forbidden`,
                observed: `${changes.length} changes, all declared`,
            }),
        ];
    },
};
/**
 * A nested stack's own entry says only that something in it may change; what changes is listed by the stack itself. A
 * change set that does not look into nested stacks leaves it as a change to be declared.
 */
function isChange({ change, classified }) {
    return change.type !== 'AWS::CloudFormation::Stack' || classified?.nestedChangeSet === undefined;
}
function intent_judgeChange(placed, intent, facts) {
    const { change, subject, environment, stack } = placed;
    const name = environment.environment.key;
    const source = stack.source.template.resources[change.logicalId]?.source;
    const base = {
        subject,
        observed: inWords(change),
        details: { environment: name, type: change.type },
        ...(source && subject === `stack/${stack.stack.id}/resource/${change.logicalId}` && { source }),
    };
    const forbidden = intent.forbid.find((entry) => intent_match_covers(entry, placed, 'forbid'));
    if (forbidden) {
        return [
            {
                ...base,
                code: 'change/forbidden',
                outcome: 'fail',
                title: `${name}: the intent forbids this change of ${change.logicalId}`,
                expected: `not: ${JSON.stringify(forbidden)}`,
                advice: `Undo the change of ${change.logicalId}, or take the entry out of \`forbid\` in ${facts.config.precheck.intent ?? 'the intent file'}.`,
            },
        ];
    }
    const declared = [...intent.allow, ...intent.expect];
    if (declared.some((entry) => intent_match_covers(entry, placed, 'allow')))
        return [];
    const nearest = declared.filter((entry) => names(entry, placed));
    return [
        {
            ...base,
            code: 'change/undeclared',
            outcome: 'fail',
            title: `${name}: ${change.logicalId} would change, which the intent does not declare`,
            expected: nearest.length === 0
                ? 'no change of this resource'
                : nearest.map((entry) => JSON.stringify(entry)).join(' or '),
            advice: `Undo the change, or declare it in ${facts.config.precheck.intent ?? 'the intent file'}: ` +
                `expect: [${entryFor(placed)}].`,
        },
    ];
}
function absentIn(environment, intent, changes) {
    const name = environment.environment.key;
    const isPlannedIn = (key, entry) => changes.some((placed) => placed.environment.environment.key === key && intent_match_covers(entry, placed, 'allow'));
    const all = environment.stacks.length === environment.environment.stacks.length;
    const isSeen = ({ resource }) => all || environment.stacks.some(({ stack }) => resource?.startsWith(`${stack.id}/`));
    return intent.expect
        .filter((entry) => (entry.environment === undefined || entry.environment === name) && isSeen(entry))
        .filter((entry) => !isPlannedIn(name, entry))
        .map((entry) => {
        const what = entry.resource ?? entry.type ?? 'anything';
        const other = name === 'preprod' ? 'production' : 'preprod';
        // A run that is begun again finds pre-prod deployed; production still lacks the change, so it is no mistake.
        const done = name === 'preprod' && isPlannedIn('production', entry) && isDeployed(environment, entry);
        return {
            code: done ? 'change/already-there' : 'change/expected-absent',
            outcome: done ? 'skipped' : 'fail',
            title: `${name}: the change of ${what} that the intent expects is ${done ? 'deployed already' : 'not planned'}`,
            subject: `intent/expect/${entry.resource ?? entry.type ?? ''}`,
            expected: JSON.stringify(entry),
            observed: done ? "the release's own template is deployed" : 'no such change',
            ...(!done && {
                advice: isPlannedIn(other, entry)
                    ? `Add \`environment: ${other}\` to the entry where the change is meant there only; or see why ${name} does not have it.`
                    : 'Check that the template holds the change and that it is not deployed already; or take the entry out of `expect`.',
            }),
            details: { environment: name },
        };
    });
}
/** Whether the stack that the entry is about has this release's template already, and nothing is left to do. */
function isDeployed({ stacks, snapshot }, entry) {
    const about = stacks.filter(({ stack }) => entry.resource === undefined || entry.resource.startsWith(`${stack.id}/`));
    return (about.length > 0 &&
        about.every(({ stack, plan, source }) => plan?.kind === 'none' &&
            snapshot?.facts[`stacks/${stack.id}/start/template`] ===
                (0,digest/* digestOf */.ol)(source.template.text.replaceAll('\r\n', '\n'))));
}

;// CONCATENATED MODULE: ./build/dist/policies/precheck/known-changes.js

/** What CloudFormation says about a change is understood. */
const known_changes_rule = {
    meta: {
        code: 'change/known',
        title: 'What CloudFormation says about the changes is understood',
        docs: 'CloudFormation gets new words for what happens to a resource. A change that is told in a word which this version ' +
            'does not know is not judged as harmless. Where CloudFormation could not tell all values, that is said: the changes ' +
            'themselves are complete, since they are read a second time without values. Of a nested stack that its change set ' +
            'does not look into nothing is known.',
        codes: ['change/unknown-words', 'change/nested-untold', 'change/values-untold'],
    },
    judge(facts) {
        const unknown = placedChanges(facts).flatMap(({ environment, change, classified, subject }) => {
            const words = classified?.unknownWords ?? [];
            if (words.length === 0 && change.action !== 'Unknown')
                return [];
            const name = environment.environment.key;
            return [
                {
                    code: 'change/unknown-words',
                    outcome: 'inconclusive',
                    title: `${name}: what would happen to ${change.logicalId} is told in words that are not known here`,
                    subject,
                    expected: 'words of CloudFormation that this version knows',
                    observed: words.join(', ') || 'no action',
                    advice: 'Use a newer version of this action. Until then review this change in the CloudFormation console, and declare ' +
                        'that it was: `precheck.rules: { change/known: { off: true, reason: …, owner: …, until: … } }`.',
                    details: { environment: name, type: change.type },
                },
            ];
        });
        const nested = facts.environments.flatMap(({ environment, stacks }) => stacks.flatMap(({ stack, plan, facts: changeSet }) => {
            // A plan that the template alone gave says itself that it is provisional.
            const names = plan === undefined || changeSet === undefined ? [] : untoldStacks(plan);
            if (names.length === 0)
                return [];
            return [
                {
                    code: 'change/nested-untold',
                    outcome: 'inconclusive',
                    title: `${environment.key}: CloudFormation does not tell what would change in nested stacks of ${stack.name}`,
                    subject: `stack/${stack.id}`,
                    expected: 'a change set for each nested stack',
                    observed: names.join(', '),
                    advice: 'Run precheck again. If it stays so, review these nested stacks in the CloudFormation console, and declare ' +
                        'that they were: `precheck.rules: { change/known: { off: true, reason: …, owner: …, until: … } }`.',
                    details: { environment: environment.key },
                },
            ];
        }));
        const untold = facts.environments.flatMap(({ environment, stacks }) => stacks.flatMap(({ stack, facts: changeSet }) => {
            const reasons = changeSet === undefined ? [] : reasonsOf(changeSet);
            if (reasons.length === 0)
                return [];
            return [
                {
                    code: 'change/values-untold',
                    outcome: 'skipped',
                    title: `${environment.key}: CloudFormation does not tell all values that would change in ${stack.name}`,
                    subject: `stack/${stack.id}`,
                    expected: 'values before and after',
                    observed: reasons.join('; '),
                    details: { environment: environment.key },
                },
            ];
        }));
        return [...unknown, ...nested, ...untold];
    },
};
function reasonsOf({ incomplete, nested }) {
    return [...new Set([...incomplete, ...nested.flatMap(reasonsOf)])];
}

// EXTERNAL MODULE: ./build/dist/cloudformation/transforms.js
var transforms = __webpack_require__(32245);
;// CONCATENATED MODULE: ./build/dist/policies/precheck/macros.js

/** No macro runs, and no object is fetched, while a change set is made, unless it is allowed by name. */
const macros_rule = {
    meta: {
        code: 'template/macro',
        title: 'No macro runs while a change set is made, unless it is allowed by name',
        docs: 'A macro is code of somebody that runs while CloudFormation makes a change set, and AWS::Include fetches an ' +
            'object that is no part of the release. A stack with one that is not listed in precheck.transforms is not planned.',
        codes: ['template/macro'],
    },
    judge(facts) {
        const allowed = facts.config.precheck.transforms;
        const seen = new Map();
        for (const environment of facts.environments) {
            for (const { stack, source } of environment.stacks) {
                for (const name of (0,transforms/* unreviewedTransforms */.m)(source.template.transforms, allowed)) {
                    const inSection = source.template.body['Transform'] !== undefined;
                    seen.set(`${stack.id} ${name}`, {
                        code: 'template/macro',
                        outcome: 'fail',
                        title: `${stack.template} uses ${name}, which runs code or fetches objects while a change set is made`,
                        subject: `stack/${stack.id}/transform/${name}`,
                        expected: 'no macro, or one that precheck.transforms allows by name',
                        observed: name,
                        advice: `Review what ${name} does, then allow it: precheck.transforms: [${name}].`,
                        source: source.template.source(inSection ? ['Transform'] : []),
                    });
                }
            }
        }
        return [...seen.values()];
    },
};

// EXTERNAL MODULE: ./build/dist/policies/parity.js
var parity = __webpack_require__(86867);
;// CONCATENATED MODULE: ./build/dist/policies/precheck/parity.js

/** Pre-prod is made as production is. */
const parity_rule = {
    meta: {
        code: 'parity',
        title: 'Pre-prod is made as production is',
        docs: 'Compares what both environments are made of, after taking out their names, accounts and regions. What concerns ' +
            'security and procedure blocks unless it is declared with a reason; capacity and the starting point only inform.',
        codes: [
            'parity/differs',
            'parity/capacity',
            'parity/start',
            'parity/mirrors',
            'parity/one-side',
            'parity/allowance-expired',
            'parity/allowance-unused',
        ],
    },
    judge(facts) {
        const snapshots = facts.environments.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [snapshot]));
        return (0,parity/* judgeParity */.d)(snapshots, facts.config.precheck.parity, facts.today);
    },
};

// EXTERNAL MODULE: ./build/dist/policies/shared-stacks.js
var shared_stacks = __webpack_require__(88309);
;// CONCATENATED MODULE: ./build/dist/policies/precheck/place.js

const place_NAMED_AT_MOST = 10;
/** The stacks of an environment are its own, and in its account. */
const place_rule = {
    meta: {
        code: 'stack/place',
        title: 'The stacks of an environment are its own, and in its account',
        docs: 'A role or a name of the wrong environment makes a release look at other stacks than it will deploy. The stacks ' +
            'have to be in the account of the roles, and none may belong to both environments: to rehearse on it would be to ' +
            'deploy to production. An environment that has none of its stacks while the other has all is told: it is right ' +
            'for a first release, and only then.',
        codes: ['stack/other-account', 'stack/shared', 'stack/none-here'],
    },
    judge({ environments }) {
        return [...environments.flatMap(inOtherAccount), ...shared(environments), ...noneHere(environments)];
    },
};
function placesOf({ stacks }) {
    return stacks.flatMap(({ stack, before, plan, facts }) => {
        const arn = before?.arn ?? facts?.stackArn ?? plan?.stackArn ?? '';
        return arn === '' ? [] : [{ id: stack.id, name: stack.name, arn }];
    });
}
const accountIn = (arn) => arn?.split(':')[4];
function inOtherAccount(facts) {
    const { environment } = facts;
    const roles = { 'plan-role': environment.planRole, 'deploy-role': environment.deployRole };
    const [place] = placesOf(facts);
    const account = accountIn(place?.arn);
    if (place === undefined || account === undefined)
        return [];
    return Object.entries(roles).flatMap(([key, role]) => {
        const wanted = accountIn(role);
        if (role === undefined || wanted === undefined || wanted === account)
            return [];
        return [
            {
                code: 'stack/other-account',
                outcome: 'fail',
                title: `${environment.key}: what was looked at is in the account ${account}, and the ${key} is of ${wanted}`,
                subject: `environment/${environment.key}`,
                expected: `stacks in the account ${wanted}, that of ${role}`,
                observed: place.arn,
                advice: environment.planRole === undefined
                    ? `Set \`environments.${environment.key}.plan-role\`, or give the job credentials of ${wanted}.`
                    : `Correct \`environments.${environment.key}\`: plan-role and deploy-role are of one account.`,
                details: { environment: environment.key },
            },
        ];
    });
}
function shared(environments) {
    const placesIn = (key) => environments.filter(({ environment }) => environment.key === key).flatMap(placesOf);
    return (0,shared_stacks/* sharedStacks */.p)(placesIn('preprod'), placesIn('production'));
}
function noneHere(environments) {
    return environments.flatMap((facts) => {
        const { environment, stacks } = facts;
        const other = environments.find((each) => each !== facts);
        const missing = stacks.filter(({ plan }) => plan?.kind === 'create');
        if (other === undefined || stacks.length === 0 || missing.length < stacks.length)
            return [];
        if (!other.stacks.every(({ before, plan }) => before !== undefined && plan?.kind !== 'create'))
            return [];
        const account = accountIn(placesOf(facts)[0]?.arn);
        const where = `${account === undefined ? '' : `the account ${account}, `}${environment.region}`;
        const names = missing.slice(0, place_NAMED_AT_MOST).map(({ stack }) => stack.name);
        const more = missing.length - names.length;
        const through = environment.planRole === undefined ? 'the credentials of the job' : environment.planRole;
        return [
            {
                code: 'stack/none-here',
                outcome: 'skipped',
                title: `${environment.key}: not one of its stacks is there, while ${other.environment.key} has all of its own`,
                subject: `environment/${environment.key}`,
                expected: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} in ${where}; or the first release`,
                observed: 'no such stack: all would be made',
                advice: `Nothing has to be done where this is the first release to ${environment.key}. Otherwise it was looked for in ` +
                    `the wrong place: see whether ${through} and the region ${environment.region} are those of ${environment.key}.`,
                details: { environment: environment.key },
            },
        ];
    });
}

// EXTERNAL MODULE: ./build/dist/cloudformation/changes.js
var changes = __webpack_require__(68635);
;// CONCATENATED MODULE: ./build/dist/policies/stateful-types.js
/**
 * Types that hold what cannot be made again from a template. `sources`: `spec` is `isStateful` of AWS's service
 * specification (@aws-cdk/aws-service-spec); `docs` means that AWS's reference says that replacing or deleting it loses
 * data, identities or addresses that others hold. A test compares the first kind with the specification.
 */
const STATEFUL_TYPES = {
    'AWS::Backup::BackupVault': { source: 'spec', holds: 'recovery points' },
    'AWS::Cassandra::Keyspace': { source: 'docs', holds: 'tables' },
    'AWS::Cassandra::Table': { source: 'docs', holds: 'rows' },
    'AWS::CertificateManager::Certificate': { source: 'docs', holds: 'a certificate that listeners name' },
    'AWS::CloudFormation::Stack': { source: 'spec', holds: 'nested stack and all that is in it' },
    'AWS::Cognito::IdentityPool': { source: 'docs', holds: 'identities' },
    'AWS::Cognito::UserPool': { source: 'spec', holds: 'users' },
    'AWS::Cognito::UserPoolClient': { source: 'docs', holds: 'a client id and secret that applications hold' },
    'AWS::DocDB::DBCluster': { source: 'spec', holds: 'documents' },
    'AWS::DocDB::DBInstance': { source: 'spec', holds: 'an instance of a database' },
    'AWS::DynamoDB::GlobalTable': { source: 'spec', holds: 'items' },
    'AWS::DynamoDB::Table': { source: 'spec', holds: 'items' },
    'AWS::EC2::EIP': { source: 'docs', holds: 'an address that others know' },
    'AWS::EC2::Volume': { source: 'spec', holds: 'a file system' },
    'AWS::ECR::Repository': { source: 'docs', holds: 'images' },
    'AWS::EFS::FileSystem': { source: 'spec', holds: 'files' },
    'AWS::EMR::Cluster': { source: 'spec', holds: 'a cluster with local data' },
    'AWS::ElastiCache::CacheCluster': { source: 'spec', holds: 'cached data' },
    'AWS::ElastiCache::ReplicationGroup': { source: 'spec', holds: 'cached data' },
    'AWS::Elasticsearch::Domain': { source: 'spec', holds: 'indices' },
    'AWS::FSx::FileSystem': { source: 'spec', holds: 'files' },
    'AWS::KMS::Key': { source: 'spec', holds: 'a key without which data is lost' },
    'AWS::Kinesis::Stream': { source: 'spec', holds: 'records' },
    'AWS::Logs::LogGroup': { source: 'spec', holds: 'logs' },
    'AWS::MSK::Cluster': { source: 'docs', holds: 'topics' },
    'AWS::MemoryDB::Cluster': { source: 'docs', holds: 'data' },
    'AWS::Neptune::DBCluster': { source: 'spec', holds: 'graphs' },
    'AWS::Neptune::DBInstance': { source: 'spec', holds: 'an instance of a database' },
    'AWS::OpenSearchServerless::Collection': { source: 'docs', holds: 'indices' },
    'AWS::OpenSearchService::Domain': { source: 'spec', holds: 'indices' },
    'AWS::Organizations::Account': { source: 'spec', holds: 'an account' },
    'AWS::QLDB::Ledger': { source: 'spec', holds: 'a journal' },
    'AWS::RDS::DBCluster': { source: 'spec', holds: 'databases' },
    'AWS::RDS::DBInstance': { source: 'spec', holds: 'databases' },
    'AWS::RDS::GlobalCluster': { source: 'docs', holds: 'databases' },
    'AWS::Redshift::Cluster': { source: 'spec', holds: 'a warehouse' },
    'AWS::RedshiftServerless::Namespace': { source: 'docs', holds: 'a warehouse' },
    'AWS::Route53::HostedZone': { source: 'docs', holds: 'records and name servers that others delegate to' },
    'AWS::S3::Bucket': { source: 'spec', holds: 'objects' },
    'AWS::SDB::Domain': { source: 'spec', holds: 'items' },
    'AWS::SQS::Queue': { source: 'spec', holds: 'messages' },
    'AWS::SecretsManager::Secret': { source: 'spec', holds: 'a secret' },
    'AWS::Timestream::Table': { source: 'docs', holds: 'measures' },
};

;// CONCATENATED MODULE: ./build/dist/policies/precheck/replaces-state.js




/** No resource that holds state is replaced or removed. */
const replaces_state_rule = {
    meta: {
        code: 'change/replaces-state',
        title: 'No resource that holds state is replaced or removed',
        docs: 'A replaced or removed table, bucket, key or file system is gone with what it holds. It is safe where the ' +
            'resource is retained or, on removal, kept as a snapshot. Replacement that CloudFormation leaves open counts as replacement.',
        codes: ['change/replaces-state', 'change/removes-state', 'change/keeps-state'],
    },
    judge(facts) {
        const changes = placedChanges(facts);
        const findings = changes.flatMap((placed) => replaces_state_judgeChange(placed, facts));
        if (findings.length > 0)
            return findings;
        const held = changes.filter(({ change }) => STATEFUL_TYPES[change.type] !== undefined).length;
        return provedByPlans(facts, {
            code: 'change/keeps-state',
            title: 'No resource that holds state is replaced or removed',
            subject: 'stacks',
            expected: 'no replacement and no removal',
            observed: `${changes.length} changes, ${held} of them to resources that hold state`,
        });
    },
};
/** What happens to what the resource holds. `Retain` and a snapshot keep it, each only where they apply. */
function lossOf({ change, stack, subject }) {
    if (change.action === 'Remove')
        return keeps(change.policyAction) ? 'none' : 'removed';
    if (change.action === 'Add' || change.action === 'Import')
        return 'none';
    if (change.replacement === 'False' && change.action !== 'Unknown')
        return 'none';
    const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`;
    const declared = own ? stack.source.template.resources[change.logicalId]?.updateReplacePolicy : undefined;
    if (keeps(change.policyAction ?? declared))
        return 'kept';
    return change.replacement === 'True' && !replaces_state_isOpen(change) ? 'replaced' : 'perhaps';
}
/** CloudFormation says True too where it does not know yet whether the value will be another one. */
function replaces_state_isOpen({ properties }) {
    const causes = properties.filter((property) => property.requiresRecreation !== 'Never');
    return causes.length > 0 && causes.every(({ after }) => after?.includes(changes/* KNOWN_AFTER_APPLY */.Ai));
}
const KEEPING = new Set(['Retain', 'Snapshot', 'ReplaceAndRetain', 'ReplaceAndSnapshot']);
function keeps(policyAction) {
    return policyAction !== undefined && KEEPING.has(policyAction);
}
function replaces_state_judgeChange(placed, facts) {
    const { change, environment, stack, subject } = placed;
    const type = STATEFUL_TYPES[change.type];
    if (type === undefined)
        return [];
    const loss = lossOf(placed);
    if (loss === 'none')
        return [];
    const name = environment.environment.key;
    const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`;
    const declared = own ? stack.source.template.resources[change.logicalId] : undefined;
    const causes = change.properties
        .filter((property) => property.requiresRecreation !== 'Never')
        .map((property) => `${property.path} (${property.causes.join(', ')})`);
    return [
        {
            code: loss === 'removed' ? 'change/removes-state' : 'change/replaces-state',
            outcome: 'fail',
            title: `${name}: ${titleOf(loss, change.logicalId, type.holds)}`,
            subject,
            expected: loss === 'removed' ? 'the resource kept' : 'an update in place, or no change',
            observed: `${inWords(change)}${causes.length === 0 ? '' : `; because of ${causes.join(', ')}`}`,
            advice: adviceOf(loss, placed, causes, facts),
            ...(declared && { source: declared.source }),
            details: { environment: name, type: change.type, holds: type.holds, stack: stack.stack.name },
            // That the old one is kept, unused, can be meant; that state is lost cannot.
            ...(loss === 'kept' && waivedBy(facts.intent, placed)),
        },
    ];
}
function titleOf(loss, id, holds) {
    if (loss === 'removed')
        return `${id} would be removed with its ${holds}`;
    if (loss === 'kept')
        return `${id} would be replaced by an empty one; the old one is kept, but nothing uses its ${holds}`;
    return `${id} ${loss === 'perhaps' ? 'might' : 'would'} be replaced by an empty one, and its ${holds} lost`;
}
function adviceOf(loss, placed, causes, facts) {
    const { change } = placed;
    if (loss === 'removed') {
        return `Keep ${change.logicalId} in the template, or first deploy it with \`DeletionPolicy: Retain\` and remove it in a later release.`;
    }
    const file = facts.config.precheck.intent ?? 'an intent file (precheck.intent)';
    const declared = `expect: [${entryFor(placed)}]`;
    if (loss !== 'kept' && replaces_state_isOpen(change)) {
        return (`CloudFormation learns the value only when it executes the change, and it may be the value of now. Write the value itself in ` +
            `place of the reference; or give ${change.logicalId} \`UpdateReplacePolicy: Retain\`, so that nothing is lost either way, and ` +
            `say in ${file} that it may be: ${declared}.`);
    }
    const undo = `Undo the change of ${causes.length === 0 ? 'its properties' : causes.join(', ')}`;
    if (loss === 'kept') {
        return `${undo}, or say in ${file} that it is meant: ${declared}.`;
    }
    return (`${undo}; to move what it holds, add a new resource beside ${change.logicalId}, copy, switch, and remove the old one ` +
        'in a later release. `UpdateReplacePolicy: Retain` keeps the old one.');
}

;// CONCATENATED MODULE: ./build/dist/policies/precheck/rollback-mode.js
/** A failing update is rolled back, and finished means stable. */
const rollback_mode_rule = {
    meta: {
        code: 'stack/rollback-mode',
        title: 'A failing update is rolled back, and finished means stable',
        docs: 'In EXPRESS mode CloudFormation calls resources done before they are stable, so that nothing is proved by its end; ' +
            'with rollback disabled a failing update leaves the stack half way.',
        codes: ['stack/express-mode', 'stack/rollback-disabled'],
    },
    judge(facts) {
        return facts.environments.flatMap((environment) => environment.stacks.flatMap(({ stack, before, facts: changeSet }) => {
            const name = environment.environment.key;
            const base = { outcome: 'fail', subject: `stack/${stack.id}`, details: { environment: name } };
            const mode = changeSet?.deploymentMode ?? before?.deploymentMode ?? 'STANDARD';
            const disabled = changeSet === undefined ? before?.disableRollback === true : changeSet.disableRollback;
            return [
                ...(mode === 'STANDARD'
                    ? []
                    : [
                        {
                            ...base,
                            code: 'stack/express-mode',
                            title: `${name}: ${stack.name} would be updated in ${mode} mode`,
                            expected: 'STANDARD',
                            observed: mode,
                            advice: `Deploy ${stack.name} once with \`aws cloudformation update-stack --stack-name ${stack.name} --use-previous-template --deployment-config Mode=STANDARD\`.`,
                        },
                    ]),
                ...(disabled
                    ? [
                        {
                            ...base,
                            code: 'stack/rollback-disabled',
                            title: `${name}: a failing update of ${stack.name} would not be rolled back`,
                            expected: 'rollback',
                            observed: 'rollback is disabled',
                            advice: `Enable it with \`aws cloudformation update-stack --stack-name ${stack.name} --use-previous-template --no-disable-rollback\`.`,
                        },
                    ]
                    : []),
            ];
        }));
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/precheck/stack-policy.js

/** Each stack has the policy that its parameter file gives. */
const stack_policy_rule = {
    meta: {
        code: 'stack/policy',
        title: 'Each stack has the policy that its parameter file gives',
        docs: "CodePipeline's form of parameters may carry a stack policy, and CodePipeline sets it. This action does not change " +
            'stack policies: what the file gives is compared with what the stack has, and told where it differs.',
        codes: ['stack/policy-not-set'],
    },
    judge(facts) {
        return facts.environments.flatMap(({ environment, stacks, snapshot }) => stacks.flatMap(({ stack, source }) => {
            const given = source.parameters?.stackPolicy;
            const exists = snapshot?.facts[`stacks/${stack.id}/start/exists`];
            // Without a snapshot, as of a part of the stacks, nothing is known of what the stack has.
            if (given === undefined || exists === undefined || exists === null)
                return [];
            const has = snapshot?.facts[`stacks/${stack.id}/policy`];
            if (has !== undefined && (0,digest/* canonical */.$N)(has) === (0,digest/* canonical */.$N)(given))
                return [];
            return [
                {
                    code: 'stack/policy-not-set',
                    outcome: 'skipped',
                    title: `${environment.key}: ${stack.name} does not have the stack policy of its parameter file`,
                    subject: `stack/${stack.id}`,
                    expected: JSON.stringify(given),
                    observed: has === undefined || has === null ? 'none' : JSON.stringify(has),
                    advice: `Set it with \`aws cloudformation set-stack-policy --stack-name ${stack.name} --region ${environment.region} --stack-policy-body …\`: this action leaves stack policies as they are.`,
                    details: { environment: environment.key },
                },
            ];
        }));
    },
};

;// CONCATENATED MODULE: ./build/dist/policies/rule-changes.js

/** Pure: everything by which the configuration judges, compared. `today` is an ISO date. */
function changesOf(before, after, today) {
    return [
        ...exceptions('precheck/drift/ignore', before.precheck.drift.ignore, after.precheck.drift.ignore, ({ resource, property }) => `${resource}${property ?? ''}`, today),
        ...exceptions('precheck/parity/allow', before.precheck.parity.allow, after.precheck.parity.allow, ({ path }) => path, today),
        ...exceptions('precheck/rules', Object.entries(before.precheck.rules).flatMap(([code, value]) => (value === 'on' ? [] : [{ code, ...value }])), Object.entries(after.precheck.rules).flatMap(([code, value]) => (value === 'on' ? [] : [{ code, ...value }])), ({ code }) => code, today),
        ...after.precheck.transforms
            .filter((name) => !before.precheck.transforms.includes(name))
            .map((name) => ({
            path: `precheck/transforms/${name}`,
            weaker: true,
            before: 'not allowed',
            after: 'allowed',
        })),
        ...less('precheck/drift/coverage', before.precheck.drift.coverage, after.precheck.drift.coverage),
        ...other('precheck/parity/capacity', before.precheck.parity.capacity, after.precheck.parity.capacity, after.precheck.parity.capacity === 'inform'),
        ...other('precheck/intent', before.precheck.intent, after.precheck.intent, after.precheck.intent === undefined),
        ...other('observe', before.observe, after.observe, after.observe !== undefined),
        ...gateChanges(before.gate, after.gate),
        ...checkChanges(before.verify, after.verify),
        ...['preprod', 'production'].flatMap((key) => ['plan-role', 'deploy-role', 'name', 'region'].flatMap((what) => other(`environments/${key}/${what}`, before.environments[key][what], after.environments[key][what], true))),
        ...stackChanges(before, after),
        ...deploymentChanges(before, after),
    ];
}
/** New exceptions and longer ones are weaker; ones that go are not. */
function exceptions(path, before, after, name, today) {
    const earlier = new Map(before.map((entry) => [name(entry), entry]));
    const later = new Map(after.map((entry) => [name(entry), entry]));
    const end = (entry) => (entry.until === undefined ? 'without end' : `until ${entry.until}`);
    return [
        ...[...later].flatMap(([key, entry]) => {
            const was = earlier.get(key);
            const place = `${path}/${key}`;
            // An exception whose day is over excepts nothing; it is told as expired.
            const holds = (entry.until ?? '9999') >= today;
            if (was === undefined)
                return [{ path: place, weaker: holds, before: 'no exception', after: `an exception ${end(entry)}` }];
            const longer = holds && (entry.until ?? '9999') > (was.until ?? '9999');
            if ((0,digest/* canonical */.$N)(was) === (0,digest/* canonical */.$N)(entry))
                return [];
            return [{ path: place, weaker: longer, before: end(was), after: longer ? end(entry) : 'changed, not for longer' }];
        }),
        ...[...earlier].flatMap(([key, entry]) => later.has(key)
            ? []
            : [{ path: `${path}/${key}`, weaker: false, before: `an exception ${end(entry)}`, after: 'no exception' }]),
    ];
}
function less(path, before, after) {
    return before === after ? [] : [{ path, weaker: after < before, before: String(before), after: String(after) }];
}
function more(path, before, after) {
    return less(path, before, after).map((change) => ({ ...change, weaker: after > before }));
}
function other(path, before, after, weaker) {
    const [a, b] = [rule_changes_show(before), rule_changes_show(after)];
    return a === b ? [] : [{ path, weaker, before: a, after: b }];
}
function rule_changes_show(value) {
    return value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);
}
function gateChanges(before, after) {
    const required = (before.require ?? []).filter((kind) => after.require !== undefined && !after.require.includes(kind));
    const added = (after.require ?? []).filter((kind) => before.require !== undefined && !before.require.includes(kind));
    return [
        ...required.map((kind) => ({
            path: `gate/require/${kind}`,
            weaker: true,
            before: 'required',
            after: 'not required',
        })),
        ...added.map((kind) => ({
            path: `gate/require/${kind}`,
            weaker: false,
            before: 'not required',
            after: 'required',
        })),
        // Without a list the configured kinds are required: whether that is less is told by the checks themselves.
        ...((before.require === undefined) === (after.require === undefined)
            ? []
            : other('gate/require', before.require, after.require, true)),
        ...more('gate/evidence-younger-than', before['evidence-younger-than'], after['evidence-younger-than']),
        ...less('gate/reviewers/at-least', before.reviewers['at-least'], after.reviewers['at-least']),
        ...other('gate/reviewers/not', before.reviewers.not, after.reviewers.not, after.reviewers.not.length < before.reviewers.not.length),
    ];
}
function checkChanges(before, after) {
    const key = (check, index) => check.name ?? `check ${index + 1}`;
    const later = new Map(after.map((check, index) => [key(check, index), check]));
    return before.flatMap((check, index) => {
        const name = key(check, index);
        const path = `verify/${name}`;
        const now = later.get(name);
        if (now === undefined)
            return [{ path, weaker: true, before: 'a check', after: 'no such check' }];
        if ((0,digest/* canonical */.$N)(check) === (0,digest/* canonical */.$N)(now))
            return [];
        return [
            ...more(`${path}/failures`, check.failures, now.failures),
            ...more(`${path}/errors`, check.errors, now.errors),
            ...less(`${path}/count`, check.count, now.count),
            ...other(`${path}/dry-run`, check['dry-run'], now['dry-run'], now['dry-run']),
            // The kinds that are required are, by default, those that there are.
            ...other(`${path}/kind`, check.kind, now.kind, true),
            ...optionChanges(path, leavesOf(optionsOf(check)), leavesOf(optionsOf(now))),
        ];
    });
}
/** Options that let more through as they grow, and as they shrink, by the last part of their path. */
const UPPER_BOUNDS = new Set(['within', 'p50', 'p90', 'p95', 'p99', 'max', 'errors']);
const LOWER_BOUNDS = new Set(['steady-for', 'days-left', 'rate', 'for']);
/** What is no longer expected, or bound less tightly, is weaker; of other values nobody can tell which is. */
function optionChanges(path, before, after) {
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
        const [was, is] = [before.get(key), after.get(key)];
        const name = key.split('/').at(-1) ?? '';
        const grows = typeof was === 'number' && typeof is === 'number' && is > was;
        const shrinks = typeof was === 'number' && typeof is === 'number' && is < was;
        const looser = (grows && UPPER_BOUNDS.has(name)) || (shrinks && LOWER_BOUNDS.has(name));
        return other(`${path}/${key}`, was, is, (was !== undefined && is === undefined) || looser);
    });
}
/** Options by their path; a list is one value. */
function leavesOf(value, prefix = '') {
    return new Map(Object.entries(value).flatMap(([key, member]) => typeof member === 'object' && member !== null && !Array.isArray(member)
        ? [...leavesOf(member, `${prefix}${key}/`)]
        : [[`${prefix}${key}`, member]]));
}
const JUDGED_APART = new Set(['name', 'failures', 'errors', 'count', 'dry-run', 'kind']);
function optionsOf(check) {
    return Object.fromEntries(Object.entries(check).filter(([key]) => !JUDGED_APART.has(key)));
}
function stackChanges(before, after) {
    const earlier = new Map(before.stacks.map((stack) => [stack.id ?? 'stack', stack]));
    return after.stacks.flatMap((stack) => {
        const id = stack.id ?? 'stack';
        const was = earlier.get(id);
        if (was === undefined)
            return [];
        const added = stack.capabilities.filter((capability) => !was.capabilities.includes(capability));
        return [
            ...other(`stacks/${id}/role`, was.role, stack.role, true),
            ...added.map((capability) => ({
                path: `stacks/${id}/capabilities/${capability}`,
                weaker: true,
                before: 'not acknowledged',
                after: 'acknowledged',
            })),
        ];
    });
}
function deploymentChanges(before, after) {
    const earlier = new Map(before.deployments.map((deployment) => [deployment.id ?? 'app', deployment]));
    return after.deployments.flatMap((deployment) => {
        const id = deployment.id ?? 'app';
        const was = earlier.get(id);
        if (was === undefined || was.platform === 'local' || deployment.platform === 'local')
            return [];
        const config = 'deployment-config';
        const configs = other(`deployments/${id}/${config}`, was[config], deployment[config], true);
        if (was.platform !== 'server' || deployment.platform !== 'server')
            return configs;
        const ignores = 'ignore-application-stop-failures';
        return [
            ...configs,
            ...other(`deployments/${id}/${ignores}`, was[ignores], deployment[ignores], deployment[ignores]),
        ];
    });
}

;// CONCATENATED MODULE: ./build/dist/policies/precheck/weakened-rules.js



/** The release does not make the rules weaker by which it is judged. */
const weakened_rules_rule = {
    meta: {
        code: 'rules',
        title: 'The release does not make the rules weaker by which it is judged',
        docs: 'Compares the configuration and the intent with those of the last run of the workflow on this branch that ended ' +
            'well, or of the commit before where there is none; a pull request with those of its base. Exceptions, ' +
            'allowances, switched-off rules, fewer required kinds, other roles and the like block until the intent file ' +
            'declares them under `rules`, with a reason, an owner and an end date; reviewers see them first.',
        codes: ['rules/weakened', 'rules/changed', 'rules/unchanged', 'rules/base-unknown', 'rules/no-base'],
    },
    judge(facts) {
        const { base, baseUnknown } = facts;
        if (base === undefined) {
            return [
                {
                    code: baseUnknown === undefined ? 'rules/no-base' : 'rules/base-unknown',
                    outcome: baseUnknown === undefined ? 'skipped' : 'inconclusive',
                    title: 'It is not known what this release changes in the rules',
                    subject: 'config',
                    expected: 'the configuration of the commit before',
                    observed: baseUnknown ?? 'there is no commit before',
                    ...(baseUnknown !== undefined && {
                        advice: 'Give the job `permissions: { contents: read, actions: read }`, or check out with `fetch-depth: 0`.',
                    }),
                },
            ];
        }
        const before = base.config;
        if (before === undefined) {
            return [
                {
                    code: 'rules/no-base',
                    outcome: 'skipped',
                    title: 'The commit before had no configuration: all rules are new',
                    subject: 'config',
                    expected: 'the configuration of the commit before',
                    observed: `none at ${base.sha.slice(0, 12)}`,
                },
            ];
        }
        const changes = [...changesOf(before, facts.config, facts.today), ...intentChanges(facts), ...knownMore(facts)];
        const findings = changes.map((change) => asFinding(change, facts, base.sha));
        if (findings.some((finding) => finding.outcome === 'fail'))
            return findings;
        return [
            ...findings,
            {
                code: 'rules/unchanged',
                outcome: 'pass',
                title: 'The rules are not weaker than before',
                subject: 'config',
                expected: `the rules of ${base.sha.slice(0, 12)}`,
                observed: findings.length === 0 ? 'the same' : `${findings.length} changes, none of them weaker`,
            },
        ];
    },
};
function asFinding(change, facts, sha) {
    const declared = facts.intent?.rules.find((entry) => (0,support_glob/* matchesGlob */.k)(entry.path, change.path) && entry.until >= facts.today);
    return {
        code: change.weaker ? 'rules/weakened' : 'rules/changed',
        outcome: change.weaker ? 'fail' : 'skipped',
        title: change.weaker
            ? `This release weakens a rule: ${change.path}`
            : `This release changes a rule: ${change.path}`,
        subject: `config/${change.path}`,
        expected: `${change.before} (as at ${sha.slice(0, 12)})`,
        observed: change.after,
        ...(change.weaker && {
            advice: `Undo it, or declare it in ${facts.config.precheck.intent ?? 'the intent file (precheck.intent)'}: ` +
                `rules: [{ path: ${change.path}, reason: …, owner: …, until: … }].`,
        }),
        ...(change.weaker &&
            declared && { waived: { reason: declared.reason, owner: declared.owner, until: declared.until } }),
    };
}
/** An intent changes with every release; that it forbids less is what reviewers must know. */
function intentChanges({ base, intent }) {
    const now = new Set((intent?.forbid ?? []).map((entry) => (0,digest/* canonical */.$N)(entry)));
    return (base?.intent?.forbid ?? [])
        .filter((entry) => !now.has((0,digest/* canonical */.$N)(entry)))
        .map((entry) => ({
        path: `intent/forbid/${entry.resource ?? entry.type ?? ''}`,
        weaker: true,
        before: `forbidden: ${(0,digest/* canonical */.$N)(entry)}`,
        after: 'not forbidden',
    }));
}
const weakened_rules_SHOWN = 5;
/** What is written into the baseline later was not there before the rules. */
function knownMore({ base, baseline }) {
    if (base?.baseline === undefined || baseline === undefined)
        return [];
    const before = new Set(base.baseline.known.map((entry) => (0,digest/* canonical */.$N)(entry)));
    const more = baseline.known.filter((entry) => !before.has((0,digest/* canonical */.$N)(entry)));
    if (more.length === 0)
        return [];
    const shown = more.slice(0, weakened_rules_SHOWN).map(({ code, subject }) => `${code} of ${subject}`);
    return [
        {
            path: 'observe/baseline',
            weaker: true,
            before: `${before.size} known findings`,
            after: `${more.length} more: ${shown.join(', ')}${more.length > weakened_rules_SHOWN ? ', …' : ''}`,
        },
    ];
}

;// CONCATENATED MODULE: ./build/dist/policies/index.js

















/** Every rule that precheck judges by, in the order of its report. */
const RULES = [
    weakened_rules_rule,
    place_rule,
    macros_rule,
    drift_rule,
    known_changes_rule,
    replaces_state_rule,
    broadens_access_rule,
    dynamic_references_rule,
    rollback_mode_rule,
    stack_policy_rule,
    hooks_rule,
    intent_rule,
    parity_rule,
    fits_group_rule,
    group_protection_rule,
    rule,
];
/**
 * Judges the facts by all rules. A rule that is switched off is judged all the same and its findings are shown as
 * waived; an expired switch counts for nothing. A rule that throws is an `error` finding, and the others still judge.
 */
function judgeAll(facts, rules = RULES) {
    return [...rules.flatMap((rule) => judgeBy(rule, facts)), ...judgeSwitches(facts, rules)];
}
function judgeBy(rule, facts) {
    let findings;
    try {
        findings = rule.judge(facts);
    }
    catch (error) {
        return [
            {
                code: 'rule/failed',
                outcome: 'error',
                title: `The rule ${rule.meta.code} could not judge: ${(0,support_errors/* messageOf */.bD)(error)}`,
                subject: `rule/${rule.meta.code}`,
                advice: `Report it with the log; until then switch the rule off: \`precheck.rules: { ${rule.meta.code}: { off: true, … } }\`.`,
            },
        ];
    }
    const setting = offSwitch(facts, rule.meta.code);
    if (setting === undefined)
        return findings;
    const { reason, owner, until } = setting;
    return findings.map((finding) => finding.outcome === 'pass' || finding.outcome === 'skipped'
        ? finding
        : { ...finding, waived: { reason, owner, until } });
}
/** What the configuration says of a rule that is off today; undefined where it is on. */
function offSwitch({ config, today }, code) {
    const setting = config.precheck.rules[code];
    return setting === undefined || setting === 'on' || setting.until < today ? undefined : setting;
}
function judgeSwitches(facts, rules) {
    return Object.entries(facts.config.precheck.rules).flatMap(([code, setting]) => {
        const subject = `config/precheck/rules/${code}`;
        if (!rules.some((rule) => rule.meta.code === code)) {
            return [
                {
                    code: 'rule/unknown',
                    outcome: 'fail',
                    title: `There is no rule ${code}`,
                    subject,
                    expected: rules.map((rule) => rule.meta.code).join(', '),
                    observed: code,
                    advice: `Correct or remove precheck.rules.${code}.`,
                },
            ];
        }
        if (setting === 'on' || setting.until >= facts.today)
            return [];
        return [
            {
                code: 'rule/off-expired',
                outcome: 'fail',
                title: `The rule ${code} was off until ${setting.until} and is on again`,
                subject,
                expected: `a day not after ${setting.until}`,
                observed: facts.today,
                advice: `Ask ${setting.owner} whether the reason still holds (${setting.reason}); remove the entry or set a new \`until\`.`,
            },
        ];
    });
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./build/dist/config/inputs.js + 1 modules
var inputs = __webpack_require__(71031);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./build/dist/support/event.js

/** The event that started the workflow run, as GitHub wrote it down (GITHUB_EVENT_PATH); undefined without one. */
async function readEvent(path) {
    if (path === undefined || path === '')
        return undefined;
    try {
        return JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/dist/support/git.js

/** A full commit id; anything else is not given to git, where it could be an option. */
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
async function git(workspace, path, args) {
    const { getExecOutput } = await __webpack_require__.e(/* import() */ 260).then(__webpack_require__.bind(__webpack_require__, 81260));
    const folder = (0,external_node_path_.resolve)(workspace);
    try {
        // In a container job the checkout belongs to another user, which git refuses to read unless it is told.
        return await getExecOutput('git', ['-c', `safe.directory=${folder}`, ...args], {
            cwd: folder,
            silent: true,
            ignoreReturnCode: true,
            env: { PATH: path ?? '', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1' },
        });
    }
    catch (error) {
        return { exitCode: -1, stdout: '', stderr: error instanceof Error ? error.message : String(error) };
    }
}
/**
 * The first parent of what is checked out; undefined without git, without a repository or without a parent. A shallow
 * clone knows its id, though the commit itself is not there.
 */
async function parentCommit(workspace, path) {
    const { exitCode, stdout } = await git(workspace, path, ['cat-file', 'commit', 'HEAD']);
    const sha = /^(?:.+\n)*?parent ([0-9a-f]+)\n/.exec(stdout)?.[1];
    return exitCode === 0 && sha !== undefined && COMMIT.test(sha) ? sha : undefined;
}
/** A file as it was at a commit. `unknown`: the commit is not here (a shallow clone), or there is no git. */
async function fileAt(workspace, path, sha, file) {
    if (!COMMIT.test(sha))
        return 'unknown';
    const there = await git(workspace, path, ['cat-file', '-e', `${sha}^{commit}`]);
    if (there.exitCode !== 0)
        return 'unknown';
    const shown = await git(workspace, path, ['show', `${sha}:./${file}`]);
    if (shown.exitCode === 0)
        return { text: shown.stdout };
    return /does not exist|exists on disk, but not in/.test(shown.stderr) ? 'absent' : 'unknown';
}

;// CONCATENATED MODULE: ./build/dist/release/base.js









const NO_COMMIT = /^0*$/;
/**
 * Reads the rules of the base commit: of a pull request its base, else the commit of the last run of this workflow that
 * ended well, so that rules which were weakened and refused are not what the next push is compared with. Where there is
 * no such run: what was there before the push, or the parent of the commit. Read with git where the commit is here, and
 * through GitHub's API where it is not, as in a shallow clone. A configuration that had another name, or was part of the
 * workflow file, is found by what that file said.
 */
async function readBase(ports, now) {
    const { workspace, env } = ports.place;
    const event = await readEvent(env['GITHUB_EVENT_PATH']);
    let at = 'the last release';
    try {
        const sha = onto(event) ?? (await lastRelease(ports)) ?? pushedOnto(event) ?? (await parentCommit(workspace, env['PATH']));
        if (sha === undefined)
            return { nothing: 'neither the event nor git names an earlier commit' };
        at = sha.slice(0, 12);
        const read = (file) => readAt(ports, sha, file);
        const config = await earlierConfig(now.config, read, env['GITHUB_WORKFLOW_REF'], sha);
        const intentPath = config?.precheck.intent ?? now.intent;
        const intentText = intentPath === undefined ? undefined : await read(intentPath);
        const intent = intentText === undefined ? undefined : attempted(() => readIntent(intentText, intentPath ?? ''));
        const known = config?.observe?.baseline;
        const knownText = known === undefined ? undefined : await read(known);
        const baseline = knownText === undefined ? undefined : attempted(() => (0,policies_baseline/* readBaseline */.mF)(knownText, known ?? ''));
        return { base: { sha, config, intent, baseline } };
    }
    catch (error) {
        if (!(error instanceof support_errors/* ActionError */.lZ))
            throw error;
        return { unread: `${at}: ${error.message}` };
    }
}
/** The commit of the last run of this workflow, on this branch, that ended well; undefined where none is known. */
async function lastRelease({ place: { env }, connect }) {
    const workflow = workflowOf(env['GITHUB_WORKFLOW_REF']);
    if (workflow === undefined)
        return undefined;
    const branch = /^refs\/heads\/(.+)/.exec(env['GITHUB_REF'] ?? '')?.[1];
    const github = await connect.github();
    const runs = await github.listSuccessfulRuns((0,external_node_path_.basename)(workflow), branch);
    // A branch of a fork may have the same name.
    return runs.find((run) => !run.event.startsWith('pull_request') && run.id !== env['GITHUB_RUN_ID'])?.sha;
}
/** `.github/workflows/release.yml` of `acme/shop/.github/workflows/release.yml@refs/heads/main`. */
function workflowOf(ref) {
    return /^[^/]+\/[^/]+\/([^@]+)@/.exec(ref ?? '')?.[1];
}
async function earlierConfig(now, read, workflowRef, sha) {
    const same = 'path' in now ? await read(now.path) : undefined;
    if ('path' in now && same !== undefined)
        return configOf(same, now.path, sha);
    const workflow = workflowOf(workflowRef);
    const workflowText = workflow === undefined ? undefined : await read(workflow);
    const texts = await Promise.all([...configsNamedIn(workflowText ?? ''), inputs/* DEFAULT_CONFIG */.P].map(async (one) => (one.includes('\n') ? one : read(one))));
    const found = texts.flatMap((text) => {
        const config = text === undefined ? undefined : attempted(() => (0,config_file/* readConfig */.X)(text, 'config'));
        return config === undefined ? [] : [{ text, config }];
    });
    return (found.find(({ text }) => 'yaml' in now && text === now.yaml) ?? found[0])?.config;
}
/** Every `config:` that a workflow gives: paths, and configurations written out. */
function configsNamedIn(workflow) {
    const found = [];
    (0,dist/* visit */.YR)((0,dist/* parseDocument */.Tp)(workflow), {
        Pair(_, { key, value }) {
            if ((0,dist/* isScalar */.jn)(key) && key.value === 'config' && (0,dist/* isScalar */.jn)(value) && typeof value.value === 'string')
                found.push(value.value);
        },
    });
    return found.filter((text) => !text.startsWith('${{'));
}
/** Undefined for what an earlier version could say and this one cannot read. */
function attempted(parse) {
    try {
        return parse();
    }
    catch {
        return undefined;
    }
}
async function readAt(ports, sha, file) {
    const local = await fileAt(ports.place.workspace, ports.place.env['PATH'], sha, file);
    if (local === 'absent')
        return undefined;
    if (local !== 'unknown')
        return local.text;
    const github = await ports.connect.github();
    const text = await github.readFile(file, sha);
    if (text !== undefined)
        return text;
    // Asking for a file of a commit that is not there is answered like asking for a file that is not there.
    await github.haveCommits(sha, ports.place.env['GITHUB_SHA'] ?? 'HEAD');
    return undefined;
}
function configOf(text, path, sha) {
    try {
        return (0,config_file/* readConfig */.X)(text, `${path}@${sha.slice(0, 7)}`);
    }
    catch (error) {
        throw new support_errors/* ActionError */.lZ('config/file', { message: `the configuration there cannot be read: ${(0,support_errors/* messageOf */.bD)(error)}` });
    }
}
/** What the commits of a pull request or of a merge queue are put onto. */
function onto(event) {
    return member(event, 'pull_request', 'base', 'sha') ?? member(event, 'merge_group', 'base_sha');
}
/** What a push was made onto; a branch or a tag that is new was nothing before. */
function pushedOnto(event) {
    const before = member(event, 'before');
    return before === undefined || NO_COMMIT.test(before) ? undefined : before;
}
function member(value, ...path) {
    let at = value;
    for (const key of path) {
        at = typeof at === 'object' && at !== null ? at[key] : undefined;
    }
    return typeof at === 'string' && at !== '' ? at : undefined;
}

// EXTERNAL MODULE: ./build/dist/release/shared-causes.js
var shared_causes = __webpack_require__(62363);
// EXTERNAL MODULE: ./build/dist/release/bring-release.js
var bring_release = __webpack_require__(52195);
// EXTERNAL MODULE: ./build/dist/release/error-finding.js
var error_finding = __webpack_require__(37337);
// EXTERNAL MODULE: ./build/dist/release/evidence-store.js
var evidence_store = __webpack_require__(89574);
// EXTERNAL MODULE: ./build/dist/support/scratch.js
var support_scratch = __webpack_require__(22655);
// EXTERNAL MODULE: ./build/dist/support/text.js
var support_text = __webpack_require__(36402);
// EXTERNAL MODULE: ./build/dist/codedeploy/advice.js
var advice = __webpack_require__(15686);
// EXTERNAL MODULE: ./build/dist/codedeploy/judge-local.js
var judge_local = __webpack_require__(60409);
// EXTERNAL MODULE: ./build/dist/codedeploy/local.js
var local = __webpack_require__(82963);
;// CONCATENATED MODULE: ./build/dist/codedeploy/foresee.js






/** Lines that a finding shows; all of them are in the log. */
const SHOWN_LINES = 40;
const SHOWN_OBSTACLES = 10;
/**
 * Makes a dry run on this host: reads the revision, what is installed and what is at the destinations. No hook runs, and
 * nothing stays behind. Rejects with `config/revision` where that cannot be found out, or when cancelled.
 */
async function foreseeHere(ports, request) {
    const { deployRevision, obstaclesOf, showAction } = await Promise.all(/* import() */[__webpack_require__.e(836), __webpack_require__.e(804)]).then(__webpack_require__.bind(__webpack_require__, 5804));
    const { temp, env } = ports.place;
    try {
        const { scratch, result } = await (0,support_scratch/* withScratchFolder */.pk)(temp, async (folder) => ({
            scratch: folder,
            result: await deployRevision({
                ...(0,local/* optionsOf */.c)(request, env),
                dryRun: true,
                scratch: folder,
                signal: ports.cancelled,
            }),
        }));
        ports.cancelled.throwIfAborted();
        return {
            result,
            scratch,
            obstacles: obstaclesOf(request.root, result).map(support_text/* exactLine */.Kf),
            lines: result.actions.map((action) => (0,support_text/* exactLine */.Kf)(showAction(action))),
        };
    }
    catch (error) {
        ports.cancelled.throwIfAborted();
        if (error instanceof support_errors/* ActionError */.lZ)
            throw error;
        throw new support_errors/* ActionError */.lZ('config/revision', {
            message: `what the deployment of ${request.id} would do on this host cannot be found out: ${(0,support_errors/* messageOf */.bD)(error)}`,
            advice: 'Run it as a user who may read what is named, and with room in the temporary folder of the job.',
            subject: `deployment/${request.id}`,
            cause: error,
        });
    }
}
/** Judges a dry run. Only one that ends without a failure and without an obstacle passes. */
function judgeForesight(request, { result, scratch, obstacles, lines }) {
    const subject = `deployment/${request.id}`;
    const { failed } = result;
    const common = { subject, expected: 'a deployment that can be carried out on this host' };
    if (failed) {
        const { diagnostics } = failed;
        const conflicts = result.actions.flatMap(({ kind }, index) => (kind === 'conflict' ? [lines[index] ?? ''] : []));
        return {
            ...common,
            code: 'deployment/would-fail',
            outcome: 'fail',
            title: `${failed.event} of ${request.id} would fail on this host`,
            observed: [
                (0,support_text/* exactLine */.Kf)((0,judge_local/* withoutArchive */.Z9)(diagnostics?.message ?? failed.reason ?? 'no reason is given', scratch)),
                ...(conflicts.length > 1 ? conflicts.slice(0, SHOWN_OBSTACLES) : []),
            ].join('\n'),
            advice: diagnostics?.advice ?? (0,advice/* adviceHere */.RF)(diagnostics, failed.event),
            ...(0,judge_local/* placeOf */.$t)(request, diagnostics),
            details: { event: failed.event, root: request.root },
        };
    }
    if (obstacles.length > 0) {
        const more = obstacles.length - SHOWN_OBSTACLES;
        return {
            ...common,
            code: 'deployment/would-fail',
            outcome: 'fail',
            title: `the deployment of ${request.id} could not be carried out by this user on this host`,
            observed: [...obstacles.slice(0, SHOWN_OBSTACLES), ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
            advice: 'Run it as a user who may do this, or deploy below a `destination-root` and a `root` that this user may write to.',
        };
    }
    return {
        ...common,
        code: 'deployment/foreseen',
        outcome: 'pass',
        title: `deploying ${request.id} to this host would ${summed(result.actions)}`,
        observed: excerpt(result.actions, lines).join('\n') || 'nothing would be done',
        details: { root: request.root, actions: lines.length },
    };
}
const VERBS = [
    ['remove', 'remove', 'path', 'paths'],
    ['mkdir', 'make', 'folder', 'folders'],
    ['copy', 'copy', 'file', 'files'],
    ['retain', 'keep', 'file that is there', 'files that are there'],
    ['conflict', 'find in the way', 'file', 'files'],
    ['chmod', 'set', 'mode', 'modes'],
    ['chown', 'set', 'owner', 'owners'],
    ['setfacl', 'set', 'ACL', 'ACLs'],
    ['semanage', 'set', 'SELinux context', 'SELinux contexts'],
    ['run', 'run', 'script', 'scripts'],
];
function summed(actions) {
    const parts = VERBS.flatMap(([kind, verb, one, many]) => {
        const count = actions.filter((action) => action.kind === kind).length;
        return count === 0 ? [] : [`${verb} ${count} ${count === 1 ? one : many}`];
    });
    return parts.join(', ') || 'do nothing';
}
/** Every script, since that is what people look for, and the first of everything else. */
function excerpt(actions, lines) {
    const shown = [];
    let left = 0;
    lines.forEach((line, index) => {
        if (shown.length < SHOWN_LINES || actions[index]?.kind === 'run')
            shown.push(line);
        else
            left += 1;
    });
    return left === 0 ? shown : [...shown, `and ${left} lines more: all are in the log`];
}

// EXTERNAL MODULE: ./build/dist/release/request-here.js
var request_here = __webpack_require__(23321);
;// CONCATENATED MODULE: ./build/dist/release/foresee-here.js





/**
 * Dry runs of the deployments to this host that are asked for: each is listed in the log, file by file, and judged.
 * A revision that cannot even be read is told once, where it is among what is `known`. Rejects only when cancelled.
 */
async function foreseeDeployments(ports, run, environment, only, known) {
    const here = environment.deployments.filter((each) => each.platform === 'local');
    const findings = [];
    for (const deployment of here.filter(({ id }) => only.length === 0 || only.includes(id))) {
        findings.push(await foresee(ports, run, environment, deployment));
    }
    const broken = (0,verdict/* blocking */.ub)(known).map(({ subject }) => subject);
    return findings.filter(({ code, subject, details }) => code !== 'deployment/would-fail' ||
        !isUnreadable(details) ||
        !broken.some((about) => about.startsWith(`${subject}/`)));
}
async function foresee(ports, run, environment, deployment) {
    const { log, cancelled } = ports;
    try {
        const request = (0,request_here/* requestHere */.o)(ports, run, environment, deployment);
        const foresight = await foreseeHere(ports, request);
        await log.group(`dry run: what the deployment ${deployment.id} would do on this host`, async () => {
            for (const line of foresight.lines)
                log.info(line);
        });
        return judgeForesight(request, foresight);
    }
    catch (error) {
        cancelled.throwIfAborted();
        if (!(error instanceof support_errors/* ActionError */.lZ))
            throw error;
        return (0,error_finding/* errorFinding */.i)(error, `deployment/${deployment.id}`);
    }
}
function isUnreadable(details) {
    return typeof details === 'object' && details !== null && 'event' in details && details['event'] === 'DownloadBundle';
}

;// CONCATENATED MODULE: ./build/dist/release/intent-suggestion.js

const HEAD = `# What precheck saw. Review each line, keep what is meant, and commit it as the file that precheck.intent names.
`;
/**
 * Pure: an intent file that expects exactly these plans and keeps what the one at hand says besides; undefined where
 * nothing would change.
 */
function suggestIntent(plans, now) {
    const byText = new Map();
    for (const plan of plans) {
        for (const entry of plan.changeSets.flatMap(entriesOf)) {
            const key = JSON.stringify(entry);
            const known = byText.get(key) ?? { entry, environments: new Set() };
            known.environments.add(plan.environment);
            byText.set(key, known);
        }
    }
    if (byText.size === 0)
        return undefined;
    const expect = [...byText.values()].flatMap(({ entry, environments }) => environments.size === plans.length ? [entry] : [...environments].map((environment) => ({ ...entry, environment })));
    const kept = Object.entries({ allow: now?.allow, forbid: now?.forbid, rules: now?.rules });
    const others = Object.fromEntries(kept.filter(([, entries]) => entries !== undefined && entries.length > 0));
    return HEAD + (0,dist/* stringify */.As)({ version: 1, expect, ...others }, { flowCollectionPadding: true, lineWidth: 0 });
}
function entriesOf(plan) {
    const nested = new Set(plan.nested.map((child) => child.stack));
    const own = plan.changes.filter((change) => !nested.has(`${plan.stack}/${change.logicalId}`));
    return [...own.map((change) => entryOf(plan.stack, change)), ...plan.nested.flatMap(entriesOf)];
}
function entryOf(stack, change) {
    const known = ['Add', 'Modify', 'Remove', 'Import'].includes(change.action);
    const paths = [...new Set(change.properties.map((property) => property.path))].toSorted();
    return {
        resource: `${stack}/${change.logicalId}`,
        action: known ? change.action : 'Modify',
        ...(change.replacement !== 'False' && { replacement: true }),
        ...(paths.length > 0 && { properties: paths }),
    };
}

// EXTERNAL MODULE: ./build/dist/release/keep-release.js
var keep_release = __webpack_require__(12998);
// EXTERNAL MODULE: ./build/dist/release/ledger.js
var release_ledger = __webpack_require__(35166);
// EXTERNAL MODULE: ./build/dist/cloudformation/template.js
var template = __webpack_require__(2466);
;// CONCATENATED MODULE: ./build/dist/cloudformation/snapshot.js


/** Reads what two environments are compared by. */
async function readDeployed(cloudformation, state) {
    const [template, policy] = await Promise.all([
        cloudformation.getTemplate({ StackName: state.arn, TemplateStage: 'Original' }),
        cloudformation.getStackPolicy({ StackName: state.arn }),
    ]);
    const body = template.TemplateBody ?? '';
    return {
        state,
        policy: policy.StackPolicyBody === undefined || policy.StackPolicyBody === '' ? undefined : policy.StackPolicyBody,
        template: (0,digest/* digestOf */.ol)(typeof body === 'string' ? body.replaceAll('\r\n', '\n') : body),
    };
}
const HIDDEN = '(not shown)';
/**
 * Pure: the facts of one stack by path below `stacks/ID/`, not yet normalised. Template and parameters are those of the
 * release, so that both environments are compared as they will be; the rest is what is there now. `detailed` gives each
 * part of the template as it is, where the environments have templates of their own.
 */
function stackSnapshot(from) {
    const { template, given, deployed } = from;
    const facts = from.detailed ? partsOf(template) : { template: (0,digest/* digestOf */.ol)(template.body) };
    for (const [name, declared] of Object.entries(template.parameters)) {
        facts[`parameters/${name}`] = declared.noEcho
            ? HIDDEN
            : (snapshot_valueOf(name, given) ?? deployed?.state.parameters[name] ?? declared.default ?? '(none)');
    }
    facts['capabilities'] = from.capabilities.toSorted();
    for (const [key, value] of Object.entries({ ...deployed?.state.tags, ...given.tags, ...from.tags })) {
        facts[`tags/${key}`] = value;
    }
    facts['role'] = from.role ?? deployed?.state.role ?? null;
    facts['start/exists'] = deployed !== undefined;
    if (deployed === undefined)
        return facts;
    const { state, policy } = deployed;
    facts['start/template'] = deployed.template;
    facts['policy'] = policy === undefined ? null : jsonOr(policy);
    facts['termination-protection'] = state.terminationProtection;
    facts['rollback/disabled'] = state.disableRollback;
    facts['rollback/alarms'] = state.rollback.alarms.toSorted();
    facts['rollback/minutes'] = state.rollback.monitoringMinutes;
    facts['notifications'] = state.notificationArns.toSorted();
    facts['mode'] = state.deploymentMode ?? 'STANDARD';
    facts['start/outputs'] = Object.keys(state.outputs).toSorted();
    return facts;
}
const SAYS_NOTHING = new Set(['Description', 'Metadata']);
function partsOf({ body }) {
    const sections = Object.entries(body).filter(([name]) => !SAYS_NOTHING.has(name));
    return Object.fromEntries(sections.flatMap(([section, members]) => (0,template/* isRecord */.u4)(members)
        ? Object.entries(members).map(([name, member]) => [`template/${section}/${name}`, member])
        : [[`template/${section}`, members]]));
}
/** References to outputs stay as they are written: they mean the same in both environments. */
function snapshot_valueOf(name, given) {
    const gives = Object.hasOwn(given.values, name) ? given.values[name] : undefined;
    return gives !== undefined && 'value' in gives ? gives.value : undefined;
}
function jsonOr(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./build/dist/release/parity.js


/**
 * Pure: what one environment is made of, with names of environments, accounts and regions taken out, so that two
 * environments compare. Made by one job for each environment, or by one for both.
 */
function makeSnapshot(from) {
    const { environment, sources, deployed, groups } = from;
    const facts = {};
    for (const stack of environment.stacks) {
        const source = sources.get(stack.id);
        if (source === undefined || from.unread?.has(`stacks/${stack.id}`))
            continue;
        const found = stackSnapshot({
            template: source.template,
            given: source.parameters,
            capabilities: stack.capabilities,
            tags: stack.tags,
            role: stack.role,
            deployed: deployed.get(stack.id),
            detailed: from.ownTemplates.has(stack.id),
        });
        for (const [path, value] of Object.entries(found))
            facts[`stacks/${stack.id}/${path}`] = value;
    }
    for (const group of groups) {
        for (const [path, value] of Object.entries(groupSnapshot(group))) {
            facts[`deployments/${group.deployment}/${path}`] = value;
        }
    }
    for (const owner of from.unread ?? [])
        facts[`${owner}/start/exists`] = null;
    const normalise = normaliser(environment, accountOf(from));
    return {
        environment: environment.key,
        facts: Object.fromEntries(Object.entries(facts).map(([path, value]) => {
            const neutral = mapJson(value, normalise);
            const parted = /^stacks\/[^/]+\/template\//.test(path);
            return [neutralPath(path, normalise), parted ? { text: (0,digest/* digestOf */.ol)(value), meaning: (0,digest/* digestOf */.ol)(neutral) } : neutral];
        })),
    };
}
/**
 * Ids, parameters and tags are called the same in both environments, one of which may be called like them; alarms bear
 * the environment in their names.
 */
function neutralPath(path, normalise) {
    const [kind = '', id = '', ...rest] = path.split('/');
    return kind === 'deployments' ? [kind, id, normalise(rest.join('/'))].join('/') : path;
}
function accountOf({ environment, deployed, groups }) {
    const arn = [...deployed.values()][0]?.state.arn ??
        environment.planRole ??
        environment.deployRole ??
        groups.find(({ info }) => info?.serviceRoleArn !== undefined)?.info?.serviceRoleArn;
    return arn?.split(':')[4];
}
function groupSnapshot({ info, config, alarms }) {
    if (info === undefined)
        return { 'start/exists': false };
    const facts = {
        'start/exists': true,
        platform: info.computePlatform,
        configuration: info.deploymentConfigName,
        'configuration/healthy-hosts': config?.minimumHealthyHosts,
        'configuration/traffic': config?.trafficRoutingConfig,
        'configuration/zones': config?.zonalConfig,
        style: info.deploymentStyle,
        'blue-green': info.blueGreenDeploymentConfiguration,
        'load-balancer': info.loadBalancerInfo,
        'alarms/enabled': info.alarmConfiguration?.enabled ?? false,
        'alarms/ignore-poll-failure': info.alarmConfiguration?.ignorePollAlarmFailure ?? false,
        'alarms/names': alarms.map((alarm) => alarm.name).toSorted(),
        'auto-rollback/enabled': info.autoRollbackConfiguration?.enabled ?? false,
        'auto-rollback/events': (info.autoRollbackConfiguration?.events ?? []).toSorted(),
        triggers: (info.triggerConfigurations ?? []).map((trigger) => ({
            target: trigger.triggerTargetArn ?? null,
            events: (trigger.triggerEvents ?? []).toSorted(),
        })),
        'tag-filters': info.ec2TagFilters,
        'tag-sets': info.ec2TagSet?.ec2TagSetList,
        'on-premises': info.onPremisesInstanceTagFilters,
        services: info.ecsServices,
        'scaling-groups': (info.autoScalingGroups ?? []).map((group) => group.name ?? ''),
        role: info.serviceRoleArn,
        outdated: info.outdatedInstancesStrategy,
        'termination-hook': info.terminationHookEnabled ?? false,
    };
    for (const alarm of alarms)
        facts[`alarm/${alarm.name}`] = alarmSnapshot(alarm);
    return Object.fromEntries(Object.entries(facts).map(([path, value]) => [path, asJson(value)]));
}
/** The definition of an alarm, not its state. */
function alarmSnapshot({ metric, composite, state }) {
    if (composite !== undefined) {
        return {
            rule: composite.AlarmRule,
            actionsEnabled: composite.ActionsEnabled ?? true,
            actions: composite.AlarmActions,
        };
    }
    if (metric === undefined)
        return state;
    const kept = [
        'Namespace',
        'MetricName',
        'Statistic',
        'ExtendedStatistic',
        'Period',
        'EvaluationPeriods',
        'DatapointsToAlarm',
        'Threshold',
        'ThresholdMetricId',
        'ComparisonOperator',
        'TreatMissingData',
        'EvaluateLowSampleCountPercentile',
        'Unit',
        'Metrics',
    ];
    return {
        ...Object.fromEntries(kept.map((key) => [key, metric[key]])),
        dimensions: (metric.Dimensions ?? []).map((dimension) => `${dimension.Name}=${dimension.Value}`).toSorted(),
        actionsEnabled: metric.ActionsEnabled ?? true,
        actions: (metric.AlarmActions ?? []).toSorted(),
    };
}
/** Plain data without absent members; AWS's objects may hold them. */
function asJson(value) {
    return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
/**
 * Takes out of a text what differs between environments by their nature: the environment's name as a whole word, the
 * account, the region, and the random endings that AWS gives to names.
 */
function normaliser(environment, account) {
    const word = (text) => new RegExp(`(?<![A-Za-z0-9])${parity_escape(text)}(?![A-Za-z0-9])`, 'g');
    const names = [environment.name, environment.key].map(word);
    // A zone is its region with a letter.
    const region = environment.region === ''
        ? undefined
        : new RegExp(`(?<![A-Za-z0-9])${parity_escape(environment.region)}(?=[a-z]?(?![A-Za-z0-9]))`, 'g');
    const accountWord = account === undefined || account === '' ? undefined : word(account);
    const neutral = (text) => {
        let plain = text;
        if (accountWord)
            plain = plain.replaceAll(accountWord, '{account}');
        for (const name of names)
            plain = plain.replaceAll(name, '{environment}');
        return region ? plain.replaceAll(region, '{region}') : plain;
    };
    // After STACK-LogicalId- the ending is CloudFormation's own, also where chance gave it no digit.
    const generated = environment.stacks.map((stack) => new RegExp(`(?<=${parity_escape(neutral(stack.name))}-[A-Za-z0-9]+)-[A-Z0-9]{12,13}(?![A-Za-z0-9])`, 'g'));
    return (text) => {
        const plain = generated.reduce((given, ending) => given.replaceAll(ending, '-{random}'), neutral(text));
        return plain.replaceAll(RANDOM_ENDING, '-{random}').replaceAll(BALANCER_ID, '/{id}');
    };
}
/** CloudFormation's endings of names: 12 or 13 capitals and digits, at least one of each kind. */
const RANDOM_ENDING = /-(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{12,13}(?![A-Za-z0-9])/g;
/** The last part of the names of balancers and target groups. */
const BALANCER_ID = /\/[0-9a-f]{16}(?![0-9a-f])/g;
function parity_escape(text) {
    return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
function mapJson(value, change) {
    if (typeof value === 'string')
        return change(value);
    if (Array.isArray(value))
        return value.map((item) => mapJson(item, change));
    if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapJson(member, change)]));
    }
    return value;
}

// EXTERNAL MODULE: ./build/dist/release/parts.js
var parts = __webpack_require__(77273);
// EXTERNAL MODULE: ./build/dist/release/release.js
var release_release = __webpack_require__(3154);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/index.js + 7 modules
var appspec = __webpack_require__(93367);
// EXTERNAL MODULE: ./build/dist/codedeploy/task-definition.js
var task_definition = __webpack_require__(97493);
// EXTERNAL MODULE: ./build/dist/support/tree.js
var tree = __webpack_require__(57609);
// EXTERNAL MODULE: ./build/dist/release/appspec-file.js
var appspec_file = __webpack_require__(70562);
;// CONCATENATED MODULE: ./build/dist/release/revision-lint.js







/** What an output of a stack is taken for before it is known: it may be a version of a function. */
const SOME_OUTPUT = '1';
/** Judges each revision once, before anything exists; where it is to run on this host, by this host too. */
async function lintRevisions(environments, workspace) {
    const seen = new Map();
    for (const environment of environments) {
        for (const deployment of environment.deployments) {
            const key = `${deployment.id} ${pathOf(deployment)}`;
            if (!seen.has(key))
                seen.set(key, lintOne(deployment, environment, workspace));
        }
    }
    return (await Promise.all(seen.values())).flat();
}
/** What has the AppSpec: a revision, or where the service reads it the file itself. */
function pathOf(deployment) {
    const { platform } = deployment;
    return platform === 'lambda' || platform === 'ecs' ? deployment.appspec : (0,release_release/* revisionPath */.v0)(deployment);
}
async function lintOne(deployment, environment, workspace) {
    const { id, platform } = deployment;
    const path = pathOf(deployment);
    const own = platform === 'lambda' || platform === 'ecs';
    const words = (text) => {
        const subject = `deployment/${id}/appspec`;
        return (0,resolve/* fillOutputs */.Yg)((0,resolve/* fillWords */.Bm)(text, environment.words, subject), {}, subject, SOME_OUTPUT);
    };
    const facts = await (0,appspec/* collectRevisionFacts */.t)((0,external_node_path_.resolve)(workspace, path), own ? { platform, supplied: (0,appspec_file/* suppliedTo */.S)(deployment), words } : { host: platform === 'local' });
    const container = platform === 'ecs' ? await lintContainer(deployment, facts, workspace, words) : [];
    return [...(0,appspec/* lintRevision */.M)({ ...facts, name: path }), ...container].map((finding) => ({
        ...finding,
        subject: finding.subject.startsWith('deployment/') ? finding.subject : `deployment/${id}/${finding.subject}`,
        // Places are told from the revision; annotations need them from the workspace.
        ...(finding.source && {
            source: { ...finding.source, file: own ? path : external_node_path_.posix.join(path, finding.source.file) },
        }),
    }));
}
/** The container that gets the traffic must be one of the task definition's, and listen on the port. */
async function lintContainer(deployment, { parsed, appSpecFile }, workspace, words) {
    const { id, 'task-definition': file } = deployment;
    if (file === undefined)
        return [];
    const text = (await (0,tree/* bytesOfFile */.NR)((0,external_node_path_.resolve)(workspace, file))).toString('utf8');
    const subject = `deployment/${id}/task-definition`;
    const { containerDefinitions: containers = [] } = await (0,task_definition/* readTaskDefinition */.L)(text, { file, subject, words });
    if (!parsed?.ok || parsed.spec.platform !== 'ecs')
        return [];
    const { containerName, containerPort } = parsed.spec;
    const ports = containers.map(({ name = '', portMappings = [] }) => ({
        name,
        ports: portMappings.flatMap(({ containerPort: port }) => (port === undefined ? [] : [port])),
    }));
    const known = ports.some(({ name, ports: open }) => name === containerName && open.includes(containerPort));
    const observed = ports.map(({ name, ports: open }) => `${name}:${open.join(' and ') || 'no port'}`).join(', ');
    return [
        {
            code: known ? 'appspec/container' : 'appspec/container-unknown',
            outcome: known ? 'pass' : 'fail',
            title: known
                ? `${containerName}:${containerPort}, which gets the traffic, is in the task definition.`
                : `${file} has no container ${containerName} with the port ${containerPort}, which the AppSpec gives the traffic to.`,
            subject: `appspec/container/${containerName}`,
            expected: `${containerName}:${containerPort}`,
            observed,
            ...(!known && { advice: 'Correct LoadBalancerInfo in the AppSpec, or portMappings in the task definition.' }),
            source: { file: appSpecFile },
        },
    ];
}

// EXTERNAL MODULE: ./build/dist/release/reviewed.js
var reviewed = __webpack_require__(30538);
// EXTERNAL MODULE: ./build/dist/release/sources.js + 3 modules
var sources = __webpack_require__(22201);
;// CONCATENATED MODULE: ./build/dist/aws/changes-by.js
/** CloudTrail keeps events for 90 days; the newest few tell what a reader needs. */
const NEWEST = 5;
const PAGE = 50;
/** A resource that is written all the time has thousands of events: more pages than this tell nothing more. */
const MOST_PAGES = 10;
/** The newest events that changed a resource, newest first. CloudFormation's own calls on our behalf are left out. */
async function changesBy(trail, physicalId) {
    const found = [];
    let token;
    let pages = 0;
    do {
        const page = await trail.lookupEvents({
            LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: physicalId }],
            MaxResults: PAGE,
            ...(token !== undefined && { NextToken: token }),
        });
        for (const event of page.Events ?? []) {
            if (event.ReadOnly === 'true' || isCloudFormations(event))
                continue;
            found.push({
                at: event.EventTime?.toISOString() ?? '',
                who: event.Username ?? 'unknown',
                call: `${event.EventSource?.replace('.amazonaws.com', '') ?? 'unknown'}:${event.EventName ?? 'unknown'}`,
            });
        }
        token = page.NextToken;
        pages++;
    } while (token !== undefined && found.length < NEWEST && pages < MOST_PAGES);
    return found.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, NEWEST);
}
/** Every event carries how it came about as JSON; `invokedBy` names a service that called for somebody. */
function isCloudFormations({ CloudTrailEvent: text }) {
    if (text === undefined)
        return false;
    try {
        const event = JSON.parse(text);
        return [event.userIdentity?.invokedBy, event.sourceIPAddress].includes('cloudformation.amazonaws.com');
    }
    catch {
        return false;
    }
}

// EXTERNAL MODULE: ./build/dist/codedeploy/group.js
var codedeploy_group = __webpack_require__(81103);
// EXTERNAL MODULE: ./build/dist/release/grace.js
var grace = __webpack_require__(49963);
;// CONCATENATED MODULE: ./build/dist/release/elsewhere.js



/** Where stacks end up by mistake, beside the region that the job itself is set to. */
const USUAL_REGION = 'us-east-1';
/** Whoever is in the wrong region misses all stacks; a few of them tell it. */
const MOST_ASKED = 3;
/**
 * Stacks that are planned as new ones although a region nearby has one of that name: a second one would be made. That
 * may be meant, so it blocks nothing; who may not look there, or gets no answer soon, learns nothing.
 */
async function lookElsewhere(options, stacks) {
    const { ports, access, environment } = options;
    const { env } = ports.place;
    const regions = [...new Set([env['AWS_REGION'], env['AWS_DEFAULT_REGION'], USUAL_REGION])].filter((region) => region !== undefined && region !== '' && region !== environment.region);
    const missing = stacks.filter(({ before, plan }) => before === undefined && plan?.kind === 'create');
    const asked = missing
        .slice(0, MOST_ASKED)
        .flatMap(({ stack }) => regions.map((region) => ({ id: stack.id, name: stack.name, region })));
    const found = await (0,limit/* mapLimit */.s)(asked, asked.length, async ({ id, name, region }) => {
        try {
            const cloudformation = await ports.connect.cloudformation({ ...access, region });
            const there = await (0,grace/* withinGrace */.q)(ports.clock, (0,cloudformation_stack/* readStack */.bA)(cloudformation, name));
            if (there?.arn.split(':')[3] !== region)
                return [];
            return [
                {
                    code: 'stack/elsewhere',
                    outcome: 'skipped',
                    title: `${environment.key}: there is no ${name} in ${environment.region}, but there is one in ${region}`,
                    subject: `stack/${id}`,
                    expected: `a stack in ${environment.region}`,
                    observed: `${there.arn}, ${there.status}`,
                    advice: `Set \`region: ${region}\` for ${environment.key} where that one is meant; otherwise a second one will be made.`,
                    details: { environment: environment.key },
                },
            ];
        }
        catch {
            ports.cancelled.throwIfAborted();
            return [];
        }
    });
    return found.flat();
}

// EXTERNAL MODULE: ./build/dist/release/plan.js + 6 modules
var plan = __webpack_require__(22935);
// EXTERNAL MODULE: ./build/dist/release/settled.js
var settled = __webpack_require__(68238);
// EXTERNAL MODULE: ./build/dist/codedeploy/function-version.js
var function_version = __webpack_require__(99243);
;// CONCATENATED MODULE: ./build/dist/release/survey-alias.js







/** What an output that is not there yet is taken for: it may be a version. */
const survey_alias_SOME_OUTPUT = '1';
/**
 * The alias that a deployment to Lambda moves, and where it leads now. Undefined where the AppSpec does not tell: its
 * lint says why.
 */
async function surveyAlias({ ports, access, environment }, deployment, readState) {
    const { id, appspec: file } = deployment;
    const subject = `deployment/${id}/appspec`;
    const text = (await (0,tree/* bytesOfFile */.NR)((0,external_node_path_.resolve)(ports.place.workspace, file))).toString('utf8');
    const needed = environment.stacks.filter((stack) => (0,resolve/* referencedStacks */.jS)(text).includes(stack.id));
    const outputs = Object.fromEntries(await Promise.all(needed.map(async ({ id: stack, name }) => [stack, (await readState(name))?.outputs ?? {}])));
    const written = new Map();
    const words = (value) => {
        const plain = (0,resolve/* fillWords */.Bm)(value, environment.words, subject);
        const filled = (0,resolve/* fillOutputs */.Yg)(plain, outputs, subject, survey_alias_SOME_OUTPUT);
        if ((0,resolve/* fillOutputs */.Yg)(plain, outputs, subject, '') !== filled)
            written.set(filled, value);
        return filled;
    };
    const parsed = (0,appspec.parseAppSpec)(text, { file, platform: 'lambda', supplied: (0,appspec_file/* suppliedTo */.S)(deployment), words });
    if (!parsed.ok)
        return undefined;
    const { name, alias, currentVersion } = parsed.spec;
    const facts = { name, alias, currentVersion: written.has(currentVersion) ? '' : currentVersion };
    const unknown = written.get(name) ?? written.get(alias);
    if (unknown !== undefined)
        return { ...facts, unknown };
    try {
        return { ...facts, state: await (0,function_version/* readAlias */.Jd)(await ports.connect.functions(access), { id, name, alias }) };
    }
    catch (error) {
        if ((0,errors/* errorName */.Is)(error) === 'ResourceNotFoundException')
            return facts;
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/dist/release/survey.js














const STACKS_AT_ONCE = 16;
/** From so many stacks on, those of the region are listed, a hundred a call, instead of being asked for one by one. */
const LISTED_FROM = 20;
/** Until the first one has ended, in milliseconds. */
const FIRST_CHANGE_SET_MS = 300;
const FIRST_DETECTION_MS = 500;
const GROUPS_AT_ONCE = 4;
/** LookupEvents is allowed twice a second. */
const TRAIL_AT_ONCE = 2;
/**
 * Looks at everything side by side: plans, drift of every stack that is there, deployment groups with their alarms. One
 * thing that cannot be found out is an `error` finding and does not keep the others from being found out.
 */
async function surveyEnvironment(options) {
    const findings = [];
    const attempt = async (subject, work) => {
        try {
            return await work();
        }
        catch (error) {
            if (options.ports.cancelled.aborted || !(error instanceof support_errors/* ActionError */.lZ))
                throw error;
            findings.push((0,error_finding/* errorFinding */.i)(error, subject, options.environment.key));
            return undefined;
        }
    };
    const cloudformation = await options.ports.connect.cloudformation(options.access);
    const names = options.environment.stacks.map(({ name }) => name);
    const listed = listedStates(cloudformation, names.length < LISTED_FROM ? [] : names);
    const states = new Map();
    const readState = (name) => {
        const known = states.get(name) ?? listed.then((found) => found.get(name) ?? (0,cloudformation_stack/* readStack */.bA)(cloudformation, name));
        states.set(name, known);
        return known;
    };
    const [planned, stacks, groups] = await Promise.all([
        (0,plan/* planEnvironment */.RJ)({ ...options, readState, usual: new poll/* UsualDuration */.t(FIRST_CHANGE_SET_MS) }),
        surveyStacks(options, readState, attempt),
        surveyGroups(options, readState, attempt),
    ]);
    const unread = [
        ...stacks.filter((stack) => stack.unread).map(({ id }) => `stacks/${id}`),
        ...groupsOf(options)
            .filter(({ id }) => !groups.some(({ deployment }) => deployment === id))
            .map(({ id }) => `deployments/${id}`),
    ];
    const drift = stacks.flatMap((stack) => (stack.drift === undefined ? [] : [stack.drift]));
    const changedBy = options.whoDidIt ? await surveyChanges(options, drift, findings) : new Map();
    return {
        planned,
        drift,
        changedBy,
        deployed: new Map(stacks.flatMap(({ id, deployed }) => (deployed === undefined ? [] : [[id, deployed]]))),
        groups,
        unread: new Set(unread),
        findings: [...planned.findings, ...findings, ...(await lookElsewhere(options, planned.stacks))],
    };
}
/** Who may not list stacks asks for each of them. */
async function listedStates(cloudformation, names) {
    try {
        return names.length === 0 ? new Map() : await (0,cloudformation_stack/* listStacks */.i4)(cloudformation, names);
    }
    catch (error) {
        if (error instanceof support_errors/* ActionError */.lZ)
            return new Map();
        throw error;
    }
}
async function surveyStacks(options, readState, attempt) {
    const { environment, ports } = options;
    const stacks = environment.stacks.filter((stack) => !options.only?.length || options.only.includes(stack.id));
    const cloudformation = await ports.connect.cloudformation(options.access);
    const usual = new poll/* UsualDuration */.t(FIRST_DETECTION_MS);
    return (0,limit/* mapLimit */.s)(stacks, STACKS_AT_ONCE, async (stack) => {
        const subject = `stack/${stack.id}`;
        ports.cancelled.throwIfAborted();
        const read = await attempt(subject, async () => ({
            state: await (0,settled/* afterCleanup */.j)(cloudformation, ports, await readState(stack.name)),
        }));
        if (read === undefined)
            return { id: stack.id, deployed: undefined, drift: undefined, unread: true };
        const { state } = read;
        const kind = state && (0,cloudformation_stack/* stackCondition */.o3)(state.status, stack.name, environment.region).kind;
        if (state === undefined || kind === 'review' || kind === 'gone') {
            return { id: stack.id, deployed: undefined, drift: undefined };
        }
        // Its plan tells of a stack in trouble. What differs there is left over from that, and mostly AWS refuses to look.
        if (kind !== 'ready') {
            const deployed = await attempt(subject, () => readDeployed(cloudformation, state));
            return { id: stack.id, deployed, drift: undefined, unread: deployed === undefined };
        }
        const [deployed, drift] = await Promise.all([
            attempt(subject, () => readDeployed(cloudformation, state)),
            attempt(subject, () => detectDrift(cloudformation, { id: stack.id, arn: state.arn }, { clock: ports.clock, signal: ports.cancelled, log: ports.log, usual })),
        ]);
        return { id: stack.id, deployed, drift, unread: deployed === undefined };
    });
}
/** Asks CloudTrail about each resource that differs. Not to know who it was takes nothing from knowing that it differs. */
async function surveyChanges(options, drift, findings) {
    const differing = drift
        .flatMap(allReports)
        .flatMap((report) => report.resources)
        .filter((resource) => resource.status === 'MODIFIED' || resource.status === 'DELETED');
    if (differing.length === 0)
        return new Map();
    const trail = await options.ports.connect.trail(options.access);
    const reasons = new Map();
    const answers = await (0,limit/* mapLimit */.s)(differing, TRAIL_AT_ONCE, async ({ physicalId }) => {
        try {
            return [physicalId, await changesBy(trail, physicalId)];
        }
        catch (error) {
            if (!(error instanceof support_errors/* ActionError */.lZ))
                throw error;
            reasons.set(error.message, error);
            return [physicalId, []];
        }
    });
    const { key } = options.environment;
    for (const error of reasons.values()) {
        const finding = (0,error_finding/* errorFinding */.i)(error, 'drift/who-did-it', key);
        findings.push({ ...finding, outcome: 'skipped', title: `${key}: nobody tells who changed what: ${error.message}` });
    }
    return new Map(answers.map(([id, changes]) => [id, [...changes]]));
}
async function surveyGroups(options, readState, attempt) {
    const wanted = groupsOf(options);
    if (wanted.length === 0)
        return [];
    const { environment, ports, access } = options;
    const codedeploy = await ports.connect.codedeploy(access);
    const alarms = await ports.connect.alarms(access);
    const groups = await (0,limit/* mapLimit */.s)(wanted, GROUPS_AT_ONCE, (deployment) => attempt(`deployment/${deployment.id}`, async () => {
        const group = await (0,codedeploy_group/* readGroup */.i)({ codedeploy, alarms }, deployment);
        const declared = environment.deployments.find(({ id }) => id === deployment.id);
        const alias = declared?.platform === 'lambda' && (await surveyAlias(options, declared, readState));
        return alias ? { ...group, alias } : group;
    }));
    return groups.filter((group) => group !== undefined);
}
function groupsOf(options) {
    const declared = options.environment.deployments.filter((deployment) => deployment.platform !== 'local');
    return [...declared, ...byUpdatePolicies(options)];
}
/** Groups outside of the stacks whose updates deploy by them; those inside are judged by their templates. */
function byUpdatePolicies({ sources }) {
    return [...sources.values()].flatMap(({ id, template }) => (0,update_policies/* aliasPolicies */.p)(template).flatMap(({ alias, application, group }) => 'name' in application && 'name' in group
        ? [{ id: `${id}/${alias}`, application: application.name, group: group.name }]
        : []));
}

;// CONCATENATED MODULE: ./build/dist/release/who-may-ask.js
/** Whether this job may ask AWS about a pull request; a finding says why it does not. */
function whyNotAsk(event, env, accesses) {
    const pull = who_may_ask_member(event, 'pull_request');
    if (pull === undefined)
        return undefined;
    const from = who_may_ask_text(pull, 'head', 'repo', 'full_name');
    const own = env['GITHUB_REPOSITORY'];
    if (from !== own) {
        return skipped('precheck/fork', 'The pull request comes from a fork: AWS is not asked with its code', `a branch of ${own ?? 'this repository'}`, from ?? 'a repository that is gone');
    }
    const hasToken = env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined;
    const hasKeys = env['AWS_ACCESS_KEY_ID'] !== undefined;
    if (hasToken || hasKeys || accesses.length === 0)
        return undefined;
    return skipped('precheck/no-identity', 'The job has no identity, so only what needs no account was checked', 'permissions: id-token: write, or AWS credentials', 'neither');
}
function skipped(code, title, expected, observed) {
    return {
        code,
        outcome: 'skipped',
        title,
        subject: 'precheck',
        expected,
        observed,
        advice: 'Drift, change sets and parity are checked when the release runs.',
    };
}
function who_may_ask_member(value, key) {
    return typeof value === 'object' && value !== null ? value[key] : undefined;
}
function who_may_ask_text(value, ...path) {
    const found = path.reduce(who_may_ask_member, value);
    return typeof found === 'string' ? found : undefined;
}

// EXTERNAL MODULE: ./build/dist/support/workspace.js
var workspace = __webpack_require__(93312);
// EXTERNAL MODULE: ./build/dist/commands/contract.js
var contract = __webpack_require__(54712);
;// CONCATENATED MODULE: ./build/dist/commands/precheck.js




























const SUGGESTION = 'intent.suggested.yml';
const BASELINE = 'baseline.suggested.json';
/**
 * Looks at both environments, or at one, and changes nothing: what is made to look (change sets, shells of stacks) is
 * removed again, except pre-prod's change sets of a release that may go on, which are what will be executed.
 */
async function run(context) {
    const { ports, inputs, config, origin, record } = context;
    const { place, log } = ports;
    const keys = inputs.environment ? [inputs.environment] : ['preprod', 'production'];
    await (0,bring_release/* bringRelease */.e)(context);
    // What needs no account comes first, so that a typing mistake costs no call to AWS.
    const prepared = await prepareAll(context, keys);
    const intent = await intentOf(context);
    const baseline = await baselineFor(context);
    const base = await readBase(ports, { config: inputs.config, intent: config.precheck.intent });
    const environments = prepared.map(({ environment }) => environment);
    const { workspace } = place;
    const release = await (0,release_release/* describeRelease */.NC)({ config, workspace, sha: origin.sha, signal: ports.cancelled });
    record.release(release);
    const found = await lintRevisions(environments, workspace);
    const youngerThan = config.gate['evidence-younger-than'];
    const { needs, evidence: folder } = inputs;
    found.push(...(await (0,reviewed/* compareWithEarlier */.MV)({ ports, needs, folder, origin, release, youngerThan })));
    // There is one host only: pre-prod's turn, unless production was asked for.
    if (environments[0])
        found.push(...(await foreseeDeployments(ports, origin, environments[0], inputs.only, found)));
    const accesses = environments.map((environment) => (0,resolve/* accessTo */.Yi)(environment, 'plan', origin.runId));
    const reason = whyNotAsk(await readEvent(place.env['GITHUB_EVENT_PATH']), place.env, accesses);
    const ledger = new release_ledger/* ChangeSetLedger */.K(log, (handle) => record.handle(handle));
    try {
        const surveys = reason ? [] : await Promise.all(prepared.map((each) => survey(context, each, ledger)));
        const facts = {
            environments: surveys.map((each, index) => factsOf(context, prepared[index], each)),
            config,
            intent,
            baseline,
            base: 'base' in base ? base.base : undefined,
            baseUnknown: 'unread' in base ? base.unread : undefined,
            today: todayOf(ports),
        };
        for (const { snapshot } of facts.environments)
            if (snapshot)
                record.snapshot(snapshot);
        for (const each of surveys) {
            record.plan(each.planned.plan);
            record.measure(...measurementsOf(each));
            found.push(...plannedFindings(each));
        }
        found.push(...(0,shared_causes/* mergeCauses */.j)(surveys.flatMap((each) => each.findings)));
        found.push(...judgeAll(facts), ...(reason ? [reason] : []));
        record.find(...(0,policies_baseline/* observed */.Px)(found, config.observe, baseline, facts.today));
        const observes = config.observe !== undefined || inputs.mode === 'observe';
        await leave(context, BASELINE, observes ? JSON.stringify((0,policies_baseline/* baselineOf */.Bv)(found), undefined, 2) : undefined);
        await leave(context, SUGGESTION, suggestIntent(surveys.map((each) => each.planned.plan), intent));
        ports.cancelled.throwIfAborted();
        await ledger.discardAll('production');
        const stays = (0,verdict/* blocking */.ub)([...record.findings, ...ledger.leftovers()]).length === 0 || inputs.mode !== 'enforce';
        if (!stays)
            await ledger.discardAll();
        else if (!reason)
            await (0,keep_release/* keepRelease */.LF)(context, release);
    }
    catch (error) {
        await ledger.discardAll();
        throw error;
    }
    finally {
        record.find(...ledger.leftovers());
    }
}
/** ISO date. */
function todayOf({ clock }) {
    return clock.now().toISOString().slice(0, 10);
}
/** Mistakes in the files of both environments are told at once. */
async function prepareAll(context, keys) {
    const tried = await Promise.allSettled(keys.map((key) => prepare(context, key)));
    const errors = tried.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    const [first] = errors;
    if (first === undefined)
        return tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    if (errors.length === 1 || !errors.every((error) => error instanceof support_errors/* ActionError */.lZ))
        throw first;
    const told = errors.flatMap((error) => (error.findings.length > 0 ? [...error.findings] : [(0,error_finding/* errorFinding */.i)(error)]));
    const distinct = [...new Map(told.map((finding) => [JSON.stringify(finding), finding])).values()];
    if (distinct.length === 1 && first instanceof support_errors/* ActionError */.lZ)
        throw first;
    throw new support_errors/* ActionError */.lZ('config/template', {
        message: `${distinct.length} mistakes; the first: ${distinct[0]?.title ?? ''}`,
        subject: 'release',
        findings: distinct,
    });
}
async function prepare(context, key) {
    const environment = (0,contract/* environmentOf */.p)(context, key);
    (0,parts/* checkParts */.d)(environment, { only: context.inputs.only });
    return { environment, sources: await (0,sources/* readSources */.t)(environment, context.ports.place.workspace) };
}
async function intentOf({ config, ports }) {
    const path = config.precheck.intent;
    if (path === undefined)
        return undefined;
    const bytes = await (0,workspace/* readWorkspaceFile */.s)(ports.place.workspace, path, 'intent');
    return readIntent(new TextDecoder().decode(bytes), path);
}
async function survey(context, { environment, sources }, ledger) {
    const { ports, inputs, origin, config } = context;
    return surveyEnvironment({
        ports,
        environment,
        access: (0,resolve/* accessTo */.Yi)(environment, 'plan', origin.runId),
        run: origin,
        purpose: 'precheck',
        preview: environment.key === 'production',
        sources,
        ledger,
        // Who switches the rule off lets macros run; a stack that is not planned would be judged by nobody.
        ...(!offSwitch({ config, today: todayOf(ports) }, 'template/macro') && { transforms: config.precheck.transforms }),
        whoDidIt: config.precheck.drift['who-did-it'],
        only: inputs.only,
    });
}
function factsOf(context, { environment, sources }, found) {
    const { planned, drift, groups, deployed, changedBy, unread } = found;
    const ownTemplates = new Set(context.config.stacks.flatMap(({ id, template }) => (template.includes('{environment}') ? [id ?? 'stack'] : [])));
    const { only } = context.inputs;
    const parts = [...environment.stacks, ...environment.deployments].map(({ id }) => id);
    // To name all parts is to look at everything.
    const seen = only.length === 0 || parts.every((part) => only.includes(part));
    const snapshot = seen ? makeSnapshot({ environment, sources, deployed, groups, ownTemplates, unread }) : undefined;
    return { environment, stacks: planned.stacks, drift, changedBy, groups, snapshot };
}
async function baselineFor({ config, ports }) {
    const path = config.observe?.baseline;
    if (path === undefined)
        return undefined;
    return (0,policies_baseline/* readBaseline */.mF)(new TextDecoder().decode(await (0,workspace/* readWorkspaceFile */.s)(ports.place.workspace, path, 'observe')), path);
}
/** Leaves a file beside the evidence, ready to be reviewed and committed; also in the log, which outlives the job. */
async function leave({ ports, inputs }, name, text) {
    if (text === undefined)
        return;
    await (0,support_scratch/* writeFiles */.hV)((0,evidence_store/* evidenceFolder */.ek)(ports, inputs.evidence), new Map([[name, Buffer.from(text)]]));
    await ports.log.group(name, async () => ports.log.info(text));
}
function measurementsOf({ planned, drift }) {
    const { environment } = planned.plan;
    if (planned.stacks.length === 0)
        return [];
    const resources = drift.flatMap(allReports).flatMap((report) => report.resources);
    const changes = planned.stacks.flatMap(({ plan }) => plan?.changes ?? []);
    const count = (name, value) => ({
        name: `${environment}: ${name}`,
        unit: 'count',
        value,
        subject: `environment/${environment}`,
    });
    return [
        count('stacks', planned.stacks.length),
        count('planned changes', changes.length),
        count('resources checked for drift', resources.filter(isChecked).length),
        count('resources not checked for drift', resources.filter((resource) => !isChecked(resource)).length),
    ];
}
/** What was proved for each stack by being planned. */
function plannedFindings({ planned }) {
    return planned.stacks.flatMap(({ plan, stack, facts }) => {
        if (plan === undefined)
            return [];
        const { environment } = planned.plan;
        const count = `${plan.changes.length} ${plan.changes.length === 1 ? 'change' : 'changes'}`;
        if (facts === undefined) {
            return [
                {
                    code: 'change-set/provisional',
                    outcome: 'skipped',
                    title: `${environment}: what would happen to ${stack.name} is only known when the stacks that it needs are deployed`,
                    subject: `stack/${stack.id}`,
                    expected: 'a change set that CloudFormation can make',
                    observed: `${count} by its template alone, since outputs of other stacks are not known yet`,
                    details: { environment },
                },
            ];
        }
        return [
            {
                code: plan.kind === 'none' ? 'change-set/none' : plan.provisional ? 'change-set/provisional' : 'change-set/made',
                outcome: 'pass',
                title: plan.kind === 'none'
                    ? `${environment}: ${stack.name} would not change`
                    : plan.changes.length === 0
                        ? `${environment}: ${stack.name} would be updated in its outputs or settings only`
                        : `${environment}: ${stack.name} would be ${plan.kind === 'create' ? 'created' : 'updated'} with ${count}`,
                subject: `stack/${stack.id}`,
                expected: 'a change set that CloudFormation can make',
                observed: plan.provisional ? `${count}, provisional until outputs of other stacks are known` : count,
                details: { environment },
            },
        ];
    });
}


/***/ }),

/***/ 86867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ judgeParity)
/* harmony export */ });
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27699);
/* harmony import */ var _support_glob_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(43855);


/**
 * Judges snapshots of pre-prod and production, which may come from two jobs. With one of them there is nothing to
 * compare: that is `skipped`, and whoever sees both judges.
 */
function judgeParity(snapshots, options, today) {
    const preprod = snapshots.find((snapshot) => snapshot.environment === 'preprod');
    const production = snapshots.find((snapshot) => snapshot.environment === 'production');
    if (preprod === undefined && production === undefined)
        return [];
    if (preprod === undefined || production === undefined) {
        return [
            {
                code: 'parity/one-side',
                outcome: 'skipped',
                title: 'Only one environment was seen; parity is judged where both are',
                subject: 'parity',
                expected: 'preprod and production',
                observed: snapshots.map((snapshot) => snapshot.environment).join(', '),
            },
        ];
    }
    const differences = differencesOf(preprod, production);
    const used = new Set();
    const findings = differences.map((difference) => judgeDifference(difference, options, today, used));
    const unread = unreadIn(preprod, production).length > 0;
    const compared = Object.keys(production.facts).filter((path) => Object.hasOwn(preprod.facts, path)).length;
    const blocking = findings.filter((finding) => finding.outcome === 'fail' && finding.waived === undefined);
    const proof = blocking.length > 0 || compared === 0 || unread
        ? []
        : [
            {
                code: 'parity/mirrors',
                outcome: 'pass',
                title: 'Pre-prod is made as production is',
                subject: 'parity',
                expected: 'no difference that is not declared',
                observed: `${compared} facts compared; ${differences.length} differ, ${findings.filter(({ waived }) => waived).length} of them declared`,
            },
        ];
    return [...findings, ...judgeAllowances(options, today, used, preprod, production), ...proof];
}
const EXISTS = '/start/exists';
/** `stacks/web`: what could not be read in one of the environments; why is a finding of its own. */
function unreadIn(...snapshots) {
    return snapshots.flatMap(({ facts }) => Object.keys(facts).flatMap((path) => path.endsWith(EXISTS) && facts[path] === null ? [path.slice(0, -EXISTS.length)] : []));
}
function differencesOf(preprod, production) {
    const paths = new Set([...Object.keys(preprod.facts), ...Object.keys(production.facts)]);
    const unread = unreadIn(preprod, production);
    return [...paths]
        .toSorted()
        .filter((path) => !unread.some((owner) => path.startsWith(`${owner}/`)))
        .filter((path) => !isBelowAbsent(path, preprod, production))
        .map((path) => ({ path, preprod: preprod.facts[path], production: production.facts[path] }))
        .filter(({ preprod: a, production: b }) => (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(a ?? null) !== (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(b ?? null) && !isSamePart(a, b));
}
/** A part of a template is the same as it is written, or once the environment's names are taken out. */
function isSamePart(a, b) {
    if (!isMap(a) || !isMap(b) || a['meaning'] === undefined)
        return false;
    return a['text'] === b['text'] || a['meaning'] === b['meaning'];
}
/** What is not there yet in one environment can only be compared once it is; what files say can be compared now. */
function isBelowAbsent(path, ...snapshots) {
    const [kind, id, section] = path.split('/');
    const owner = `${kind}/${id}`;
    if (path === `${owner}${EXISTS}` || section === 'template' || section === 'parameters')
        return false;
    const absent = snapshots.some((snapshot) => snapshot.facts[`${owner}${EXISTS}`] === false);
    return absent && snapshots.some((snapshot) => !Object.hasOwn(snapshot.facts, path));
}
/** Parameters that are sizes and numbers of things, by how their names end; `AccountId` and `StorageKey` are not. */
const CAPACITY = new RegExp('(?:[Ii]nstance(?:Type|Class|Size)|[Nn]odeType|MinSize|MaxSize|VolumeSize|MemorySize|StorageSize|Capacity|Count|Memory|' +
    'Cpu|CPU|Storage|Throughput|Iops|IOPS|Replicas|Shards|Concurrency)(?:Units|[MG]i?[Bb])?$|^[Dd]esired');
function classOf(path) {
    const [, , section, name = ''] = path.split('/');
    if (section === 'start')
        return 'start';
    if (section === 'parameters' && CAPACITY.test(name))
        return 'capacity';
    return 'procedure';
}
function judgeDifference(difference, options, today, used) {
    const { path } = difference;
    const [production, preprod] = onlyDiffering(difference.production, difference.preprod);
    const matching = options.allow.filter((entry) => (0,_support_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(entry.path, path));
    for (const entry of matching)
        used.add(entry);
    const allowed = matching.find((entry) => entry.until === undefined || entry.until >= today);
    const kind = classOf(path);
    const informs = kind === 'start' || (kind === 'capacity' && options.capacity === 'inform');
    return {
        code: kind === 'procedure' ? 'parity/differs' : kind === 'start' ? 'parity/start' : 'parity/capacity',
        outcome: informs ? 'skipped' : 'fail',
        title: kind === 'start'
            ? `The environments start from different points: ${path}`
            : `Pre-prod does not mirror production: ${path}`,
        subject: `parity/${path}`,
        expected: `${show(production)} (production)`,
        observed: `${show(preprod)} (preprod)`,
        advice: informs
            ? 'Nothing has to be done; the rehearsal differs from production in this.'
            : `Make both the same, or declare it: \`precheck.parity.allow: [{ path: ${path}, reason: … }]\`.`,
        ...(allowed && {
            waived: { reason: allowed.reason, owner: allowed.owner ?? 'not named', until: allowed.until ?? 'no end' },
        }),
    };
}
/** Of two maps, the members that differ, however deep: what is the same hides what is not. */
function onlyDiffering(a, b) {
    if (!isMap(a) || !isMap(b))
        return [a, b];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const differing = names.filter((name) => (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(a[name] ?? null) !== (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(b[name] ?? null));
    const members = differing.map((name) => [name, onlyDiffering(a[name], b[name])]);
    const side = (index) => Object.fromEntries(members.flatMap(([name, pair]) => (pair[index] === undefined ? [] : [[name, pair[index]]])));
    return [side(0), side(1)];
}
function isMap(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
const SHOWN_LENGTH = 300;
function show(value) {
    if (value === undefined)
        return '(absent)';
    // Of a part of a template only digests are known.
    if (isMap(value) && typeof value['meaning'] === 'string')
        return `content ${value['meaning'].slice(7, 19)}`;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH).toWellFormed()}…` : text;
}
function judgeAllowances(options, today, used, ...snapshots) {
    return options.allow.flatMap((entry) => {
        const subject = `config/precheck/parity/allow/${entry.path}`;
        if (entry.until !== undefined && entry.until < today) {
            return [
                {
                    code: 'parity/allowance-expired',
                    outcome: 'fail',
                    title: `The declared difference ${entry.path} has expired`,
                    subject,
                    expected: `a day not after ${entry.until}`,
                    observed: today,
                    advice: `Ask ${entry.owner ?? 'its owner'} whether the reason still holds (${entry.reason}); remove the entry or set a new \`until\`.`,
                },
            ];
        }
        if (used.has(entry) || unreadIn(...snapshots).length > 0)
            return [];
        const comparable = snapshots.every((snapshot) => Object.keys(snapshot.facts).some((path) => (0,_support_glob_js__WEBPACK_IMPORTED_MODULE_1__/* .matchesGlob */ .k)(entry.path, path)));
        const absent = snapshots.some((snapshot) => Object.entries(snapshot.facts).some(([path, value]) => path.endsWith(EXISTS) && value === false));
        return [
            {
                code: 'parity/allowance-unused',
                outcome: !comparable && absent ? 'skipped' : 'fail',
                title: comparable
                    ? `The declared difference ${entry.path} does not exist any more`
                    : `The declared difference ${entry.path} names nothing that is compared`,
                subject,
                expected: 'a difference that it covers',
                observed: comparable ? 'both environments are the same in it' : 'no such fact',
                advice: `Remove the entry for ${entry.path} from precheck.parity.allow.`,
            },
        ];
    });
}


/***/ }),

/***/ 88309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ sharedStacks)
/* harmony export */ });
/** Pure: stacks that pre-prod and production have in common. */
function sharedStacks(preprod, production) {
    const rehearsed = new Set(preprod.map(({ arn }) => arn));
    return production
        .filter(({ arn }) => rehearsed.has(arn))
        .map(({ id, name, arn }) => ({
        code: 'stack/shared',
        outcome: 'fail',
        title: `${name} belongs to both environments: to rehearse on it is to deploy to production`,
        subject: `stack/${id}`,
        expected: 'a stack of its own for each environment',
        observed: arn,
        advice: `Put {environment} into \`name\` of the stack ${id}, or give the environments other accounts or regions.`,
    }));
}


/***/ }),

/***/ 62363:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ mergeCauses)
/* harmony export */ });
/* harmony import */ var _aws_refusals_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65034);

/** Which errors of AWS are one and the same, whichever stack met them; of the others each call is a cause of its own. */
const WHOLE = {
    'config/file': () => '',
    'aws/no-credentials': () => '',
    'aws/expired': () => '',
    'aws/unreachable': (cause) => cause.split('/').slice(0, 2).join('/'),
};
const MOST_NAMED = 10;
/**
 * Pure: errors with one cause as one finding, which names all that it hit; everything else as it was. The same missing
 * permission meets the plan and the drift of every stack, in both environments.
 */
function mergeCauses(findings) {
    const groups = new Map();
    for (const [index, finding] of findings.entries()) {
        const key = keyOf(finding) ?? `${index}`;
        const group = groups.get(key);
        if (group)
            group.push(finding);
        else
            groups.set(key, [finding]);
    }
    return [...groups.values()].map((group) => (causeOf(group[0]) === undefined ? group[0] : merged(group)));
}
function keyOf(finding) {
    const cause = causeOf(finding);
    if (cause === undefined)
        return undefined;
    const which = WHOLE[finding.code]?.(cause) ?? cause;
    const refusal = finding.code === 'aws/denied' ? (0,_aws_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .refusalIn */ .c3)(finding.observed ?? '') : undefined;
    const why = refusal ? `${refusal.who} ${refusal.action} ${refusal.policy}` : '';
    const words = finding.code === 'aws/service' ? finding.title : '';
    return JSON.stringify([finding.code, finding.outcome, which, why, words]);
}
function merged(group) {
    const [first] = group;
    const environments = [...new Set(group.flatMap((finding) => member(finding, 'environment') ?? []))];
    const subjects = [...new Set(group.map(({ subject }) => subject))];
    const [firstRefusal, ...others] = group.flatMap(({ code, observed }) => code === 'aws/denied' ? ((0,_aws_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .refusalIn */ .c3)(observed ?? '') ?? []) : []);
    const where = environments.length === 0 ? '' : `${environments.join(' and ')}: `;
    const many = subjects.length > 1;
    const what = subjects.every((subject) => subject.startsWith('stack/')) ? 'stacks' : 'stacks and deployments';
    const shown = subjects.slice(0, MOST_NAMED);
    const more = subjects.length - shown.length;
    const hit = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return {
        ...first,
        title: `${where}${first.title}${many ? ` (${subjects.length} ${what})` : ''}`,
        subject: many ? (environments.length === 1 ? `environment/${environments[0]}` : 'aws') : first.subject,
        ...(many && { observed: first.observed === undefined ? hit : `${hit}\n${first.observed}` }),
        ...(firstRefusal && {
            expected: (0,_aws_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .allowed */ .TQ)([firstRefusal, ...others]),
            advice: (0,_aws_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .adviceOn */ .ik)([firstRefusal, ...others]),
        }),
        details: { ...(environments.length === 1 && { environment: environments[0] }), subjects },
    };
}
/** The call that AWS did not answer, where that is what the finding is about. */
function causeOf(finding) {
    return finding.outcome === 'error' || finding.outcome === 'skipped' ? member(finding, 'cause') : undefined;
}
function member({ details }, name) {
    if (typeof details !== 'object' || details === null || Array.isArray(details))
        return undefined;
    const value = details[name];
    return typeof value === 'string' ? value : undefined;
}


/***/ }),

/***/ 43855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ matchesGlob)
/* harmony export */ });
/** Whether a text matches a glob: `*` within one part of a path, `**` across parts, `?` one character. */
function matchesGlob(glob, text) {
    const pattern = glob
        .split(/(\*\*|\*|\?)/)
        .map((part) => {
        if (part === '**')
            return '.*';
        if (part === '*')
            return '[^/]*';
        return part === '?' ? '[^/]' : part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    })
        .join('');
    return new RegExp(`^${pattern}$`, 's').test(text);
}


/***/ })

};
