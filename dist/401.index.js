export const id = 401;
export const ids = [401,30];
export const modules = {

/***/ 30030:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectAlarms: () => (/* binding */ connectAlarms),
  connectContainers: () => (/* binding */ connectContainers),
  connectFunctions: () => (/* binding */ connectFunctions),
  connectIdentity: () => (/* binding */ connectIdentity),
  connectStorage: () => (/* binding */ connectStorage),
  connectTrail: () => (/* binding */ connectTrail),
  unknownInTaskDefinition: () => (/* binding */ unknownInTaskDefinition)
});

// EXTERNAL MODULE: ./node_modules/@smithy/core/dist-cjs/submodules/schema/index.js
var submodules_schema = __webpack_require__(26890);
;// CONCATENATED MODULE: ./build/dist/aws/shape.js

/** Paths of members that an input of AWS's does not have: `containerDefinitions[0].imge`. The SDKs drop them in silence. */
function unknownMembers(schema, value, path = '') {
    const shape = submodules_schema.NormalizedSchema.of(schema);
    if (Array.isArray(value)) {
        if (!shape.isListSchema())
            return [];
        return value.flatMap((item, at) => unknownMembers(shape.getValueSchema(), item, `${path}[${at}]`));
    }
    if (typeof value !== 'object' || value === null)
        return [];
    const below = (name) => (path === '' ? name : `${path}.${name}`);
    if (shape.isMapSchema()) {
        return Object.entries(value).flatMap(([key, item]) => unknownMembers(shape.getValueSchema(), item, below(key)));
    }
    if (!shape.isStructSchema())
        return [];
    const members = new Map(shape.structIterator());
    return Object.entries(value).flatMap(([name, item]) => {
        const member = members.get(name);
        return member === undefined ? [below(name)] : unknownMembers(member, item, below(name));
    });
}

;// CONCATENATED MODULE: ./build/dist/aws/clients.js

async function connectStorage(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
    // Names of buckets with dots break the certificate of virtual-host addresses, and loopback has no subdomains.
    return make(access, 's3', (config) => new sdk.S3Client({ ...config, forcePathStyle: true }), {
        putObject: sdk.PutObjectCommand,
        headObject: sdk.HeadObjectCommand,
        deleteObject: sdk.DeleteObjectCommand,
    });
}
async function connectAlarms(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(85)]).then(__webpack_require__.t.bind(__webpack_require__, 44085, 19));
    return make(access, 'cloudwatch', (config) => new sdk.CloudWatchClient(config), {
        describeAlarms: sdk.DescribeAlarmsCommand,
    });
}
async function connectTrail(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(392)]).then(__webpack_require__.t.bind(__webpack_require__, 57392, 19));
    return make(access, 'cloudtrail', (config) => new sdk.CloudTrailClient(config), {
        lookupEvents: sdk.LookupEventsCommand,
    });
}
async function connectIdentity(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 71695, 19));
    return make(access, 'sts', (config) => new sdk.STSClient(config), {
        getCallerIdentity: sdk.GetCallerIdentityCommand,
    });
}
async function connectFunctions(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(696)]).then(__webpack_require__.t.bind(__webpack_require__, 71696, 19));
    return make(access, 'lambda', (config) => new sdk.LambdaClient(config), {
        getAlias: sdk.GetAliasCommand,
        getFunctionConfiguration: sdk.GetFunctionConfigurationCommand,
        updateFunctionCode: sdk.UpdateFunctionCodeCommand,
        publishVersion: sdk.PublishVersionCommand,
    });
}
/** Paths of members that RegisterTaskDefinition does not know. */
async function unknownInTaskDefinition(value) {
    const { RegisterTaskDefinitionRequest$: schema } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(212)]).then(__webpack_require__.t.bind(__webpack_require__, 80212, 19));
    return unknownMembers(schema, value);
}
async function connectContainers(access, make) {
    const sdk = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(212)]).then(__webpack_require__.t.bind(__webpack_require__, 80212, 19));
    return make(access, 'ecs', (config) => new sdk.ECSClient(config), {
        registerTaskDefinition: sdk.RegisterTaskDefinitionCommand,
    });
}


/***/ }),

/***/ 21129:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ changeSetName),
/* harmony export */   V$: () => (/* binding */ createChangeSet),
/* harmony export */   XM: () => (/* binding */ discardChangeSet),
/* harmony export */   bG: () => (/* binding */ readChangeSet)
/* harmony export */ });
/* unused harmony exports isIncompleteWarning, saysNoChange, changeSetOutcome */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57424);
/* harmony import */ var _support_poll_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(94800);
/* harmony import */ var _changes_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(68635);
/* harmony import */ var _stack_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(89518);





/** CloudFormation's limit for the name of a change set. */
const NAME_LENGTH = 128;
const FIRST_LOOK_MS = 300;
const SLOWEST_LOOK_MS = 5_000;
/** A name that no other run, attempt, environment or moment has. */
function changeSetName(purpose, environment, run, now) {
    const words = ['td', purpose, environment, run.runId, String(run.runAttempt), now.getTime().toString(36)];
    return words
        .join('-')
        .replaceAll(/[^A-Za-z0-9-]+/g, '-')
        .slice(0, NAME_LENGTH);
}
/** Starts to make a change set. The token makes a repeated request, after a lost answer, the same request. */
async function createChangeSet(cloudformation, request) {
    const answer = await cloudformation.createChangeSet({
        StackName: request.stack,
        ChangeSetName: request.name,
        ChangeSetType: request.type,
        ClientToken: clientToken(request),
        Description: request.description,
        ...('body' in request.template ? { TemplateBody: request.template.body } : { TemplateURL: request.template.url }),
        Parameters: [...request.parameters],
        ...(request.capabilities.length > 0 && { Capabilities: request.capabilities }),
        ...(Object.keys(request.tags).length > 0 && {
            Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
        }),
        ...(request.role !== undefined && { RoleARN: request.role }),
        ...(request.deploymentMode !== undefined && { DeploymentMode: request.deploymentMode }),
        IncludeNestedStacks: true,
    });
    return {
        arn: answer.Id ?? '',
        stackArn: answer.StackId ?? '',
        name: request.name,
        shell: request.makesShell,
    };
}
function clientToken(request) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(`${request.stack} ${request.name}`).digest('hex');
}
/** Waits until the change set is made or has failed, and reads all of it, nested ones to any depth. */
async function readChangeSet(cloudformation, arn, wait) {
    const head = await (0,_support_poll_js__WEBPACK_IMPORTED_MODULE_2__/* .poll */ .w)({
        clock: wait.clock,
        signal: wait.signal,
        first: FIRST_LOOK_MS,
        slowest: SLOWEST_LOOK_MS,
        timeout: wait.timeout,
        ...(wait.usual && { usual: wait.usual }),
        subject: wait.subject,
        waitingFor: `the change set ${arn} to be made`,
        onTimeout: `Look at it with \`aws cloudformation describe-change-set --change-set-name ${arn}\`.`,
    }, async () => {
        const page = await cloudformation.describeChangeSet({ ChangeSetName: arn, IncludePropertyValues: true });
        const status = page.Status ?? '_PENDING';
        return status.endsWith('_PENDING') || status.endsWith('_IN_PROGRESS') ? undefined : page;
    });
    return describeAll(cloudformation, head, arn, wait);
}
async function describeAll(cloudformation, head, arn, wait) {
    let changes = await allChanges(cloudformation, arn, true, head);
    const incomplete = [];
    if (isIncompleteWarning(head.StatusReason)) {
        changes = (0,_changes_js__WEBPACK_IMPORTED_MODULE_3__/* .mergeChanges */ .e6)(changes, await allChanges(cloudformation, arn, false));
        incomplete.push(head.StatusReason ?? '');
    }
    const nested = [];
    for (const each of changes) {
        if (each.nestedChangeSet === undefined)
            continue;
        // A root fails as soon as one child does, while others may still be at work.
        const child = await readChangeSet(cloudformation, each.nestedChangeSet, wait);
        nested.push({ ...child, logicalId: each.change.logicalId });
    }
    const reason = head.StatusReason ?? '';
    const outcome = changeSetOutcome(head.Status ?? '', reason, changes, nested);
    return {
        arn: head.ChangeSetId ?? arn,
        stackArn: head.StackId ?? '',
        stackName: head.StackName ?? '',
        outcome,
        status: head.Status ?? 'UNKNOWN',
        executionStatus: head.ExecutionStatus ?? 'UNKNOWN',
        statusReason: reason,
        changes,
        nested,
        parameters: head.Parameters ?? [],
        ...(head.DeploymentConfig?.Mode !== undefined && { deploymentMode: head.DeploymentConfig.Mode }),
        disableRollback: head.DeploymentConfig?.DisableRollback ?? false,
        incomplete,
    };
}
/** The changes of all pages; `first` is the first page where it is there already. */
async function allChanges(cloudformation, arn, values, first) {
    const ask = (token) => cloudformation.describeChangeSet({
        ChangeSetName: arn,
        ...(values && { IncludePropertyValues: true }),
        ...(token !== undefined && { NextToken: token }),
    });
    const changes = [];
    let page = first ?? (await ask());
    for (;;) {
        for (const change of page.Changes ?? []) {
            const classified = (0,_changes_js__WEBPACK_IMPORTED_MODULE_3__/* .classifyChange */ .Fd)(change);
            if (classified !== undefined)
                changes.push(classified);
        }
        if (page.NextToken === undefined)
            return changes;
        page = await ask(page.NextToken);
    }
}
/** https://github.com/aws/aws-cdk-cli/issues/1780: with property values, CloudFormation may drop whole changes. */
function isIncompleteWarning(reason) {
    return reason !== undefined && /^\[WARN\].*incomplete/i.test(reason);
}
/** "No change" is a failure to CloudFormation, told only in words: two wordings, and a variant of transforms. */
function saysNoChange(reason) {
    return /didn['’]t contain changes|no updates are to be performed/i.test(reason);
}
/** A finished change set holds changes, none, or has failed; a status that is not known is a failure. */
function changeSetOutcome(status, reason, changes, nested) {
    if (status === 'CREATE_COMPLETE') {
        const onlyNested = changes.length > 0 && changes.every((each) => each.nestedChangeSet !== undefined);
        // Without a change of a resource it holds new outputs or settings, and is executed for them.
        return onlyNested && nested.every((child) => child.outcome === 'none') ? 'none' : 'changes';
    }
    if (status !== 'FAILED')
        return 'failed';
    if (saysNoChange(reason) && changes.length === 0)
        return 'none';
    const childFailed = /nested change set/i.test(reason);
    const allQuiet = nested.length > 0 && nested.every((child) => child.outcome === 'none');
    return childFailed && allQuiet && changes.every((each) => each.nestedChangeSet !== undefined) ? 'none' : 'failed';
}
/**
 * Removes a change set, and the shell of a stack that only it had made. The shell is removed only while it is in review,
 * has no resource and no other change set waits in it: what somebody else began is not ours to remove. AWS may answer as
 * things were before, so that one answer is not enough to delete by; and a shell that we know by its ARN and that AWS
 * does not know yet is there.
 */
async function discardChangeSet(cloudformation, created) {
    const which = 'arn' in created ? { ChangeSetName: created.arn } : { ChangeSetName: created.name, StackName: created.stack };
    try {
        await cloudformation.deleteChangeSet(which);
    }
    catch (error) {
        if ((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .errorName */ .Is)(error) !== 'ChangeSetNotFound' && !(0,_stack_js__WEBPACK_IMPORTED_MODULE_4__/* .isMissingStack */ .fH)(error))
            throw error;
    }
    if (!created.shell)
        return;
    const stack = await (0,_stack_js__WEBPACK_IMPORTED_MODULE_4__/* .readStack */ .bA)(cloudformation, 'arn' in created ? created.stackArn : created.stack);
    const arn = stack?.arn ?? ('arn' in created ? created.stackArn : undefined);
    if (arn === undefined || (stack !== undefined && stack.status !== 'REVIEW_IN_PROGRESS'))
        return;
    const others = await changeSetsOf(cloudformation, arn);
    if (others.some((other) => other.name !== created.name && !('arn' in created && other.arn === created.arn)))
        return;
    if ((await resourcesOf(cloudformation, arn)).length > 0)
        return;
    await cloudformation.deleteStack({ StackName: arn });
}
async function resourcesOf(cloudformation, arn) {
    try {
        return await (0,_stack_js__WEBPACK_IMPORTED_MODULE_4__/* .stackResources */ .oF)(cloudformation, arn);
    }
    catch (error) {
        if ((0,_stack_js__WEBPACK_IMPORTED_MODULE_4__/* .isMissingStack */ .fH)(error))
            return [];
        throw error;
    }
}
async function changeSetsOf(cloudformation, stackArn) {
    const found = [];
    let token;
    try {
        do {
            const page = await cloudformation.listChangeSets({
                StackName: stackArn,
                ...(token !== undefined && { NextToken: token }),
            });
            for (const summary of page.Summaries ?? []) {
                const going = summary.Status?.startsWith('DELETE_') ?? false;
                if (!going)
                    found.push({ arn: summary.ChangeSetId ?? '', name: summary.ChangeSetName ?? '' });
            }
            token = page.NextToken;
        } while (token !== undefined);
    }
    catch (error) {
        if (!(0,_stack_js__WEBPACK_IMPORTED_MODULE_4__/* .isMissingStack */ .fH)(error))
            throw error;
    }
    return found;
}


/***/ }),

/***/ 68635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ai: () => (/* binding */ KNOWN_AFTER_APPLY),
/* harmony export */   Fd: () => (/* binding */ classifyChange),
/* harmony export */   e6: () => (/* binding */ mergeChanges)
/* harmony export */ });
/* unused harmony export shownValue */
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27699);

const ACTIONS = ['Add', 'Modify', 'Remove', 'Import', 'Dynamic', 'SyncWithActual'];
const RECREATION = ['Never', 'Conditionally', 'Always'];
const KINDS = ['Add', 'Remove', 'Modify', 'SyncWithActual'];
const REPLACEMENT = ['True', 'False', 'Conditional'];
const EVALUATION = ['Static', 'Dynamic'];
const SOURCES = [
    'DirectModification',
    'ParameterReference',
    'ResourceReference',
    'ResourceAttribute',
    'Automatic',
    'NoModification',
];
/** What CloudFormation writes for a value that only the execution will tell. */
const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';
const SHOWN_LENGTH = 400;
/** Classifies one entry of DescribeChangeSet; undefined for entries that are not about a resource. */
function classifyChange(change) {
    const resource = change.ResourceChange;
    if (resource === undefined)
        return undefined;
    const unknownWords = [];
    const known = (value, words, absent) => {
        if (value === undefined)
            return absent;
        if (words.includes(value))
            return value;
        unknownWords.push(value);
        return 'Unknown';
    };
    const action = known(resource.Action, ACTIONS, 'Unknown');
    const keeps = action === 'Add' || action === 'Remove' || action === 'Import';
    const nested = resource.ResourceType === 'AWS::CloudFormation::Stack';
    const properties = propertiesOf(resource.Details ?? [], known);
    return {
        change: {
            logicalId: resource.LogicalResourceId ?? '',
            type: resource.ResourceType ?? '',
            action,
            replacement: known(resource.Replacement, REPLACEMENT, keeps || nested ? 'False' : mostIntrusive(properties)),
            ...(resource.PolicyAction !== undefined && { policyAction: resource.PolicyAction }),
            properties,
        },
        ...(resource.PhysicalResourceId !== undefined && { physicalId: resource.PhysicalResourceId }),
        ...context('before', resource.BeforeContext),
        ...context('after', resource.AfterContext),
        ...(resource.ChangeSetId !== undefined && { nestedChangeSet: resource.ChangeSetId }),
        ...(resource.ResourceDriftStatus !== undefined && { driftStatus: resource.ResourceDriftStatus }),
        unknownWords,
    };
}
/**
 * CloudFormation tells several details about one property, one for each cause: they are folded into one change. It is
 * static when one of them is: then the value does change, whatever the others leave open.
 */
function propertiesOf(details, known) {
    const byPath = new Map();
    for (const detail of details) {
        const target = detail.Target ?? {};
        const attribute = target.Attribute ?? 'Unknown';
        const path = target.Path ?? (target.Name === undefined ? `/${attribute}` : `/${attribute}/${target.Name}`);
        const cause = known(detail.ChangeSource, SOURCES, 'Unknown');
        const told = {
            path,
            attribute,
            change: known(target.AttributeChangeType, KINDS, 'Modify'),
            requiresRecreation: known(target.RequiresRecreation, RECREATION, attribute === 'Properties' ? 'Unknown' : 'Never'),
            ...(target.BeforeValue !== undefined && { before: shownValue(target.BeforeValue) }),
            ...(target.AfterValue !== undefined && { after: shownValue(target.AfterValue) }),
            causes: [detail.CausingEntity === undefined ? cause : `${cause} ${detail.CausingEntity}`],
            evaluation: known(detail.Evaluation, EVALUATION, 'Unknown'),
        };
        const earlier = byPath.get(path);
        byPath.set(path, earlier === undefined ? told : foldProperty(earlier, told));
    }
    return [...byPath.values()].toSorted(byPathName);
}
function foldProperty(a, b) {
    const evaluations = [a.evaluation, b.evaluation];
    return {
        ...a,
        ...(a.before === undefined && b.before !== undefined && { before: b.before }),
        ...(a.after === undefined && b.after !== undefined && { after: b.after }),
        requiresRecreation: moreIntrusive(a.requiresRecreation, b.requiresRecreation),
        causes: [...new Set([...a.causes, ...b.causes])].toSorted(),
        evaluation: evaluations.includes('Static') ? 'Static' : evaluations.includes('Unknown') ? 'Unknown' : 'Dynamic',
    };
}
const INTRUSION = ['Never', 'Conditionally', 'Unknown', 'Always'];
function moreIntrusive(a, b) {
    return INTRUSION.indexOf(a) >= INTRUSION.indexOf(b) ? a : b;
}
/** Where AWS names no replacement, the most intrusive of the details is what can happen. */
function mostIntrusive(properties) {
    const worst = properties.reduce((soFar, property) => moreIntrusive(soFar, property.requiresRecreation), 'Never');
    if (properties.length === 0 || worst === 'Unknown')
        return 'Unknown';
    return worst === 'Never' ? 'False' : worst === 'Always' ? 'True' : 'Conditional';
}
/** Long values are shown by their beginning and bound by their digest. */
function shownValue(value) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text.length <= SHOWN_LENGTH)
        return text;
    return `${text.slice(0, SHOWN_LENGTH).toWellFormed()}… (${text.length} characters, ${(0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOfBytes */ .by)(text)})`;
}
/** Contexts are JSON as text; what cannot be read stays a text. */
function context(name, value) {
    if (value === undefined)
        return {};
    if (typeof value !== 'string')
        return { [name]: value };
    try {
        return { [name]: JSON.parse(value) };
    }
    catch {
        return { [name]: value };
    }
}
/**
 * Merges two descriptions of one change set: the first with property values, which CloudFormation may leave whole
 * changes out of, the second without. Nothing that either told is lost.
 */
function mergeChanges(withValues, without) {
    const merged = new Map(withValues.map((each) => [each.change.logicalId, each]));
    for (const each of without) {
        const told = merged.get(each.change.logicalId);
        merged.set(each.change.logicalId, told === undefined ? each : mergeChange(told, each));
    }
    return [...merged.values()];
}
function mergeChange(told, other) {
    const has = (property) => told.change.properties.some((known) => known.path === property.path ||
        known.path.startsWith(`${property.path}/`) ||
        // Without values tags are told by their attribute alone, and with values by their places.
        (known.attribute === 'Tags' && property.path === '/Tags'));
    const added = other.change.properties.filter((property) => !has(property));
    return {
        ...other,
        ...told,
        change: { ...told.change, properties: [...told.change.properties, ...added].toSorted(byPathName) },
        unknownWords: [...new Set([...told.unknownWords, ...other.unknownWords])],
    };
}
function byPathName(a, b) {
    return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}


/***/ }),

/***/ 91307:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   XL: () => (/* binding */ unroll),
/* harmony export */   r: () => (/* binding */ isLoop),
/* harmony export */   uW: () => (/* binding */ mayMake)
/* harmony export */ });
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html */
const LOOP = 'Fn::ForEach::';
const IDENTIFIER = /[$&]\{\w+\}/g;
const isLoop = (name) => name.startsWith(LOOP);
function loopOf(value) {
    if (!Array.isArray(value) || value.length !== 3)
        return undefined;
    const [identifier, collection, fragment] = value;
    const fits = typeof identifier === 'string' && typeof fragment === 'object' && fragment !== null;
    return fits ? { identifier, collection, fragment: fragment } : undefined;
}
/**
 * The members that a loop makes, where its collection is written out or is a parameter whose value is known; undefined
 * where anything else decides. Only names are filled in: values are what the loop says.
 */
function unroll(value, itemsOf = () => undefined, bound = new Map()) {
    const loop = loopOf(value);
    if (loop === undefined)
        return undefined;
    const named = loop.collection?.Ref;
    const items = typeof named === 'string' ? itemsOf(named) : loop.collection;
    if (!Array.isArray(items))
        return undefined;
    const made = [];
    for (const item of items) {
        if (typeof item !== 'string' && typeof item !== 'number')
            return undefined;
        const inner = new Map([...bound, [loop.identifier, String(item)]]);
        for (const [key, member] of Object.entries(loop.fragment)) {
            const more = isLoop(key) ? unroll(member, itemsOf, inner) : [[fill(key, inner), member]];
            if (more === undefined)
                return undefined;
            made.push(...more);
        }
    }
    return made;
}
/** `&{X}` leaves out what a logical id cannot have. */
function fill(key, bound) {
    return [...bound].reduce((name, [identifier, item]) => name.replaceAll(`\${${identifier}}`, item).replaceAll(`&{${identifier}}`, item.replaceAll(/[^A-Za-z0-9]/g, '')), key);
}
/** Whether the loop can have made a member of that name. */
function mayMake(value, name) {
    const { fragment = {} } = loopOf(value) ?? {};
    return Object.entries(fragment).some(([key, member]) => isLoop(key) ? mayMake(member, name) : patternOf(key).test(name));
}
function patternOf(key) {
    const fixed = key.split(IDENTIFIER).map((part) => part.replaceAll(/[^A-Za-z0-9]/g, '\\$&'));
    return new RegExp(`^${fixed.join('[A-Za-z0-9]*')}$`);
}


/***/ }),

/***/ 42382:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EB: () => (/* binding */ readHookResults),
/* harmony export */   H9: () => (/* binding */ isPlanned),
/* harmony export */   Om: () => (/* binding */ failedHooks),
/* harmony export */   by: () => (/* binding */ readHooks),
/* harmony export */   k: () => (/* binding */ refusedByHooks)
/* harmony export */ });
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57424);
/* harmony import */ var _support_poll_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94800);


const PLANNED = 'PLANNED';
const TIMEOUT_MS = 60_000;
const FIRST_LOOK_MS = 300;
const SLOWEST_LOOK_MS = 3_000;
/** Whether the list of hooks can be relied on. */
const isPlanned = (plan) => plan.status === PLANNED;
/** Hooks that a change set and those of its nested stacks would invoke, once CloudFormation has found them out. */
async function readHooks(cloudformation, facts, wait, path = '') {
    const own = await (0,_support_poll_js__WEBPACK_IMPORTED_MODULE_1__/* .poll */ .w)({
        ...wait,
        first: FIRST_LOOK_MS,
        slowest: SLOWEST_LOOK_MS,
        timeout: TIMEOUT_MS,
        waitingFor: `the hooks of the change set ${facts.arn} to be planned`,
        onTimeout: `Look at them with \`aws cloudformation describe-change-set-hooks --change-set-name ${facts.arn}\`.`,
    }, async () => {
        const plan = await readOwn(cloudformation, facts.arn, path);
        return plan.status === 'PLANNING' ? undefined : plan;
    });
    const plans = [own];
    for (const child of facts.nested) {
        if (child.outcome === 'changes') {
            plans.push(await readHooks(cloudformation, child, wait, `${path}${child.logicalId}/`));
        }
    }
    return {
        status: plans.find((plan) => !isPlanned(plan))?.status ?? PLANNED,
        hooks: plans.flatMap(({ hooks }) => hooks),
    };
}
async function readOwn(cloudformation, arn, path) {
    const hooks = [];
    let status;
    let token;
    do {
        const page = await cloudformation.describeChangeSetHooks({
            ChangeSetName: arn,
            ...(token !== undefined && { NextToken: token }),
        });
        for (const hook of page.Hooks ?? []) {
            hooks.push({
                name: hook.TypeName ?? 'unnamed',
                mode: hook.FailureMode ?? 'FAIL',
                logicalId: `${path}${hook.TargetDetails?.ResourceTargetDetails?.LogicalResourceId ?? ''}`,
            });
        }
        status = page.Status ?? 'UNKNOWN';
        token = page.NextToken;
    } while (token !== undefined);
    return { status, hooks };
}
/** The types of the hooks that CloudFormation says failed, in the reason of a change set or of a resource. */
function failedHooks(reason) {
    const named = /following hook\(s\)(?:\/validation)? failed: \[([^\]]*)\]/i.exec(reason)?.[1] ?? '';
    return named.split(/,\s*/).filter((name) => name !== '' && !name.startsWith('AWS::EarlyValidation::'));
}
/** The change set, of this one and those of its nested stacks, that hooks did not let be made. */
function refusedByHooks(facts) {
    if (facts.outcome === 'failed' && failedHooks(facts.statusReason).length > 0)
        return facts;
    return facts.nested.map(refusedByHooks).find((found) => found !== undefined);
}
/**
 * What hooks objected to when the change set and those of its nested stacks were made, to the last page: no event tells
 * it. Waits for hooks that still run. Rejects with an ActionError, `timeout` among them.
 */
async function readHookResults(cloudformation, facts, wait) {
    const results = await (0,_support_poll_js__WEBPACK_IMPORTED_MODULE_1__/* .poll */ .w)({
        ...wait,
        first: FIRST_LOOK_MS,
        slowest: SLOWEST_LOOK_MS,
        timeout: TIMEOUT_MS,
        waitingFor: `the hooks of the change set ${facts.arn} to answer`,
        onTimeout: `Look at them with \`aws cloudformation list-hook-results --target-type CHANGE_SET --target-id ${facts.arn}\`.`,
    }, async () => {
        const now = await resultsOf(cloudformation, facts.arn);
        return now.some(({ Status }) => Status === 'HOOK_IN_PROGRESS') ? undefined : now;
    });
    const found = results.flatMap((result) => result.Status === 'HOOK_COMPLETE_SUCCEEDED'
        ? []
        : [
            {
                name: result.TypeName ?? 'unnamed',
                mode: result.FailureMode ?? 'FAIL',
                reason: result.HookStatusReason ?? result.Status ?? '',
                logicalId: '',
                path: '',
                ...(result.HookResultId !== undefined && { resultId: result.HookResultId }),
            },
        ]);
    for (const child of facts.nested) {
        if (child.outcome !== 'none')
            found.push(...(await readHookResults(cloudformation, child, wait)));
    }
    return found;
}
async function resultsOf(cloudformation, changeSetArn) {
    const found = [];
    let token;
    try {
        do {
            const page = await cloudformation.listHookResults({
                TargetType: 'CHANGE_SET',
                TargetId: changeSetArn,
                ...(token !== undefined && { NextToken: token }),
            });
            found.push(...(page.HookResults ?? []));
            token = page.NextToken;
        } while (token !== undefined);
    }
    catch (error) {
        if ((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorName */ .Is)(error) !== 'HookResultNotFound' && (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorName */ .Is)(error) !== 'HookResultNotFoundException')
            throw error;
    }
    return found;
}


/***/ }),

/***/ 46568:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PA: () => (/* binding */ NO_PARAMETERS),
/* harmony export */   UV: () => (/* binding */ inlineParameters),
/* harmony export */   _A: () => (/* binding */ parseParameters),
/* harmony export */   vA: () => (/* binding */ resolveParameters)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69166);
/* harmony import */ var _support_yaml_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(70594);
/* harmony import */ var _stack_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(89518);
/* harmony import */ var _template_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2466);





/** Values from the configuration itself. */
function inlineParameters(values) {
    return {
        values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value: String(value) }])),
        tags: {},
        source: () => undefined,
    };
}
const NO_PARAMETERS = inlineParameters({});
const PIPELINE_KEYS = new Set(['Parameters', 'Tags', 'StackPolicy']);
/**
 * Reads a parameter file, JSON or YAML, in any of three forms: AWS's list (`[{ ParameterKey, ParameterValue }]`, as for
 * the AWS CLI), a plain map of names to values, or CodePipeline's template configuration (`{ Parameters, Tags }`).
 * All mistakes are found at once; they are the findings of the ActionError.
 */
function parseParameters(text, file) {
    const lines = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, { lineCounter: lines, uniqueKeys: true });
    const at = (offset) => {
        const { line, col } = lines.linePos(offset ?? 0);
        return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    const mistakes = [];
    const wrong = (where, expected, observed) => {
        mistakes.push(parameterMistake(file, where, expected, observed));
    };
    for (const error of document.errors)
        wrong(at(error.pos[0]), 'JSON or YAML that can be read', firstLine(error.message));
    if (mistakes.length > 0)
        throw mistaken(file, mistakes);
    (0,_support_yaml_js__WEBPACK_IMPORTED_MODULE_2__/* .numbersAsWritten */ .C8)(document.contents);
    const plain = (0,_support_yaml_js__WEBPACK_IMPORTED_MODULE_2__/* .plainOf */ .oi)(document);
    if ('problem' in plain) {
        throw mistaken(file, [parameterMistake(file, at(plain.offset), 'JSON or YAML that can be read', plain.problem)]);
    }
    const root = plain.value;
    const values = {};
    const tags = {};
    const sources = new Map();
    const give = (name, given, where) => {
        if (Object.hasOwn(values, name))
            wrong(where, `the parameter ${name} once`, 'it is given twice');
        values[name] = given;
        sources.set(name, where);
    };
    if (Array.isArray(root)) {
        root.forEach((item, index) => {
            const where = at(rangeStart(document.getIn([index], true)));
            const key = (0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(item) ? item['ParameterKey'] : undefined;
            if (!(0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(item) || typeof key !== 'string') {
                return wrong(where, 'an entry with ParameterKey and ParameterValue', shown(item));
            }
            const value = scalarText(item['ParameterValue']);
            if (item['UsePreviousValue'] === true && value === undefined)
                return give(key, { previous: true }, where);
            if (item['UsePreviousValue'] === true)
                return wrong(where, 'UsePreviousValue or a value, not both', key);
            if (value === undefined)
                return wrong(where, `a text as ParameterValue of ${key}`, shown(item['ParameterValue']));
            give(key, { value }, where);
        });
    }
    else if ((0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(root)) {
        const pipeline = (0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(root['Parameters']) && Object.keys(root).every((key) => PIPELINE_KEYS.has(key));
        const map = pipeline ? root['Parameters'] : root;
        const path = pipeline ? ['Parameters'] : [];
        for (const [name, item] of Object.entries(map)) {
            const where = at(keyStart(document.getIn(path, true) ?? document.contents, name));
            const value = scalarText(item);
            if (value === undefined)
                wrong(where, `a text, a number, true or false, or a list of these for ${name}`, shown(item));
            else
                give(name, { value }, where);
        }
        if (pipeline && (0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(root['Tags'])) {
            for (const [name, item] of Object.entries(root['Tags']))
                tags[name] = scalarText(item) ?? '';
        }
    }
    else {
        wrong(at(0), 'a list of ParameterKey and ParameterValue, or a map of names to values', shown(root));
    }
    if (mistakes.length > 0)
        throw mistaken(file, mistakes);
    const stackPolicy = (0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(root) && (0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(root['Parameters']) ? root['StackPolicy'] : undefined;
    return { values, tags, ...(stackPolicy !== undefined && { stackPolicy }), source: (name) => sources.get(name) };
}
function mistaken(file, findings) {
    const first = findings[0];
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('config/parameters', {
        message: `${file}:${first?.source?.line ?? 1}: ${first?.title ?? 'cannot be read'}`,
        subject: `file/${file}`,
        file,
        ...(first?.source?.line !== undefined && { line: first.source.line }),
        findings,
    });
}
function parameterMistake(file, where, expected, observed) {
    return {
        code: 'config/parameters',
        outcome: 'error',
        title: `expected ${expected}, read ${observed}`,
        subject: `file/${file}`,
        expected,
        observed,
        advice: `Correct line ${where.line ?? 1} of ${file}.`,
        source: where,
    };
}
/** CloudFormation takes texts only; lists are joined with commas, as CommaDelimitedList wants them. */
function scalarText(value) {
    if (typeof value === 'string')
        return value;
    if (typeof value === 'number' || typeof value === 'boolean')
        return String(value);
    if (!Array.isArray(value))
        return undefined;
    const texts = value.map((item) => (Array.isArray(item) ? undefined : scalarText(item)));
    return texts.every((text) => text !== undefined) ? texts.join(',') : undefined;
}
/** Values may be secrets: what is wrong with one is said by its kind. */
function shown(value) {
    if (value === undefined)
        return 'nothing';
    if (value === null)
        return 'an empty value';
    return Array.isArray(value) ? 'a list' : (0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(value) ? 'a map' : `a ${typeof value}`;
}
function firstLine(text) {
    return text.split('\n')[0] ?? text;
}
function rangeStart(node) {
    return (0,_template_js__WEBPACK_IMPORTED_MODULE_4__/* .isRecord */ .u4)(node) && Array.isArray(node['range']) ? Number(node['range'][0]) : undefined;
}
function keyStart(map, name) {
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(map))
        return undefined;
    const pair = map.items.find(({ key }) => (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) && String(key.value) === name);
    return rangeStart(pair?.key);
}
/** In place of an unknown value where any text will do, so that a plan can be made at all. */
const STAND_IN = 'known-after-apply';
const TAKES_ANY_TEXT = new Set(['String', 'CommaDelimitedList']);
/** In place of an output that is not there yet; cannot occur in a value. */
const UNKNOWN = '\u0000unknown\u0000';
/**
 * Pure: makes the parameters of one change set. A parameter that is not given takes the template's default; where there
 * is none, and for NoEcho always, an existing stack keeps what it has. AWS's mask is never written back.
 * `fill` puts outputs into a text and `UNKNOWN` where there is none yet.
 */
function resolveParameters(from) {
    const { template, given, existing, subject } = from;
    const parameters = [];
    const unknown = [];
    const secrets = [];
    const findings = [];
    const wrong = (name, finding) => {
        const source = given.source(name);
        findings.push({
            code: 'stack/parameter',
            outcome: 'fail',
            subject: `${subject}/parameter/${name}`,
            ...finding,
            ...(source !== undefined && { source }),
        });
    };
    const keeps = (name) => existing !== undefined && Object.hasOwn(existing.parameters, name);
    for (const [name, declared] of Object.entries(template.parameters)) {
        const gives = Object.hasOwn(given.values, name) ? given.values[name] : undefined;
        if (gives === undefined) {
            if (keeps(name) && (declared.noEcho || declared.default === undefined)) {
                parameters.push({ ParameterKey: name, UsePreviousValue: true });
            }
            else if (declared.default === undefined) {
                wrong(name, {
                    title: `The parameter ${name} has no value`,
                    expected: 'a value, or a Default in the template',
                    observed: 'neither',
                    advice: `Give ${name} in the parameters of the stack.`,
                });
            }
        }
        else if ('previous' in gives) {
            if (keeps(name))
                parameters.push({ ParameterKey: name, UsePreviousValue: true });
            else
                wrong(name, {
                    title: `The parameter ${name} cannot keep a previous value`,
                    expected: 'a value',
                    observed: existing === undefined ? 'the stack does not exist yet' : 'the stack has no such parameter yet',
                    advice: `Replace UsePreviousValue of ${name} by a value for the first deployment.`,
                });
        }
        else if (gives.value === _stack_js__WEBPACK_IMPORTED_MODULE_3__/* .MASKED */ .uA && declared.noEcho) {
            wrong(name, {
                title: `The parameter ${name} would be set to AWS's mask`,
                expected: 'the value itself, or UsePreviousValue: true',
                observed: `${_stack_js__WEBPACK_IMPORTED_MODULE_3__/* .MASKED */ .uA}, which is how AWS shows a NoEcho value`,
                advice: `Write UsePreviousValue: true for ${name}.`,
            });
        }
        else {
            const value = from.fill(gives.value, UNKNOWN);
            if (value.includes(UNKNOWN)) {
                unknown.push(name);
                if (keeps(name))
                    parameters.push({ ParameterKey: name, UsePreviousValue: true });
                else if (TAKES_ANY_TEXT.has(declared.type))
                    parameters.push({ ParameterKey: name, ParameterValue: STAND_IN });
            }
            else {
                parameters.push({ ParameterKey: name, ParameterValue: value });
                if (declared.noEcho)
                    secrets.push(value);
            }
        }
    }
    return { parameters, unknown, secrets, findings };
}


/***/ }),

/***/ 89518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bA: () => (/* binding */ readStack),
/* harmony export */   fH: () => (/* binding */ isMissingStack),
/* harmony export */   i4: () => (/* binding */ listStacks),
/* harmony export */   o3: () => (/* binding */ stackCondition),
/* harmony export */   oF: () => (/* binding */ stackResources),
/* harmony export */   uA: () => (/* binding */ MASKED)
/* harmony export */ });
/* unused harmony export stackState */
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57424);

/** What AWS writes in place of a NoEcho value. */
const MASKED = '****';
/** Reads one stack by name or ARN; undefined when there is none. */
async function readStack(cloudformation, nameOrArn) {
    try {
        const answer = await cloudformation.describeStacks({ StackName: nameOrArn });
        const stack = answer.Stacks?.[0];
        return stack === undefined ? undefined : stackState(stack);
    }
    catch (error) {
        if (isMissingStack(error))
            return undefined;
        throw error;
    }
}
/**
 * Reads the stacks of those names by listing those of the region, until all are found. Where the list would be much
 * longer than that, or may not be read, it has only some of them: the others have to be asked for by name.
 */
async function listStacks(cloudformation, names) {
    const missing = new Set(names);
    const found = new Map();
    let token;
    let pages = 0;
    do {
        const page = await cloudformation.describeStacks(token === undefined ? {} : { NextToken: token });
        for (const stack of page.Stacks ?? []) {
            const state = stackState(stack);
            if (missing.delete(state.name))
                found.set(state.name, state);
        }
        token = page.NextToken;
        pages += 1;
    } while (token !== undefined && missing.size > 0 && pages * WORTH_A_PAGE < names.length);
    return found;
}
/** A page of other people's stacks is worth it while the names that it spares are more than these. */
const WORTH_A_PAGE = 10;
/** CloudFormation has no error of its own for a stack that is not there: only the words tell. */
function isMissingStack(error) {
    return (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorName */ .Is)(error) === 'ValidationError' && /does not exist/i.test((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorText */ .kc)(error));
}
/** AWS's description of a stack in our terms. */
function stackState(stack) {
    return {
        arn: stack.StackId ?? '',
        name: stack.StackName ?? '',
        status: stack.StackStatus ?? 'UNKNOWN',
        ...(stack.StackStatusReason !== undefined && { statusReason: stack.StackStatusReason }),
        ...(stack.DetailedStatus !== undefined && { detailedStatus: stack.DetailedStatus }),
        parameters: entries(stack.Parameters, 'ParameterKey', 'ParameterValue'),
        outputs: entries(stack.Outputs, 'OutputKey', 'OutputValue'),
        tags: entries(stack.Tags, 'Key', 'Value'),
        capabilities: stack.Capabilities ?? [],
        notificationArns: stack.NotificationARNs ?? [],
        rollback: {
            alarms: (stack.RollbackConfiguration?.RollbackTriggers ?? []).map((trigger) => trigger.Arn ?? ''),
            monitoringMinutes: stack.RollbackConfiguration?.MonitoringTimeInMinutes ?? 0,
        },
        ...(stack.RoleARN !== undefined && { role: stack.RoleARN }),
        terminationProtection: stack.EnableTerminationProtection ?? false,
        disableRollback: stack.DeploymentConfig?.DisableRollback ?? stack.DisableRollback ?? false,
        ...(stack.DeploymentConfig?.Mode !== undefined && { deploymentMode: stack.DeploymentConfig.Mode }),
        ...(stack.ParentId !== undefined && { parent: stack.ParentId }),
        ...(stack.ChangeSetId !== undefined && { changeSetArn: stack.ChangeSetId }),
    };
}
function entries(list, key, value) {
    return Object.fromEntries((list ?? []).map((item) => [String(item[key] ?? ''), String(item[value] ?? '')]));
}
/** Judges a status; `name` and `region` make the way out a command that can be copied, `mode` is how it was deployed. */
function stackCondition(status, name, region, mode = 'STANDARD') {
    const aws = (operation) => `aws cloudformation ${operation} --stack-name ${name}${region === '' ? '' : ` --region ${region}`}`;
    switch (status) {
        case 'CREATE_COMPLETE':
        case 'UPDATE_COMPLETE':
        case 'UPDATE_ROLLBACK_COMPLETE':
        case 'IMPORT_COMPLETE':
        case 'IMPORT_ROLLBACK_COMPLETE':
            return { kind: 'ready', explanation: 'the stack is settled', wayOut: '' };
        case 'REVIEW_IN_PROGRESS':
            return { kind: 'review', explanation: 'a change set was made for it and never executed', wayOut: '' };
        case 'DELETE_COMPLETE':
            return { kind: 'gone', explanation: 'the stack was deleted', wayOut: '' };
        case 'ROLLBACK_COMPLETE':
            return {
                kind: 'stuck',
                explanation: 'its creation failed and was rolled back; such a stack can only be deleted',
                wayOut: `Check that nothing in it is needed, then run \`${aws('delete-stack')}\` and start the release again; it is never deleted unasked.`,
            };
        case 'CREATE_FAILED':
        case 'ROLLBACK_FAILED':
            return {
                kind: 'stuck',
                explanation: 'its creation failed and it was not rolled back',
                wayOut: `Read \`${aws('describe-stack-events')}\`, then delete it with \`${aws('delete-stack')}\` and start the release again.`,
            };
        case 'UPDATE_FAILED':
            return {
                kind: 'stuck',
                explanation: 'an update failed while rollback was disabled',
                wayOut: mode === 'EXPRESS'
                    ? `CloudFormation does not go back after EXPRESS mode: bring it to an end with \`${aws('update-stack')} --use-previous-template --deployment-config Mode=EXPRESS,DisableRollback=false\` (with its parameters), then start the release again.`
                    : `Go back to the last working state with \`${aws('rollback-stack')}\`, then start the release again.`,
            };
        case 'UPDATE_ROLLBACK_FAILED':
            return {
                kind: 'stuck',
                explanation: 'an update failed, and so did its rollback',
                wayOut: `Mend what the events name, then run \`${aws('continue-update-rollback')}\` and start the release again.`,
            };
        case 'IMPORT_ROLLBACK_FAILED':
            return {
                kind: 'stuck',
                explanation: 'an import failed, and so did its rollback',
                wayOut: `Read \`${aws('describe-stack-events')}\` and repair the imported resources.`,
            };
        case 'DELETE_FAILED':
            return {
                kind: 'stuck',
                explanation: 'its deletion failed',
                wayOut: `Read \`${aws('describe-stack-events')}\`, empty or release what holds it, then run \`${aws('delete-stack')}\` again.`,
            };
        default:
            if (status.endsWith('_IN_PROGRESS')) {
                return {
                    kind: 'busy',
                    explanation: status.includes('CLEANUP')
                        ? 'an update is done and old resources are being removed'
                        : "somebody's operation is running on it",
                    wayOut: `Wait until \`${aws('describe-stacks')}\` shows a status that ends in COMPLETE, then start again.`,
                };
            }
            return {
                kind: 'unknown',
                explanation: 'this status is not known here',
                wayOut: `Look at \`${aws('describe-stacks')}\` and, if the stack is well, update this action.`,
            };
    }
}
/** What a stack consists of, to the last page, without what is gone. */
async function stackResources(cloudformation, arn) {
    const found = [];
    let token;
    do {
        const page = await cloudformation.listStackResources({
            StackName: arn,
            ...(token !== undefined && { NextToken: token }),
        });
        found.push(...(page.StackResourceSummaries ?? []));
        token = page.NextToken;
    } while (token !== undefined);
    return found.filter((resource) => resource.ResourceStatus !== 'DELETE_COMPLETE');
}


/***/ }),

/***/ 2466:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MZ: () => (/* binding */ INLINE_BYTES),
/* harmony export */   QC: () => (/* binding */ parseTemplate),
/* harmony export */   u4: () => (/* binding */ isRecord)
/* harmony export */ });
/* unused harmony export LARGEST_BYTES */
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(27699);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _support_yaml_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(70594);
/* harmony import */ var _for_each_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(91307);





/** CloudFormation's limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const INLINE_BYTES = 51_200;
const LARGEST_BYTES = 1_048_576;
/** Reads a template in JSON or YAML. Throws `config/template` with file, line and reason for what cannot be one. */
function parseTemplate(text, file) {
    const bytes = Buffer.byteLength(text);
    if (bytes > LARGEST_BYTES) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/template', {
            message: `${file} has ${bytes} bytes; CloudFormation takes at most ${LARGEST_BYTES}`,
            advice: 'Move a part of it into a nested stack (AWS::CloudFormation::Stack).',
            subject: `template/${file}`,
            expected: `at most ${LARGEST_BYTES} bytes`,
            observed: `${bytes} bytes`,
            file,
        });
    }
    const lines = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, { lineCounter: lines, version: '1.1', merge: true, uniqueKeys: true });
    const place = (offset) => {
        const { line, col } = lines.linePos(offset ?? 0);
        return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    const error = document.errors[0];
    if (error) {
        throw unreadable(file, error.message.split('\n')[0] ?? error.code, place(error.pos[0]));
    }
    const notJson = jsonMistake(text, lines.lineStarts.length);
    if (notJson)
        throw unreadable(file, notJson.reason, { file, line: notJson.line });
    const root = document.contents;
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(root))
        throw unreadable(file, 'a template is a map with a section Resources', place(0));
    const alias = firstAlias(document);
    if (alias)
        throw unreadable(file, alias.problem, place(alias.offset));
    const body = plain(root);
    const problem = (0,_support_yaml_js__WEBPACK_IMPORTED_MODULE_3__/* .problemOf */ .Zw)(body);
    if (problem !== undefined)
        throw unreadable(file, `it has ${problem}`, place(0));
    const source = (path) => place(offsetOf(root, path));
    const resources = section(body, 'Resources', file, source);
    if (Object.keys(resources).length === 0) {
        throw unreadable(file, 'it declares no resource', source(['Resources']));
    }
    return {
        file,
        text,
        bytes,
        digest: (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_1__/* .digestOfBytes */ .by)(text),
        body,
        resources: Object.fromEntries(Object.entries(resources).flatMap(([id, value]) => (((0,_for_each_js__WEBPACK_IMPORTED_MODULE_4__/* .isLoop */ .r)(id) ? (0,_for_each_js__WEBPACK_IMPORTED_MODULE_4__/* .unroll */ .XL)(value) : undefined) ?? [[id, value]]).map(([name, member]) => [
            name,
            resourceOf(member, name, file, source(['Resources', id])),
        ]))),
        parameters: mapValues(section(body, 'Parameters', file, source), (value, id) => parameterOf(value, source(['Parameters', id]))),
        outputs: section(body, 'Outputs', file, source),
        transforms: [...new Set([...names(body['Transform']), ...inlineTransforms(body)])],
        source,
    };
}
/** CloudFormation takes what begins with a brace for JSON, which is stricter than YAML: no comma at the end, no comment. */
function jsonMistake(text, lastLine) {
    if (!text.trimStart().startsWith('{'))
        return undefined;
    try {
        JSON.parse(text);
        return undefined;
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { reason, line: Number(/\(line (\d+) column/.exec(reason)?.[1] ?? lastLine) };
    }
}
function unreadable(file, reason, at) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/template', {
        message: `${file}:${at.line ?? 1}: ${reason}`,
        subject: `template/${file}`,
        observed: reason,
        file,
        ...(at.line !== undefined && { line: at.line }),
        ...(at.column !== undefined && { column: at.column }),
    });
}
function section(body, name, file, source) {
    const value = body[name] ?? {};
    if (isRecord(value))
        return value;
    throw unreadable(file, `the section ${name} is not a map`, source([name]));
}
function resourceOf(value, id, file, source) {
    if ((0,_for_each_js__WEBPACK_IMPORTED_MODULE_4__/* .isLoop */ .r)(id) || id === 'Fn::Transform') {
        return { type: id, properties: {}, source };
    }
    if (!isRecord(value))
        throw unreadable(file, `the resource ${id} is not a map`, source);
    const type = value['Type'];
    if (typeof type !== 'string' || type === '')
        throw unreadable(file, `the resource ${id} has no Type`, source);
    const text = (key) => (typeof value[key] === 'string' ? value[key] : undefined);
    const condition = text('Condition');
    const deletionPolicy = text('DeletionPolicy');
    const updateReplacePolicy = text('UpdateReplacePolicy');
    return {
        type,
        properties: isRecord(value['Properties']) ? value['Properties'] : {},
        ...(condition !== undefined && { condition }),
        ...(deletionPolicy !== undefined && { deletionPolicy }),
        ...(updateReplacePolicy !== undefined && { updateReplacePolicy }),
        ...(isRecord(value['UpdatePolicy']) && { updatePolicy: value['UpdatePolicy'] }),
        source,
    };
}
function parameterOf(value, source) {
    const record = isRecord(value) ? value : {};
    const declared = record['Default'];
    return {
        type: typeof record['Type'] === 'string' ? record['Type'] : 'String',
        ...(declared !== undefined &&
            declared !== null && { default: typeof declared === 'string' ? declared : JSON.stringify(declared) }),
        noEcho: record['NoEcho'] === true || record['NoEcho'] === 'true',
        source,
    };
}
function names(value) {
    if (typeof value === 'string')
        return [value];
    if (Array.isArray(value))
        return value.flatMap(names);
    return isRecord(value) && typeof value['Name'] === 'string' ? [value['Name']] : [];
}
/** `Fn::Transform` anywhere in the template runs a macro just as the section Transform does. */
function inlineTransforms(value) {
    if (Array.isArray(value))
        return value.flatMap(inlineTransforms);
    if (!isRecord(value))
        return [];
    return Object.entries(value).flatMap(([key, member]) => key === 'Fn::Transform' ? names(member) : inlineTransforms(member));
}
/** Short tags and what they stand for; `!GetAtt a.b` becomes a list, `!Condition` and `!Ref` have no `Fn::`. */
function longForm(tag, value) {
    const name = tag.slice(1);
    if (name === 'Ref' || name === 'Condition')
        return { [name]: value };
    if (name === 'GetAtt' && typeof value === 'string') {
        const dot = value.indexOf('.');
        return { 'Fn::GetAtt': dot === -1 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
    }
    return { [`Fn::${name}`]: value };
}
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html */
function firstAlias(document) {
    let found;
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(document, {
        Alias(_, { source, range }) {
            const way = 'write out what it stands for, or have `aws cloudformation package` write the template';
            found = { problem: `CloudFormation takes no YAML alias such as *${source}: ${way}`, offset: range?.[0] ?? 0 };
            return yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR.BREAK;
        },
    });
    return found;
}
/** A node as plain data. Dates and the like stay the texts that they are to CloudFormation. */
function plain(node) {
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isPair */ .tO)(node))
        return undefined;
    const value = untagged(node);
    const tag = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node) ? node.tag : undefined;
    return tag !== undefined && tag.startsWith('!') && !tag.startsWith('!!') ? longForm(tag, value) : value;
}
function untagged(node) {
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
        return node.items.map((item) => plain(item));
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
        const result = {};
        for (const { key, value } of node.items) {
            const name = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) ? String(key.source ?? key.value) : String(key);
            if (name === '<<')
                Object.assign(result, plain(value));
            else
                Object.defineProperty(result, name, { value: plain(value), enumerable: true, writable: true });
        }
        return result;
    }
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node))
        return null;
    const { value } = node;
    // To CloudFormation the letters are texts, as in `AttributeType: N`.
    if (typeof value === 'boolean')
        return /^[yn]$/i.test(node.source ?? '') ? node.source : value;
    if (value === null || typeof value === 'string')
        return value;
    if (typeof value === 'number')
        return Number.isFinite(value) ? value : String(node.source);
    return node.source ?? JSON.stringify(value);
}
/** The offset of the key at the path, or of the nearest above it. */
function offsetOf(root, path) {
    let node = root;
    let offset = root.range?.[0];
    for (const step of path) {
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
            const pair = node.items.find(({ key }) => (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) && String(key.source ?? key.value) === String(step));
            if (pair === undefined)
                return offset;
            offset = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
            node = pair.value;
        }
        else if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node)) {
            node = node.items[Number(step)];
            offset = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node) ? (node.range?.[0] ?? offset) : offset;
        }
        else
            return offset;
    }
    return offset;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function mapValues(record, make) {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value, key)]));
}


/***/ }),

/***/ 32245:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ unreviewedTransforms)
/* harmony export */ });
/**
 * AWS's own transforms that rewrite a template by fixed rules. Any other is a macro: a function of somebody's that runs
 * while a change set is made; and `AWS::Include` fetches an object whose content nobody has reviewed.
 */
const FIXED = new Set([
    'AWS::LanguageExtensions',
    'AWS::Serverless-2016-10-31',
    'AWS::CodeDeployBlueGreen',
    'AWS::CodeStar',
    'AWS::SecretsManager-2020-07-23',
    'AWS::SecretsManager-2024-09-16',
    'AWS::ServiceCatalog',
]);
/** Transforms of a template that run code or fetch objects while a change set is made, and are not allowed by name. */
function unreviewedTransforms(transforms, allowed) {
    return transforms.filter((name) => !FIXED.has(name) && !allowed.includes(name));
}


/***/ }),

/***/ 78220:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ blueGreenHook),
/* harmony export */   p: () => (/* binding */ aliasPolicies)
/* harmony export */ });
/* harmony import */ var _template_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2466);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html */
const POLICY = 'CodeDeployLambdaAliasUpdate';
const BLUE_GREEN = 'AWS::CodeDeploy::BlueGreen';
/** The aliases of a template whose update policy is a deployment. */
function aliasPolicies(template) {
    return Object.entries(template.resources).flatMap(([alias, { updatePolicy }]) => {
        const policy = updatePolicy?.[POLICY];
        if (!(0,_template_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(policy))
            return [];
        const application = named(policy['ApplicationName'], template);
        return [{ alias, application, group: named(policy['DeploymentGroupName'], template) }];
    });
}
function named(value, template) {
    if (typeof value === 'string')
        return { name: value };
    const id = (0,_template_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(value) ? value['Ref'] : undefined;
    return typeof id === 'string' && Object.hasOwn(template.resources, id) ? { resource: id } : { open: true };
}
/** The hook that makes an update of the whole stack a blue/green deployment: its logical id and its functions. */
function blueGreenHook(template) {
    const hooks = template.body['Hooks'];
    for (const [id, hook] of Object.entries((0,_template_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(hooks) ? hooks : {})) {
        if (!(0,_template_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(hook) || hook['Type'] !== BLUE_GREEN)
            continue;
        const properties = (0,_template_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(hook['Properties']) ? hook['Properties'] : {};
        const events = (0,_template_js__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(properties['LifecycleEventHooks']) ? properties['LifecycleEventHooks'] : {};
        const functions = Object.entries(events).filter((entry) => typeof entry[1] === 'string');
        return { id, functions: Object.fromEntries(functions) };
    }
    return undefined;
}


/***/ }),

/***/ 15686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   JV: () => (/* binding */ adviceForScript),
/* harmony export */   RF: () => (/* binding */ adviceHere),
/* harmony export */   Rz: () => (/* binding */ adviceForDeployment),
/* harmony export */   YB: () => (/* binding */ adviceForFunction),
/* harmony export */   wN: () => (/* binding */ adviceForShift)
/* harmony export */ });
/* harmony import */ var _support_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(36402);

/** What to do next, by CodeDeploy's error codes. */
const SCRIPTS = {
    ScriptMissing: 'The AppSpec names a script that is not in the revision: correct its `location`, or add the file.',
    ScriptNotExecutable: 'The script could not be run: give it an interpreter line (`#!/bin/sh`), Unix line ends and the right to be executed.',
    ScriptTimedOut: 'The script ran longer than its `timeout` in the AppSpec: find what it waits for, or allow more time.',
    ScriptFailed: 'Read the last lines of the script in the evidence, correct what they name, and start the release again.',
    UnknownError: 'Read the message and /var/log/aws/codedeploy-agent/codedeploy-agent.log on the instance.',
};
/** The next step for what an agent reported about one event. */
function adviceForScript(errorCode, event) {
    const known = errorCode === undefined ? undefined : SCRIPTS[errorCode];
    if (event === 'ApplicationStop') {
        return `${known ?? SCRIPTS['UnknownError']} ApplicationStop comes from the revision that is installed, not from this one: if it can never succeed, set \`ignore-application-stop-failures: true\` for one release.`;
    }
    if (event === 'Install' && errorCode === 'UnknownError') {
        return 'Look in the message for files that exist already (`file-exists` says what becomes of them), for missing sources and for permissions.';
    }
    return known ?? 'Read the message and the log of the target, correct what they name, and start the release again.';
}
/** The next step where a function of an AppSpec reported a failure, or nothing. */
function adviceForFunction(nameOrArn) {
    const name = (0,_support_text_js__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .TN)(nameOrArn.split(':function:').at(-1) ?? nameOrArn);
    return `Read what the function ${name} logged (/aws/lambda/${name.split(':')[0]} in CloudWatch Logs), correct what it found, and start the release again.`;
}
/** The next step where an event failed that CodeDeploy itself carries out. */
function adviceForShift(event) {
    return event === 'Install'
        ? 'Look at the events of the service and at the stopped tasks (`aws ecs describe-services`, `aws ecs list-tasks --desired-status STOPPED`): the new tasks did not become healthy.'
        : 'Look at the alarms of the group and at the metrics of both versions for the time of the shift, correct what they show, and start the release again.';
}
/** AWS's own number for outputs that something kept open; the API has no name for it. */
const OUTPUTS_LEFT_OPEN = 6;
/** The same for an agent that is this action itself: its log is the job's. */
function adviceHere(diagnostics, event) {
    if (diagnostics?.agentCode === OUTPUTS_LEFT_OPEN) {
        return 'The script ended, but something that it started in the background kept its output until the timeout: redirect it, as in `server >/dev/null 2>&1 &`.';
    }
    const advice = adviceForScript(diagnostics?.errorCode, event);
    return advice.replace(SCRIPTS['UnknownError'] ?? '', 'Correct what the message names, and start again.');
}
const DEPLOYMENTS = {
    ALARM_ACTIVE: 'An alarm of the group went off: look at its history for the time of the deployment.',
    NO_INSTANCES: 'No instance matches: let the tags or Auto Scaling groups of the group {group} name instances that run.',
    HEALTH_CONSTRAINTS: 'Too many instances failed: look at the events of each target.',
    HEALTH_CONSTRAINTS_INVALID: 'The group has fewer instances than the deployment configuration keeps healthy: add instances, or use another configuration.',
    IAM_ROLE_MISSING: 'The group {group} has no service role: set one.',
    IAM_ROLE_PERMISSIONS: 'The service role of the group {group} lacks permissions: attach AWSCodeDeployRole.',
    REVISION_MISSING: 'The revision is not in the bucket any more: run the job again, which uploads it.',
    DEPLOYMENT_GROUP_MISSING: 'The group {group} was removed meanwhile: correct the configuration or make it again.',
    APPLICATION_MISSING: 'The application was removed meanwhile: correct the configuration or make it again.',
    MANUAL_STOP: 'Somebody stopped it: CloudTrail tells who (StopDeployment).',
    TIMEOUT: 'A target did not report in time: look whether its agent runs.',
    AGENT_ISSUE: 'An agent reported trouble: look at its log on the instance.',
    THROTTLED: 'CodeDeploy was throttled by another service: run the job again.',
    OVER_MAX_INSTANCES: 'The group has more instances than one deployment may have: split it.',
    ELASTIC_LOAD_BALANCING_INVALID: 'The load balancer or target group of the group {group} is not as it must be: compare them.',
};
/** The next step for the error of a whole deployment. */
function adviceForDeployment(errorCode, group) {
    const known = errorCode === undefined ? undefined : DEPLOYMENTS[errorCode];
    return (known ?? 'Look at the deployment and its targets in the console, correct what they name, and start again.').replaceAll('{group}', group);
}


/***/ }),

/***/ 88912:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ judgeAliasBefore),
/* harmony export */   _: () => (/* binding */ judgeAliasAfter)
/* harmony export */ });
/** `3`, or `3, and 4 gets 10 % of the calls`. */
function showAlias({ version, others }) {
    const parts = Object.entries(others).map(([other, weight]) => `${other} gets ${Math.round(weight * 1_000) / 10} %`);
    return [`version ${version}`, ...parts].join(', ');
}
/** Why an alias cannot or need not be moved to a version, as far as that is known; undefined where it can. */
function judgeAliasBefore(id, spec, found, target) {
    const about = { subject: `deployment/${id}/alias/${spec.alias}`, observed: showAlias(found) };
    const name = `${spec.name}:${spec.alias}`;
    if (Object.keys(found.others).length > 0) {
        return {
            ...about,
            code: 'deployment/alias-split',
            outcome: 'fail',
            title: `${name} gives a part of the calls to another version already: no deployment could tell which one is current`,
            expected: 'one version',
            advice: `Wait for the deployment that shifts it; if none runs, end it with \`aws lambda update-alias --function-name ${spec.name} --name ${spec.alias} --routing-config AdditionalVersionWeights={}\`.`,
        };
    }
    if (spec.currentVersion !== '' && spec.currentVersion !== found.version) {
        return {
            ...about,
            code: 'deployment/alias-elsewhere',
            outcome: 'fail',
            title: `${name} leads to version ${found.version}, and the AppSpec says that it leads to ${spec.currentVersion}`,
            expected: `version ${spec.currentVersion}`,
            advice: 'Leave CurrentVersion out of the AppSpec: it is then what the alias leads to.',
        };
    }
    if (found.version === target) {
        return {
            ...about,
            code: 'deployment/already',
            outcome: 'pass',
            title: `${name} leads to version ${target} already: there is nothing to deploy`,
            expected: `version ${target}`,
        };
    }
    return undefined;
}
/** Whether the alias leads to what was deployed, and to nothing else. */
function judgeAliasAfter(id, spec, found, target) {
    const there = found.version === target && Object.keys(found.others).length === 0;
    return {
        code: there ? 'deployment/alias-moved' : 'deployment/alias-elsewhere',
        outcome: there ? 'pass' : 'fail',
        title: there
            ? `${spec.name}:${spec.alias} leads to version ${target} alone`
            : `${spec.name}:${spec.alias} does not lead to version ${target}, although its deployment succeeded`,
        subject: `deployment/${id}/alias/${spec.alias}`,
        expected: `version ${target}`,
        observed: showAlias(found),
        ...(!there && { advice: 'CloudTrail tells who moved it meanwhile (UpdateAlias).' }),
    };
}


/***/ }),

/***/ 59840:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ interpreterOf),
/* harmony export */   t: () => (/* binding */ collectRevisionFacts)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(69166);
/* harmony import */ var _archive_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(13218);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(19276);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(17296);
/** Collects what can be known about a revision before anything is touched; `lint/` judges it. */







/** An AppSpec is a page of text. What is larger is not read. */
const MAX_APPSPEC = 1024 * 1024;
/** The kernel reads no more of a first line. */
const HEAD = 256;
const TOOLS = ['setfacl', 'semanage', 'restorecon', 'sudo', 'su'];
const TOOL_FOLDERS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/**
 * Reads a folder, an archive, or for Lambda and ECS a single AppSpec file. Never rejects for what is in it:
 * `unreadable` says why nothing more is known.
 */
async function collectRevisionFacts(revision, options = {}) {
    const appSpecFile = options.appSpecFile ?? 'appspec.yml';
    const platform = options.platform ?? 'server';
    const none = { name: revision, appSpecFile, platform, files: new Map() };
    try {
        if (platform !== 'server') {
            const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(revision).isDirectory() ? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, appSpecFile) : revision;
            const text = readLimited(file);
            return {
                ...none,
                appSpecFile: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(file),
                text,
                parsed: (0,_parse_js__WEBPACK_IMPORTED_MODULE_5__/* .parseAppSpec */ .W)(text, { ...options, file: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(file), platform }),
            };
        }
        const found = await readRevision(revision, appSpecFile);
        const parse = (agent) => found.text === undefined ? undefined : (0,_parse_js__WEBPACK_IMPORTED_MODULE_5__/* .parseAppSpec */ .W)(found.text, { file: appSpecFile, platform, agent });
        const [parsed, parsed2] = [parse('1.8'), parse('2.x')];
        return {
            ...none,
            files: found.files,
            ...(found.text !== undefined && { text: found.text }),
            ...(parsed && { parsed }),
            ...(parsed2 && { parsed2 }),
            ...(options.host && { host: hostFacts(found.files) }),
        };
    }
    catch (error) {
        const said = (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error);
        const known = `the revision ${revision} cannot be used: `;
        return { ...none, unreadable: said.startsWith(known) ? said.slice(known.length) : said };
    }
}
async function readRevision(revision, appSpecFile) {
    const type = (0,_archive_js__WEBPACK_IMPORTED_MODULE_4__.detectBundleType)(revision);
    return type === 'directory' ? readFolder(revision, appSpecFile) : readArchive(revision, type, appSpecFile);
}
function readFolder(revision, appSpecFile) {
    const files = new Map();
    const walk = (folder) => {
        for (const name of (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, folder)).toSorted()) {
            const path = folder === '' ? name : `${folder}/${name}`;
            const here = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, path);
            const stat = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(here);
            const common = { path, mode: stat.mode & 0o7777, size: stat.size };
            if (stat.isDirectory()) {
                files.set(path, { ...common, type: 'directory' });
                walk(path);
            }
            else if (stat.isSymbolicLink())
                files.set(path, { ...common, type: 'symlink', target: (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readlinkSync)(here) });
            else if (stat.isFile())
                files.set(path, { ...common, type: 'file', ...firstLine(readHead(here)) });
            else
                files.set(path, { ...common, type: 'other' });
        }
    };
    walk('');
    const appSpec = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(revision, appSpecFile);
    return { files, ...((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(appSpec) && { text: readLimited(appSpec) }) };
}
async function readArchive(revision, type, appSpecFile) {
    const files = new Map();
    const texts = new Map();
    await (0,_archive_js__WEBPACK_IMPORTED_MODULE_4__/* .walkArchive */ .w)(revision, type, async (entry, content) => {
        const { path, mode = 0o644, size, target } = entry;
        const common = { path, mode, size, ...(target !== undefined && { target }) };
        if (entry.type !== 'file' || entry.hardlink) {
            files.set(path, { ...common, type: entry.type });
            return;
        }
        const wanted = node_path__WEBPACK_IMPORTED_MODULE_2__.posix.basename(path) === node_path__WEBPACK_IMPORTED_MODULE_2__.posix.basename(appSpecFile);
        const head = await readStart(await content(), wanted ? MAX_APPSPEC + 1 : HEAD);
        if (wanted)
            texts.set(path, (0,_yaml_js__WEBPACK_IMPORTED_MODULE_6__/* .decodeText */ .g)(checkSize(path, head)));
        files.set(path, { ...common, type: 'file', ...firstLine(head.subarray(0, HEAD)) });
    });
    addImpliedFolders(files);
    const top = topFolder(files);
    const text = texts.get(top + appSpecFile);
    const stripped = new Map();
    for (const [path, file] of files) {
        if (path.startsWith(top) && path !== top)
            stripped.set(path.slice(top.length), { ...file, path: path.slice(top.length) });
    }
    return { files: stripped, ...(text !== undefined && { text }) };
}
/** Archives need not name the folders of their files. */
function addImpliedFolders(files) {
    for (const path of files.keys()) {
        for (let folder = node_path__WEBPACK_IMPORTED_MODULE_2__.posix.dirname(path); folder !== '.' && !files.has(folder); folder = node_path__WEBPACK_IMPORTED_MODULE_2__.posix.dirname(folder)) {
            files.set(folder, { path: folder, type: 'directory', mode: 0o755, size: 0 });
        }
    }
}
/** `name/` where an archive has one folder at its top and an AppSpec in it: the agent takes it away. */
function topFolder(files) {
    const tops = new Set([...files.keys()].map((path) => path.split('/', 1)[0] ?? ''));
    const [top, second] = tops;
    if (top === undefined || second !== undefined)
        return '';
    const holds = [...files.keys()].some((path) => {
        const [first, name, deeper] = path.split('/');
        return first === top && name !== undefined && deeper === undefined && /appspec/i.test(name);
    });
    return holds ? `${top}/` : '';
}
async function readStart(stream, length) {
    const chunks = [];
    let size = 0;
    // To its end, although only the start is kept: a tar goes on behind it, and a zip is checked by it.
    for await (const chunk of stream) {
        if (size < length)
            chunks.push(chunk.subarray(0, length - size));
        size += chunk.length;
    }
    return Buffer.concat(chunks);
}
function readHead(path) {
    const descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, 'r');
    try {
        const buffer = Buffer.alloc(HEAD);
        return buffer.subarray(0, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(descriptor, buffer, 0, HEAD, 0));
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
    }
}
function readLimited(path) {
    return (0,_yaml_js__WEBPACK_IMPORTED_MODULE_6__/* .decodeText */ .g)(checkSize(path, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path)));
}
function checkSize(path, content) {
    if (content.length > MAX_APPSPEC)
        throw new Error(`${path} is larger than ${MAX_APPSPEC} bytes: that is no AppSpec`);
    return content;
}
function firstLine(head) {
    const line = head.toString('latin1').split('\n', 1)[0] ?? '';
    return { firstLine: line.replace(/\r$/, ''), crlf: line.endsWith('\r') };
}
function hostFacts(files) {
    const rows = (path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8')
        .split('\n')
        .map((line) => line.split(':'));
    const users = rows('/etc/passwd').map(([name = '', , uid, , , , shell = '']) => [name, { uid: Number(uid), shell }]);
    const groups = rows('/etc/group').map(([name = '', , gid]) => [name, Number(gid)]);
    const interpreters = [...files.values()].flatMap((file) => interpreterOf(file) ?? []);
    return {
        isRoot: (0,node_os__WEBPACK_IMPORTED_MODULE_1__.userInfo)().uid === 0,
        users: new Map(users),
        groups: new Map(groups),
        tools: new Map(TOOLS.flatMap((tool) => {
            const path = findTool(tool);
            return path === undefined ? [] : [[tool, path]];
        })),
        interpreters: new Map(interpreters.map((path) => [path, (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(path)])),
    };
}
/** The program of a first line `#!/usr/bin/env bash`: `/usr/bin/env`. */
function interpreterOf(file) {
    return /^#![ \t]*([^ \t]+)/.exec(file.firstLine ?? '')?.[1];
}
function findTool(name) {
    return TOOL_FOLDERS.split(node_path__WEBPACK_IMPORTED_MODULE_2__.delimiter)
        .map((folder) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name))
        .find((path) => {
        try {
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.accessSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.X_OK);
            return true;
        }
        catch {
            return false;
        }
    });
}


/***/ }),

/***/ 93367:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* reexport */ facts/* collectRevisionFacts */.t),
  M: () => (/* reexport */ lintRevision),
  parseAppSpec: () => (/* reexport */ parse/* parseAppSpec */.W)
});

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/facts.js
var facts = __webpack_require__(59840);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/tree.js

/** A path of the AppSpec as one of the revision: `./src/` → `src`; `` for the whole; undefined where it climbs out. */
function revisionPath(path) {
    const normal = external_node_path_.posix.normalize(external_node_path_.posix.join('.', path)).replace(/\/+$/, '');
    if (normal === '..' || normal.startsWith('../'))
        return undefined;
    return normal === '.' ? '' : normal;
}
/** The file that a path leads to, through links; `outside` where a link leads out of the revision. */
function resolveFile(files, path) {
    let current = path;
    for (let links = 0; links < 40; links++) {
        const parts = current.split('/');
        const at = parts.findIndex((_, index) => files.get(parts.slice(0, index + 1).join('/'))?.type === 'symlink');
        if (at === -1)
            return files.get(current);
        const link = parts.slice(0, at + 1).join('/');
        const target = files.get(link)?.target ?? '';
        if (external_node_path_.posix.isAbsolute(target))
            return 'outside';
        const next = revisionPath(external_node_path_.posix.join(external_node_path_.posix.dirname(link), target, ...parts.slice(at + 1)));
        if (next === undefined)
            return 'outside';
        current = next;
    }
    return undefined;
}
/** All that Install makes, by the AppSpec and the revision alone. Links to folders are not followed. */
function placementsOf(spec, files) {
    return spec.files.flatMap((entry) => {
        const source = revisionPath(entry.source);
        if (source === undefined)
            return [];
        const root = external_node_path_.posix.resolve('/', entry.destination);
        const own = files.get(source);
        if (own && own.type !== 'directory') {
            return [{ entry, file: own, target: external_node_path_.posix.join(root, external_node_path_.posix.basename(source)), isFolder: false }];
        }
        const prefix = source === '' ? '' : `${source}/`;
        return [...files.values()]
            .filter(({ path }) => path.startsWith(prefix))
            .map((file) => ({
            entry,
            file,
            target: external_node_path_.posix.join(root, file.path.slice(prefix.length)),
            isFolder: file.type === 'directory',
        }));
    });
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/files.js


/** Findings of one kind that are listed one by one; of more than these only their number is told. */
const SHOWN = 20;
function lintFiles(spec, facts) {
    return [
        ...spec.files.flatMap((_, index) => lintEntry(spec, index, facts)),
        ...few(lintPlacements(spec, facts)),
        ...few(lintContents(facts)),
    ];
}
function lintEntry(spec, index, facts) {
    const entry = spec.files[index];
    if (!entry)
        return [];
    const about = `files/${entry.source}`;
    const remarks = [];
    const path = revisionPath(entry.source);
    if (entry.fault !== undefined) {
        remarks.push({
            code: 'appspec/files-fault',
            outcome: 'fail',
            title: 'The parser accepts this entry, and Install fails with it.',
            about,
            expected: 'texts as source and destination',
            observed: entry.fault,
            advice: 'Put the path into quotes.',
            at: entry.at,
        });
    }
    else if (path === undefined) {
        remarks.push({
            code: 'appspec/source-escapes',
            outcome: 'fail',
            title: `The source ${entry.source} lies outside of the revision.`,
            about,
            expected: 'a path in the revision',
            observed: entry.source,
            advice: 'Put the files into the revision: agent 1.8 would copy what happens to lie on the host.',
            at: entry.at,
        });
    }
    else if (path !== '' && resolveFile(facts.files, path) === undefined) {
        remarks.push({
            code: 'appspec/source-missing',
            outcome: 'fail',
            title: `The source ${entry.source} is not in the revision: Install fails half way.`,
            about,
            expected: 'a file or folder of the revision',
            observed: 'nothing',
            advice: 'Correct the source, or add the files to the revision (are they built before it is packed?).',
            at: entry.at,
        });
    }
    if (entry.destination === '' || !external_node_path_.posix.isAbsolute(entry.destination)) {
        remarks.push({
            code: 'appspec/destination-relative',
            outcome: 'fail',
            title: `The destination ${JSON.stringify(entry.destination)} is relative: it starts wherever the agent was started.`,
            about,
            expected: 'an absolute path',
            observed: entry.destination,
            advice: 'Write the whole path, beginning with /.',
            at: entry.at,
        });
    }
    else if (entry.destination.split('/').includes('..')) {
        remarks.push({
            code: 'appspec/destination-dots',
            outcome: 'fail',
            title: `The destination ${entry.destination} leads up again: Install fails where the folder before .. is not there yet.`,
            about,
            expected: external_node_path_.posix.normalize(entry.destination),
            observed: entry.destination,
            advice: 'Write the path that it leads to.',
            at: entry.at,
        });
    }
    return remarks;
}
/** Two sources for one destination. */
function lintPlacements(spec, facts) {
    const seen = new Map();
    const remarks = [];
    for (const { entry, file, target, isFolder } of placementsOf(spec, facts.files)) {
        const other = seen.get(target);
        seen.set(target, { path: file.path, isFolder });
        if (!other || (other.isFolder && isFolder))
            continue;
        remarks.push({
            code: 'appspec/destination-collision',
            outcome: 'fail',
            title: `${other.path} and ${file.path} both go to ${target}.`,
            about: `files/${entry.source}`,
            expected: 'one source for each destination',
            observed: `${other.path}, ${file.path}`,
            advice: 'Remove one of the two, or give it another destination.',
            at: entry.at,
        });
    }
    return remarks;
}
/** What is in the revision that cannot be deployed, or leads out of it. */
function lintContents(facts) {
    return [...facts.files.values()].flatMap((file) => {
        const about = `revision/${file.path}`;
        if (file.type === 'other') {
            return [
                {
                    code: 'appspec/revision-device',
                    outcome: 'fail',
                    title: `${file.path} is a device, a pipe or a socket: the agent cannot copy it.`,
                    about,
                    advice: 'Remove it from the revision.',
                },
            ];
        }
        if (file.type !== 'symlink' || resolveFile(facts.files, file.path) !== 'outside')
            return [];
        return [
            {
                code: 'appspec/link-escapes',
                outcome: 'pass',
                title: `The link ${file.path} leads out of the revision.`,
                about,
                observed: file.target ?? '',
                advice: 'Make sure that its target is on every instance; if it is a folder, agent 1.8 copies what is in it.',
            },
        ];
    });
}
function few(remarks) {
    const [first] = remarks;
    if (!first || remarks.length <= SHOWN)
        return [...remarks];
    return [
        ...remarks.slice(0, SHOWN),
        { ...first, title: `${remarks.length - SHOWN} more of this kind: ${first.code}.` },
    ];
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/hooks.js


/** Events at which an instance runs scripts. */
const SCRIPTED = [
    'BeforeBlockTraffic',
    'AfterBlockTraffic',
    'ApplicationStop',
    'BeforeInstall',
    'AfterInstall',
    'ApplicationStart',
    'ValidateService',
    'BeforeAllowTraffic',
    'AfterAllowTraffic',
];
const RESERVED = ['Start', 'DownloadBundle', 'Install', 'BlockTraffic', 'AllowTraffic', 'TestTraffic', 'End'];
/** Seconds that the service gives to one lifecycle event. */
const EVENT_LIMIT = 3600;
/** Shells that run nothing. */
const NO_SHELL = /\/(nologin|false|sync|shutdown|halt)$/;
function lintHooks(spec, facts) {
    return [
        ...spec.hooks.flatMap((hook) => [
            ...nameIsKnown(hook),
            ...timeoutsFit(hook),
            ...hook.scripts.flatMap((script) => lintScript(hook, script, facts)),
        ]),
        ...serviceIsValidated(spec),
        ...stopCannotBlock(spec),
    ];
}
function nameIsKnown(hook) {
    if (SCRIPTED.includes(hook.event))
        return [];
    const about = `hook/${hook.event}`;
    if (hook.event === 'Install' || hook.event === 'DownloadBundle') {
        return [
            {
                code: 'appspec/hook-reserved',
                outcome: 'fail',
                title: `The scripts of ${hook.event} never run: the event belongs to the agent.`,
                about,
                expected: SCRIPTED.join(', '),
                observed: hook.event,
                advice: 'Move the scripts to BeforeInstall or AfterInstall.',
                at: hook.at,
            },
        ];
    }
    const reserved = RESERVED.includes(hook.event);
    const near = SCRIPTED.find((event) => event.toLowerCase() === hook.event.toLowerCase().replaceAll(/[\s_-]/g, ''));
    return [
        {
            code: reserved ? 'appspec/hook-reserved' : 'appspec/hook-unknown',
            outcome: 'fail',
            title: reserved
                ? `${hook.event} belongs to the service: Install fails because the AppSpec names it.`
                : `${hook.event} is no lifecycle event: Install fails because the AppSpec names it.`,
            about,
            expected: SCRIPTED.join(', '),
            observed: hook.event,
            advice: near === undefined ? 'Use one of the names that are expected.' : `Write ${near}.`,
            at: hook.at,
        },
    ];
}
function timeoutsFit(hook) {
    const sum = hook.scripts.reduce((total, script) => total + script.timeout, 0);
    if (sum <= EVENT_LIMIT)
        return [];
    return [
        {
            code: 'appspec/timeout-sum',
            outcome: 'fail',
            title: `The timeouts of ${hook.event} add up to more than the hour that the service gives to an event.`,
            about: `hook/${hook.event}`,
            expected: `at most ${EVENT_LIMIT} s together`,
            observed: hook.scripts
                .map(({ timeout, timeoutGiven }) => `${timeout} s${timeoutGiven ? '' : ' (default)'}`)
                .join(' + '),
            advice: 'Give each script a timeout that it really needs; without one it counts 3,600 s.',
            at: hook.at,
        },
    ];
}
function lintScript(hook, script, facts) {
    const about = `hook/${hook.event}/${script.location}`;
    const path = revisionPath(script.location);
    if (path === undefined) {
        return [
            {
                code: 'appspec/script-escapes',
                outcome: 'fail',
                title: `${script.location} lies outside of the revision.`,
                about,
                expected: 'a path in the revision',
                observed: script.location,
                advice: 'Put the script into the revision: what lies on the host may differ from one instance to the next.',
                at: script.at,
            },
            ...runasWorks(script, about, facts.host),
        ];
    }
    const file = resolveFile(facts.files, path);
    if (file === 'outside')
        return runasWorks(script, about, facts.host);
    if (!file || file.type === 'directory') {
        return [
            {
                code: 'appspec/script-missing',
                outcome: 'fail',
                title: file ? `${script.location} is a folder, not a script.` : `${script.location} is not in the revision.`,
                about,
                expected: 'a script in the revision',
                observed: file ? 'a folder' : similar(path, facts.files),
                advice: 'Correct the location, or add the script to the revision (is it left out by .gitignore or the packing?).',
                at: script.at,
            },
        ];
    }
    return [
        ...interpreterWorks(script, file, about, facts.host),
        ...runasWorks(script, about, facts.host),
        ...pathIsPlain(script, about),
    ];
}
function similar(path, files) {
    const name = path.split('/').at(-1)?.toLowerCase();
    const found = [...files.keys()].filter((candidate) => candidate.split('/').at(-1)?.toLowerCase() === name);
    return found.length === 0 ? 'nothing' : `nothing there, but ${found.slice(0, 3).join(', ')}`;
}
function interpreterWorks(script, file, about, host) {
    const line = file.firstLine ?? '';
    const interpreter = (0,facts/* interpreterOf */.O)(file);
    if (interpreter !== undefined && file.crlf) {
        return [
            {
                code: 'appspec/script-crlf',
                outcome: 'fail',
                title: `${script.location} has Windows line ends: its interpreter is looked for with a CR in its name and not found.`,
                about,
                expected: line,
                observed: `${line}\\r`,
                advice: `Convert it (sed -i 's/\\r$//' ${script.location}) and keep it so: "*.sh text eol=lf" in .gitattributes.`,
                at: script.at,
            },
        ];
    }
    if (interpreter !== undefined && host?.interpreters.get(interpreter) === false) {
        return [
            {
                code: 'appspec/script-interpreter',
                outcome: 'fail',
                title: `${script.location} asks for ${interpreter}, which this host does not have.`,
                about,
                expected: 'an interpreter that is installed',
                observed: line,
                advice: `Install it, or change the first line, e.g. to #!/usr/bin/env ${interpreter.split('/').at(-1) ?? 'bash'}.`,
                at: script.at,
            },
        ];
    }
    const isProgram = line.startsWith('\u007FELF');
    if (interpreter !== undefined || isProgram)
        return [];
    return [
        {
            code: 'appspec/script-no-shebang',
            outcome: 'pass',
            title: `${script.location} does not say what runs it: it will be /bin/sh.`,
            about,
            expected: '#! and an interpreter in the first line',
            observed: line.slice(0, 60),
            advice: 'Begin it with #!/bin/bash, or with what it is written for.',
            at: script.at,
        },
    ];
}
function runasWorks(script, about, host) {
    const user = script.runas;
    if (user === undefined)
        return [];
    const remark = (code, outcome, title, observed, advice) => [
        { code, outcome, title, about, expected: 'a user with a login shell', observed, advice, at: script.at },
    ];
    if (user === '') {
        return remark('appspec/runas-blank', 'pass', 'runas is blank: agent 1.8 runs the script as root, 2.x as itself.', '""', 'Leave runas out, or name a user.');
    }
    if (!host)
        return [];
    const found = host.users.get(user);
    if (!found) {
        return remark('appspec/runas-unknown', 'fail', `The user ${user} of ${script.location} does not exist on this host.`, 'no such user', `Create the user ${user} in BeforeInstall or on the image, or use another.`);
    }
    if (NO_SHELL.test(found.shell)) {
        return remark('appspec/runas-no-shell', 'fail', `The user ${user} of ${script.location} has no shell: su refuses to run anything as it.`, found.shell, `Use a user with a shell, or let the script change the user itself (runuser -u ${user} -s /bin/sh).`);
    }
    if (!host.isRoot) {
        return remark('appspec/needs-root', 'fail', `Running ${script.location} as ${user} needs root.`, 'not root', 'Run the job as root, or leave runas out for the local platform.');
    }
    return [];
}
function pathIsPlain(script, about) {
    if (/^[\w./+@:,-]+$/.test(script.location))
        return [];
    return [
        {
            code: 'appspec/script-path',
            outcome: 'fail',
            title: `The agent hands ${JSON.stringify(script.location)} to a shell, which takes it apart.`,
            about,
            expected: 'letters, digits and . _ - / in the path of a script',
            observed: script.location,
            advice: 'Rename the script.',
            at: script.at,
        },
    ];
}
function serviceIsValidated(spec) {
    if (spec.hooks.some(({ event, scripts }) => event === 'ValidateService' && scripts.length > 0))
        return [];
    return [
        {
            code: 'appspec/no-validate-service',
            outcome: 'pass',
            title: 'No ValidateService: CodeDeploy calls the deployment a success although nobody asked the service.',
            about: 'hook/ValidateService',
            expected: 'a script that asks the service',
            observed: 'none',
            advice: 'Add one that fails unless the service answers, e.g. curl --fail --retry 10 --retry-connrefused http://localhost/health.',
        },
    ];
}
/** A failing ApplicationStop of the installed revision fails every later deployment before its files arrive. */
function stopCannotBlock(spec) {
    const stop = spec.hooks.find(({ event, scripts }) => event === 'ApplicationStop' && scripts.length > 0);
    if (!stop)
        return [];
    return [
        {
            code: 'appspec/application-stop-blocks',
            outcome: 'pass',
            title: 'If ApplicationStop ever fails, every later deployment fails with it: it is run from the revision that is installed.',
            about: 'hook/ApplicationStop',
            expected: 'scripts that succeed when there is nothing to stop',
            observed: stop.scripts.map(({ location }) => location).join(', '),
            advice: 'Let it succeed when the service is not running (systemctl stop shop || true); a stuck one is skipped with ignoreApplicationStopFailures.',
            at: stop.at,
        },
    ];
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/glob.js
var glob = __webpack_require__(59225);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/permissions.js



function lintPermissions(spec, facts) {
    const placements = placementsOf(spec, facts.files);
    return [
        ...spec.permissions.flatMap((permission) => [
            ...modeMeansWhatItSays(permission),
            ...setuidSurvives(permission),
            ...aclsCanBeApplied(permission, facts.host),
            ...contextWorks(permission, facts.host),
            ...ownersExist(permission, facts.host),
            ...objectIsInstalled(permission, placements, spec),
        ]),
        ...eachOnce(spec, placements),
    ];
}
function about(permission) {
    return `permissions${permission.object.startsWith('/') ? '' : '/'}${permission.object}`;
}
/** YAML reads an unquoted 0644 as octal: the agent sees 420 and applies 0420. */
function modeMeansWhatItSays(permission) {
    const { mode, modeWritten = '', modeAt } = permission;
    if (mode === undefined || /^['"]/.test(modeWritten) || !/^[-+]?0[0-9a-z_,]/i.test(modeWritten))
        return [];
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
    ];
}
/** The agent sets the mode first and the owner then, and the kernel takes setuid and setgid away with it. */
function setuidSurvives(permission) {
    const { mode = '', owner, group } = permission;
    const special = mode.length === 4 ? Number(mode[0]) & 6 : 0;
    if (special === 0 || (owner === undefined && group === undefined))
        return [];
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
    ];
}
function aclsCanBeApplied(permission, host) {
    if (permission.acls === undefined)
        return [];
    const remarks = [
        {
            code: 'appspec/acl-local',
            outcome: 'pass',
            title: 'codedeploy-local 1.8.1 fails on every acls; the agent on an instance applies them.',
            about: about(permission),
            advice: 'Test this revision with platform: local, or on an instance.',
            at: permission.at,
        },
    ];
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
        });
    }
    return remarks;
}
function contextWorks(permission, host) {
    const { context } = permission;
    if (!context)
        return [];
    const remarks = [];
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
        });
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
        });
    }
    return remarks;
}
function ownersExist(permission, host) {
    const { owner, group, ownerFault, groupFault, at } = permission;
    const fault = ownerFault ?? groupFault;
    const remark = (code, title, observed, advice) => {
        return { code, outcome: 'fail', title, about: about(permission), observed, advice, at };
    };
    if (fault !== undefined) {
        return [
            remark('appspec/owner-number', 'An owner or group is a number: Install fails with it.', fault, 'Use the name.'),
        ];
    }
    if (!host || (owner === undefined && group === undefined))
        return [];
    const remarks = [];
    if (owner !== undefined && !host.users.has(owner)) {
        remarks.push(remark('appspec/owner-unknown', `The owner ${owner} does not exist on this host.`, 'no such user', `Create ${owner} in BeforeInstall.`));
    }
    if (group !== undefined && !host.groups.has(group)) {
        remarks.push(remark('appspec/owner-unknown', `The group ${group} does not exist on this host.`, 'no such group', `Create ${group} in BeforeInstall.`));
    }
    if (!host.isRoot) {
        remarks.push(remark('appspec/needs-root', `Giving ${permission.object} to ${[owner, group].filter(Boolean).join(':')} needs root.`, 'not root', 'Run the job as root, or leave owner and group out for the local platform.'));
    }
    return remarks;
}
/** Permissions touch only what this installation makes; anything else is silently left alone. */
function objectIsInstalled(permission, placements, spec) {
    if (spec.files.some(({ fault }) => fault !== undefined) || permission.fault !== undefined)
        return [];
    const object = external_node_path_.posix.resolve('/', permission.object);
    const exact = placements.find(({ target, isFolder }) => target === object && !isFolder);
    if (exact) {
        if (permission.pattern === '**' && permission.except.length === 0)
            return [];
        return [
            {
                code: 'appspec/permission-pattern',
                outcome: 'fail',
                title: `${permission.object} is a file: a pattern or except makes Install fail.`,
                about: about(permission),
                expected: 'no pattern and no except',
                observed: permission.pattern,
                advice: 'Leave pattern and except out, or name the folder as object.',
                at: permission.at,
            },
        ];
    }
    const base = object === '/' ? '/' : `${object}/`;
    if (matching(permission, placements).length > 0)
        return [];
    const inside = placements.some(({ target }) => target.startsWith(base));
    return [
        {
            code: 'appspec/permission-unused',
            outcome: 'inconclusive',
            title: inside
                ? `The permission for ${permission.object} matches nothing that is installed below it.`
                : `Nothing is installed at ${permission.object}: the permission is silently left out.`,
            about: about(permission),
            expected: 'something that this revision installs',
            observed: `pattern ${permission.pattern}, types ${permission.types.join(', ')}`,
            advice: 'A pattern is compared with names directly below the object, ** with all. A folder itself never changes: name its parent and a pattern.',
            at: permission.at,
        },
    ];
}
function matching(permission, placements) {
    const object = external_node_path_.posix.resolve('/', permission.object);
    const base = object === '/' ? '/' : `${object}/`;
    return placements
        .filter(({ target, isFolder }) => {
        if (target === object)
            return !isFolder && permission.types.includes('file');
        if (!target.startsWith(base) || !permission.types.includes(isFolder ? 'directory' : 'file'))
            return false;
        const name = target.slice(base.length);
        const wanted = permission.pattern === '**' || (0,glob/* matchesGlob */.k)(name, permission.pattern);
        return wanted && !permission.except.some((pattern) => (0,glob/* matchesGlob */.k)(name, pattern));
    })
        .map(({ target }) => target);
}
function eachOnce(spec, placements) {
    const first = new Map();
    const remarks = [];
    for (const permission of spec.permissions) {
        const doubled = matching(permission, placements).filter((target) => first.has(target));
        const [example] = doubled;
        if (example !== undefined) {
            remarks.push({
                code: 'appspec/permission-twice',
                outcome: 'fail',
                title: `Two permissions match ${example}: Install fails.`,
                about: about(permission),
                expected: 'one permission for each file and folder',
                observed: `${doubled.length} matched before by line ${first.get(example)?.at.line ?? 0}`,
                advice: 'Exclude them from one of the two with except, or by a narrower pattern.',
                at: permission.at,
            });
        }
        for (const target of matching(permission, placements))
            first.set(target, permission);
    }
    return remarks;
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/service.js
/** Names of functions that AWS's own policies for the service role let CodeDeploy call. */
const CALLABLE = 'CodeDeployHook_';
/** What a careful colleague says of an AppSpec for Lambda or ECS. */
function lintService(spec) {
    return [
        ...trafficIsGuarded(spec),
        ...hooksDiffer(spec.hooks),
        ...(spec.platform === 'lambda'
            ? [...hooksCanBeCalled(spec.hooks), ...othersValidate(spec)]
            : listenerIsThere(spec)),
    ];
}
function trafficIsGuarded({ platform, hooks }) {
    const guards = platform === 'lambda' ? ['BeforeAllowTraffic'] : ['AfterAllowTestTraffic', 'BeforeAllowTraffic'];
    if (hooks.some(({ event }) => guards.includes(event)))
        return [];
    return [
        {
            code: 'appspec/no-validation-hook',
            outcome: 'pass',
            title: 'Nobody asks the new version before it gets traffic.',
            about: `hook/${guards[0]}`,
            expected: guards.join(' or '),
            observed: hooks.map(({ event }) => event).join(', ') || 'no hooks',
            advice: `Add ${guards.join(' or ')} with a function that calls the new version and reports Failed where it does not answer.`,
            ...(hooks[0] && { at: hooks[0] }),
        },
    ];
}
function hooksDiffer(hooks) {
    const [first, second] = hooks;
    if (!first || !second || hooks.some((hook) => hook.function !== first.function))
        return [];
    return [
        {
            code: 'appspec/hooks-alike',
            outcome: 'pass',
            title: `One function, ${first.function}, is called at ${hooks.length} events, and is not told at which.`,
            about: `hook/${second.event}`,
            expected: 'a function for each event',
            observed: hooks.map(({ event, function: called }) => `${event}: ${called}`).join(', '),
            advice: 'Give each event a function of its own, or let it ask GetDeploymentTarget which event is in progress: its input has ids only.',
            at: second,
        },
    ];
}
function hooksCanBeCalled(hooks) {
    const others = hooks.filter((hook) => !nameOf(hook.function).startsWith(CALLABLE));
    const [first] = others;
    if (!first)
        return [];
    return [
        {
            code: 'appspec/hook-role',
            outcome: 'pass',
            title: `AWSCodeDeployRoleForLambda lets CodeDeploy call functions named ${CALLABLE}… only.`,
            about: `hook/${first.event}`,
            expected: `${CALLABLE}…, or a service role that may call it`,
            observed: others.map((hook) => nameOf(hook.function)).join(', '),
            advice: 'Let the service role of the deployment group lambda:InvokeFunction them, or name them so.',
            at: first,
        },
    ];
}
/** A hook that is called by its name runs the newest code, not the version that is to get the traffic. */
function othersValidate({ name, hooks }) {
    const own = hooks.find((hook) => nameOf(hook.function) === nameOf(name));
    if (!own)
        return [];
    return [
        {
            code: 'appspec/hook-self',
            outcome: 'pass',
            title: `${own.event} calls ${own.function}, the very function that is deployed.`,
            about: `hook/${own.event}`,
            expected: 'another function, which calls the new version',
            observed: own.function,
            advice: 'Let a function of its own validate the new version: what is broken cannot be trusted to say so.',
            at: own,
        },
    ];
}
function listenerIsThere({ hooks }) {
    const test = hooks.find(({ event }) => event === 'AfterAllowTestTraffic');
    if (!test)
        return [];
    return [
        {
            code: 'appspec/test-listener',
            outcome: 'pass',
            title: 'AfterAllowTestTraffic has something to ask only where the deployment group has a test listener.',
            about: 'hook/AfterAllowTestTraffic',
            expected: 'testTrafficRoute in the target group pair of the group',
            advice: 'Set testTrafficRoute, or validate in BeforeAllowTraffic.',
            at: test,
        },
    ];
}
/** `check` of an ARN, of `check:live` and of `check`. */
function nameOf(nameOrArn) {
    const name = nameOrArn.split(':function:').at(-1) ?? nameOrArn;
    return name.split(':')[0] ?? name;
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/say.js
function toFinding(remark, facts) {
    const { at, about, ...rest } = remark;
    const source = { file: facts.appSpecFile, ...(at && { line: at.line, column: at.column }) };
    return { ...rest, subject: `appspec/${about}`, source };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/lint/index.js





/**
 * What a careful colleague says about a revision. Pure. The first finding tells whether the AppSpec is one at all. A
 * `fail` will fail or do other than is written, `inconclusive` depends on what is not known here, and a `pass` with
 * advice works: take it as a hint.
 */
function lintRevision(facts) {
    return remarksOn(facts).map((remark) => toFinding(remark, facts));
}
function remarksOn(facts) {
    const { parsed } = facts;
    if (facts.unreadable !== undefined) {
        return [
            invalid('appspec/unreadable', `The revision ${facts.name} cannot be used: ${facts.unreadable}`, 'Correct what is named, and give a folder, a zip, a tar or a tgz with an appspec.yml at its top.'),
        ];
    }
    if (!parsed)
        return missing(facts);
    if (!parsed.ok)
        return parsed.problems.map((problem) => refused(problem, facts.parsed2));
    const { spec } = parsed;
    if (spec.platform !== 'server')
        return [valid(spec.platform), ...spec.unclear.map(doubtful), ...lintService(spec)];
    return [
        valid(spec.platform),
        ...nameIsFound(facts),
        ...unknownKeys(spec.unknownKeys),
        ...agentsAgree(facts),
        ...lintHooks(spec, facts),
        ...lintFiles(spec, facts),
        ...lintPermissions(spec, facts),
    ];
}
function valid(platform) {
    return {
        code: 'appspec/valid',
        outcome: 'pass',
        title: 'The AppSpec is understood.',
        about: platform,
        advice: 'Nothing to do.',
    };
}
function invalid(code, title, advice) {
    return { code, outcome: 'fail', title, about: 'file', advice };
}
function missing(facts) {
    const other = [...facts.files.keys()].find((path) => /(^|\/)appspec\.(ya?ml|json)$/i.test(path));
    const observed = other ?? 'no AppSpec';
    const advice = other === undefined
        ? `Add ${facts.appSpecFile} at the top of the revision.`
        : `Rename or move it to ${facts.appSpecFile} at the top of the revision.`;
    const yaml = other === 'appspec.yaml';
    return [
        {
            code: yaml ? 'appspec/file-name' : 'appspec/missing',
            outcome: 'fail',
            title: yaml
                ? 'Agent 1.8 finds appspec.yml only: with appspec.yaml every hook fails.'
                : `The revision has no ${facts.appSpecFile} at its top.`,
            about: 'file',
            expected: facts.appSpecFile,
            observed,
            advice,
        },
    ];
}
/** Only where the caller asked for another name: CodeDeploy itself knows no such choice. */
function nameIsFound(facts) {
    if (facts.appSpecFile === 'appspec.yml')
        return [];
    return [
        {
            code: 'appspec/file-name',
            outcome: 'inconclusive',
            title: `The AppSpec is called ${facts.appSpecFile}; agent 1.8 on an instance finds appspec.yml only, unless the deployment names it.`,
            about: 'file',
            expected: 'appspec.yml',
            observed: facts.appSpecFile,
            advice: 'Rename it to appspec.yml.',
        },
    ];
}
function refused(problem, parsed2) {
    const octal = /^0[0-7]+$/.test(problem.read) && problem.message.includes('mode');
    const newer = parsed2?.ok ? ' (agent 2.x accepts it)' : '';
    return {
        code: octal ? 'appspec/mode-octal' : 'appspec/invalid',
        outcome: 'fail',
        title: `${problem.message}${newer}`,
        about: 'file',
        expected: problem.allowed,
        observed: problem.read,
        advice: octal ? `Write mode: "${problem.read}".` : `Write ${problem.allowed}.`,
        at: problem,
    };
}
function doubtful(problem) {
    return {
        code: 'appspec/unclear',
        outcome: 'inconclusive',
        title: problem.message,
        about: 'file',
        expected: problem.allowed,
        observed: problem.read,
        advice: `Write ${problem.allowed}.`,
        at: problem,
    };
}
/** Keys that are documented or near to it, and read by nobody. */
const MEANT = {
    user: 'name: the agent reads it as the user of a context',
    type: 'Type belongs to permissions',
};
function unknownKeys(keys) {
    return keys.map((at) => ({
        code: 'appspec/key-unknown',
        outcome: 'inconclusive',
        title: `Nobody reads the key ${at.key}.`,
        about: `key/${at.key}`,
        observed: at.key,
        advice: MEANT[at.key] ?? 'Correct its spelling and its place, or remove it.',
        at,
    }));
}
/** What the agent before 2 accepts and 2 refuses. */
function agentsAgree(facts) {
    if (!facts.parsed2 || facts.parsed2.ok)
        return [];
    return facts.parsed2.problems.map((problem) => ({
        code: 'appspec/agent-2',
        outcome: 'inconclusive',
        title: `Agent 1.8 accepts this, agent 2.x refuses it: ${problem.message}`,
        about: 'file',
        expected: problem.allowed,
        observed: problem.read,
        advice: `Write ${problem.allowed}.`,
        at: problem,
    }));
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/parse.js + 5 modules
var parse = __webpack_require__(19276);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/index.js






/***/ }),

/***/ 19276:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ parseAppSpec)
});

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/access.js
var access = __webpack_require__(84641);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/values.js
var values = __webpack_require__(79901);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/problems.js

/** Gathers what is wrong, in the order in which the agent meets it. */
class Problems {
    list = [];
    /** A value that the agent refuses with words of its own. */
    refuse(value, at, message, allowed) {
        this.list.push({
            ...place(value ?? at),
            message,
            read: (0,values/* shown */.SP)(value),
            allowed,
            raises: 'AppSpecValidationException',
        });
        return undefined;
    }
    /** A value of a kind on which the agent's Ruby stumbles: the verdict is certain, the text an accident of Ruby. */
    stumble(value, method, allowed, raises = 'NoMethodError') {
        const of = value.kind === 'nil' ? 'nil' : `${(0,values/* inspect */.Nn)(value)}:${(0,values/* className */.s7)(value)}`;
        const texts = {
            TypeError: 'no implicit conversion of String into Integer',
            FloatDomainError: (0,values/* inspect */.Nn)(value),
        };
        const message = texts[raises] ?? `undefined method \`${method}' for ${of}`;
        this.list.push({ ...place(value), message, read: (0,values/* shown */.SP)(value), allowed, raises });
        return undefined;
    }
    add(problem) {
        this.list.push(problem);
        return undefined;
    }
}
function place(at) {
    return { line: at.line, column: at.column };
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/scalars.js
var scalars = __webpack_require__(65722);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/server.js




const TOP = ['version', 'os', 'files', 'permissions', 'hooks', 'file_exists_behavior'];
const FILE_KEYS = ['source', 'destination'];
const SCRIPT_KEYS = ['location', 'timeout', 'runas', 'sudo'];
const PERMISSION_KEYS = ['object', 'pattern', 'except', 'type', 'owner', 'group', 'mode', 'acls', 'context'];
const BEHAVIORS = ['DISALLOW', 'OVERWRITE', 'RETAIN'];
/** Seconds that a script may take where the AppSpec says nothing. */
const DEFAULT_TIMEOUT = 3600;
const START = { line: 1, column: 1 };
/** The agent's verdict on an EC2/on-premises AppSpec; what it accepts by accident is accepted here, too. */
function readServer(root, options) {
    const problems = new Problems();
    if (!(0,values/* truthy */.vN)(root)) {
        problems.refuse(root, START, "The deployment failed because the application specification file was empty. Make sure your AppSpec file defines at minimum the 'version' and 'os' properties.", 'version: 0.0 and os: linux');
        return { ok: false, problems: problems.list };
    }
    const raises = (0,values/* lookupError */.b0)(root);
    if (raises !== undefined) {
        problems.stumble(root, '[]', 'keys and values, beginning with version: 0.0', raises);
        return { ok: false, problems: problems.list };
    }
    const reader = new ServerReader(options, problems);
    const spec = reader.read(root);
    return problems.list.length === 0 ? { ok: true, spec } : { ok: false, problems: problems.list };
}
class ServerReader {
    #options;
    #problems;
    #unknown = [];
    constructor(options, problems) {
        this.#options = options;
        this.#problems = problems;
    }
    read(root) {
        if (root.kind === 'map')
            this.#note(root, TOP);
        this.#version((0,values/* lookUp */.TE)(root, 'version'), root);
        this.#os((0,values/* lookUp */.TE)(root, 'os'), root);
        const hooks = this.#hooks((0,values/* lookUp */.TE)(root, 'hooks'));
        const files = this.#files((0,values/* lookUp */.TE)(root, 'files'));
        const permissions = this.#permissions((0,values/* lookUp */.TE)(root, 'permissions'));
        const behavior = this.#behavior((0,values/* lookUp */.TE)(root, 'file_exists_behavior'));
        return {
            platform: 'server',
            file: this.#options.file,
            files,
            permissions,
            hooks,
            ...(behavior !== undefined && { fileExistsBehavior: behavior }),
            unknownKeys: this.#unknown,
        };
    }
    #version(value, root) {
        if ((value?.kind === 'int' || value?.kind === 'float') && Number(value.value) === 0)
            return;
        const message = `The deployment failed because an invalid version value (${(0,values/* toS */.DJ)(value)}) was entered in the application specification file. Make sure your AppSpec file specifies "0.0" as the version, and then try again.`;
        this.#problems.refuse(value, root, message, 'version: 0.0, a number without quotes');
    }
    #os(value, root) {
        if (value?.kind === 'string' && value.value === 'linux')
            return;
        const message = `The deployment failed because the application specification file specifies an unsupported operating system (${(0,values/* toS */.DJ)(value)}). Specify either "linux" or "windows" in the os section of the AppSpec file, and then try again.`;
        this.#problems.refuse(value, root, message, 'os: linux (this tool deploys to Linux only)');
    }
    #behavior(value) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return undefined;
        if (value.kind === 'string' && BEHAVIORS.includes(value.value))
            return value.value;
        const message = `The deployment failed because an invalid file_exists_behavior value (${(0,values/* toS */.DJ)(value)}) was entered in the application specification file. Make sure your AppSpec file specifies one of ${BEHAVIORS.join(',')} as the file_exists_behavior, and then try again.`;
        return this.#problems.refuse(value, value, message, `${BEHAVIORS.join(', ')}, in capitals`);
    }
    #hooks(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        const allowed = 'events with lists of scripts: AfterInstall: [{ location: scripts/start.sh }]';
        if (value.kind !== 'map') {
            this.#problems.stumble(value, 'each_pair', allowed);
            return [];
        }
        return value.entries.flatMap(({ key, value: list }) => {
            if (!(0,values/* truthy */.vN)(list))
                return [];
            const items = this.#items(list, 'has_key?', 'NoMethodError', 'a list of scripts: [{ location: scripts/start.sh }]');
            const event = key.kind === 'symbol' ? `:${key.value}` : (0,values/* toS */.DJ)(key);
            if (!items)
                return [];
            const scripts = items.flatMap((item) => this.#script(item) ?? []);
            return [{ event, ...(key.kind !== 'string' && { shown: (0,values/* inspect */.Nn)(key) }), at: server_place(key), scripts }];
        });
    }
    #script(item) {
        if (item.kind !== 'map')
            return this.#problems.stumble(item, 'has_key?', 'a script: { location: scripts/start.sh }');
        this.#note(item, SCRIPT_KEYS);
        const given = (0,values/* get */.Jt)(item, 'location');
        const location = (0,values/* strip */.bB)((0,values/* toS */.DJ)(given));
        if (location === '') {
            const message = 'The deployment failed because the application specification file specifies a script with no location value. Specify the location in the hooks section of the AppSpec file, and then try again.';
            return this.#problems.refuse(given, item, message, 'location: the path of a script in the revision');
        }
        const timeout = this.#timeout((0,values/* get */.Jt)(item, 'timeout'));
        if (timeout === undefined)
            return undefined;
        const runas = (0,values/* get */.Jt)(item, 'runas');
        const user = (0,values/* isNil */.gD)(runas) ? undefined : (0,values/* strip */.bB)((0,values/* toS */.DJ)(runas));
        return {
            location,
            timeout,
            timeoutGiven: (0,values/* truthy */.vN)((0,values/* get */.Jt)(item, 'timeout')),
            sudo: (0,values/* truthy */.vN)((0,values/* get */.Jt)(item, 'sudo')),
            ...(user !== undefined && !(user === '' && this.#options.agent === '2.x') && { runas: user }),
            at: server_place(given ?? item),
        };
    }
    #timeout(value) {
        if (!(0,values/* truthy */.vN)(value))
            return DEFAULT_TIMEOUT;
        const allowed = 'a number of seconds above 0';
        let seconds;
        if (value.kind === 'int')
            seconds = Number(value.value);
        else if (value.kind === 'float' && Number.isFinite(value.value))
            seconds = Math.trunc(value.value);
        else if (value.kind === 'string')
            seconds = (0,scalars/* toInteger */.yJ)(value.value);
        else if (value.kind === 'float')
            return this.#problems.stumble(value, 'to_i', allowed, 'FloatDomainError');
        else
            return this.#problems.stumble(value, 'to_i', allowed);
        const refused = seconds <= 0 || (this.#options.agent === '2.x' && value.kind !== 'int');
        if (!refused)
            return seconds;
        const message = 'The deployment failed because an invalid timeout value was provided for a script in the application specification file. Make corrections in the hooks section of the AppSpec file, and then try again.';
        return this.#problems.refuse(value, value, message, allowed);
    }
    #files(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        const items = this.#items(value, '[]', 'TypeError', 'a list: [{ source: app, destination: /srv/app }]');
        return (items ?? []).flatMap((item) => this.#file(item) ?? []);
    }
    #file(item) {
        const allowed = 'an entry: { source: app, destination: /srv/app }';
        const raises = (0,values/* lookupError */.b0)(item);
        if (raises !== undefined)
            return this.#problems.stumble(item, '[]', allowed, raises);
        if (item.kind === 'map')
            this.#note(item, FILE_KEYS);
        const source = joined((0,values/* lookUp */.TE)(item, 'source'));
        const destination = (0,values/* lookUp */.TE)(item, 'destination');
        const strict = this.#options.agent === '2.x';
        if (source === undefined || (0,values/* isNil */.gD)(source) || (strict && (0,values/* toS */.DJ)(source) === '')) {
            const message = 'The deployment failed because the application specification file specifies a destination file, but no source file. Update the files section of the AppSpec file, and then try again.';
            return this.#problems.refuse(source, item, message, 'source: a file or folder of the revision');
        }
        if (destination === undefined || (0,values/* isNil */.gD)(destination) || (strict && (0,values/* toS */.DJ)(destination) === '')) {
            const message = `The deployment failed because the application specification file specifies only a source file (${(0,values/* toS */.DJ)(source)}). Add the name of the destination file to the files section of the AppSpec file, and then try again.`;
            return this.#problems.refuse(destination, item, message, 'destination: an absolute path of a folder');
        }
        const fault = [source, destination].map(pathFault).find((text) => text !== undefined);
        return {
            source: (0,values/* toS */.DJ)(source),
            destination: (0,values/* toS */.DJ)(destination),
            at: server_place(source),
            ...(fault !== undefined && { fault }),
        };
    }
    #permissions(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        const items = this.#items(value, 'has_key?', 'NoMethodError', 'a list: [{ object: /srv/app, mode: "0644" }]');
        return (items ?? []).flatMap((item) => this.#permission(item) ?? []);
    }
    #permission(item) {
        if (item.kind !== 'map')
            return this.#problems.stumble(item, 'has_key?', 'an entry: { object: /srv/app, mode: "0644" }');
        this.#note(item, PERMISSION_KEYS);
        const before = this.#problems.list.length;
        const given = (0,values/* get */.Jt)(item, 'object');
        const noObject = 'The deployment failed because a permission listed in the application specification file has no object value. Update the permissions section of the AppSpec file, and then try again.';
        if ((0,values/* isNil */.gD)(given))
            return this.#problems.refuse(given, item, noObject, 'object: an absolute path');
        const pattern = (0,values/* get */.Jt)(item, 'pattern');
        const except = this.#except((0,values/* get */.Jt)(item, 'except'));
        const types = this.#types((0,values/* get */.Jt)(item, 'type'));
        const mode = (0,values/* get */.Jt)(item, 'mode');
        const digits = mode !== undefined && !(0,values/* isNil */.gD)(mode) ? (0,access/* readMode */.Em)(mode, this.#options.agent, this.#problems) : undefined;
        const acls = this.#unlessLocal((0,values/* get */.Jt)(item, 'acls'), 'AclInfo', (value) => (0,access/* readAcls */._I)(value, this.#problems));
        const context = this.#unlessLocal((0,values/* get */.Jt)(item, 'context'), 'ContextInfo', (value) => (0,access/* readContext */.yI)(value, this.#problems));
        const object = (0,values/* strip */.bB)((0,values/* toS */.DJ)(given));
        if (object === '')
            this.#problems.refuse(given, item, noObject, 'object: an absolute path');
        if (this.#problems.list.length > before)
            return undefined;
        const globs = [...((0,values/* truthy */.vN)(pattern) ? [pattern] : []), ...except];
        const stranger = globs.find((glob) => glob.kind !== 'string');
        const owners = ownersOf((0,values/* get */.Jt)(item, 'owner'), (0,values/* get */.Jt)(item, 'group'));
        return {
            object,
            pattern: (0,values/* truthy */.vN)(pattern) ? (0,values/* toS */.DJ)(pattern) : '**',
            except: except.map(values/* toS */.DJ),
            types,
            ...owners,
            ...(digits !== undefined && mode && { mode: digits, modeWritten: mode.written, modeAt: server_place(mode) }),
            ...(acls !== undefined && { acls }),
            ...(context !== undefined && { context }),
            ...(stranger && { fault: `undefined method \`chars' for ${(0,values/* toS */.DJ)(stranger)}:${(0,values/* className */.s7)(stranger)}` }),
            at: server_place(given ?? item),
        };
    }
    #except(value) {
        if (!(0,values/* truthy */.vN)(value))
            return [];
        if (value.kind === 'list')
            return value.items;
        if (value.kind === 'map')
            return value.entries.map(pairOf);
        this.#problems.stumble(value, 'each', 'a list of patterns: ["*.log"]');
        return [];
    }
    #types(value) {
        if (!(0,values/* truthy */.vN)(value))
            return ['file', 'directory'];
        const allowed = 'a list of file, directory or both: [file]';
        if (value.kind === 'map' && value.entries.length === 0)
            return [];
        if (value.kind !== 'list' && value.kind !== 'map') {
            this.#problems.stumble(value, 'each', allowed);
            return [];
        }
        const items = value.kind === 'list' ? value.items : value.entries.map(pairOf);
        const types = [];
        for (const item of items) {
            const type = item.kind === 'string' ? item.value : undefined;
            if (type === 'file' || type === 'directory')
                types.push(type);
            else {
                const message = `The deployment failed because the application specification filespecifies a permission for an object type not supported for permissions (${(0,values/* toS */.DJ)(item)}). Update the permissions section of the AppSpec file, and then try again.`;
                this.#problems.refuse(item, item, message, allowed);
                break;
            }
        }
        return types;
    }
    /** `codedeploy-local` 1.8.1 never loads the classes for ACLs and contexts, and fails where one is used. */
    #unlessLocal(value, name, read) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return undefined;
        if (!this.#options.codedeployLocal)
            return read(value);
        const message = `uninitialized constant InstanceAgent::Plugins::CodeDeployPlugin::ApplicationSpecification::${name}`;
        return this.#problems.add({
            ...server_place(value),
            message,
            read: name === 'AclInfo' ? 'acls' : 'context',
            allowed: 'nothing: codedeploy-local 1.8.1 cannot apply it, the agent on an instance can',
            raises: 'NameError',
        });
    }
    /** The items of a list. Ruby also walks through a map and stumbles on its first entry; an empty one passes. */
    #items(value, method, raises, allowed) {
        if (value.kind === 'list')
            return value.items;
        if (value.kind !== 'map')
            return this.#problems.stumble(value, 'each', allowed);
        const [first] = value.entries;
        return first ? this.#problems.stumble(pairOf(first), method, allowed, raises) : [];
    }
    #note(map, known) {
        for (const { key } of map.entries) {
            if (key.kind === 'string' && known.includes(key.value))
                continue;
            this.#unknown.push({ key: (0,values/* toS */.DJ)(key), ...server_place(key) });
        }
    }
}
/** What Ruby hands out for each entry of a map that is walked through as a list. */
function pairOf({ key, value }) {
    return { kind: 'list', items: [key, value], written: key.written, ...server_place(key) };
}
/** Why a path that is not a text fails when it is used. */
/** Ruby's `File.join` takes the parts of a source as a list, too. */
function joined(source) {
    if (source?.kind !== 'list')
        return source;
    const parts = source.items.map(joined);
    if (!parts.every((part) => part?.kind === 'string'))
        return source;
    return { ...source, kind: 'string', value: parts.map((part) => part.value).join('/') };
}
function pathFault(value) {
    if (value.kind === 'string')
        return undefined;
    return `no implicit conversion of ${value.kind === 'bool' ? String(value.value) : (0,values/* className */.s7)(value)} into String`;
}
function ownersOf(owner, group) {
    const [ownerFault, groupFault] = [owner, group].map((value) => ((0,values/* truthy */.vN)(value) ? pathFault(value) : undefined));
    return {
        ...((0,values/* truthy */.vN)(owner) && { owner: (0,values/* toS */.DJ)(owner) }),
        ...((0,values/* truthy */.vN)(group) && { group: (0,values/* toS */.DJ)(group) }),
        ...(ownerFault !== undefined && { ownerFault }),
        ...(groupFault !== undefined && { groupFault }),
    };
}
function server_place(at) {
    return { line: at.line, column: at.column };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/service-notes.js


/** What is wrong with an AppSpec that only the service reads, and what its guide leaves open. */
class Notes {
    problems = new Problems();
    unclear = [];
    wrong(value, at, message, allowed) {
        return this.problems.add(problem(value, at, message, allowed));
    }
    doubt(value, message, allowed) {
        this.unclear.push(problem(value, value, message, allowed));
    }
    /** Says which keys nobody reads, and which stand there twice in letters of another size. */
    keys(map, known) {
        const seen = new Set();
        for (const { key } of map.entries) {
            const meant = known.find((name) => name.toLowerCase() === (0,values/* toS */.DJ)(key).toLowerCase());
            if (meant === undefined)
                this.doubt(key, `Nobody reads the key ${(0,values/* toS */.DJ)(key)}.`, `one of ${known.join(', ')}`);
            else if (seen.has(meant))
                this.doubt(key, `${meant} stands there twice.`, `${meant} once`);
            seen.add(meant ?? '');
        }
    }
}
/** The value of a key, whose case does not matter: the user guide writes both `Resources` and `resources`. */
function get(map, key) {
    return map.entries.findLast((entry) => (0,values/* toS */.DJ)(entry.key).toLowerCase() === key.toLowerCase())?.value;
}
function problem(value, at, message, allowed) {
    const { line, column } = value ?? at;
    return { line, column, message, read: (0,values/* shown */.SP)(value), allowed, raises: 'DocumentedRule' };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/service-ecs.js
/** The properties that an AppSpec for ECS need not have, judged by the user guide. */


const PLATFORM_VERSION = /^(?:LATEST|\d+\.\d+\.\d+)$/;
/** Of Fargate. */
function readPlatformVersion(value, notes) {
    if (value === undefined || (0,values/* isNil */.gD)(value))
        return undefined;
    const allowed = 'LATEST or a version as a text, e.g. "1.4.0"';
    if (value.kind === 'list' || value.kind === 'map')
        return notes.wrong(value, value, 'PlatformVersion is no text.', allowed);
    const text = (0,values/* toS */.DJ)(value);
    if (value.kind !== 'string' || !(PLATFORM_VERSION.test(text) || text.includes('{')))
        notes.doubt(value, `PlatformVersion is ${text === '' ? 'empty' : 'no version of Fargate'}.`, allowed);
    return text;
}
const NETWORK = ['Subnets', 'SecurityGroups', 'AssignPublicIp'];
/** All of its settings, or none of them. */
function readNetwork(value, notes) {
    if (value === undefined || (0,values/* isNil */.gD)(value))
        return;
    const allowed = `AwsvpcConfiguration with ${NETWORK.join(', ')}: all of them, or none`;
    if (value.kind !== 'map') {
        notes.wrong(value, value, 'NetworkConfiguration is no map.', allowed);
        return;
    }
    notes.keys(value, ['AwsvpcConfiguration']);
    const vpc = get(value, 'AwsvpcConfiguration');
    if (vpc !== undefined && !(0,values/* isNil */.gD)(vpc) && vpc.kind !== 'map') {
        notes.wrong(vpc, value, 'AwsvpcConfiguration is no map.', allowed);
        return;
    }
    if (vpc?.kind === 'map')
        notes.keys(vpc, NETWORK);
    if (vpc?.kind !== 'map' || NETWORK.every((key) => (0,values/* isNil */.gD)(get(vpc, key)))) {
        notes.doubt(value, 'NetworkConfiguration says nothing: the network of the service stays as it is.', allowed);
        return;
    }
    for (const key of ['Subnets', 'SecurityGroups'])
        readIds(vpc, key, allowed, notes);
    const assign = get(vpc, 'AssignPublicIp');
    if (assign?.kind !== 'string' || !['ENABLED', 'DISABLED'].includes(assign.value)) {
        notes.wrong(assign, vpc, 'AssignPublicIp is not right.', 'ENABLED or DISABLED');
    }
}
function readIds(vpc, key, allowed, notes) {
    const list = get(vpc, key);
    const ids = list?.kind === 'list' ? list.items : [];
    if (ids.length === 0)
        notes.wrong(list, vpc, `${key} is not a list of ids.`, allowed);
    const stranger = ids.find((item) => item.kind !== 'string' || item.value.trim() === '');
    if (stranger)
        notes.wrong(stranger, vpc, `${key} is not a list of ids.`, allowed);
}
/** What ECS takes, from its API reference. */
const MOST = { Base: 100000n, Weight: 1000n };
function readCapacity(value, notes) {
    if (value === undefined || (0,values/* isNil */.gD)(value))
        return;
    const allowed = 'a list of { Base, CapacityProvider, Weight }';
    if (value.kind !== 'list') {
        notes.wrong(value, value, 'CapacityProviderStrategy is not a list.', allowed);
        return;
    }
    const numbers = value.items.map((item) => readProvider(item, allowed, notes));
    const based = value.items.filter((_, index) => (numbers[index]?.Base ?? 0n) > 0n);
    if (based.length > 1)
        notes.wrong(based[1], value, 'More than one capacity provider has a Base.', 'a Base for one of them');
    if (numbers.length > 1 && numbers.every((item) => item?.Weight === 0n))
        notes.wrong(value, value, 'No capacity provider has a Weight: no task would be placed.', 'Weight: 1 or more for one');
}
function readProvider(item, allowed, notes) {
    if (item.kind !== 'map')
        return notes.wrong(item, item, 'A capacity provider is no map.', allowed);
    notes.keys(item, ['Base', 'CapacityProvider', 'Weight']);
    const provider = get(item, 'CapacityProvider');
    if (provider === undefined || (0,values/* isNil */.gD)(provider))
        notes.doubt(item, 'A capacity provider has no name.', allowed);
    else if (provider.kind !== 'string' || provider.value.trim() === '')
        notes.wrong(provider, item, 'CapacityProvider is no name.', 'the short name of a capacity provider');
    const [Base, Weight] = [readNumber(item, 'Base', notes), readNumber(item, 'Weight', notes)];
    return Base === undefined || Weight === undefined ? undefined : { Base, Weight };
}
/** 0 where it is not said. */
function readNumber(item, key, notes) {
    const value = get(item, key);
    if (value === undefined || (0,values/* isNil */.gD)(value))
        return 0n;
    const allowed = `a whole number from 0 to ${MOST[key]}, without quotes`;
    const quoted = value.kind === 'string' && /^\d+$/.test(value.value);
    const number = value.kind === 'int' ? value.value : quoted ? BigInt(value.value) : -1n;
    if (number < 0n || number > MOST[key])
        return notes.wrong(value, item, `${key} is not right.`, allowed);
    if (quoted)
        notes.doubt(value, `${key} is a text. The user guide writes a number.`, allowed);
    return number;
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/service.js



/** Events at which CodeDeploy calls a Lambda function (user guide, "AppSpec hooks"). */
const SERVICE_HOOKS = {
    lambda: ['BeforeAllowTraffic', 'AfterAllowTraffic'],
    ecs: ['BeforeInstall', 'AfterInstall', 'AfterAllowTestTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'],
};
const ECS_KEYS = [
    'TaskDefinition',
    'LoadBalancerInfo',
    'PlatformVersion',
    'NetworkConfiguration',
    'CapacityProviderStrategy',
];
const VERSION = /^[1-9]\d*$/;
const TASK_DEFINITION = /^arn:aws[\w-]*:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:[1-9]\d*$/;
/** An AppSpec for Lambda or ECS, judged by the user guide: the service alone reads these files. */
function readService(root, platform, options) {
    const reader = new ServiceReader(platform, options);
    const spec = reader.read(root, options.file);
    return spec && reader.problems.length === 0
        ? { ok: true, spec: spec }
        : { ok: false, problems: reader.problems };
}
class ServiceReader {
    #platform;
    #supplied;
    #words;
    #notes = new Notes();
    constructor(platform, options) {
        this.#platform = platform;
        this.#supplied = new Set(options.supplied);
        this.#words = options.words ?? ((text) => text);
    }
    get problems() {
        return this.#notes.problems.list;
    }
    read(root, file) {
        if (root?.kind !== 'map') {
            return this.#notes.wrong(root, { line: 1, column: 1 }, 'The AppSpec is empty or has no keys.', 'version, Resources and Hooks');
        }
        this.#notes.keys(root, ['version', 'Resources', 'Hooks']);
        this.#version(get(root, 'version'), root);
        const hooks = this.#hooks(get(root, 'Hooks'));
        const resource = this.#resource(get(root, 'Resources'), root);
        if (!resource)
            return undefined;
        const { name, properties } = resource;
        return this.#platform === 'lambda'
            ? this.#lambda(file, name, properties, hooks)
            : this.#ecs(file, name, properties, hooks);
    }
    #version(value, root) {
        const key = root.entries.find((entry) => entry.value === value)?.key;
        if (key && (0,values/* toS */.DJ)(key) !== 'version')
            this.#notes.doubt(key, 'The user guide writes this key in small letters everywhere.', 'version: 0.0');
        if ((value?.kind === 'int' || value?.kind === 'float') && Number(value.value) === 0)
            return;
        if (value?.kind === 'string' && value.value === '0.0') {
            this.#notes.doubt(value, 'The version is a text. The user guide writes a number.', 'version: 0.0, a number without quotes');
            return;
        }
        this.#notes.wrong(value, root, 'The version is not 0.0.', 'version: 0.0');
    }
    /** The one resource of the AppSpec: a list with one entry of one key. */
    #resource(value, root) {
        const allowed = 'a list with one resource';
        if (value !== undefined && !(0,values/* isNil */.gD)(value) && value.kind !== 'list')
            return this.#notes.wrong(value, root, 'Resources is not a list.', allowed);
        if (value?.kind !== 'list' || value.items.length === 0)
            return this.#notes.wrong(value, root, 'There are no Resources.', allowed);
        const named = value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
        const [first, second] = named;
        if (!first)
            return this.#notes.wrong(value, value, 'The resource has no name.', allowed);
        if (second || value.items.length > 1) {
            return this.#notes.wrong(second?.key, value, 'There is more than one resource.', `${allowed}: a deployment shifts one`);
        }
        const body = first.value;
        if (body.kind !== 'map')
            return this.#notes.wrong(body, first.key, 'The resource is not described.', 'Type and Properties');
        this.#notes.keys(body, ['Type', 'Properties']);
        const type = get(body, 'Type');
        const wanted = this.#platform === 'lambda' ? 'AWS::Lambda::Function' : 'AWS::ECS::Service';
        if (type?.kind !== 'string' || type.value !== wanted)
            this.#notes.wrong(type, first.key, 'The Type of the resource is not right.', wanted);
        if (this.#platform === 'ecs' && (0,values/* toS */.DJ)(first.key) !== 'TargetService') {
            this.#notes.wrong(first.key, first.key, 'The resource has another name than the service expects.', 'TargetService');
        }
        const properties = get(body, 'Properties');
        if (properties?.kind !== 'map')
            return this.#notes.wrong(properties, first.key, 'The resource has no Properties.', 'Properties');
        return { name: (0,values/* toS */.DJ)(first.key), properties };
    }
    #lambda(file, resource, properties, hooks) {
        this.#notes.keys(properties, ['Name', 'Alias', 'CurrentVersion', 'TargetVersion']);
        const [current, target] = [get(properties, 'CurrentVersion'), get(properties, 'TargetVersion')];
        if (target && !this.#supplied.has('CurrentVersion') && VERSION.test((0,values/* toS */.DJ)(target)) && (0,values/* toS */.DJ)(target) === (0,values/* toS */.DJ)(current))
            this.#notes.doubt(target, 'Both versions are the same: no traffic is shifted.', 'another version than CurrentVersion');
        return {
            platform: 'lambda',
            file,
            resource,
            name: this.#text(properties, 'Name', 'the name of the function'),
            alias: this.#text(properties, 'Alias', 'the name of an alias of the function'),
            currentVersion: this.#functionVersion(properties, 'CurrentVersion'),
            targetVersion: this.#functionVersion(properties, 'TargetVersion'),
            hooks,
            unclear: this.#notes.unclear,
        };
    }
    #functionVersion(properties, key) {
        const allowed = 'a published version as a text, e.g. "2"';
        const value = get(properties, key);
        if (value?.kind === 'int' && value.value > 0n) {
            this.#notes.doubt(value, `${key} is a number. The user guide writes texts.`, allowed);
            return (0,values/* toS */.DJ)(value);
        }
        const text = this.#text(properties, key, allowed);
        if (text !== '' && !VERSION.test(text))
            this.#notes.wrong(value, properties, `${key} is not a positive whole number.`, allowed);
        return text;
    }
    #ecs(file, resource, properties, hooks) {
        this.#notes.keys(properties, ECS_KEYS);
        const balancer = get(properties, 'LoadBalancerInfo');
        let containerName = '';
        let containerPort = 0;
        if (balancer?.kind === 'map') {
            this.#notes.keys(balancer, ['ContainerName', 'ContainerPort']);
            containerName = this.#text(balancer, 'ContainerName', 'the name of a container of the task definition');
            const port = get(balancer, 'ContainerPort');
            if (port?.kind === 'int' && port.value > 0n && port.value < 65536n)
                containerPort = Number(port.value);
            else
                this.#notes.wrong(port, balancer, 'ContainerPort is not a port.', 'a number from 1 to 65535, without quotes');
        }
        else {
            const message = (0,values/* isNil */.gD)(balancer) ? 'LoadBalancerInfo is missing.' : 'LoadBalancerInfo is no map.';
            this.#notes.wrong(balancer, properties, message, 'ContainerName and ContainerPort');
        }
        readNetwork(get(properties, 'NetworkConfiguration'), this.#notes);
        readCapacity(get(properties, 'CapacityProviderStrategy'), this.#notes);
        const platformVersion = readPlatformVersion(get(properties, 'PlatformVersion'), this.#notes);
        return {
            platform: 'ecs',
            file,
            resource,
            taskDefinition: this.#taskDefinition(properties),
            containerName,
            containerPort,
            ...(platformVersion !== undefined && { platformVersion }),
            hooks,
            unclear: this.#notes.unclear,
        };
    }
    #taskDefinition(properties) {
        const allowed = 'the ARN of a task definition, with its revision';
        const text = this.#text(properties, 'TaskDefinition', allowed);
        const value = get(properties, 'TaskDefinition');
        // What words of the configuration stand for is judged where they are known.
        if (text !== '' && value?.kind === 'string' && !value.value.includes('{') && !TASK_DEFINITION.test(text)) {
            const what = isPlaceholder(value) ? 'a placeholder that nothing fills here' : 'not the ARN of one revision';
            this.#notes.doubt(value, `TaskDefinition is ${what}.`, allowed);
        }
        return text;
    }
    #hooks(value) {
        if (value === undefined || (0,values/* isNil */.gD)(value))
            return [];
        if (value.kind !== 'list') {
            this.#notes.wrong(value, value, 'Hooks is not a list.', '- BeforeAllowTraffic: name of a function');
            return [];
        }
        const known = SERVICE_HOOKS[this.#platform];
        const seen = new Set();
        return value.items.flatMap((item) => {
            if (item.kind !== 'map') {
                this.#notes.wrong(item, item, 'A hook is not an event with a function.', '- BeforeAllowTraffic: name of a function');
                return [];
            }
            if (item.entries.length !== 1) {
                const allowed = '- BeforeAllowTraffic: name of a function';
                if (item.entries.length === 0)
                    this.#notes.wrong(item, item, 'A hook names no event.', allowed);
                else
                    this.#notes.doubt(item, 'One entry of Hooks has several events.', `an entry for each: ${allowed}`);
            }
            return item.entries.map(({ key, value: target }) => {
                const event = (0,values/* toS */.DJ)(key);
                if (!known.includes(event))
                    this.#notes.wrong(key, item, `${event} is not an event of this platform.`, known.join(', '));
                if (seen.has(event))
                    this.#notes.doubt(key, `${event} occurs twice.`, 'each event once');
                seen.add(event);
                if (target.kind !== 'string' || target.value.trim() === '') {
                    this.#notes.wrong(target, key, `${event} names no function.`, 'the name or ARN of a Lambda function');
                }
                return { event, function: this.#words((0,values/* toS */.DJ)(target)), line: key.line, column: key.column };
            });
        });
    }
    #text(map, key, allowed) {
        const value = get(map, key);
        if (this.#supplied.has(key) && ((0,values/* isNil */.gD)(value) || isPlaceholder(value)))
            return '';
        if (value?.kind === 'string' && value.value.trim() !== '')
            return this.#words(value.value);
        this.#notes.wrong(value, map, (0,values/* isNil */.gD)(value) ? `${key} is missing.` : `${key} is not a text.`, allowed);
        return '';
    }
}
/** `<TASK_DEFINITION>`: what CodePipeline and AWS's actions put a value in the place of. */
function isPlaceholder(value) {
    return value?.kind === 'string' && /^<[^<>]+>$/.test(value.value);
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/yaml.js + 6 modules
var yaml = __webpack_require__(17296);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/parse.js



/**
 * Reads an AppSpec as those read it who act on it: the agent (server), the service (lambda, ecs). Gives the
 * specification, or every problem with its place, in the order in which the agent meets them. Never throws on what a
 * file may contain.
 */
function parseAppSpec(text, options) {
    const agent = options.agent ?? '1.8';
    const loaded = (0,yaml/* loadYaml */.y)(text, { aliases: agent === '2.x' || options.platform !== 'server' });
    if ('fault' in loaded) {
        const { line, column, message, raises } = loaded.fault;
        const read = (text.split('\n')[line - 1] ?? '').trim().slice(0, 60);
        const allowed = `YAML or JSON that ${options.platform === 'server' ? 'the agent' : 'CodeDeploy'} can load`;
        return { ok: false, problems: [{ line, column, message, read, allowed, raises }] };
    }
    if (options.platform === 'server') {
        const codedeployLocal = options.codedeployLocal ?? false;
        return readServer(loaded.value, { file: options.file, agent, codedeployLocal });
    }
    return readService(loaded.value, options.platform === 'lambda' ? 'lambda' : 'ecs', options);
}


/***/ }),

/***/ 65722:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hq: () => (/* binding */ DisallowedClass),
/* harmony export */   Rg: () => (/* binding */ resolvePlain),
/* harmony export */   yJ: () => (/* binding */ toInteger)
/* harmony export */ });
/** A class that the agent's safe loading refuses to make: `Date` for `2024-01-01`, `Time` for a timestamp. */
class DisallowedClass extends Error {
    className;
    constructor(className) {
        super(`Tried to load unspecified class: ${className}`);
        this.className = className;
    }
}
// Ruby's `\s` and line ends are ASCII; those of JavaScript are not, so both are spelt out.
const WORD = /^[^\d.:-]?[\p{Alphabetic}_ \t\r\n\f\v!@#$%^&*(){}<>|/\\~;=]+/u;
const TIME = /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t\r\f\v]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:[ \t\r\f\v]*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;
const DATE = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}$/;
const SEXAGESIMAL_FLOAT = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}\.[0-9_]*$/;
const FLOAT = /^[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?$/;
const INTEGER = /^(?:[-+]?0b[0-1_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+)$/;
/** Short texts over several lines are looked at line by line. */
const someLine = (text, pattern) => text.split('\n').some((line) => pattern.test(line));
/**
 * What a plain scalar means to Ruby's psych 4.0 (the agent's YAML): YAML 1.1 with octal `0644`, base-60 `1:30`, commas in
 * numbers, yes/no/on/off, `:symbols`; dates and times are refused. Throws DisallowedClass for those, and a RangeError
 * where Ruby's own conversion raises an ArgumentError (`0_` is no number).
 */
function resolvePlain(text, place) {
    const at = { line: place.line, column: place.column, written: text };
    const string = { ...at, kind: 'string', value: text };
    if (text === '')
        return { ...at, kind: 'nil' };
    if (WORD.test(text) || text.includes('\n')) {
        if ([...text].length > 5 || someLine(text, /^[^ytonf~]/i))
            return string;
        if (text === '~' || someLine(text, /^null$/i))
            return { ...at, kind: 'nil' };
        if (someLine(text, /^(yes|true|on)$/i))
            return { ...at, kind: 'bool', value: true };
        if (someLine(text, /^(no|false|off)$/i))
            return { ...at, kind: 'bool', value: false };
        return string;
    }
    if (TIME.test(text))
        throw new DisallowedClass('Time');
    if (DATE.test(text))
        throw new DisallowedClass('Date');
    if (/^\+?\.inf$/i.test(text))
        return { ...at, kind: 'float', value: Number.POSITIVE_INFINITY };
    if (/^-\.inf$/i.test(text))
        return { ...at, kind: 'float', value: Number.NEGATIVE_INFINITY };
    if (/^\.nan$/i.test(text))
        return { ...at, kind: 'float', value: Number.NaN };
    if (/^:[^\n]/.test(text)) {
        const quoted = /^:(["'])([^\n]*)\1/.exec(text);
        return { ...at, kind: 'symbol', value: (quoted?.[2] ?? text).replace(/^:/, '') };
    }
    if (SEXAGESIMAL.test(text))
        return { ...at, kind: 'int', value: BigInt(base60(text, toInteger)) };
    if (SEXAGESIMAL_FLOAT.test(text))
        return { ...at, kind: 'float', value: base60(text, Number.parseFloat) };
    if (FLOAT.test(text)) {
        if (/^[-+]?\.$/.test(text))
            return string;
        const digits = text.replaceAll(/[,_]/g, '').replace(/\.(?=[Ee]|$)/, '');
        if (!/\d/.test(digits.split(/e/i, 1)[0] ?? ''))
            throw new RangeError(`invalid value for Float(): "${digits}"`);
        return { ...at, kind: 'float', value: Number(digits) };
    }
    if (INTEGER.test(text))
        return { ...at, kind: 'int', value: parseInteger(text.replaceAll(/[,_]/g, '')) };
    return string;
}
/** Ruby's `String#to_i`: leading digits, underscores between them, 0 where there are none. */
function toInteger(text) {
    const digits = /^[ \t-\r]*([-+]?\d+(?:_\d+)*)/.exec(text)?.[1];
    return digits === undefined ? 0 : Number(digits.replaceAll('_', ''));
}
function parseInteger(text) {
    const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
    const prefixed = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
    if (!/^(0[bx].+|0o.+|\d+)$/i.test(prefixed))
        throw new RangeError(`invalid value for Integer(): "${text}"`);
    const value = BigInt(prefixed);
    return sign === '-' ? -value : value;
}
function base60(text, read) {
    return text.split(':').reduce((sum, part, index) => sum + read(part) * 60 ** Math.abs(index - 2), 0);
}


/***/ }),

/***/ 17296:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  g: () => (/* binding */ decodeText),
  y: () => (/* binding */ loadYaml)
});

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/cursor.js
/** Text that is no YAML, and where. `message` says what was met or missed. */
class YamlError extends Error {
    mark;
    constructor(message, mark) {
        super(message);
        this.mark = mark;
    }
}
/** What stands after the last character. YAML allows no NUL, so it cannot be met before. */
const END = '\0';
/** Line breaks of YAML 1.1. Later versions know fewer. */
const BREAKS = '\r\n\u0085\u2028\u2029';
const isBlank = (char) => char === ' ' || char === '\t';
const isBreak = (char) => BREAKS.includes(char);
const isBreakOrEnd = (char) => char === END || isBreak(char);
const isSpaceOrEnd = (char) => isBlank(char) || isBreakOrEnd(char);
const isWordChar = (char) => /^[\w-]$/.test(char);
/** Reads a text character by character, as far as possible without looking back. */
class Cursor {
    index = 0;
    line = 0;
    column = 0;
    #chars;
    constructor(text) {
        this.#chars = Array.from(text);
    }
    get mark() {
        return { index: this.index, line: this.line, column: this.column };
    }
    peek(ahead = 0) {
        return this.#chars[this.index + ahead] ?? END;
    }
    startsWith(text) {
        return [...text].every((char, ahead) => this.peek(ahead) === char);
    }
    /** `---` or `...` at the beginning of a line and alone. */
    atDocumentMark() {
        return this.column === 0 && (this.startsWith('---') || this.startsWith('...')) && isSpaceOrEnd(this.peek(3));
    }
    /** One character, which is no line break. */
    take() {
        const char = this.peek();
        this.skip();
        return char;
    }
    takeWhile(matches) {
        let text = '';
        while (this.peek() !== END && matches(this.peek()))
            text += this.take();
        return text;
    }
    skip(count = 1) {
        this.index += count;
        this.column += count;
    }
    /** A line break, as the text that it stands for; empty at the end of the text. */
    takeBreak() {
        const char = this.peek();
        if (!isBreak(char))
            return '';
        this.index += char === '\r' && this.peek(1) === '\n' ? 2 : 1;
        this.newLine();
        return char === '\u2028' || char === '\u2029' ? char : '\n';
    }
    newLine() {
        this.line++;
        this.column = 0;
    }
    /** Blanks, a comment, and the line break. Anything else on the line is an error. */
    endLine(after) {
        this.takeWhile(isBlank);
        if (this.peek() === '#')
            this.takeWhile((char) => !isBreak(char));
        if (!isBreakOrEnd(this.peek()))
            throw new YamlError(`only a comment may follow ${after}`, this.mark);
        this.takeBreak();
    }
    slice(from, to) {
        return this.#chars.slice(from, to).join('');
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/tags.js
/** Reads what may precede a value: anchors, tags, and the directives that tags depend on. */

/** The name after `&` or `*`. */
function readName(cursor) {
    const start = cursor.mark;
    cursor.skip();
    const name = cursor.takeWhile(isWordChar);
    if (name === '' || !(isSpaceOrEnd(cursor.peek()) || '?:,]}%@`'.includes(cursor.peek()))) {
        throw new YamlError('an anchor or alias is named with letters, digits, - and _', start);
    }
    return name;
}
function readTag(cursor, inFlow) {
    const start = cursor.mark;
    const tag = cursor.startsWith('!<') ? readVerbatim(cursor) : readShorthand(cursor);
    const end = cursor.peek();
    if (!isSpaceOrEnd(end) && !(inFlow && end === ','))
        throw new YamlError('a space is missing after the tag', start);
    return tag;
}
function readVerbatim(cursor) {
    const start = cursor.mark;
    cursor.skip(2);
    const suffix = readUri(cursor, true);
    if (suffix === '' || cursor.peek() !== '>')
        throw new YamlError('the tag is not closed by >', start);
    cursor.skip();
    return { handle: '', suffix };
}
function readShorthand(cursor) {
    const start = cursor.mark;
    const head = readHandle(cursor);
    const isHandle = head.length > 1 && head.endsWith('!');
    const suffix = (isHandle ? '' : head.slice(1)) + readUri(cursor, false);
    if (!isHandle)
        return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
    if (suffix === '')
        throw new YamlError('the tag has no name', start);
    return { handle: head, suffix };
}
/** `!`, `!!`, `!name!`, or as much of another tag. */
function readHandle(cursor) {
    if (cursor.peek() !== '!')
        throw new YamlError('! is missing', cursor.mark);
    const head = cursor.take() + cursor.takeWhile(isWordChar);
    return cursor.peek() === '!' ? head + cursor.take() : head;
}
function readUri(cursor, withFlowChars) {
    const start = cursor.mark;
    const allowed = (char) => isWordChar(char) || ";/?:@&=+$.%!~*'()".includes(char) || (withFlowChars && ',[]'.includes(char));
    const text = cursor.takeWhile(allowed);
    try {
        return decodeURIComponent(text);
    }
    catch {
        throw new YamlError('% needs the two hexadecimal digits of a byte', start);
    }
}
/** A line that begins with `%`: `%YAML 1.1` or `%TAG ! prefix`. */
function readDirective(cursor) {
    const start = cursor.mark;
    cursor.skip();
    const name = cursor.takeWhile(isWordChar);
    const gap = cursor.takeWhile(isBlank);
    if (gap === '')
        throw new YamlError('a directive needs a name and a value', start);
    const directive = name === 'YAML' ? readVersion(cursor) : name === 'TAG' ? readPrefix(cursor) : undefined;
    if (!directive)
        throw new YamlError(`%${name} is not a directive: %YAML and %TAG are`, start);
    cursor.endLine('a directive');
    return directive;
}
function readVersion(cursor) {
    const start = cursor.mark;
    const version = cursor.takeWhile((char) => /[\d.]/.test(char));
    if (!/^\d{1,9}\.\d{1,9}$/.test(version))
        throw new YamlError('%YAML needs a version, e.g. 1.1', start);
    return { version };
}
function readPrefix(cursor) {
    const start = cursor.mark;
    const handle = readHandle(cursor);
    const gap = cursor.takeWhile(isBlank);
    const prefix = readUri(cursor, true);
    const isHandle = handle === '!' || handle.endsWith('!');
    if (!isHandle || gap === '' || prefix === '' || !isSpaceOrEnd(cursor.peek())) {
        throw new YamlError('%TAG needs a handle and a prefix, e.g. %TAG !e! tag:example.com,2024:', start);
    }
    return { handle, prefix };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/text.js
/** Reads scalars: plain, quoted, and blocks. How lines are folded is the same in all but blocks. */

/** White space between two words of a scalar. */
class Gap {
    /** Whether a line has ended in it. */
    broken = false;
    #blanks = '';
    #first = '';
    #more = '';
    /** Takes blanks and line breaks. `check` sees every blank after a line break. */
    take(cursor, check) {
        while (isBlank(cursor.peek()) || isBreak(cursor.peek())) {
            if (isBreak(cursor.peek())) {
                if (this.broken)
                    this.#more += cursor.takeBreak();
                else {
                    this.#first = cursor.takeBreak();
                    this.broken = true;
                }
            }
            else if (this.broken) {
                check?.();
                cursor.skip();
            }
            else
                this.#blanks += cursor.take();
        }
    }
    /** What it stands for: one line break is a space, of more the first is left out. */
    get text() {
        if (!this.broken)
            return this.#blanks;
        if (this.#first === '\n')
            return this.#more === '' ? ' ' : this.#more;
        return this.#first + this.#more;
    }
}
/** A scalar without quotes, with the place of its end. `multiline` where a line break follows its last word. */
function readPlain(cursor, inFlow, indent) {
    let text = '';
    let gap = new Gap();
    let end = cursor.mark;
    const ends = () => {
        const char = cursor.peek();
        if (isSpaceOrEnd(char))
            return true;
        if (char === ':' && isSpaceOrEnd(cursor.peek(1)))
            return true;
        if (!inFlow)
            return false;
        if (char === ':' && ',?[]{}'.includes(cursor.peek(1))) {
            throw new YamlError('a colon needs a space after it, or quotes around the text', cursor.mark);
        }
        return ',[]{}'.includes(char);
    };
    while (!cursor.atDocumentMark() && cursor.peek() !== '#') {
        if (!ends()) {
            text += gap.text;
            gap = new Gap();
            while (!ends())
                text += cursor.take();
            end = cursor.mark;
        }
        if (!isBlank(cursor.peek()) && !isBreak(cursor.peek()))
            break;
        gap.take(cursor, () => {
            if (cursor.peek() === '\t' && cursor.column < indent)
                throw new YamlError('Tabs cannot indent a text', cursor.mark);
        });
        if (!inFlow && cursor.column < indent)
            break;
    }
    return { text, end, multiline: gap.broken };
}
const ESCAPES = {
    '0': '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1B',
    ' ': ' ',
    '"': '"',
    '/': '/',
    '\\': '\\',
    N: '\u0085',
    _: '\u00A0',
    L: '\u2028',
    P: '\u2029',
};
const CODE_LENGTHS = { x: 2, u: 4, U: 8 };
/** A scalar in single or double quotes. */
function readQuoted(cursor) {
    const start = cursor.mark;
    const quote = cursor.take();
    let text = '';
    for (;;) {
        if (cursor.atDocumentMark())
            throw new YamlError('a document ends within a quote', cursor.mark);
        if (cursor.peek() === END)
            throw new YamlError('the quote is never closed', start);
        const gap = new Gap();
        while (!isSpaceOrEnd(cursor.peek())) {
            if (quote === "'" && cursor.startsWith("''")) {
                cursor.skip(2);
                text += "'";
            }
            else if (cursor.peek() === quote)
                break;
            else if (quote === '"' && cursor.peek() === '\\') {
                if (isBreak(cursor.peek(1))) {
                    cursor.skip();
                    cursor.takeBreak();
                    gap.broken = true;
                    break;
                }
                text += readEscape(cursor);
            }
            else
                text += cursor.take();
        }
        if (cursor.peek() === quote)
            break;
        gap.take(cursor);
        text += gap.text;
    }
    cursor.skip();
    return text;
}
function readEscape(cursor) {
    const at = cursor.mark;
    const letter = cursor.peek(1);
    const simple = ESCAPES[letter];
    const length = CODE_LENGTHS[letter];
    if (simple === undefined && length === undefined)
        throw new YamlError(`\\${letter} means nothing in quotes`, at);
    cursor.skip(2);
    if (length === undefined)
        return simple ?? '';
    const digits = Array.from({ length }, (_, ahead) => cursor.peek(ahead)).join('');
    const code = /^[\da-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    const isCharacter = code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
    if (!isCharacter)
        throw new YamlError(`\\${letter} needs the ${length} hexadecimal digits of a character`, at);
    cursor.skip(length);
    return String.fromCodePoint(code);
}
/** A block after `|` or `>`. `parent` is the indentation of what it stands in, -1 at the top. */
function readBlock(cursor, parent) {
    const start = cursor.mark;
    const folds = cursor.take() === '>';
    const { keep, increment } = readHeader(cursor);
    cursor.endLine('the head of a block');
    let indent = increment === 0 ? 0 : Math.max(parent, 0) + increment;
    let text = '';
    let lineBreak = '';
    let wasBlank = false;
    let empty = takeEmptyLines();
    while (cursor.column === indent && cursor.peek() !== END) {
        const blank = isBlank(cursor.peek());
        if (folds && lineBreak === '\n' && !wasBlank && !blank)
            text += empty === '' ? ' ' : '';
        else
            text += lineBreak;
        text += empty;
        wasBlank = blank;
        text += cursor.takeWhile((char) => !isBreak(char));
        lineBreak = cursor.takeBreak();
        empty = takeEmptyLines();
    }
    if (keep !== '-')
        text += lineBreak;
    return keep === '+' ? text + empty : text;
    /** Indentation and empty lines. The first ones tell the indentation where the head does not. */
    function takeEmptyLines() {
        let breaks = '';
        let deepest = 0;
        const isIndent = () => indent === 0 || cursor.column < indent;
        for (;;) {
            while (isIndent() && cursor.peek() === ' ')
                cursor.skip();
            deepest = Math.max(deepest, cursor.column);
            if (isIndent() && cursor.peek() === '\t')
                throw new YamlError('Tabs cannot indent a block', start);
            if (!isBreak(cursor.peek()))
                break;
            breaks += cursor.takeBreak();
        }
        if (indent === 0)
            indent = Math.max(deepest, parent + 1, 1);
        return breaks;
    }
}
/** `+`, `-` and a digit, in any order. */
function readHeader(cursor) {
    const sign = () => ('+-'.includes(cursor.peek()) ? cursor.take() : '');
    let keep = sign();
    let increment = 0;
    if (/\d/.test(cursor.peek())) {
        increment = Number(cursor.take());
        if (increment === 0)
            throw new YamlError('a block cannot be indented by 0', cursor.mark);
        if (keep === '')
            keep = sign();
    }
    return { keep, increment };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/scanner.js
/**
 * Cuts a text into tokens by the rules of YAML 1.1 as libyaml, which the agent reads with, has them. Where they differ
 * from the specification, or from other readers, is where AppSpecs are accepted that others refuse: indentation counts
 * for nothing within brackets and quotes, and a line left of everything ends the document.
 */



/** A key longer than this needs a `?` before it. */
const MAX_KEY = 1024;
class Scanner {
    cursor;
    #queue = [];
    #taken = 0;
    #indent = -1;
    #indents = [];
    /** One for each open bracket, and one for the text around them. */
    #candidates = [undefined];
    #keyAllowed = true;
    #ended = false;
    constructor(text) {
        this.cursor = new Cursor(text);
    }
    peek() {
        while (this.#needsMore())
            this.#fetch();
        const [first] = this.#queue;
        if (!first)
            throw new YamlError('nothing follows', this.cursor.mark);
        return first;
    }
    next() {
        const token = this.peek();
        // What ends the text stays, for whoever asks again.
        if (token.kind !== 'end') {
            this.#queue.shift();
            this.#taken++;
        }
        return token;
    }
    get #inFlow() {
        return this.#candidates.length > 1;
    }
    /** A token may be given away when it cannot become a key any more. */
    #needsMore() {
        if (this.#ended)
            return false;
        if (this.#queue.length === 0)
            return true;
        this.#dropStale();
        return this.#candidates.some((candidate) => candidate?.token === this.#taken);
    }
    /** A key stands on one line and is short. */
    #dropStale() {
        for (const [level, candidate] of this.#candidates.entries()) {
            if (!candidate)
                continue;
            const { line, index } = candidate.mark;
            if (line < this.cursor.line || index + MAX_KEY < this.cursor.index)
                this.#dropCandidate(level);
        }
    }
    #dropCandidate(level = this.#candidates.length - 1) {
        const candidate = this.#candidates[level];
        if (candidate?.required)
            throw new YamlError('a colon is missing after the key', candidate.mark);
        this.#candidates[level] = undefined;
    }
    #saveCandidate() {
        if (!this.#keyAllowed)
            return;
        this.#dropCandidate();
        const { mark } = this.cursor;
        const required = !this.#inFlow && this.#indent === mark.column;
        this.#candidates[this.#candidates.length - 1] = { token: this.#taken + this.#queue.length, mark, required };
    }
    #fetch() {
        const { cursor } = this;
        this.#skipToToken();
        this.#dropStale();
        this.#unroll(cursor.column);
        const char = cursor.peek();
        const alone = isSpaceOrEnd(cursor.peek(1));
        if (char === END)
            return this.#end();
        if (cursor.column === 0 && char === '%')
            return this.#topLevel(() => this.#directive());
        if (cursor.atDocumentMark())
            return this.#topLevel(() => this.#add(char === '-' ? 'document-start' : 'document-end', 3));
        if (char === '[' || char === '{')
            return this.#open(char);
        if (char === ']' || char === '}')
            return this.#close(char);
        if (char === ',')
            return this.#comma();
        if (char === '-' && alone)
            return this.#dash();
        if (char === '?' && (this.#inFlow || alone))
            return this.#questionMark();
        if (char === ':' && (this.#inFlow || alone))
            return this.#colon();
        if ((char === '|' || char === '>') && !this.#inFlow)
            return this.#block();
        return this.#node(char);
    }
    /** An anchor, an alias, a tag or a scalar: each may begin a key, and none may follow within one. */
    #node(char) {
        const { cursor } = this;
        const start = cursor.mark;
        const next = cursor.peek(1);
        const forbidden = ' \t-?:,[]{}#&*!|>\'"%@`';
        const isPlain = !forbidden.includes(char) ||
            (char === '-' && !isBlank(next)) ||
            ((char === '?' || char === ':') && !this.#inFlow && !isSpaceOrEnd(next));
        if (!isPlain && !'*&!\'"'.includes(char)) {
            throw new YamlError(char === '\t' ? 'Tabs cannot indent' : `nothing can begin with ${char}: it needs quotes`, start);
        }
        this.#saveCandidate();
        this.#keyAllowed = false;
        if (char === '*')
            this.#push({ kind: 'alias', name: readName(cursor) }, start);
        else if (char === '&')
            this.#push({ kind: 'anchor', name: readName(cursor) }, start);
        else if (char === '!')
            this.#push({ kind: 'tag', tag: readTag(cursor, this.#inFlow) }, start);
        else if (char === '"' || char === "'")
            this.#push({ kind: 'scalar', text: readQuoted(cursor), plain: false }, start);
        else {
            const { text, end, multiline } = readPlain(cursor, this.#inFlow, this.#indent + 1);
            if (multiline)
                this.#keyAllowed = true;
            this.#push({ kind: 'scalar', text, plain: true }, start, end);
        }
    }
    #skipToToken() {
        const { cursor } = this;
        for (;;) {
            // A byte order mark takes up a column.
            if (cursor.column === 0 && cursor.peek() === '\uFEFF')
                cursor.skip();
            const tabs = this.#inFlow || !this.#keyAllowed;
            cursor.takeWhile((char) => char === ' ' || (tabs && char === '\t'));
            if (cursor.peek() === '#')
                cursor.takeWhile((char) => !isBreak(char));
            if (!isBreak(cursor.peek()))
                return;
            cursor.takeBreak();
            if (!this.#inFlow)
                this.#keyAllowed = true;
        }
    }
    #push(token, start, end = this.cursor.mark) {
        this.#queue.push({ ...token, start, end });
    }
    #add(kind, length = 1) {
        const start = this.cursor.mark;
        this.cursor.skip(length);
        this.#push({ kind }, start);
    }
    #insert(kind, mark, token) {
        const at = token === undefined ? this.#queue.length : token - this.#taken;
        this.#queue.splice(at, 0, { kind, start: mark, end: mark });
    }
    /** Begins a list or a map where something stands further to the right than what it stands in. */
    #roll(kind, mark, token) {
        if (this.#inFlow || this.#indent >= mark.column)
            return;
        this.#indents.push(this.#indent);
        this.#indent = mark.column;
        this.#insert(kind, mark, token);
    }
    #unroll(column) {
        if (this.#inFlow)
            return;
        while (this.#indent > column) {
            this.#push({ kind: 'block-end' }, this.cursor.mark);
            this.#indent = this.#indents.pop() ?? -1;
        }
    }
    #topLevel(add) {
        this.#unroll(-1);
        this.#dropCandidate();
        this.#keyAllowed = false;
        add();
    }
    #end() {
        if (this.cursor.column !== 0)
            this.cursor.newLine();
        this.#topLevel(() => this.#push({ kind: 'end' }, this.cursor.mark));
        this.#ended = true;
    }
    #directive() {
        const start = this.cursor.mark;
        this.#push({ kind: 'directive', directive: readDirective(this.cursor) }, start);
    }
    #open(char) {
        this.#saveCandidate();
        this.#candidates.push(undefined);
        this.#keyAllowed = true;
        this.#add(char);
    }
    #close(char) {
        this.#dropCandidate();
        if (this.#inFlow)
            this.#candidates.pop();
        this.#keyAllowed = false;
        this.#add(char);
    }
    #comma() {
        this.#dropCandidate();
        this.#keyAllowed = true;
        this.#add(',');
    }
    /** Within brackets a dash is refused by whoever reads the tokens. */
    #dash() {
        this.#beginOrRefuse('block-list', 'a list cannot begin here');
        this.#dropCandidate();
        this.#keyAllowed = true;
        this.#add('-');
    }
    #questionMark() {
        this.#beginOrRefuse('block-map', 'a key cannot begin here');
        this.#dropCandidate();
        this.#keyAllowed = !this.#inFlow;
        this.#add('key');
    }
    #colon() {
        const candidate = this.#candidates.at(-1);
        if (candidate) {
            this.#insert('key', candidate.mark, candidate.token);
            this.#roll('block-map', candidate.mark, candidate.token);
            this.#candidates[this.#candidates.length - 1] = undefined;
            this.#keyAllowed = false;
        }
        else {
            this.#beginOrRefuse('block-map', 'a colon cannot stand here: a text that contains one needs quotes');
            this.#keyAllowed = !this.#inFlow;
        }
        this.#add('value');
    }
    #beginOrRefuse(kind, message) {
        if (this.#inFlow)
            return;
        if (!this.#keyAllowed)
            throw new YamlError(message, this.cursor.mark);
        this.#roll(kind, this.cursor.mark);
    }
    #block() {
        this.#dropCandidate();
        this.#keyAllowed = true;
        const start = this.cursor.mark;
        this.#push({ kind: 'scalar', text: readBlock(this.cursor, this.#indent), plain: false }, start);
    }
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/tree.js
/** Makes a tree of the tokens of the first document. */


/** Deeper nesting is an attack on a reader, not an AppSpec. */
const MAX_DEPTH = 200;
/** The first document of a text; undefined where there is none. What follows it is not looked at. */
function readTree(text) {
    const scanner = new Scanner(text);
    const first = scanner.peek();
    if (first.kind === 'end')
        return undefined;
    const tree = new TreeReader(scanner);
    const root = tree.document();
    // The agent has the document only when it has seen what comes next.
    scanner.peek();
    return root;
}
class TreeReader {
    #scanner;
    #prefixes = new Map();
    #depth = 0;
    constructor(scanner) {
        this.#scanner = scanner;
    }
    document() {
        let explicit = false;
        let versioned = false;
        for (let token = this.#peek(); token.kind === 'directive'; token = this.#peek()) {
            explicit = true;
            this.#next();
            const { directive } = token;
            if ('version' in directive) {
                if (versioned || !['1.1', '1.2'].includes(directive.version))
                    throw new YamlError('%YAML stands once, with 1.1 or 1.2', token.start);
                versioned = true;
            }
            else {
                if (this.#prefixes.has(directive.handle))
                    throw new YamlError('%TAG gives a handle twice', token.start);
                this.#prefixes.set(directive.handle, directive.prefix);
            }
        }
        if (!this.#prefixes.has('!'))
            this.#prefixes.set('!', '!');
        if (!this.#prefixes.has('!!'))
            this.#prefixes.set('!!', 'tag:yaml.org,2002:');
        if (!explicit && this.#peek().kind !== 'document-start')
            return this.#node(true);
        const start = this.#next();
        if (start.kind !== 'document-start')
            throw new YamlError('--- is missing after the directives', start.start);
        const isEmpty = this.#at('directive', 'document-start', 'document-end', 'end');
        return isEmpty ? this.#empty(this.#peek().start) : this.#node(true);
    }
    #peek() {
        return this.#scanner.peek();
    }
    #next() {
        return this.#scanner.next();
    }
    #at(...kinds) {
        return kinds.includes(this.#peek().kind);
    }
    #empty(mark) {
        return { kind: 'scalar', text: '', plain: true, start: mark, end: mark };
    }
    /** A value with its anchor and tag. `dashes`: a list may begin in the column of the key that it belongs to. */
    #node(inBlock, dashes = false) {
        if (++this.#depth > MAX_DEPTH)
            throw new YamlError(`nested deeper than ${MAX_DEPTH} levels`, this.#peek().start);
        const first = this.#peek();
        if (first.kind === 'alias')
            this.#next();
        const node = first.kind === 'alias'
            ? { kind: 'alias', name: first.name, start: first.start, end: first.end }
            : this.#withProperties(inBlock, dashes);
        this.#depth--;
        return node;
    }
    #withProperties(inBlock, dashes) {
        let anchor;
        let tag;
        let token = this.#peek();
        const { start } = token;
        for (;; token = this.#peek()) {
            if (token.kind === 'anchor' && anchor === undefined)
                anchor = token.name;
            else if (token.kind === 'tag' && tag === undefined)
                tag = this.#resolve(token.tag, token.start);
            else
                break;
            this.#next();
        }
        const content = this.#content(token, inBlock, dashes);
        if (!content && anchor === undefined && tag === undefined) {
            throw new YamlError(`a value is missing${named(token)}`, token.start);
        }
        return {
            ...(content ?? this.#empty(start)),
            ...(anchor !== undefined && { anchor }),
            ...(tag !== undefined && { tag }),
        };
    }
    #resolve(tag, at) {
        if (tag.handle === '')
            return tag.suffix;
        const prefix = this.#prefixes.get(tag.handle);
        if (prefix === undefined)
            throw new YamlError(`no %TAG says what ${tag.handle} stands for`, at);
        return prefix + tag.suffix;
    }
    #content(token, inBlock, dashes) {
        if (token.kind === 'scalar') {
            this.#next();
            const { text, plain, start, end } = token;
            return { kind: 'scalar', text, plain, start, end };
        }
        if (token.kind === '[')
            return this.#flowList();
        if (token.kind === '{')
            return this.#flowMap();
        if (dashes && token.kind === '-')
            return this.#dashes();
        if (inBlock && token.kind === 'block-list')
            return this.#blockList();
        if (inBlock && token.kind === 'block-map')
            return this.#blockMap();
        return undefined;
    }
    #blockList() {
        const { start } = this.#next();
        const items = [];
        while (this.#at('-')) {
            const dash = this.#next();
            items.push(this.#at('-', 'block-end') ? this.#empty(dash.end) : this.#node(true));
        }
        const end = this.#closing('block-end', 'a list continues with - in its own column');
        return { kind: 'list', items, start, end };
    }
    /** A list in the column of its key: it ends where the next key begins. */
    #dashes() {
        const { start } = this.#peek();
        const items = [];
        while (this.#at('-')) {
            const dash = this.#next();
            items.push(this.#at('-', 'key', 'value', 'block-end') ? this.#empty(dash.end) : this.#node(true));
        }
        return { kind: 'list', items, start, end: this.#peek().start };
    }
    #blockMap() {
        const { start } = this.#next();
        const pairs = [];
        const part = (mark) => this.#at('key', 'value', 'block-end') ? this.#empty(mark) : this.#node(true, true);
        // A value without a key is refused where a key is expected.
        while (this.#at('key')) {
            const key = part(this.#next().end);
            const value = this.#at('value') ? part(this.#next().end) : this.#empty(this.#peek().start);
            pairs.push([key, value]);
        }
        const end = this.#closing('block-end', 'a map continues with a key in its own column');
        return { kind: 'map', pairs, start, end };
    }
    #flowList() {
        const { start } = this.#next();
        const items = [];
        while (!this.#at(']')) {
            if (items.length > 0)
                this.#closing(',', 'a comma or ] is missing');
            if (this.#at(']'))
                break;
            items.push(this.#at('key') ? this.#flowPair() : this.#node(false));
        }
        return { kind: 'list', items, start, end: this.#next().end };
    }
    /** `[a: 1]` is a list with a map of one pair. */
    #flowPair() {
        const { start } = this.#next();
        // libyaml loses the token that stands where the key is missing.
        const key = this.#at('value', ',', ']') ? this.#empty(this.#next().end) : this.#node(false);
        const value = this.#flowValue(']');
        return { kind: 'map', pairs: [[key, value]], start, end: this.#peek().start };
    }
    #flowMap() {
        const { start } = this.#next();
        const pairs = [];
        while (!this.#at('}')) {
            if (pairs.length > 0)
                this.#closing(',', 'a comma or } is missing');
            if (this.#at('}'))
                break;
            if (this.#at('key')) {
                this.#next();
                const key = this.#at('value', ',', '}') ? this.#empty(this.#peek().start) : this.#node(false);
                pairs.push([key, this.#flowValue('}')]);
            }
            else {
                const key = this.#node(false);
                pairs.push([key, this.#empty(this.#peek().start)]);
            }
        }
        return { kind: 'map', pairs, start, end: this.#next().end };
    }
    #flowValue(close) {
        if (!this.#at('value'))
            return this.#empty(this.#peek().start);
        this.#next();
        return this.#at(',', close) ? this.#empty(this.#peek().start) : this.#node(false);
    }
    #closing(kind, message) {
        const token = this.#next();
        if (token.kind !== kind) {
            const unfinished = token.kind === 'end' && (kind === ',' || message.includes('comma'));
            throw new YamlError(unfinished ? 'the bracket is never closed' : `${message}${named(token)}`, token.start);
        }
        return token.end;
    }
}
function named(token) {
    if (token.kind === 'end')
        return ', and the file ends';
    return token.kind === 'scalar' ? `, and "${token.text.slice(0, 40)}" stands here` : '';
}

// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/scalars.js
var scalars = __webpack_require__(65722);
// EXTERNAL MODULE: ./build/dist/codedeploy/appspec/values.js
var values = __webpack_require__(79901);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml/values.js
/** Makes of a tree what Ruby's psych 4.0 makes of it: tags count, aliases and classes are refused, the last key wins. */


class Refused extends Error {
    raises;
    node;
    constructor(raises, message, node) {
        super(message);
        this.raises = raises;
        this.node = node;
    }
}
const STANDARD = 'tag:yaml.org,2002:';
/** Tags of texts, and of texts of a class of one's own, which is refused. */
const TEXT = /^!(?:str|ruby\/string)(?::(.*))?$/m;
const CLASSED_MAP = /^!(?:ruby\/(?:struct|object|array:|range$|exception|hash-with-ivars:.|hash:|marshalable:)|map:|set$|omap$)/;
const UNNAMED = {
    object: 'Object',
    struct: 'Struct',
    exception: 'Exception',
    range: 'Range',
    set: 'Psych::Set',
    omap: 'Psych::Omap',
};
/** The class that psych looks for: the name behind the colon, or what the tag stands for without one. */
function classOf(tag) {
    const [, what = '', name = ''] = /^!(?:ruby\/)?([\w-]+)(?::(.*))?$/s.exec(tag) ?? [];
    return name === '' ? (UNNAMED[what] ?? tag) : name;
}
/** Values that aliases may make of a text: more is an attack on whoever walks through them. */
const MAX_VALUES = 100_000;
class ValueReader {
    #written;
    #anchors;
    #values = 0;
    /** `aliases`: whether they are allowed. `written` gives the text of a node. */
    constructor(written, aliases) {
        this.#written = written;
        this.#anchors = aliases ? new Map() : undefined;
    }
    read(node) {
        const before = this.#values++;
        const value = this.#read(node);
        if (node.anchor !== undefined)
            this.#anchors?.set(node.anchor, { value, weight: this.#values - before });
        return value;
    }
    #read(node) {
        switch (node.kind) {
            case 'alias': {
                const target = this.#anchors?.get(node.name);
                if (!target)
                    throw new Refused('BadAlias', `Unknown alias: ${node.name}`, node);
                this.#values += target.weight;
                if (this.#values > MAX_VALUES)
                    throw new Refused('BadAlias', 'aliases repeat too much', node);
                return { ...target.value, ...this.#at(node) };
            }
            case 'scalar':
                return this.#scalar(node);
            case 'list':
                return this.#list(node);
            case 'map':
                return this.#map(node);
        }
    }
    #at(node) {
        return { line: node.start.line + 1, column: node.start.column + 1, written: this.#written(node) };
    }
    #scalar(node) {
        const { tag, text } = node;
        const string = { ...this.#at(node), kind: 'string', value: text };
        if (tag === undefined)
            return node.plain ? this.#plain(node) : string;
        if (tag === '!binary' || tag === `${STANDARD}binary`)
            return { ...string, value: fromBase64(text) };
        const ofClass = TEXT.exec(tag);
        if (ofClass?.[1])
            throw this.#refusedClass(ofClass[1], node);
        if (ofClass || tag === `${STANDARD}str`)
            return string;
        if (/^!ruby\/sym(?:bol)?:?(?:.*)?$/m.test(tag))
            return { ...string, kind: 'symbol' };
        if (tag === '!float' || tag === `${STANDARD}float`)
            return this.#float(node);
        const named = /^!ruby\/(?:object:(BigDecimal|DateTime|Complex|Rational)|(class|module|regexp|range))$/.exec(tag);
        if (named) {
            const known = { regexp: 'Regexp', range: 'Range', class: text, module: text }[named[2] ?? ''];
            const className = named[1] ?? known ?? '';
            if (className === '')
                return { ...this.#at(node), kind: 'nil' };
            throw this.#refusedClass(className, node);
        }
        return this.#plain(node);
    }
    /** Whatever its quotes: a tag that psych does not know makes it look at the text alone. */
    #plain(node) {
        const at = this.#at(node);
        try {
            return { ...(0,scalars/* resolvePlain */.Rg)(node.text, at), written: at.written };
        }
        catch (error) {
            if (error instanceof scalars/* DisallowedClass */.Hq)
                throw this.#refusedClass(error.className, node);
            if (error instanceof RangeError)
                throw new Refused('ArgumentError', error.message, node);
            throw error;
        }
    }
    #float(node) {
        const value = this.#plain(node);
        if (value.kind === 'float')
            return value;
        if (value.kind === 'int')
            return { ...value, kind: 'float', value: Number(value.value) };
        if (value.kind !== 'string') {
            const what = value.kind === 'symbol' ? 'Symbol' : (0,values/* inspect */.Nn)(value);
            throw new Refused('TypeError', `can't convert ${what} into Float`, node);
        }
        const text = (0,values/* strip */.bB)(value.value);
        const isNumber = /^[-+]?(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?$|^0[xX][\da-fA-F]+$/.test(text);
        if (!isNumber)
            throw new Refused('ArgumentError', `invalid value for Float(): ${JSON.stringify(value.value)}`, node);
        return { ...value, kind: 'float', value: Number(text.replaceAll('_', '')) };
    }
    #list(node) {
        if (node.tag === '!omap' || node.tag === `${STANDARD}omap`) {
            return { ...this.#at(node), kind: 'map', entries: unique(node.items.map((item) => this.#ordered(item))) };
        }
        const ofClass = /^!(?:seq|ruby\/array):(.*)$/m.exec(node.tag ?? '');
        if (ofClass)
            throw this.#refusedClass(ofClass[1] ?? '', node);
        return { ...this.#at(node), kind: 'list', items: node.items.map((item) => this.read(item)) };
    }
    /** An item of an ordered map: its first and its last part are key and value. */
    #ordered(item) {
        const parts = item.kind === 'map' ? item.pairs.flat() : item.kind === 'list' ? item.items : [];
        const [key, value] = [parts[0], parts.at(-1)];
        if (!key || !value)
            throw new Refused('TypeError', "Can't dispatch NilClass", item);
        return { key: this.read(key), value: this.read(value) };
    }
    #map(node) {
        const tag = node.tag ?? '';
        if (TEXT.test(tag) || tag === `${STANDARD}str`)
            return this.#textOf(node);
        const standard = tag.startsWith(STANDARD) ? `!${tag.slice(STANDARD.length)}` : tag;
        if (tag !== '!ruby/object:Hash' && (CLASSED_MAP.test(tag) || standard === '!set' || standard === '!omap'))
            throw this.#refusedClass(classOf(standard), node);
        const entries = [];
        for (const [key, value] of node.pairs) {
            const entry = { key: this.read(key), value: this.read(value) };
            const merges = entry.key.kind === 'string' && entry.key.value === '<<' && key.tag !== `${STANDARD}str`;
            entries.push(...((merges && value.kind !== 'scalar' && mergeable(entry.value)) || [entry]));
        }
        return { ...this.#at(node), kind: 'map', entries: unique(entries) };
    }
    /** A map that is tagged as a text is the value of its key `str`. */
    #textOf(node) {
        const ofClass = TEXT.exec(node.tag ?? '')?.[1];
        if (ofClass)
            throw this.#refusedClass(ofClass, node);
        const entries = node.pairs.map(([key, value]) => ({ key: this.read(key), value: this.read(value) }));
        const isText = ({ key }) => key.kind === 'string' && key.value === 'str';
        const text = entries.findLast(isText)?.value;
        // The other keys become variables of the text; where there is none, the first of them fails.
        const names = entries.filter((entry) => !isText(entry)).map(({ key }) => `@${(0,values/* toS */.DJ)(key).replace(/^@/, '')}`);
        const odd = (text ? names : names.slice(0, 1)).find((name) => !/^@[A-Za-z_\u0080-\u{10FFFF}][\w\u0080-\u{10FFFF}]*$/u.test(name));
        if (odd !== undefined)
            throw new Refused('NameError', `'${odd}' is not allowed as an instance variable name`, node);
        if (!text && names.length > 0)
            throw new Refused('FrozenError', "can't modify frozen NilClass: nil", node);
        return { ...(text ?? { kind: 'nil' }), ...this.#at(node) };
    }
    #refusedClass(name, node) {
        return new Refused('DisallowedClass', `Tried to load unspecified class: ${name}`, node);
    }
}
/** Ruby reads up to the first `=` and passes over what base 64 does not use. */
function fromBase64(text) {
    const [digits = ''] = text.split('=');
    return Buffer.from(digits.replaceAll(/[^A-Za-z\d+/]/g, ''), 'base64').toString('utf8');
}
/** Ruby's hashes: a key keeps its place, and takes the last of its values. */
function unique(entries) {
    const byKey = new Map();
    for (const entry of entries) {
        const name = `${entry.key.kind} ${(0,values/* inspect */.Nn)(entry.key)}`;
        byKey.set(name, { key: byKey.get(name)?.key ?? entry.key, value: entry.value });
    }
    return [...byKey.values()];
}
/** What `<<` brings in: the entries of a map, or of a list of maps of which the first wins. */
function mergeable(value) {
    if (value.kind === 'map')
        return value.entries;
    if (value.kind !== 'list' || value.items.some((item) => item.kind !== 'map'))
        return undefined;
    return value.items.toReversed().flatMap((item) => (item.kind === 'map' ? item.entries : []));
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/yaml.js



const FORBIDDEN = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
/** Characters of a value that are kept as they are written, for messages. */
const WRITTEN = 200;
/**
 * Loads YAML or JSON as the agent does (psych 4.0 over libyaml 0.2): the first document only, duplicate keys allowed and
 * the last one counts, aliases and dates refused. `value` is undefined for an empty document. `aliases` allows them, as
 * the 2.x agent does.
 */
function loadYaml(text, options = {}) {
    const control = FORBIDDEN.exec(text);
    if (control) {
        const before = text.slice(0, control.index).split(/\r\n|[\r\n\u0085\u2028\u2029]/);
        return {
            fault: {
                line: before.length,
                column: (before.at(-1) ?? '').length + 1,
                message: 'control characters, and bytes that are not UTF-8, are not allowed',
                raises: 'SyntaxError',
            },
        };
    }
    try {
        const tree = readTree(text);
        if (!tree)
            return { value: undefined };
        const characters = Array.from(text);
        const reader = new ValueReader(({ start, end }) => characters
            .slice(start.index, Math.min(end.index, start.index + WRITTEN))
            .join('')
            .trimEnd(), options.aliases ?? false);
        return { value: reader.read(tree) };
    }
    catch (error) {
        const mark = error instanceof YamlError ? error.mark : error instanceof Refused ? error.node.start : undefined;
        if (!mark || !(error instanceof Error))
            throw error;
        const raises = error instanceof Refused ? error.raises : 'SyntaxError';
        return { fault: { line: mark.line + 1, column: mark.column + 1, message: error.message, raises } };
    }
}
/**
 * The text of a file. Bytes that are not UTF-8 become NUL, which no YAML may contain: the agent refuses them at the same
 * place.
 */
function decodeText(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch {
        return Buffer.from(bytes).toString('utf8').replaceAll('\uFFFD', '\0');
    }
}


/***/ }),

/***/ 99243:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jd: () => (/* binding */ readAlias),
/* harmony export */   Qt: () => (/* binding */ publishVersion),
/* harmony export */   mr: () => (/* binding */ MOST_DIRECT_BYTES)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57424);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _support_poll_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(94800);
/* harmony import */ var _support_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(36402);





/** Lambda takes no more in a request (quotas, "Deployment package size"). */
const MOST_DIRECT_BYTES = 50 * 1024 * 1024;
const FIRST_PAUSE_MS = 300;
const SLOWEST_PAUSE_MS = 3_000;
const READY_TIMEOUT_MS = 10 * 60_000;
/** Reads an alias. Rejects with `config/reference` where it, or its function, does not exist. */
async function readAlias(functions, alias) {
    try {
        const found = await functions.getAlias({ FunctionName: alias.name, Name: alias.alias });
        return { version: found.FunctionVersion ?? '', others: found.RoutingConfig?.AdditionalVersionWeights ?? {} };
    }
    catch (error) {
        throw missing(error, alias.id, `${alias.name}:${alias.alias}`, 'alias');
    }
}
/**
 * Makes code a version of its function and gives the version's number, once it is active. Code that the function has
 * already is not sent again, and where nothing changed since the last version AWS gives that one. What is published is
 * bound to the digest of these very bytes.
 */
async function publishVersion(world, wanted) {
    const { functions, log } = world;
    const { id, name } = wanted;
    const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(wanted.bytes).digest('base64');
    const latest = await settled(world, wanted);
    if (latest.PackageType === 'Image') {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/revision', {
            message: `the function ${name} runs an image, and the deployment ${id} brings a revision of code`,
            advice: 'Let a stack publish the version, and give its number as TargetVersion in the AppSpec.',
            subject: `deployment/${id}/revision`,
            expected: 'a function of the package type Zip',
            observed: 'Image',
        });
    }
    if (latest.CodeSha256 !== digest) {
        await functions.updateFunctionCode({ FunctionName: name, ...(await wanted.code()) });
        await settled(world, wanted);
    }
    const published = await functions.publishVersion({ FunctionName: name, CodeSha256: digest });
    const version = published.Version ?? '';
    const active = await settled(world, wanted, version);
    if (active.CodeSha256 !== digest || !/^[1-9]\d*$/.test(version)) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('aws/service', {
            message: `Lambda published ${name}:${version} with other code than it was given`,
            subject: `deployment/${id}/revision`,
            expected: digest,
            observed: active.CodeSha256 ?? 'no digest',
        });
    }
    log.info(`${id}: ${name}:${version} has this code${latest.CodeSha256 === digest ? ', as the function had' : ''}`);
    return version;
}
/** Waits until a function, or a version of it, can be used. Rejects where AWS says that it never will. */
async function settled({ functions, clock, cancelled }, { id, name }, version) {
    const subject = `deployment/${id}/revision`;
    const shown = version === undefined ? name : `${name}:${version}`;
    return (0,_support_poll_js__WEBPACK_IMPORTED_MODULE_3__/* .poll */ .w)({
        clock,
        signal: cancelled,
        first: FIRST_PAUSE_MS,
        slowest: SLOWEST_PAUSE_MS,
        timeout: READY_TIMEOUT_MS,
        subject,
        waitingFor: `${shown} to become ready`,
        onTimeout: `Look at it with \`aws lambda get-function-configuration --function-name ${shown}\`.`,
    }, async () => {
        const found = await functions
            .getFunctionConfiguration({ FunctionName: name, ...(version !== undefined && { Qualifier: version }) })
            .catch((error) => Promise.reject(missing(error, id, shown, 'function')));
        const failed = found.LastUpdateStatus === 'Failed' || found.State === 'Failed';
        if (failed) {
            const said = (0,_support_text_js__WEBPACK_IMPORTED_MODULE_4__/* .oneLine */ .TN)(found.LastUpdateStatusReason ?? found.StateReason ?? 'AWS gave no reason');
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('aws/service', {
                message: `the code of ${shown} did not become ready: ${said}`,
                advice: 'Correct what the reason names, and start the release again; the alias was not moved.',
                subject,
                expected: 'LastUpdateStatus Successful, State Active',
                observed: `${found.LastUpdateStatusReasonCode ?? found.StateReasonCode ?? 'Failed'}: ${said}`,
            });
        }
        return found.LastUpdateStatus === 'InProgress' || found.State === 'Pending' ? undefined : found;
    });
}
function missing(error, id, name, what) {
    if ((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .errorName */ .Is)(error) !== 'ResourceNotFoundException')
        return error;
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/reference', {
        message: `Lambda knows no ${what} ${name}`,
        advice: `Correct Name and Alias in the AppSpec of the deployment ${id}, or make ${what === 'alias' ? 'the alias' : 'the function'} in one of the stacks: a deployment moves what is there.`,
        subject: `deployment/${id}`,
        expected: `the ${what} ${name}`,
        observed: (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .errorText */ .kc)(error),
        cause: error,
    });
}


/***/ }),

/***/ 81103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ readGroup),
/* harmony export */   t: () => (/* binding */ readAlarms)
/* harmony export */ });
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57424);

/** Every status of a deployment that has not ended; Baking and Ready belong to blue/green. */
const UNFINISHED = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'];
const ABSENT = new Set(['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException']);
const ALARMS_A_PAGE = 100;
/** Reads a group, its configuration, its alarms and what runs in it. */
async function readGroup(calls, deployment) {
    const where = { applicationName: deployment.application, deploymentGroupName: deployment.group };
    const { id, application, group, platform } = deployment;
    const base = { deployment: id, application, group, ...(platform !== undefined && { platform }) };
    let info;
    try {
        info = (await calls.codedeploy.getDeploymentGroup(where)).deploymentGroupInfo;
    }
    catch (error) {
        if (!ABSENT.has((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorName */ .Is)(error)))
            throw error;
    }
    if (info === undefined)
        return { ...base, info: undefined, config: undefined, alarms: [], running: [] };
    const names = (info.alarmConfiguration?.alarms ?? []).flatMap((alarm) => (alarm.name ? [alarm.name] : []));
    const [config, alarms, running] = await Promise.all([
        readConfig(calls.codedeploy, info.deploymentConfigName),
        readAlarms(calls.alarms, names),
        unfinished(calls.codedeploy, where),
    ]);
    return { ...base, info, config, alarms, running };
}
async function readConfig(codedeploy, name) {
    if (name === undefined)
        return undefined;
    return (await codedeploy.getDeploymentConfig({ deploymentConfigName: name })).deploymentConfigInfo;
}
async function unfinished(codedeploy, where) {
    const ids = [];
    let nextToken;
    do {
        const page = await codedeploy.listDeployments({
            ...where,
            includeOnlyStatuses: UNFINISHED,
            ...(nextToken !== undefined && { nextToken }),
        });
        ids.push(...(page.deployments ?? []));
        nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return ids;
}
/** Reads alarms by name; one that does not exist is `missing`, not left out. */
async function readAlarms(alarms, names) {
    const found = new Map();
    for (let start = 0; start < names.length; start += ALARMS_A_PAGE) {
        let NextToken;
        do {
            const page = await alarms.describeAlarms({
                AlarmNames: names.slice(start, start + ALARMS_A_PAGE),
                AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
                ...(NextToken !== undefined && { NextToken }),
            });
            for (const metric of page.MetricAlarms ?? [])
                found.set(metric.AlarmName ?? '', facts(metric, metric, undefined));
            for (const composite of page.CompositeAlarms ?? []) {
                found.set(composite.AlarmName ?? '', facts(composite, undefined, composite));
            }
            NextToken = page.NextToken;
        } while (NextToken !== undefined);
    }
    return names.map((name) => found.get(name) ?? { name, state: 'missing', reason: '', metric: undefined, composite: undefined });
}
function facts(alarm, metric, composite) {
    return {
        name: alarm.AlarmName ?? '',
        state: alarm.StateValue ?? 'unknown',
        reason: alarm.StateReason ?? '',
        metric,
        composite,
    };
}


/***/ }),

/***/ 60409:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Z9: () => (/* binding */ withoutArchive),
/* harmony export */   f8: () => (/* binding */ judgeLocal),
/* harmony export */   jf: () => (/* binding */ leftBy)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_durations_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(12780);
/* harmony import */ var _support_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(36402);
/* harmony import */ var _advice_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(15686);




const TAIL_LINES = 20;
const SHOWN_PATHS = 10;
const KEPT_PATHS = 50;
/** Judges what the agent came to on this host. Only `succeeded` passes. */
function judgeLocal(request, result, ms) {
    const subject = `deployment/${request.id}`;
    const expected = 'every lifecycle event succeeds';
    if (result.outcome === 'succeeded') {
        const ran = result.events.filter((event) => event.status === 'succeeded');
        return [
            {
                code: 'deployment/succeeded',
                outcome: 'pass',
                title: `${result.deploymentId} succeeded on this host after ${(0,_support_durations_js__WEBPACK_IMPORTED_MODULE_1__/* .showDuration */ .kJ)(ms)}`,
                subject,
                expected,
                observed: ran.map((event) => event.event).join(', '),
                details: { deploymentId: result.deploymentId, counts: { succeeded: 1 }, root: request.root },
            },
        ];
    }
    const { failed } = result;
    const diagnostics = failed?.diagnostics;
    const tail = (0,_support_text_js__WEBPACK_IMPORTED_MODULE_3__/* .plainLines */ .y1)(diagnostics?.logTail ?? '').slice(-TAIL_LINES);
    const paths = result.remains?.paths ?? [];
    const more = paths.length - SHOWN_PATHS;
    return [
        {
            code: result.outcome === 'failed' ? 'deployment/failed' : 'deployment/stopped',
            outcome: 'fail',
            title: failed
                ? `${failed.event} failed on this host${diagnostics?.scriptName ? ` in ${(0,_support_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(diagnostics.scriptName, 200)}` : ''}`
                : `${result.deploymentId} did not succeed on this host`,
            subject: failed ? `${subject}/target/this-host/event/${failed.event}` : subject,
            expected,
            observed: [
                failed ? whatFailed(failed, result) : result.outcome,
                ...tail,
                ...paths.slice(0, SHOWN_PATHS).map((path) => `remains: ${(0,_support_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(path)}`),
                ...(more > 0 ? [`remain: ${more} more`] : []),
            ].join('\n'),
            advice: [diagnostics?.advice ?? (0,_advice_js__WEBPACK_IMPORTED_MODULE_2__/* .adviceHere */ .RF)(diagnostics, failed?.event ?? ''), leftBy(result)]
                .filter(Boolean)
                .join(' '),
            ...placeOf(request, diagnostics),
            details: {
                deploymentId: result.deploymentId,
                root: request.root,
                ...(failed && { event: failed.event, seconds: Math.round(failed.ms / 100) / 10 }),
                ...(diagnostics?.user !== undefined && { user: diagnostics.user }),
                logTail: tail,
                remains: paths.slice(0, KEPT_PATHS),
            },
        },
    ];
}
/** `ScriptFailed: … failed with exit code 3 (after 1.2 s, as shop)` */
function whatFailed({ diagnostics, reason, ms }, { folder }) {
    if (!diagnostics)
        return (0,_support_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(reason ?? 'no reason is given');
    const { errorCode, exitCode, signal, user } = diagnostics;
    const message = (0,_support_text_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(withoutArchive(diagnostics.message, folder));
    const unsaid = (words) => (message.includes(words) ? undefined : words);
    const about = [
        signal === undefined ? undefined : unsaid(`signal ${signal}`),
        exitCode === undefined ? undefined : unsaid(`exit code ${exitCode}`),
        `after ${(0,_support_durations_js__WEBPACK_IMPORTED_MODULE_1__/* .showDuration */ .kJ)(ms)}`,
        user === undefined ? undefined : `as ${user}`,
    ];
    return `${errorCode}: ${message} (${about.filter((part) => part !== undefined).join(', ')})`;
}
/** Names what lies in the revision as people know it. */
function withoutArchive(text, folder) {
    return text.replaceAll(`${folder}/deployment-archive/`, '');
}
/** Where in the workspace: the agent tells places from the revision. */
function placeOf({ revisionName }, diagnostics) {
    const source = diagnostics?.source;
    return source ? { source: { ...source, file: node_path__WEBPACK_IMPORTED_MODULE_0__.posix.join(revisionName, source.file) } } : {};
}
/** What an unfinished deployment left on the host, and how to be rid of it. */
function leftBy(result) {
    if (result.remains)
        return result.remains.advice;
    const isInstalled = result.events.some(({ event, status }) => event === 'Install' && status === 'succeeded');
    return isInstalled
        ? 'Its files stay installed: the next deployment of the group removes them first.'
        : 'None of its files are installed; those of the deployment before it are as they were.';
}


/***/ }),

/***/ 82963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ optionsOf),
/* harmony export */   k: () => (/* binding */ deployHere)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_durations_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(12780);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _support_processes_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(87100);
/* harmony import */ var _support_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(36402);
/* harmony import */ var _judge_local_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(60409);






/** What hooks inherit from the job: enough to find programs and people's settings, none of its secrets. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];
/** Lines of output that one event gives to the job's log; all of them are in the agent's. */
const MOST_LINES = 10_000;
/**
 * Deploys to this host and judges the result. Rejects with a `timeout` error, or with the signal's reason when cancelled;
 * in both cases the agent has ended the hook that ran, and what is left is recorded.
 */
async function deployHere(world, request, deploy) {
    const { clock, log, cancelled } = world.ports;
    const began = clock.now().getTime();
    const say = (line) => {
        log.info(`${((clock.now().getTime() - began) / 1_000).toFixed(1).padStart(6)} s  ${request.id}  ${line}`);
    };
    const output = new Output(say, (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(request.root, request.group, request.deploymentId, 'logs', 'scripts.log'));
    const over = new AbortController();
    const timer = new AbortController();
    const signal = AbortSignal.any([cancelled, over.signal]);
    const deadline = clock
        .sleep(request.timeout, timer.signal)
        .then(() => over.abort(new Error('timeout')))
        .catch(() => undefined);
    let result;
    try {
        result = await deploy({
            ...optionsOf(request, world.ports.place.env),
            signal,
            onEvent: (report) => {
                output.over(report.event);
                say([report.event, report.status, report.script, report.reason]
                    .filter(Boolean)
                    .map((part) => (0,_support_text_js__WEBPACK_IMPORTED_MODULE_5__/* .oneLine */ .TN)(String(part), 200))
                    .join('  '));
                tell(world.record, request.id, withoutSecretsOf(report, world.ports.place.env));
            },
            onOutput: ({ event, text }) => output.line(event, text),
        });
    }
    finally {
        timer.abort();
        await deadline;
    }
    const ms = clock.now().getTime() - began;
    if (signal.aborted && result.outcome !== 'succeeded') {
        const { deploymentId: id, environmentKey: environment } = request;
        world.record.handle({ kind: 'deployment', id, environment, state: 'unknown', advice: (0,_judge_local_js__WEBPACK_IMPORTED_MODULE_4__/* .leftBy */ .jf)(result) });
    }
    cancelled.throwIfAborted();
    if (over.signal.aborted && result.outcome !== 'succeeded') {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('timeout', {
            message: `the deployment of ${request.id} to this host took longer than ${(0,_support_durations_js__WEBPACK_IMPORTED_MODULE_1__/* .showDuration */ .kJ)(request.timeout)} and was ended`,
            subject: `deployment/${request.id}`,
            advice: `Read ${result.log}; allow more with \`timeout\`, or find what the hook waits for.`,
        });
    }
    const { failed } = result;
    const quotable = failed ? { ...result, failed: withoutSecretsOf(failed, world.ports.place.env) } : result;
    return { result, findings: (0,_judge_local_js__WEBPACK_IMPORTED_MODULE_4__/* .judgeLocal */ .f8)(request, quotable, ms), ms };
}
/** Passes on what hooks print, as far as people read; a hundred megabytes would drown everything else in the log. */
class Output {
    #say;
    #log;
    #count = 0;
    constructor(say, log) {
        this.#say = say;
        this.#log = log;
    }
    line(event, text) {
        this.#count += 1;
        if (this.#count <= MOST_LINES)
            this.#say(`${event}  | ${(0,_support_text_js__WEBPACK_IMPORTED_MODULE_5__/* .oneLine */ .TN)(text)}`);
        if (this.#count === MOST_LINES)
            this.#say(`${event}  | … what it prints from here on goes to ${this.#log} only`);
    }
    over(event) {
        const more = this.#count - MOST_LINES;
        this.#count = 0;
        if (more > 0)
            this.#say(`${event}  | … ${more} lines more, see ${this.#log}`);
    }
}
/** A hook can read more than it is given, such as the environment of its parent; of that nothing is quoted. */
function withoutSecretsOf(report, env) {
    const { diagnostics } = report;
    if (!diagnostics)
        return report;
    const [message, logTail] = [diagnostics.message, diagnostics.logTail].map((text) => (0,_support_processes_js__WEBPACK_IMPORTED_MODULE_3__/* .withoutSecrets */ .cT)(text, env));
    return { ...report, diagnostics: { ...diagnostics, message, logTail } };
}
/** What the agent is told, for a deployment as for its dry run. */
function optionsOf(request, env) {
    const inherited = INHERITED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
    return {
        revision: request.revision,
        root: request.root,
        applicationName: request.application,
        deploymentGroupName: request.group,
        deploymentGroupId: request.group,
        deploymentId: request.deploymentId,
        environment: { ...Object.fromEntries(inherited), ...request.environment },
        agentCompatible: request.agentCompatible,
        ignoreApplicationStopFailures: request.ignoreApplicationStopFailures,
        ...(request.destinationRoot !== undefined && { destinationRoot: request.destinationRoot }),
        ...(request.fileExists !== undefined && { fileExistsBehavior: request.fileExists }),
    };
}
function tell(record, id, report) {
    if (report.status === 'started' || report.status === 'skipped')
        return;
    record.happened({
        at: report.at.toISOString(),
        subject: `deployment/${id}/target/this-host`,
        event: `${report.event} ${report.status}`,
        ms: report.ms,
        ...(report.status === 'failed' && { outcome: 'fail' }),
        ...(report.diagnostics && { detail: (0,_support_text_js__WEBPACK_IMPORTED_MODULE_5__/* .oneLine */ .TN)(report.diagnostics.message) }),
    });
}


/***/ }),

/***/ 97493:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ readTaskDefinition),
/* harmony export */   e: () => (/* binding */ registerTaskDefinition)
/* harmony export */ });
/* harmony import */ var _aws_clients_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(30030);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);


/** What DescribeTaskDefinition adds: people keep its answer as their file. */
const ANSWERED = [
    'taskDefinitionArn',
    'revision',
    'status',
    'requiresAttributes',
    'compatibilities',
    'registeredAt',
    'registeredBy',
    'deregisteredAt',
    'deleteRequestedAt',
];
/** Reads a task definition, JSON, words filled. Rejects with `config/file` what RegisterTaskDefinition does not know. */
async function readTaskDefinition(text, about) {
    const { file, subject } = about;
    let read;
    try {
        read = JSON.parse(text, (_key, value) => (typeof value === 'string' ? about.words(value) : value));
    }
    catch (error) {
        if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
            throw error;
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
            message: `${file} is not JSON: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(error)}`,
            advice: 'Give a task definition as for `aws ecs register-task-definition --cli-input-json`.',
            subject,
            file,
        });
    }
    const members = typeof read === 'object' && read !== null ? { ...read } : {};
    for (const name of ANSWERED)
        delete members[name];
    const [unknown] = await (0,_aws_clients_js__WEBPACK_IMPORTED_MODULE_1__.unknownInTaskDefinition)(members);
    const lacks = ['family', 'containerDefinitions'].find((name) => members[name] === undefined);
    if (unknown === undefined && lacks === undefined)
        return members;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
        message: lacks === undefined ? `a task definition has no ${unknown}` : `the task definition has no ${lacks}`,
        advice: 'Correct it; `aws ecs register-task-definition --generate-cli-skeleton` shows what there may be.',
        subject,
        expected: lacks ?? 'a member of RegisterTaskDefinition',
        observed: unknown ?? 'nothing',
        file,
    });
}
/** Registers a task definition and gives the ARN of its revision. */
async function registerTaskDefinition(containers, input, subject) {
    const { taskDefinition } = await containers.registerTaskDefinition(input);
    if (taskDefinition?.taskDefinitionArn !== undefined)
        return taskDefinition.taskDefinitionArn;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('aws/service', { message: `ECS gave no ARN for the task definition ${input.family}`, subject });
}


/***/ }),

/***/ 54712:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ environmentOf)
/* harmony export */ });
/* harmony import */ var _config_resolve_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(84500);

/** An environment as it is configured; where it names no region, in the job's. Throws an ActionError where there is none. */
function environmentOf({ config, ports }, key) {
    const { AWS_REGION, AWS_DEFAULT_REGION } = ports.place.env;
    // A workflow that leaves a region out sets the variable all the same, to nothing.
    return (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_0__/* .resolveEnvironment */ .g9)(config, key, AWS_REGION || AWS_DEFAULT_REGION || undefined);
}


/***/ }),

/***/ 70562:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ suppliedTo),
/* harmony export */   T: () => (/* binding */ readAppSpecFile)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _codedeploy_appspec_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(93367);
/* harmony import */ var _config_resolve_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(84500);
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(27699);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(69166);
/* harmony import */ var _support_tree_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(57609);
/* harmony import */ var _deploy_shared_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1872);







/** Properties of an AppSpec that need not stand in it. */
function suppliedTo(deployment) {
    if (deployment.platform === 'ecs')
        return deployment['task-definition'] === undefined ? [] : ['TaskDefinition'];
    return deployment.revision === undefined ? ['CurrentVersion'] : ['CurrentVersion', 'TargetVersion'];
}
/** Reads the AppSpec that the release names; a finding where it is not that one any more. */
async function readAppSpecFile(execution, deployment, outputs) {
    const { id, platform, appspec: file } = deployment;
    const subject = `deployment/${id}/appspec`;
    const bytes = await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .bytesOfFile */ .NR)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(execution.ports.place.workspace, file));
    const differs = (0,_deploy_shared_js__WEBPACK_IMPORTED_MODULE_6__/* .judgeRevision */ .f)(execution, `${id}/appspec`, (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_3__/* .digestOfBytes */ .by)(bytes));
    if (differs)
        return differs;
    const text = bytes.toString('utf8');
    const { words: known } = execution.environment;
    const words = (value) => (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_2__/* .fillOutputs */ .Yg)((0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_2__/* .fillWords */ .Bm)(value, known, subject), outputs, subject);
    const parsed = (0,_codedeploy_appspec_index_js__WEBPACK_IMPORTED_MODULE_1__.parseAppSpec)(text, { file, platform, supplied: suppliedTo(deployment), words });
    if (parsed.ok)
        return { text, spec: parsed.spec, words };
    const [problem] = parsed.problems;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .ActionError */ .lZ('config/appspec', {
        message: problem?.message ?? 'the AppSpec is not understood',
        subject,
        expected: problem?.allowed ?? 'an AppSpec',
        observed: problem?.read ?? 'something else',
        file,
        ...(problem && { line: problem.line, column: problem.column }),
    });
}


/***/ }),

/***/ 1552:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ makePlan),
/* harmony export */   OA: () => (/* binding */ comparePlans)
/* harmony export */ });
/* unused harmony export planDigest */
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27699);

/** The digest of what will happen: action, replacement and properties; no times, ids, ARNs or order. */
function planDigest(changeSets) {
    return (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .ol)(changeSets.map(meaning).toSorted((a, b) => (a.stack < b.stack ? -1 : 1)));
}
/** Makes a plan of its parts, with its digest. */
function makePlan(environment, changeSets) {
    return { environment, digest: planDigest(changeSets), changeSets };
}
function meaning(plan) {
    return {
        stack: plan.stack,
        // The names of nested stacks are made by CloudFormation and carry random parts.
        stackName: plan.stack.includes('/') ? '' : plan.stackName,
        kind: plan.kind,
        changes: plan.changes.map((change) => ({ ...change, properties: [...change.properties] })).toSorted(byId),
        nested: plan.nested.map(meaning).toSorted((a, b) => (a.stack < b.stack ? -1 : 1)),
    };
}
function byId(a, b) {
    return a.logicalId < b.logicalId ? -1 : a.logicalId > b.logicalId ? 1 : 0;
}
const CODE = 'plan/differs';
/**
 * Pure: what now would happen, against what the reviewers saw. A plan that was provisional is compared by action,
 * replacement and properties; any other also by values. No finding but passes means that it is the same.
 */
function comparePlans(reviewed, now) {
    const findings = [];
    if (reviewed.digest !== planDigest(reviewed.changeSets)) {
        findings.push(differs('plan', 'The reviewed plan is not what its digest says', planDigest(reviewed.changeSets), reviewed.digest));
    }
    const before = flat(reviewed.changeSets);
    const after = flat(now.changeSets);
    for (const stack of new Set([...before.keys(), ...after.keys()])) {
        const [seen, is] = [before.get(stack), after.get(stack)];
        // A stack without changes is not always mentioned among nested ones.
        if (seen === undefined && is?.kind === 'none')
            continue;
        if (is === undefined && seen?.kind === 'none')
            continue;
        if (seen === undefined || is === undefined) {
            findings.push(differs(`stack/${stack}`, seen === undefined
                ? 'A stack would change that reviewers did not see'
                : 'A reviewed stack is not planned now', seen === undefined ? 'no change of this stack' : summaryOf(seen), is === undefined ? 'no plan' : summaryOf(is)));
            continue;
        }
        findings.push(...compareStacks(stack, seen, is));
    }
    if (findings.length > 0)
        return findings;
    return [
        {
            code: 'plan/same',
            outcome: 'pass',
            title: 'What would happen now is what the reviewers saw',
            subject: `environment/${now.environment}`,
            expected: reviewed.digest,
            observed: now.digest,
        },
    ];
}
function flat(plans) {
    return new Map(plans.flatMap((plan) => [[plan.stack, plan], ...flat(plan.nested)]));
}
function compareStacks(stack, seen, is) {
    const findings = [];
    if (seen.kind !== is.kind) {
        findings.push(differs(`stack/${stack}`, 'The kind of change is another one', seen.kind, is.kind));
    }
    if (!stack.includes('/') && seen.stackName !== is.stackName) {
        findings.push(differs(`stack/${stack}`, 'It is another stack', seen.stackName, is.stackName));
    }
    const provisional = seen.provisional || is.provisional;
    const before = new Map(seen.changes.map((change) => [change.logicalId, change]));
    const after = new Map(is.changes.map((change) => [change.logicalId, change]));
    for (const id of [...new Set([...before.keys(), ...after.keys()])].toSorted()) {
        const [expected, observed] = [showChange(before.get(id), provisional), showChange(after.get(id), provisional)];
        if (expected === observed)
            continue;
        const title = before.has(id)
            ? after.has(id)
                ? 'A change is not the one that reviewers saw'
                : 'A reviewed change would not happen any more'
            : 'A change would happen that reviewers did not see';
        findings.push(differs(`stack/${stack}/resource/${id}`, title, expected, observed));
    }
    return findings;
}
/** A change in words; two changes are the same when their words are. */
function showChange(change, withoutValues = false) {
    if (change === undefined)
        return 'no change';
    const replacing = change.replacement === 'False' ? '' : `, replacement ${change.replacement}`;
    const policy = change.policyAction === undefined ? '' : `, ${change.policyAction}`;
    const properties = change.properties.map((property) => showProperty(property, withoutValues)).toSorted();
    const list = properties.length === 0 ? '' : `: ${properties.join('; ')}`;
    return `${change.action} ${change.type}${replacing}${policy}${list}`;
}
function showProperty(property, withoutValues) {
    const recreation = property.requiresRecreation === 'Never' ? '' : `, recreation ${property.requiresRecreation}`;
    const values = withoutValues || (property.before === undefined && property.after === undefined)
        ? ''
        : ` ${property.before ?? '(none)'} → ${property.after ?? '(none)'}`;
    const kind = property.change === 'Modify' ? '' : ` ${property.change}`;
    return `${property.path}${kind}${values}${recreation}`;
}
function summaryOf(plan) {
    return `${plan.kind}, ${plan.changes.length} ${plan.changes.length === 1 ? 'change' : 'changes'}`;
}
function differs(subject, title, expected, observed) {
    return {
        code: CODE,
        outcome: 'fail',
        title,
        subject,
        expected,
        observed,
        advice: 'Start the release again from precheck, so that reviewers see what would happen now.',
    };
}


/***/ }),

/***/ 1872:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ measureDeployment),
/* harmony export */   f: () => (/* binding */ judgeRevision)
/* harmony export */ });
/** A folder that changed since the release was described is not the release. */
function judgeRevision({ release, environment }, id, content) {
    const expected = release.revisions.find((item) => item.id === id || item.id === `${id}/${environment.key}`)?.digest;
    if (expected === content)
        return undefined;
    return {
        code: 'release/differs',
        outcome: 'fail',
        title: `the revision of ${id} changed while it was being deployed`,
        subject: `deployment/${id}/revision`,
        expected: expected ?? 'a revision of the release',
        observed: content,
        advice: 'Build revisions in a job before precheck, not beside the deployment; then start the release again.',
    };
}
function measureDeployment({ record }, id, ms) {
    const value = Math.round(ms / 100) / 10;
    record.measure({ name: 'deployment', unit: 's', value, subject: `deployment/${id}` });
}


/***/ }),

/***/ 49963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ GRACE_MS),
/* harmony export */   q: () => (/* binding */ withinGrace)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);

/** The runner gives a cancelled job seven and a half seconds; some are needed to write the evidence. */
const GRACE_MS = 4_500;
/** The work's result, unless the time that is left after a cancel is over first: then it rejects with `timeout`. */
async function withinGrace(clock, work) {
    const timer = new AbortController();
    const over = clock.sleep(GRACE_MS, timer.signal).then(() => {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('timeout', { message: 'there was no time left after the cancel' });
    }, 
    // The work was done first.
    () => new Promise(() => undefined));
    try {
        return await Promise.race([work, over]);
    }
    finally {
        timer.abort();
    }
}


/***/ }),

/***/ 35166:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ ChangeSetLedger)
/* harmony export */ });
/* harmony import */ var _cloudformation_change_set_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(21129);
/* harmony import */ var _aws_refusals_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(65034);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69166);



const NAMED_AT_MOST = 10;
const NO_ANSWER = new Set(['aws/unreachable', 'aws/throttled', 'cancelled']);
/**
 * Remembers every change set that was asked for, before the answer is there, so that a cancelled or failed run can
 * remove exactly what it made: also what was made by a request whose answer was lost.
 */
class ChangeSetLedger {
    #log;
    #onHandle;
    #entries = new Set();
    #underWay = new Set();
    #left = new Map();
    #closed = false;
    constructor(log, onHandle) {
        this.#log = log;
        this.#onHandle = onHandle;
    }
    async create(cloudformation, request, place) {
        if (this.#closed) {
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('cancelled', { message: `no change set is made for ${request.stack} any more` });
        }
        const entry = { cloudformation, request, place, created: undefined };
        this.#entries.add(entry);
        const answer = (0,_cloudformation_change_set_js__WEBPACK_IMPORTED_MODULE_0__/* .createChangeSet */ .V$)(cloudformation, request);
        const settled = answer.catch(() => undefined);
        this.#underWay.add(settled);
        try {
            entry.created = await answer;
        }
        catch (error) {
            // AWS's refusal made nothing; where no answer came, something may be there.
            if (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ && !NO_ANSWER.has(error.code))
                this.#entries.delete(entry);
            throw error;
        }
        finally {
            this.#underWay.delete(settled);
        }
        this.#tell(entry, 'kept');
        return entry.created;
    }
    /** Removes one change set, with the shell of a stack that it made. What may not be removed is told, and stays. */
    async discard(arn) {
        for (const entry of this.#entries) {
            if (entry.created?.arn !== arn)
                continue;
            try {
                await this.#remove(entry);
            }
            catch (error) {
                if (!(error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ) || error.code !== 'aws/denied')
                    throw error;
                this.#entries.delete(entry);
                this.#remains(entry, error);
            }
        }
    }
    /** From now on this one is not removed: it is about to be executed, and with it the shell becomes a stack. */
    forget(arn) {
        for (const entry of this.#entries)
            if (entry.created?.arn === arn)
                this.#entries.delete(entry);
    }
    /** Ends the making of change sets and removes all that were made, or those of one environment. Never throws. */
    async discardAll(environment) {
        if (environment === undefined)
            this.#closed = true;
        while (this.#underWay.size > 0)
            await Promise.all(this.#underWay);
        const entries = [...this.#entries].filter((entry) => environment === undefined || entry.place.environment === environment);
        await Promise.all(entries.map(async (entry) => {
            try {
                await this.#remove(entry);
            }
            catch (error) {
                this.#remains(entry, error);
            }
        }));
    }
    /**
     * What was to be removed and is still there: one finding for each environment and cause. A change set that is left can
     * be executed, so it blocks; the empty shell of a stack cannot, and who may not delete stacks leaves it knowingly.
     */
    leftovers() {
        const groups = Map.groupBy(this.#left.values(), ({ entry, error }) => JSON.stringify([entry.place.environment, isOnlyShell(error), error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ ? error.code : '']));
        return [...groups.values()].map((group) => leftFinding(group));
    }
    async #remove(entry) {
        const { created, request, cloudformation } = entry;
        await (0,_cloudformation_change_set_js__WEBPACK_IMPORTED_MODULE_0__/* .discardChangeSet */ .XM)(cloudformation, created ?? { name: request.name, stack: request.stack, shell: request.makesShell });
        this.#entries.delete(entry);
        this.#left.delete(entry);
        this.#tell(entry, 'removed');
    }
    #remains(entry, error) {
        this.#log.warning(`the change set ${entry.request.name} could not be removed: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}`);
        this.#left.set(entry, { entry, error });
        this.#tell(entry, 'unknown');
    }
    #tell(entry, state) {
        const id = idOf(entry);
        const { region, environment } = entry.place;
        this.#onHandle({
            kind: 'change-set',
            id,
            environment,
            region,
            state,
            ...(state !== 'removed' && { advice: removalOf(entry, id, state) }),
        });
    }
}
function idOf({ created, request }) {
    return created?.arn ?? request.name;
}
/** Whether the change set is gone and only the stack that it made may not be deleted. */
function isOnlyShell(error) {
    if (!(error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ) || error.code !== 'aws/denied')
        return false;
    return (0,_aws_refusals_js__WEBPACK_IMPORTED_MODULE_2__/* .refusalIn */ .c3)(error.details.observed ?? '')?.action === 'cloudformation:DeleteStack';
}
function leftFinding(group) {
    const [{ entry, error }] = group;
    const { environment } = entry.place;
    const shell = isOnlyShell(error);
    const what = shell ? 'empty stack' : 'change set';
    const count = group.length === 1 ? `the ${what} of ${nameOf(entry)} is` : `${group.length} ${what}s are`;
    const names = group.slice(0, NAMED_AT_MOST).map((each) => nameOf(each.entry));
    const more = group.length - names.length;
    const others = group.length === 1 ? '' : ' (the others are beside what is left, below)';
    const advice = shell
        ? `Remove it: \`${shellRemovalOf(entry)}\`${others}, or leave it: the deployment makes its stack of it. ` +
            'docs/iam/plan-role-first-release.json lets precheck remove it.'
        : `Remove it: \`${removalOf(entry, idOf(entry), 'unknown')}\`${others}. So that none is left again: ` +
            (error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ ? error.advice : 'see the log.');
    return {
        code: shell ? 'stack/shell-left' : 'change-set/left',
        outcome: shell ? 'skipped' : 'fail',
        title: `${environment}: ${count} left behind, since precheck could not remove ${group.length === 1 ? 'it' : 'them'}`,
        subject: group.length === 1 ? `stack/${nameOf(entry)}` : `environment/${environment}`,
        expected: 'nothing that precheck made only to look',
        observed: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}`,
        advice,
        details: { environment },
    };
}
/** The name of a stack, of which there may be only the ARN. */
function nameOf({ request }) {
    return request.stack.split('/')[1] ?? request.stack;
}
function shellRemovalOf({ request, place }) {
    return `aws cloudformation delete-stack --stack-name ${request.stack} --region ${place.region}`;
}
/** How a person removes it. What could not be removed may be the shell of a stack, without its change set. */
function removalOf({ request, place }, id, state) {
    const where = `--stack-name ${request.stack} --region ${place.region}`;
    const changeSet = `aws cloudformation delete-change-set --change-set-name ${id} ${where}`;
    if (state !== 'unknown' || !request.makesShell)
        return changeSet;
    return `${changeSet}; then, while the stack is REVIEW_IN_PROGRESS: ${shellRemovalOf({ request, place })}`;
}


/***/ }),

/***/ 77273:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ recordNotDeployed),
/* harmony export */   d: () => (/* binding */ checkParts)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);

/**
 * Rejects what a deployment cannot be limited to: names that nothing has, which would leave out in silence what a typing
 * mistake meant, and parts of a fleet, since stacks and deployments have an order.
 */
function checkParts(environment, { only, shard }) {
    const known = [...environment.stacks, ...environment.deployments].map(({ id }) => id);
    const unknown = only.filter((id) => !known.includes(id));
    if (unknown.length > 0) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/input', {
            message: `the input \`only\` names ${unknown.join(', ')}, which the configuration does not declare`,
            subject: 'input/only',
            expected: known.join(', ') || 'nothing: the configuration declares no stacks and no deployments',
            observed: only.join(', '),
        });
    }
    if (shard === undefined)
        return;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/input', {
        message: 'the input `shard` has no meaning for a deployment: stacks and deployments have an order',
        advice: 'Leave `shard` out, and use `only` to deploy some stacks or deployments in a job of their own.',
        subject: 'input/shard',
        expected: 'no shard',
        observed: `${shard.index}/${shard.of}`,
    });
}
/** Observing makes findings harmless, but a job that was to deploy and did not is never green. */
function recordNotDeployed(record, environment, mode, why) {
    if (mode !== 'observe')
        return;
    record.find({
        code: 'release/not-deployed',
        outcome: 'error',
        title: `${environment.key} does not have this release: ${why}`,
        subject: `environment/${environment.key}`,
        expected: 'a release that is deployed',
        observed: why,
        advice: 'Read the findings above. `mode: observe` lets precheck and checks report without failing; it deploys nothing that they forbid.',
    });
}


/***/ }),

/***/ 22935:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Cs: () => (/* reexport */ compare/* makePlan */.Cs),
  RJ: () => (/* binding */ planEnvironment),
  qz: () => (/* binding */ planStack)
});

// UNUSED EXPORTS: comparePlans, planDigest

// EXTERNAL MODULE: ./build/dist/cloudformation/change-set.js
var change_set = __webpack_require__(21129);
// EXTERNAL MODULE: ./build/dist/cloudformation/parameters.js
var cloudformation_parameters = __webpack_require__(46568);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
// EXTERNAL MODULE: ./build/dist/cloudformation/for-each.js
var for_each = __webpack_require__(91307);
// EXTERNAL MODULE: ./build/dist/cloudformation/template.js
var cloudformation_template = __webpack_require__(2466);
;// CONCATENATED MODULE: ./build/dist/cloudformation/processed.js



/**
 * The template as its transforms have made it, for a change set that is made: its resources and outputs are those that
 * CloudFormation will make; text, digest and lines stay the original's.
 */
async function readProcessed(cloudformation, changeSet, original) {
    const { TemplateBody: text = '' } = await cloudformation.getTemplate({
        StackName: changeSet.stackArn,
        ChangeSetName: changeSet.arn,
        TemplateStage: 'Processed',
    });
    try {
        return withProcessed(original, text);
    }
    catch (error) {
        if (!(error instanceof errors/* ActionError */.lZ))
            throw error;
        throw new errors/* ActionError */.lZ('aws/service', {
            message: `CloudFormation’s processed template of ${original.file} cannot be read: ${error.message}`,
            subject: `template/${original.file}`,
            cause: error,
        });
    }
}
/** Pure. Each resource stands where the original declares it, or what it was made from. */
function withProcessed(original, text) {
    const processed = (0,cloudformation_template/* parseTemplate */.QC)(text, original.file);
    const resources = Object.entries(processed.resources).map(([id, resource]) => [
        id,
        { ...resource, source: sourceOf(original, id) },
    ]);
    return {
        ...original,
        resources: Object.fromEntries(resources),
        outputs: processed.outputs,
    };
}
/** The resource itself, the loop that made it, or the one whose name it carries, as with AWS::Serverless. */
function sourceOf(original, id) {
    const own = Object.hasOwn(original.resources, id) ? original.resources[id] : undefined;
    if (own !== undefined)
        return own.source;
    const section = original.body['Resources'];
    const loop = Object.entries((0,cloudformation_template/* isRecord */.u4)(section) ? section : {}).find(([name, value]) => (0,for_each/* isLoop */.r)(name) && (0,for_each/* mayMake */.uW)(value, id));
    if (loop !== undefined)
        return original.source(['Resources', loop[0]]);
    const [named] = Object.keys(original.resources)
        .filter((name) => id.startsWith(name))
        .toSorted((a, b) => b.length - a.length);
    return named === undefined ? { file: original.file } : (original.resources[named]?.source ?? { file: original.file });
}

// EXTERNAL MODULE: ./build/dist/cloudformation/stack.js
var cloudformation_stack = __webpack_require__(89518);
// EXTERNAL MODULE: ./build/dist/cloudformation/transforms.js
var transforms = __webpack_require__(32245);
// EXTERNAL MODULE: ./build/dist/config/resolve.js
var resolve = __webpack_require__(84500);
// EXTERNAL MODULE: ./build/dist/cloudformation/hooks.js
var cloudformation_hooks = __webpack_require__(42382);
;// CONCATENATED MODULE: ./build/dist/cloudformation/validation.js
/** Early-validation results and hook failures of a change set, to the last page. */
async function readObjections(cloudformation, changeSetArn) {
    const found = [];
    let token;
    do {
        const page = await cloudformation.describeEvents({
            ChangeSetName: changeSetArn,
            Filters: { FailedEvents: true },
            ...(token !== undefined && { NextToken: token }),
        });
        for (const event of page.OperationEvents ?? []) {
            const hook = event.EventType === 'HOOK_INVOCATION_ERROR';
            if (!hook && event.EventType !== 'VALIDATION_ERROR')
                continue;
            found.push({
                name: (hook ? event.HookType : event.ValidationName) ?? 'unnamed',
                mode: (hook ? event.HookFailureMode : event.ValidationFailureMode) ?? 'FAIL',
                reason: (hook ? event.HookStatusReason : event.ValidationStatusReason) ?? '',
                logicalId: event.LogicalResourceId ?? '',
                path: event.ValidationPath ?? '',
            });
        }
        token = page.NextToken;
    } while (token !== undefined);
    return found;
}

// EXTERNAL MODULE: ./build/dist/release/compare.js
var compare = __webpack_require__(1552);
;// CONCATENATED MODULE: ./build/dist/release/graph.js
/**
 * Does `work` for each node as soon as all that it depends on are done, at most `width` at a time. Dependencies that
 * are not among the nodes count as done. The results come in the order of the nodes. A failure starts nothing new.
 */
async function inDependencyOrder(nodes, width, work) {
    const ids = new Set(nodes.map((node) => node.id));
    const waiting = new Set(nodes);
    const done = new Map();
    const running = new Set();
    const failures = [];
    const isReady = (node) => node.dependsOn.every((id) => !ids.has(id) || done.has(id));
    while (waiting.size + running.size > 0) {
        if (failures.length === 0) {
            for (const node of waiting) {
                if (running.size >= width)
                    break;
                if (!isReady(node))
                    continue;
                waiting.delete(node);
                const one = work(node, done)
                    .then((result) => void done.set(node.id, result))
                    .catch((error) => void failures.push(error))
                    .finally(() => void running.delete(one));
                running.add(one);
            }
        }
        if (running.size === 0) {
            if (failures.length > 0)
                throw failures[0];
            throw new RangeError(`nodes depend on each other in a circle: ${[...waiting].map((node) => node.id).join(', ')}`);
        }
        await Promise.race(running);
    }
    if (failures.length > 0)
        throw failures[0];
    return nodes.map((node) => done.get(node.id));
}

// EXTERNAL MODULE: ./build/dist/release/error-finding.js
var error_finding = __webpack_require__(37337);
// EXTERNAL MODULE: ./build/dist/aws/errors.js
var aws_errors = __webpack_require__(57424);
;// CONCATENATED MODULE: ./build/dist/release/plan-findings.js



/** A stack in a state in which nothing can be planned, with the way out. */
function unusable(subject, before, condition) {
    return {
        code: condition.kind === 'busy' ? 'stack/busy' : condition.kind === 'unknown' ? 'stack/unknown-state' : 'stack/stuck',
        outcome: condition.kind === 'unknown' ? 'inconclusive' : 'fail',
        title: `${before.name} cannot be updated: ${condition.explanation}`,
        subject,
        expected: 'a settled stack, such as UPDATE_COMPLETE',
        observed: before.statusReason === undefined ? before.status : `${before.status}: ${before.statusReason}`,
        advice: condition.wayOut,
    };
}
/**
 * CloudFormation could not make the change set: the reason at the bottom, and each objection of its own. `unread` says
 * why it could not be asked what hooks objected to.
 */
function failedChangeSet(subject, facts, template, objections, place, unread) {
    const reasons = [facts, ...allNested(facts)].filter((each) => each.outcome === 'failed' && each.statusReason !== '');
    const own = objectionFindings(subject, template, objections, place);
    if (own.some((finding) => finding.outcome === 'fail'))
        return own;
    const refusal = (0,cloudformation_hooks/* refusedByHooks */.k)(facts);
    if (refusal) {
        return [
            ...own,
            {
                code: 'change-set/objection',
                outcome: 'fail',
                title: `${place.environment}: ${(0,cloudformation_hooks/* failedHooks */.Om)(refusal.statusReason).join(', ')} objects to the change set`,
                subject,
                expected: 'no objection',
                observed: refusal.statusReason,
                advice: unread === undefined
                    ? 'Ask those who own the hook what it demands; CloudFormation keeps no result of it.'
                    : `${unread.advice} Then the next run shows what the hook demands.`,
            },
        ];
    }
    return [
        ...own,
        {
            code: 'change-set/failed',
            outcome: 'fail',
            title: `CloudFormation cannot plan the update of ${facts.stackName}`,
            subject,
            expected: 'a change set that can be executed',
            observed: reasons.at(-1)?.statusReason ?? `status ${facts.status}`,
            advice: `Correct ${template.file} or the parameters as the reason says; ` +
                `validate with \`aws cloudformation validate-template --template-body file://${template.file}\`.`,
        },
    ];
}
/** What early validation and hooks objected to; a warning does not block. */
function objectionFindings(subject, template, objections, place) {
    return objections.map((objection) => {
        const { logicalId, resultId } = objection;
        const resource = template.resources[logicalId];
        const warns = objection.mode === 'WARN';
        const correct = `Correct ${logicalId === '' ? template.file : `${logicalId} in ${template.file}`} as the reason says`;
        const more = resultId === undefined
            ? ''
            : ` All that it said: \`aws cloudformation get-hook-result --hook-result-id ${resultId} --region ${place.region}\`.`;
        return {
            code: 'change-set/objection',
            outcome: warns ? 'skipped' : 'fail',
            // Of what does not block, only title and advice are shown at once.
            title: `${place.environment}: ${objection.name} ${warns ? 'warns about' : 'objects to'} ` +
                `${logicalId === '' ? 'the change set' : logicalId}${warns && objection.reason !== '' ? `: ${objection.reason}` : ''}`,
            subject: logicalId === '' ? subject : `${subject}/resource/${logicalId}`,
            expected: 'no objection',
            observed: objection.path === '' ? objection.reason : `${objection.path}: ${objection.reason}`,
            advice: `${correct}${warns ? ', or leave it: a warning does not stop the deployment' : ''}.${more}`,
            ...(resource && { source: resource.source }),
            details: { environment: place.environment },
        };
    });
}
function allNested(facts) {
    return facts.nested.flatMap((child) => [child, ...allNested(child)]);
}
/** AWS's refusals of this very request; all else (rights, network) says nothing about the deployment. */
const REFUSALS = new Set([
    'ValidationError',
    'InsufficientCapabilitiesException',
    'InsufficientCapabilities',
    'LimitExceededException',
    'LimitExceeded',
    'AlreadyExistsException',
]);
/** An error on the way to a plan, as a finding of this stack. */
function refused(subject, stack, error, environment) {
    const name = error.cause instanceof Error ? error.cause.name : '';
    const said = (0,aws_errors/* errorText */.kc)(error);
    const capability = /requires capabilities\s*:?\s*\[([^\]]*)\]/i.exec(said)?.[1];
    if (error.code === 'aws/service' && REFUSALS.has(name)) {
        return {
            code: 'change-set/refused',
            outcome: 'fail',
            title: `CloudFormation refuses the change set for ${stack.name}`,
            subject,
            expected: 'a change set',
            observed: `${name}: ${said}`,
            advice: capability === undefined
                ? `Correct ${stack.template} or its parameters as the message says.`
                : `Set \`capabilities: [${capability}]\` for the stack ${stack.id}.`,
        };
    }
    return (0,error_finding/* errorFinding */.i)(error, subject, environment);
}

;// CONCATENATED MODULE: ./build/dist/release/plan-shape.js



/** The plan without its binding: what it was read from is not kept. */
function withoutChangeSet(plan) {
    const pinned = { ...plan };
    delete pinned.changeSetArn;
    return { ...pinned, nested: plan.nested.map(withoutChangeSet) };
}
/** A read change set as a plan; values that must not be shown are masked. */
function planFromFacts(id, facts, kind, provisional, hidden) {
    const redact = (text) => redacted(text, hidden.secrets);
    return {
        stack: id,
        stackName: facts.stackName,
        stackArn: facts.stackArn,
        changeSetArn: facts.arn,
        kind: facts.outcome === 'none' ? 'none' : kind,
        provisional,
        changes: facts.outcome === 'none'
            ? []
            : facts.changes.map(({ change }) => ({
                ...change,
                properties: change.properties.map((property) => ({
                    ...property,
                    ...(property.before !== undefined && { before: redact(property.before) }),
                    ...(property.after !== undefined && { after: redact(property.after) }),
                })),
            })),
        nested: facts.nested.map((child) => planFromFacts(`${id}/${child.logicalId}`, child, kind, provisional, hidden)),
    };
}
/** A short secret would be found everywhere: it is only hidden where it is the whole value. */
const SHORT_SECRET = 4;
function redacted(text, secrets) {
    return secrets.reduce((shown, secret) => {
        if (secret === '')
            return shown;
        if (secret.length < SHORT_SECRET)
            return shown === secret ? cloudformation_stack/* MASKED */.uA : shown;
        return shown.replaceAll(secret, cloudformation_stack/* MASKED */.uA);
    }, text);
}
/** Hides secrets in what AWS said about them. */
function hideIn(findings, secrets) {
    return findings.map((finding) => ({
        ...finding,
        title: redacted(finding.title, secrets),
        ...(finding.observed !== undefined && { observed: redacted(finding.observed, secrets) }),
    }));
}
/** True where a value is unknown and there is no earlier one to plan with. */
function lacksValues(source, parameters) {
    const given = new Set(parameters.parameters.map((parameter) => parameter.ParameterKey));
    return parameters.unknown.some((name) => !given.has(name) && source.template.parameters[name]?.default === undefined);
}
/** The plan of a stack that cannot be asked for yet: what its template declares. */
function planFromTemplate(stack, source, before, kind) {
    return {
        stack: stack.id,
        stackName: stack.name,
        ...(before !== undefined && { stackArn: before.arn }),
        kind,
        provisional: true,
        changes: declared(source).map(([logicalId, type]) => ({
            logicalId,
            type,
            action: kind === 'create' ? 'Add' : 'Dynamic',
            replacement: kind === 'create' ? 'False' : 'Conditional',
            properties: [],
        })),
        nested: [],
    };
}
/** Ids and types of the resources, those of loops over known parameters among them. */
function declared({ template, parameters }) {
    const itemsOf = (name) => {
        const given = Object.hasOwn(parameters.values, name) ? parameters.values[name] : undefined;
        const value = given && 'value' in given ? given.value : template.parameters[name]?.default;
        return value === undefined || value.includes('{stack.') ? undefined : value.split(',').map((item) => item.trim());
    };
    const section = template.body['Resources'];
    return Object.entries(template.resources).flatMap(([id, { type }]) => {
        const made = (0,for_each/* isLoop */.r)(id) && (0,cloudformation_template/* isRecord */.u4)(section) ? (0,for_each/* unroll */.XL)(section[id], itemsOf) : undefined;
        return made?.map(([name, member]) => [name, (0,cloudformation_template/* isRecord */.u4)(member) ? String(member['Type']) : type]) ?? [[id, type]];
    });
}
/** Outputs that the next stacks may count on: those that the stack has, unless what they name is about to be replaced. */
function outputsAfter({ before, plan, source, }) {
    const moving = new Set((plan?.changes ?? []).filter((change) => change.replacement !== 'False').map((change) => change.logicalId));
    return Object.fromEntries(Object.entries(before?.outputs ?? {}).filter(([name]) => ![...namesIn(source.template.outputs[name])].some((id) => moving.has(id))));
}
/** Logical ids that an expression refers to by Ref, GetAtt or Sub. */
function namesIn(value, found = new Set()) {
    if (Array.isArray(value))
        for (const item of value)
            namesIn(item, found);
    else if (typeof value === 'object' && value !== null)
        for (const member of Object.values(value))
            namesIn(member, found);
    else if (typeof value === 'string') {
        found.add(value);
        for (const [, name] of value.matchAll(/\$\{([A-Za-z0-9]+)/g))
            found.add(name ?? '');
    }
    return found;
}

// EXTERNAL MODULE: ./build/dist/release/settled.js
var settled = __webpack_require__(68238);
;// CONCATENATED MODULE: ./build/dist/release/upload.js


/** Key below which large templates are kept; the name is the content's digest, so that the same is stored once. */
const PREFIX = 'test-deployments/templates/';
/** The template itself, or, where it is too large for that, its place in the stack's template bucket. */
async function templateLocation(options) {
    const { stack, source, ports, access, environment } = options;
    if (source.template.bytes <= cloudformation_template/* INLINE_BYTES */.MZ)
        return { body: source.template.text };
    const bucket = stack['template-bucket'];
    if (bucket === undefined) {
        throw new errors/* ActionError */.lZ('config/template', {
            message: `${source.template.file} has ${source.template.bytes} bytes and there is no bucket for it`,
            advice: `Set \`template-bucket\` of the stack ${stack.id}.`,
            subject: `stack/${stack.id}`,
        });
    }
    const key = `${PREFIX}${source.template.digest.replace(':', '-')}.template`;
    const storage = await ports.connect.storage(access);
    await storage.putObject({ Bucket: bucket, Key: key, Body: source.template.text });
    const host = environment.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    return { url: `https://${bucket}.s3.${environment.region}.${host}/${key}` };
}

;// CONCATENATED MODULE: ./build/dist/release/plan.js


















/** Stacks that are planned side by side; every call keeps the pace that CloudFormation's rate limits allow. */
const WIDTH = 16;
const PREVIEW_TAG = { 'test-deployments': 'preview' };
const CHANGE_SET_TIMEOUT_MS = 15 * 60_000;
/** Plans all stacks of an environment, each as soon as those that it needs are planned. Executes nothing. */
async function planEnvironment(options) {
    const { environment, ports, sources } = options;
    const cloudformation = await ports.connect.cloudformation(options.access);
    const asked = new Set(options.only?.length ? options.only : environment.stacks.map((stack) => stack.id));
    const nodes = environment.stacks
        .filter((stack) => sources.has(stack.id))
        .map((stack) => ({ id: stack.id, stack, dependsOn: sources.get(stack.id).dependsOn }));
    const planned = await inDependencyOrder(nodes, WIDTH, async (node, done) => {
        ports.cancelled.throwIfAborted();
        const source = sources.get(node.id);
        const outputs = {};
        for (const [id, other] of done)
            outputs[id] = other.outputs;
        if (!asked.has(node.id)) {
            const before = await (options.readState?.(node.stack.name) ?? (0,cloudformation_stack/* readStack */.bA)(cloudformation, node.stack.name));
            return { outputs: before?.outputs ?? {}, stackPlan: undefined };
        }
        const made = await planStack({ ...options, cloudformation, stack: node.stack, source, outputs });
        const stackPlan = { ...made, findings: made.findings.map((finding) => placed(finding, environment.key)) };
        ports.log.info(`${environment.key}: ${node.stack.name}: ${inShort(stackPlan)}`);
        return { outputs: outputsAfter(stackPlan), stackPlan };
    });
    const stacks = planned.flatMap(({ stackPlan }) => (stackPlan === undefined ? [] : [stackPlan]));
    return {
        plan: (0,compare/* makePlan */.Cs)(environment.key, stacks.flatMap(({ plan }) => (plan === undefined ? [] : [plan]))),
        stacks,
        findings: stacks.flatMap((stack) => stack.findings),
    };
}
/** The same of the other environment is another finding. */
function placed(finding, environment) {
    return { ...finding, details: { environment, ...((0,cloudformation_template/* isRecord */.u4)(finding.details) && finding.details) } };
}
function inShort({ plan, findings }) {
    if (plan === undefined)
        return findings[0]?.title ?? 'not planned';
    if (plan.kind === 'none')
        return 'no change';
    return `${plan.kind}, ${plan.changes.length} ${plan.changes.length === 1 ? 'change' : 'changes'}`;
}
/**
 * Plans one stack: reads its state, makes a change set for it and reads all of that. What CloudFormation refuses is a
 * finding; an ActionError of another kind becomes an `error` finding, so that the other stacks are still planned.
 */
async function planStack(options) {
    const { stack, source, environment, ports } = options;
    const subject = `stack/${stack.id}`;
    const base = {
        stack,
        source,
        before: undefined,
        condition: undefined,
        parameters: undefined,
        plan: undefined,
        facts: undefined,
        hooks: undefined,
        created: undefined,
        findings: [],
    };
    let soFar = base;
    try {
        const macros = options.transforms && (0,transforms/* unreviewedTransforms */.m)(source.template.transforms, options.transforms);
        if (macros !== undefined && macros.length > 0)
            return base;
        const before = await stateBefore(options);
        const condition = before && (0,cloudformation_stack/* stackCondition */.o3)(before.status, stack.name, environment.region, before.deploymentMode);
        soFar = { ...base, before, condition };
        if (before !== undefined && condition !== undefined && condition.kind !== 'ready' && condition.kind !== 'review') {
            return { ...soFar, findings: [unusable(subject, before, condition)] };
        }
        const existing = condition?.kind === 'ready' ? before : undefined;
        const parameters = (0,cloudformation_parameters/* resolveParameters */.vA)({
            template: source.template,
            given: source.parameters,
            existing,
            subject,
            fill: (text, unknown) => (0,resolve/* fillOutputs */.Yg)(text, options.outputs, subject, unknown),
        });
        soFar = { ...soFar, parameters };
        for (const secret of parameters.secrets)
            ports.log.mask(secret);
        if (parameters.findings.length > 0)
            return { ...soFar, findings: parameters.findings };
        const provisional = parameters.unknown.length > 0;
        if (provisional && lacksValues(source, parameters)) {
            return { ...soFar, plan: planFromTemplate(stack, source, before, existing === undefined ? 'create' : 'update') };
        }
        const planned = await planByChangeSet(options, { ...soFar, parameters }, existing, provisional);
        return { ...planned, findings: hideIn(planned.findings, parameters.secrets) };
    }
    catch (error) {
        if (ports.cancelled.aborted || !(error instanceof errors/* ActionError */.lZ))
            throw error;
        const secrets = soFar.parameters?.secrets ?? [];
        const finding = (await (0,settled/* changedMeanwhile */.F)(options, soFar.before, error)) ?? refused(subject, stack, error, environment.key);
        return { ...soFar, findings: hideIn([...soFar.findings, finding], secrets) };
    }
}
async function stateBefore({ readState, cloudformation, stack, ports }) {
    const state = await (readState?.(stack.name) ?? (0,cloudformation_stack/* readStack */.bA)(cloudformation, stack.name));
    return state?.status === 'DELETE_COMPLETE' ? undefined : (0,settled/* afterCleanup */.j)(cloudformation, ports, state);
}
async function planByChangeSet(options, soFar, existing, provisional) {
    const { stack, source, environment, ports, ledger, cloudformation } = options;
    const { parameters, before } = soFar;
    const subject = `stack/${stack.id}`;
    const place = { environment: environment.key, region: environment.region };
    const request = {
        stack: before?.arn ?? stack.name,
        type: existing === undefined ? 'CREATE' : 'UPDATE',
        template: await templateLocation(options),
        parameters: parameters.parameters,
        capabilities: stack.capabilities,
        tags: {
            ...source.parameters.tags,
            ...stack.tags,
            // Lets the plan role's policy allow the removal of such shells and of nothing else.
            ...(options.preview && before === undefined && PREVIEW_TAG),
        },
        ...(stack.role !== undefined && { role: stack.role }),
        name: (0,change_set/* changeSetName */.G)(options.purpose, environment.name, options.run, ports.clock.now()),
        description: `test-deployments, run ${options.run.runId}, attempt ${options.run.runAttempt}`,
        makesShell: before === undefined,
    };
    ports.cancelled.throwIfAborted();
    const created = await ledger.create(cloudformation, request, place);
    const wait = { clock: ports.clock, signal: ports.cancelled, subject };
    const facts = await (0,change_set/* readChangeSet */.bG)(cloudformation, created.arn, {
        ...wait,
        timeout: CHANGE_SET_TIMEOUT_MS,
        ...(options.usual && { usual: options.usual }),
    });
    if (provisional && facts.outcome === 'failed') {
        // What CloudFormation holds against a stand-in for an unknown value says nothing about the release.
        await ledger.discard(created.arn);
        return { ...soFar, plan: planFromTemplate(stack, source, before, existing === undefined ? 'create' : 'update') };
    }
    const objections = facts.outcome === 'none' ? [] : await readObjections(cloudformation, created.arn);
    const hooks = facts.outcome === 'changes' ? await attempt(options, () => (0,cloudformation_hooks/* readHooks */.by)(cloudformation, facts, wait)) : {};
    const rewritten = source.template.transforms.length > 0 && options.purpose === 'precheck';
    const made = rewritten && facts.outcome === 'changes'
        ? await attempt(options, () => readProcessed(cloudformation, facts, source.template))
        : {};
    const asked = facts.outcome === 'changes' || (0,cloudformation_hooks/* refusedByHooks */.k)(facts) !== undefined;
    const answers = asked ? await attempt(options, () => (0,cloudformation_hooks/* readHookResults */.EB)(cloudformation, facts, wait)) : {};
    const objected = [...objections, ...(answers.found ?? [])];
    const findings = facts.outcome === 'failed'
        ? failedChangeSet(subject, facts, source.template, objected, place, answers.error)
        : objectionFindings(subject, source.template, objected, place);
    const unread = [hooks.error, made.error].flatMap((error) => error === undefined ? [] : [(0,error_finding/* errorFinding */.i)(error, subject, environment.key)]);
    // An objection that counts keeps the change set from being made: only warnings are missed.
    if (answers.error && facts.outcome === 'changes') {
        const { title, ...error } = (0,error_finding/* errorFinding */.i)(answers.error, subject, environment.key);
        unread.push({ ...error, outcome: 'skipped', title: `What hooks warn about is not known: ${title}` });
    }
    const plan = planFromFacts(stack.id, facts, existing === undefined ? 'create' : 'update', provisional, parameters);
    // A provisional change set is made of guesses, and one without changes cannot be executed: neither is kept.
    const keep = facts.outcome === 'changes' && !provisional;
    if (!keep)
        await ledger.discard(created.arn);
    const pinned = keep ? plan : withoutChangeSet(plan);
    return {
        ...soFar,
        ...(made.found && { source: { ...source, template: made.found } }),
        facts,
        hooks: hooks.found,
        plan: facts.outcome === 'failed' ? undefined : pinned,
        created: keep ? created : undefined,
        findings: [...findings, ...unread],
    };
}
/** What cannot be read beside a plan does not take the plan away. */
async function attempt({ ports }, read) {
    try {
        return { found: await read() };
    }
    catch (error) {
        if (ports.cancelled.aborted || !(error instanceof errors/* ActionError */.lZ))
            throw error;
        return { error };
    }
}


/***/ }),

/***/ 23321:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ requestHere)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(69166);
/* harmony import */ var _support_folders_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(79256);
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3154);




/**
 * What a deployment to this host is asked for, with every path made out. The same for a deployment and its dry run.
 * Rejects with `config/revision` a revision in which we ourselves would write.
 */
function requestHere({ place, clock }, run, { key }, deployment) {
    const { id, application, group, environment, timeout } = deployment;
    const { workspace, temp } = place;
    const destinationRoot = deployment['destination-root'];
    const fileExists = deployment['file-exists'];
    const revisionName = (0,_release_js__WEBPACK_IMPORTED_MODULE_3__/* .revisionPath */ .v0)(deployment);
    const revision = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, revisionName);
    const root = deployment.root === undefined ? (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(temp, 'codedeploy-agent') : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, deployment.root);
    const within = [root, temp].find((folder) => (0,_support_folders_js__WEBPACK_IMPORTED_MODULE_2__/* .isInside */ .F)(revision, folder));
    if (within !== undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('config/revision', {
            message: `the revision ${revisionName} holds the folder ${within} of this action, which would become a part of it`,
            advice: 'Put what is deployed into a folder of its own (`directory: app`), or set `root` and RUNNER_TEMP to folders outside of it.',
            subject: `deployment/${id}/revision`,
            expected: 'a revision in which nothing else is written',
            observed: within,
        });
    }
    // The agent tells deployments apart by their ids: one that came twice would take the first one's folder for its own.
    const time = clock
        .now()
        .toISOString()
        .replaceAll(/[-:.Z]/g, '');
    return {
        id,
        application,
        group,
        revision,
        revisionName,
        environmentKey: key,
        root,
        deploymentId: ['local', ...(run.runId === '' ? [] : [run.runId, run.runAttempt]), time, id].join('-'),
        ...(destinationRoot !== undefined && { destinationRoot: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, destinationRoot) }),
        ...(fileExists !== undefined && { fileExists }),
        ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
        agentCompatible: deployment['agent-compatible'],
        environment,
        timeout,
    };
}


/***/ }),

/***/ 30538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MV: () => (/* binding */ compareWithEarlier),
/* harmony export */   VR: () => (/* binding */ reviewedPlan),
/* harmony export */   oj: () => (/* binding */ judgePlans),
/* harmony export */   qC: () => (/* binding */ readReviewed)
/* harmony export */ });
/* unused harmony export releaseDifferences */
/* harmony import */ var _evidence_needs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57554);
/* harmony import */ var _evidence_parse_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(31400);
/* harmony import */ var _earlier_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(65263);
/* harmony import */ var _compare_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1552);
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3154);





/**
 * Reads what earlier jobs left and takes the plan of one environment from it. Only documents whose digests the jobs
 * named count, and only those about the release at hand; what differs is named item by item.
 */
async function readReviewed(options) {
    const { needs, release, environment } = options;
    const { chain, found } = await (0,_earlier_js__WEBPACK_IMPORTED_MODULE_2__/* .linkEarlier */ .T)({ ...options, release: release.digest });
    const differs = releaseDifferences(needs, found, release);
    const reviewed = reviewedPlan(chain, environment.key);
    return {
        plan: reviewed,
        chain,
        findings: [...differs, ...chain.findings, ...(reviewed ? [] : [noPlan(environment, differs.length > 0)])],
    };
}
/** The plan of an environment from the valid documents of precheck; several jobs may have planned a part each. */
function reviewedPlan(chain, environment) {
    const plans = chain.links
        .filter(({ evidence }) => evidence.slot.command === 'precheck')
        .flatMap(({ evidence }) => evidence.plans.filter((plan) => plan.environment === environment));
    if (plans.length <= 1)
        return plans[0];
    return (0,_compare_js__WEBPACK_IMPORTED_MODULE_3__/* .makePlan */ .Cs)(environment, plans.flatMap((plan) => plan.changeSets));
}
/**
 * Whether the release at hand is the one that an earlier job stored, where one did: a build that changes what is checked
 * in is not seen here. No finding where no job before this one left evidence.
 */
async function compareWithEarlier(options) {
    const { needs, release } = options;
    if ((0,_evidence_needs_js__WEBPACK_IMPORTED_MODULE_0__/* .readNeeds */ .M)(needs).named.length === 0)
        return [];
    const { chain, found } = await (0,_earlier_js__WEBPACK_IMPORTED_MODULE_2__/* .linkEarlier */ .T)({ ...options, release: release.digest });
    return [...releaseDifferences(needs, found, release), ...chain.findings];
}
/** What makes the release at hand another than the one of the documents that jobs named, item by item. */
function releaseDifferences(needs, found, release) {
    const named = new Set((0,_evidence_needs_js__WEBPACK_IMPORTED_MODULE_0__/* .readNeeds */ .M)(needs).named.map(({ digest }) => digest));
    const findings = new Map();
    for (const { bytes } of found) {
        const parsed = (0,_evidence_parse_js__WEBPACK_IMPORTED_MODULE_1__.parseEvidence)(bytes);
        if (!('evidence' in parsed) || parsed.evidence === undefined || !named.has(parsed.digest))
            continue;
        for (const { item, expected, observed } of differencesOf(parsed.evidence, release)) {
            findings.set(item, {
                code: 'release/differs',
                outcome: 'fail',
                title: `the ${item} is not the one that was tested`,
                subject: `release/${item.replaceAll(' ', '/')}`,
                expected,
                observed,
                advice: 'Build once, into folders that are not checked in: jobs take from an earlier one what their checkout lacks, and keep what it has. Then start the release again.',
            });
        }
    }
    return [...findings.values()];
}
function differencesOf(evidence, release) {
    return evidence.release === undefined ? [] : (0,_release_js__WEBPACK_IMPORTED_MODULE_4__/* .compareReleases */ .c0)(evidence.release, release);
}
function noPlan(environment, differs) {
    return {
        code: 'plan/missing',
        outcome: 'fail',
        title: `there is no reviewed plan for ${environment.key}${differs ? ' of this release' : ''}`,
        subject: `environment/${environment.key}`,
        expected: `the evidence of a precheck of ${environment.key}`,
        observed: 'none that is valid',
        advice: 'Let this job need the job of precheck, and pass it on: `needs: ${{ toJSON(needs) }}`; then run the job again.',
    };
}
/** Compares the plan that reviewers saw with one that was made now. Pure; gives at least one finding. */
function judgePlans(reviewed, now) {
    const findings = (0,_compare_js__WEBPACK_IMPORTED_MODULE_3__/* .comparePlans */ .OA)(reviewed, now);
    if (findings.length > 0)
        return findings;
    return [
        {
            code: 'plan/differs',
            outcome: 'inconclusive',
            title: 'the plans could not be compared',
            subject: `environment/${now.environment}`,
            expected: reviewed.digest,
            observed: now.digest,
            advice: 'Start the release again from precheck.',
        },
    ];
}


/***/ }),

/***/ 68238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ changedMeanwhile),
/* harmony export */   j: () => (/* binding */ afterCleanup)
/* harmony export */ });
/* harmony import */ var _aws_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57424);
/* harmony import */ var _cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89518);
/* harmony import */ var _support_poll_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(94800);



const TIMEOUT_MS = 10 * 60_000;
/**
 * Waits while a stack removes old resources, which is the end of an update: until then it can neither be updated nor
 * looked at for drift. Somebody's operation is not waited for. `first` is the stack as it was read; resolves to the stack
 * as it is afterwards. Rejects with an ActionError after ten minutes, with the signal's reason when cancelled.
 */
async function afterCleanup(cloudformation, { clock, log, cancelled }, first) {
    if (!first?.status.endsWith('CLEANUP_IN_PROGRESS'))
        return first;
    log.info(`${first.name} is ${first.status}; waiting until old resources are removed`);
    return (0,_support_poll_js__WEBPACK_IMPORTED_MODULE_2__/* .poll */ .w)({
        clock,
        signal: cancelled,
        first: 1_000,
        slowest: 5_000,
        timeout: TIMEOUT_MS,
        subject: `stack/${first.name}`,
        waitingFor: `the stack ${first.name} to remove its old resources`,
        onTimeout: `Look at it with \`aws cloudformation describe-stacks --stack-name ${first.name}\`.`,
    }, async () => {
        const now = await (0,_cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_1__/* .readStack */ .bA)(cloudformation, first.arn);
        return now?.status.endsWith('_IN_PROGRESS') ? undefined : (now ?? first);
    });
}
const OTHERWISE = /^Stack\b.* (already exists and cannot be created|is in \w+ state and can ?not be|does not exist)/i;
/**
 * What was read of a stack says nothing of one that was made again under its name, or that somebody has begun to change:
 * then that is why AWS refuses, whatever it says. Undefined where the stack is as it was.
 */
async function changedMeanwhile({ cloudformation, stack, environment }, before, error) {
    if (error.code !== 'aws/service')
        return undefined;
    const now = await (0,_cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_1__/* .readStack */ .bA)(cloudformation, stack.name).catch(() => before);
    // The shell of a change set may be our own.
    const same = before === undefined
        ? now === undefined || now.status === 'REVIEW_IN_PROGRESS'
        : now?.arn === before.arn && now.status === before.status;
    // AWS may go on telling how things were; that it refuses because they are not so any more does not grow old.
    const said = OTHERWISE.test((0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorText */ .kc)(error)) ? (0,_aws_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorText */ .kc)(error) : undefined;
    if (same && said === undefined)
        return undefined;
    const show = (state) => state === undefined ? 'no such stack' : `${state.arn} in ${state.status}`;
    return {
        code: 'stack/changed-meanwhile',
        outcome: 'fail',
        title: same
            ? `${stack.name} is not any more what AWS told of it`
            : `Somebody else changed ${stack.name} while it was looked at`,
        subject: `stack/${stack.id}`,
        expected: show(before),
        observed: same ? said : show(now),
        advice: `See who works on it with \`aws cloudformation describe-stack-events --stack-name ${stack.name} ` +
            `--region ${environment.region}\`, and start again when that has ended.`,
    };
}


/***/ }),

/***/ 22201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  t: () => (/* binding */ readSources)
});

// EXTERNAL MODULE: ./build/dist/support/errors.js
var support_errors = __webpack_require__(69166);
// EXTERNAL MODULE: ./build/dist/cloudformation/stack.js
var stack = __webpack_require__(89518);
// EXTERNAL MODULE: ./build/dist/cloudformation/template.js
var cloudformation_template = __webpack_require__(2466);
;// CONCATENATED MODULE: ./build/dist/cloudformation/constraints.js



const VALUE_BYTES = 4_096;
const SHOWN_LENGTH = 100;
const SHOWN_VALUES = 20;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** Known only when other stacks are deployed. */
const LATER = '{stack.';
/**
 * Pure: values that the template's own constraints forbid, and those that it declares no parameter for, each where it is
 * given. Values that depend on outputs, and what only AWS can know (whether a subnet exists), are not judged here.
 */
function valueMistakes(template, given, subject) {
    const section = template.body['Parameters'];
    const known = Object.entries(template.parameters).flatMap(([name, parameter]) => {
        const gives = Object.hasOwn(given.values, name) ? given.values[name] : undefined;
        if (gives !== undefined && 'previous' in gives)
            return [];
        const value = gives?.value ?? parameter.default;
        const declared = (0,cloudformation_template/* isRecord */.u4)(section) ? section[name] : undefined;
        if (value === undefined || value === stack/* MASKED */.uA || value.includes(LATER) || !(0,cloudformation_template/* isRecord */.u4)(declared))
            return [];
        const expected = forbiddenBy(declared, parameter.type, value);
        if (expected === undefined)
            return [];
        const place = gives === undefined ? parameter.source : given.source(name);
        const said = declared['ConstraintDescription'];
        return [
            mistake(`${subject}/parameter/${name}`, place, {
                message: `${gives === undefined ? `the Default of ${name}` : `the value of ${name}`} is not what ${template.file} allows`,
                expected: typeof said === 'string' ? `${expected}; ${said}` : expected,
                observed: parameter.noEcho ? 'a value that is not shown (NoEcho)' : shown(value),
                advice: `Correct ${name}${gives === undefined ? ', or give a value' : ''}, or change what ` +
                    `line ${parameter.source.line ?? 1} of ${template.file} allows.`,
            }),
        ];
    });
    // A transform may add parameters, so what the template does not declare can only be judged without one.
    const unknown = template.transforms.length > 0 ? [] : Object.keys(given.values);
    return [
        ...known,
        ...unknown
            .filter((name) => !Object.hasOwn(template.parameters, name))
            .map((name) => mistake(`${subject}/parameter/${name}`, given.source(name), {
            message: `the template declares no parameter ${name}`,
            expected: `one of: ${Object.keys(template.parameters).join(', ') || 'none'}`,
            observed: name,
            advice: `Remove ${name} from the parameters, or declare it in ${template.file}.`,
        })),
    ];
}
function mistake(subject, place, text) {
    const where = place === undefined ? `${subject}: ` : `${place.file}:${place.line ?? 1}: `;
    return new support_errors/* ActionError */.lZ('config/parameters', { ...text, ...place, message: where + text.message, subject });
}
/**
 * What the declaration asks for and the value is not; undefined where it may be. Constraints of parameters that are
 * read from Systems Manager are about what is there.
 */
function forbiddenBy(declared, type, value) {
    if (Buffer.byteLength(value) > VALUE_BYTES)
        return `at most ${VALUE_BYTES} bytes`;
    if (type.startsWith('AWS::SSM::'))
        return undefined;
    const list = type === 'CommaDelimitedList' || type.startsWith('List<');
    if (list && value === '')
        return undefined;
    const items = list ? value.split(',').map((item) => item.trim()) : [value];
    const each = list ? 'each item ' : '';
    const numeric = type === 'Number' || type === 'List<Number>';
    if (numeric && !items.every((item) => NUMBER.test(item.trim())))
        return `${each}a number`;
    const allowed = declared['AllowedValues'];
    if (Array.isArray(allowed) && !items.every((item) => allowed.some((one) => isSame(one, item)))) {
        const more = allowed.length - SHOWN_VALUES;
        return `${each}one of: ${allowed.slice(0, SHOWN_VALUES).map(String).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    }
    const pattern = declared['AllowedPattern'];
    if (typeof pattern === 'string' && (type === 'String' || type === 'CommaDelimitedList')) {
        const judge = asJava(pattern);
        if (judge && !items.every((item) => judge.test(item)))
            return `${each}a text that matches ${pattern}`;
    }
    const limit = (name) => Number(declared[name] ?? Number.NaN);
    const lengths = type === 'String' ? [[...value].length] : [];
    if (lengths.some((length) => length < limit('MinLength')))
        return `at least ${limit('MinLength')} characters`;
    if (lengths.some((length) => length > limit('MaxLength')))
        return `at most ${limit('MaxLength')} characters`;
    const numbers = type === 'Number' ? [Number(value)] : [];
    if (numbers.some((number) => number < limit('MinValue')))
        return `at least ${limit('MinValue')}`;
    if (numbers.some((number) => number > limit('MaxValue')))
        return `at most ${limit('MaxValue')}`;
    return undefined;
}
/** How YAML writes what it has read is not how it was written: `yes` is true, and 010 may be 8. */
function isSame(allowed, value) {
    if (typeof allowed === 'boolean')
        return /^(true|false|yes|no|on|off|y|n)$/i.test(value);
    if (typeof allowed !== 'number')
        return String(allowed) === value;
    return Number(value) === allowed || /^0\d/.test(value);
}
/** Escapes, and what is no more than text, mean the same in Java's expressions, which are CloudFormation's. */
const ONLY_JAVA = /\\[^\WdDwWsSbBtnrf]|\(\?[a-zA-Z-]|&&|\[\^?\]|\[(?:[^\]\\]|\\.)*\[|[*+?}]\+/;
/** The whole text must match; undefined for an expression that means something else in Java. */
function asJava(pattern) {
    if (ONLY_JAVA.test(pattern))
        return undefined;
    try {
        return new RegExp(`^(?:${pattern})$`);
    }
    catch {
        return undefined;
    }
}
function shown(value) {
    if (value === '')
        return 'an empty text';
    return value.length > SHOWN_LENGTH ? `${value.slice(0, SHOWN_LENGTH).toWellFormed()}…` : value;
}

;// CONCATENATED MODULE: ./build/dist/cloudformation/limits.js


/** CloudFormation's limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST = {
    Parameters: {
        most: 200,
        advice: 'Join parameters into lists (CommaDelimitedList), or move a part of the template into a stack of its own.',
    },
    Resources: { most: 500, advice: 'Move a part of them into a nested stack (AWS::CloudFormation::Stack).' },
    Outputs: {
        most: 200,
        advice: 'Remove outputs that nothing reads, or move a part of the template into another stack.',
    },
    Mappings: { most: 200, advice: 'Join mappings, or move a part of the template into another stack.' },
};
const DESCRIPTION_BYTES = 1_024;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const POLICIES = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'];
const NAME = /^[A-Za-z0-9]{1,255}$/;
const NAMED = ['Parameters', 'Resources', 'Outputs'];
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const SECTIONS = new Set([
    'AWSTemplateFormatVersion',
    'Description',
    'Metadata',
    'Parameters',
    'Rules',
    'Mappings',
    'Conditions',
    'Transform',
    'Resources',
    'Outputs',
    'Hooks',
]);
/**
 * Pure: what CloudFormation would refuse in the template as a whole, each with its line: more than it takes, names and
 * sections that it does not know. What a macro makes of the template only CloudFormation knows: then there is none;
 * AWS's own transforms add members, and sections of their own.
 */
function limitMistakes(template) {
    if (template.transforms.some((name) => !name.startsWith('AWS::')))
        return [];
    const { file, body } = template;
    const mistake = (path, text) => {
        const { line, column } = template.source(path);
        return new support_errors/* ActionError */.lZ('config/template', {
            ...text,
            message: `${file}:${line ?? 1}: ${text.message}`,
            subject: `template/${file}`,
            file,
            ...(line !== undefined && { line }),
            ...(column !== undefined && { column }),
        });
    };
    const idsOf = (section) => {
        const members = section === 'Resources' ? template.resources : body[section];
        return (0,cloudformation_template/* isRecord */.u4)(members) ? Object.keys(members) : [];
    };
    const tooMany = Object.entries(MOST).flatMap(([section, { most, advice }]) => {
        const ids = idsOf(section);
        if (ids.length <= most)
            return [];
        const observed = `${ids.length} ${section.toLowerCase()}`;
        return [
            mistake([section, ids[most] ?? ''], {
                message: `it has ${observed}; CloudFormation takes at most ${most}`,
                expected: `at most ${most} ${section.toLowerCase()}`,
                observed,
                advice,
            }),
        ];
    });
    const names = NAMED.flatMap((section) => {
        const members = body[section];
        const ids = (0,cloudformation_template/* isRecord */.u4)(members) ? Object.keys(members) : [];
        return ids
            .filter((id) => !id.startsWith('Fn::') && !NAME.test(id))
            .map((id) => mistake([section, id], {
            message: `CloudFormation does not take ${id} as a name in ${section}`,
            expected: 'at most 255 letters and digits, without accents, hyphens and underscores',
            observed: id,
            advice: `Rename ${id}; to CloudFormation a renamed resource is a new one.`,
        }));
    });
    const policies = Object.entries(template.resources).flatMap(([id, { deletionPolicy, updateReplacePolicy }]) => Object.entries({ DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy })
        .filter(([, value]) => value !== undefined && !POLICIES.includes(value) && template.transforms.length === 0)
        .map(([key, value = '']) => mistake(['Resources', id, key], {
        message: `CloudFormation knows no ${key} ${value}`,
        expected: POLICIES.join(', '),
        observed: value,
        advice: `Correct ${key} of ${id}.`,
    })));
    const unknown = Object.keys(body).filter((name) => !SECTIONS.has(name) && template.transforms.length === 0);
    const description = typeof body['Description'] === 'string' ? Buffer.byteLength(body['Description']) : 0;
    return [
        ...unknown.map((name) => mistake([name], {
            message: `CloudFormation knows no section ${name}`,
            expected: [...SECTIONS].join(', '),
            observed: name,
            advice: `Correct or remove the section ${name}; what only people or tools read goes below Metadata.`,
        })),
        ...tooMany,
        ...names,
        ...policies,
        ...(description <= DESCRIPTION_BYTES
            ? []
            : [
                mistake(['Description'], {
                    message: `its Description has ${description} bytes; CloudFormation takes at most ${DESCRIPTION_BYTES}`,
                    expected: `at most ${DESCRIPTION_BYTES} bytes`,
                    observed: `${description} bytes`,
                    advice: 'Shorten it, or move it below Metadata.',
                }),
            ]),
    ];
}

;// CONCATENATED MODULE: ./build/dist/cloudformation/references.js


const references_SECTIONS = ['Conditions', 'Resources', 'Outputs'];
/** `${Name}` and `${Name.Attribute}`; `${!Literal}` is a text. */
const FILLED = /\$\{([^!{}][^{}]*)\}/g;
const KINDS = { value: 'parameter or resource', resource: 'resource', condition: 'condition' };
/**
 * Pure: references to parameters, resources and conditions that the template does not declare, each with its line. What
 * a transform makes is not known: then there is none.
 */
function brokenNames(template) {
    if (template.transforms.length > 0)
        return [];
    const resources = new Set(Object.keys(template.resources));
    const values = new Set([...resources, ...Object.keys(template.parameters)]);
    const conditions = new Set(Object.keys((0,cloudformation_template/* isRecord */.u4)(template.body['Conditions']) ? template.body['Conditions'] : {}));
    const known = { value: values, resource: resources, condition: conditions };
    const broken = references_SECTIONS.flatMap((section) => referencesIn(template.body[section], [section])).filter(({ name, kind }) => !known[kind].has(name) && !name.startsWith('AWS::'));
    return broken.map(({ name, kind, path }) => {
        const { line, column } = template.source(path);
        return new support_errors/* ActionError */.lZ('config/template', {
            message: `${template.file}:${line ?? 1}: ${path.slice(0, 2).join('.')} refers to ${name}, which the template does not declare`,
            subject: `template/${template.file}`,
            expected: `a ${KINDS[kind]} of the template`,
            observed: name,
            advice: `Correct the name, or declare ${name} in ${template.file}.`,
            file: template.file,
            ...(line !== undefined && { line }),
            ...(column !== undefined && { column }),
        });
    });
}
function referencesIn(value, path) {
    if (Array.isArray(value))
        return value.flatMap((item, index) => referencesIn(item, [...path, index]));
    if (!(0,cloudformation_template/* isRecord */.u4)(value))
        return [];
    // Of a resource and an output; `Condition` deeper down is a word of IAM's.
    const own = path.length === 2 && path[0] !== 'Conditions' ? attributesOf(value, path) : [];
    const inner = Object.entries(value).flatMap(([key, member]) => {
        const at = [...path, key];
        const alone = Object.keys(value).length === 1;
        if (path.length === 2 && (key === 'Metadata' || key === 'DependsOn'))
            return [];
        if (key === 'Condition' && path[0] === 'Conditions' && typeof member === 'string') {
            return [{ name: member, kind: 'condition', path }];
        }
        if (!alone)
            return referencesIn(member, at);
        if (key === 'Ref')
            return typeof member === 'string' ? [{ name: member, kind: 'value', path }] : [];
        if (key === 'Fn::GetAtt')
            return attributed(member, path);
        if (key === 'Fn::Sub')
            return [...filledIn(member, path), ...referencesIn(member, at)];
        if (key === 'Fn::If' && Array.isArray(member) && typeof member[0] === 'string') {
            return [{ name: member[0], kind: 'condition', path }, ...referencesIn(member, at)];
        }
        return referencesIn(member, at);
    });
    return [...own, ...inner];
}
function attributesOf(value, path) {
    const needed = [value['DependsOn']].flat().filter((name) => typeof name === 'string');
    const condition = value['Condition'];
    return [
        ...needed.map((name) => ({ name, kind: 'resource', path: [...path, 'DependsOn'] })),
        ...(typeof condition === 'string'
            ? [{ name: condition, kind: 'condition', path: [...path, 'Condition'] }]
            : []),
    ];
}
function attributed(member, path) {
    const name = Array.isArray(member)
        ? member[0]
        : typeof member === 'string'
            ? member.split('.')[0]
            : undefined;
    return typeof name === 'string' ? [{ name, kind: 'resource', path }] : [];
}
function filledIn(member, path) {
    const [text, given] = Array.isArray(member) ? member : [member];
    if (typeof text !== 'string')
        return [];
    const own = new Set((0,cloudformation_template/* isRecord */.u4)(given) ? Object.keys(given) : []);
    return [...text.matchAll(FILLED)].flatMap(([, inside = '']) => {
        const [name = '', attribute] = inside.trim().split('.');
        if (own.has(inside.trim()))
            return [];
        return [{ name, kind: attribute === undefined ? 'value' : 'resource', path }];
    });
}

// EXTERNAL MODULE: ./build/dist/cloudformation/parameters.js
var parameters = __webpack_require__(46568);
// EXTERNAL MODULE: ./build/dist/config/resolve.js
var resolve = __webpack_require__(84500);
// EXTERNAL MODULE: ./build/dist/support/workspace.js
var support_workspace = __webpack_require__(93312);
// EXTERNAL MODULE: ./build/dist/release/error-finding.js
var error_finding = __webpack_require__(37337);
;// CONCATENATED MODULE: ./build/dist/release/sources.js









/**
 * Reads templates and parameters of an environment. Nothing of AWS is asked; every file that cannot be read is found at
 * once, and they are the findings of the ActionError.
 */
async function readSources(environment, workspace) {
    const sources = new Map();
    // Many stacks of one template hold it once.
    const templates = new Map();
    const errors = [];
    for (const stack of environment.stacks) {
        try {
            sources.set(stack.id, await readSource(environment, stack, workspace, templates));
        }
        catch (error) {
            if (!(error instanceof support_errors/* ActionError */.lZ))
                throw error;
            errors.push(error);
        }
    }
    errors.push(...[...templates.values()].flatMap((template) => [...limitMistakes(template), ...brokenNames(template)]));
    errors.push(...sameNames(environment));
    for (const { id, template, parameters } of sources.values()) {
        errors.push(...valueMistakes(template, parameters, `stack/${id}`));
    }
    const ids = environment.stacks.map(({ id }) => id);
    errors.push(...[...sources.values()].flatMap((source) => brokenReferences(source, sources, ids)));
    const [first, ...others] = errors;
    if (first === undefined) {
        (0,resolve/* ordered */.Sj)([...sources.values()]);
        return sources;
    }
    if (others.length === 0)
        throw first;
    throw new support_errors/* ActionError */.lZ('config/template', {
        message: `${errors.length} mistakes in the files of ${environment.key}; the first: ${first.message}`,
        subject: `environment/${environment.key}`,
        findings: errors.flatMap((error) => (error.findings.length > 0 ? error.findings : [(0,error_finding/* errorFinding */.i)(error)])),
    });
}
async function readSource(environment, stack, workspace, templates) {
    const subject = `stack/${stack.id}`;
    refuseName(stack);
    refuseElsewhere(environment, stack);
    const decode = (bytes) => new TextDecoder().decode(bytes);
    const template = templates.get(stack.template) ??
        (0,cloudformation_template/* parseTemplate */.QC)(decode(await (0,support_workspace/* readWorkspaceFile */.s)(workspace, stack.template, subject)), stack.template);
    templates.set(stack.template, template);
    if (template.bytes > cloudformation_template/* INLINE_BYTES */.MZ && stack['template-bucket'] === undefined) {
        throw new support_errors/* ActionError */.lZ('config/template', {
            message: `${template.file} has ${template.bytes} bytes; CloudFormation takes more than ${cloudformation_template/* INLINE_BYTES */.MZ} from S3 only`,
            advice: `Set \`template-bucket\` of the stack ${stack.id}.`,
            subject,
            expected: `at most ${cloudformation_template/* INLINE_BYTES */.MZ} bytes, or a template-bucket`,
            observed: `${template.bytes} bytes and no template-bucket`,
            file: template.file,
        });
    }
    const parameters = await readParameters(environment, stack, workspace, decode);
    const ids = new Set(environment.stacks.map((each) => each.id));
    const referenced = (0,resolve/* referencedStacks */.jS)(parameters.values).map((id) => ids.has(id) || ids.size > 2 ? id : theOther(ids, stack));
    return { id: stack.id, template, parameters, dependsOn: [...new Set([...stack.dependsOn, ...referenced])] };
}
const OUTPUT = /\{stack(?:\.([A-Za-z][\w-]*))?\.outputs\.([A-Za-z0-9]+)\}/g;
const ALMOST = /\{stacks?\b[^{}]*\}/;
/** References to stacks, and to outputs, that no template of the release declares. */
function brokenReferences({ id, parameters }, sources, ids) {
    return Object.entries(parameters.values).flatMap(([name, given]) => {
        if (!('value' in given))
            return [];
        const typo = ALMOST.exec(given.value.replaceAll(OUTPUT, ''))?.[0];
        if (typo !== undefined) {
            const { file, line } = parameters.source(name) ?? {};
            return [
                new support_errors/* ActionError */.lZ('config/reference', {
                    message: `${typo} is no reference to an output, and would be deployed as it is written`,
                    subject: `stack/${id}/parameter/${name}`,
                    expected: '{stack.ID.outputs.NAME}',
                    observed: typo,
                    ...(file !== undefined && { file }),
                    ...(line !== undefined && { line }),
                }),
            ];
        }
        return [...given.value.matchAll(OUTPUT)].flatMap(([reference, named, output = '']) => {
            const stack = named ?? (ids.length === 2 ? ids.find((each) => each !== id) : undefined) ?? '';
            const other = sources.get(stack);
            // What is wrong with its own files is told there.
            if (other === undefined && ids.includes(stack))
                return [];
            if (other !== undefined && other.template.transforms.length > 0)
                return [];
            if (other !== undefined && Object.hasOwn(other.template.outputs, output))
                return [];
            const place = parameters.source(name);
            return [
                new support_errors/* ActionError */.lZ('config/reference', {
                    message: `${reference} refers to ${other === undefined ? 'a stack' : 'an output'} that does not exist`,
                    subject: `stack/${id}/parameter/${name}`,
                    expected: other === undefined
                        ? `{stack.ID.outputs.${output}} of one of the stacks ${ids.join(', ')}`
                        : `one of the outputs ${Object.keys(other.template.outputs).join(', ') || '(none)'} of ${other.template.file}`,
                    observed: reference,
                    ...(place && { file: place.file }),
                    ...(place?.line !== undefined && { line: place.line }),
                }),
            ];
        });
    });
}
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
function refuseName({ id, name }) {
    if (name.startsWith('arn:') || STACK_NAME.test(name))
        return;
    throw new support_errors/* ActionError */.lZ('config/file', {
        message: `CloudFormation takes no stack of the name ${name}`,
        subject: `stack/${id}`,
        expected: 'a letter, then letters, digits and hyphens, 128 at most',
        observed: `${name} (${name.length} characters)`,
        advice: `Correct \`name\` of the stack ${id}, or what {environment} stands for in it.`,
    });
}
/** Two entries for one stack would be planned beside each other, each as though the other were not there. */
function sameNames({ key, stacks }) {
    return [...Map.groupBy(stacks, ({ name }) => name)].flatMap(([name, group]) => {
        if (group.length < 2)
            return [];
        const ids = group.map(({ id }) => id).join(' and ');
        return [
            new support_errors/* ActionError */.lZ('config/file', {
                message: `${ids} are one and the same stack of ${key}: ${name}`,
                subject: `environment/${key}`,
                expected: 'a `name` of its own for each stack',
                observed: name,
                advice: `Give ${ids} names that differ, or remove all of them but one.`,
            }),
        ];
    });
}
/** A stack that is named by its ARN tells where it is; it must be where this environment is. */
function refuseElsewhere({ key, region, planRole, deployRole }, { id, name }) {
    if (!name.startsWith('arn:'))
        return;
    const [, , , itsRegion, itsAccount] = name.split(':');
    const account = (planRole ?? deployRole)?.split(':')[4];
    const wrong = itsRegion !== region
        ? { what: 'region', expected: region, observed: itsRegion }
        : account !== undefined && itsAccount !== account
            ? { what: 'account', expected: account, observed: itsAccount }
            : undefined;
    if (wrong === undefined)
        return;
    throw new support_errors/* ActionError */.lZ('config/file', {
        message: `the stack ${id} of ${key} is in another ${wrong.what}: ${wrong.observed ?? 'none'}`,
        subject: `stack/${id}`,
        expected: wrong.expected,
        observed: wrong.observed ?? 'none',
        advice: `Name a stack of ${key}, or correct environments.${key}.`,
    });
}
/** `{stack.outputs.X}` names no stack: it is the other one where there are two. */
function theOther(ids, stack) {
    return [...ids].find((id) => id !== stack.id) ?? stack.id;
}
async function readParameters(environment, stack, workspace, decode) {
    if (stack.parameters === undefined)
        return parameters/* NO_PARAMETERS */.PA;
    if (typeof stack.parameters !== 'string')
        return (0,parameters/* inlineParameters */.UV)(stack.parameters);
    const bytes = await (0,support_workspace/* readWorkspaceFile */.s)(workspace, stack.parameters, `stack/${stack.id}`);
    const given = (0,parameters/* parseParameters */._A)(decode(bytes), stack.parameters);
    const named = Object.entries(given.values).map(([name, each]) => [
        name,
        'value' in each ? { value: each.value.replaceAll('{environment}', environment.name) } : each,
    ]);
    return { ...given, values: Object.fromEntries(named) };
}


/***/ }),

/***/ 94800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ UsualDuration),
/* harmony export */   w: () => (/* binding */ poll)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);

const LONGEST_LEAD_MS = 15_000;
/**
 * How long things of one kind usually take. Who waits for many of them need not look before one can be over: the time
 * before the first look grows while it comes too early, and shrinks while it does not, so that two in three of the
 * first looks are the only ones.
 */
class UsualDuration {
    #lead;
    /** @param lead milliseconds, until something is known */
    constructor(lead) {
        this.#lead = lead;
    }
    get lead() {
        return this.#lead;
    }
    /** @param ms how long it took; `atOnce` where the first look saw the end */
    took(ms, atOnce) {
        this.#lead = atOnce ? this.#lead * 0.9 : Math.min(LONGEST_LEAD_MS, ms, this.#lead * 1.2);
    }
}
/**
 * Looks until `look` gives something. Reaching the timeout is neither success nor failure of what is waited for: the
 * error says that it may still run. A cancelled wait rejects with the signal's reason.
 */
async function poll(wait, look) {
    const started = wait.clock.now().getTime();
    let pause = wait.first;
    let looks = 0;
    if (wait.usual) {
        wait.signal.throwIfAborted();
        pause = Math.max(pause, wait.usual.lead / 4);
        await wait.clock.sleep(wait.usual.lead, wait.signal);
    }
    for (;;) {
        wait.signal.throwIfAborted();
        const found = await look();
        looks += 1;
        if (found !== undefined) {
            wait.usual?.took(wait.clock.now().getTime() - started, looks === 1);
            return found;
        }
        const left = started + wait.timeout - wait.clock.now().getTime();
        if (left <= 0) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('timeout', {
                message: `waited ${Math.round(wait.timeout / 1000)} s for ${wait.waitingFor}; it had not ended by then`,
                advice: wait.onTimeout,
                subject: wait.subject,
            });
        }
        await wait.clock.sleep(Math.min(pause, left), wait.signal);
        pause = Math.min(pause * 1.3, wait.slowest);
    }
}


/***/ }),

/***/ 93312:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ readWorkspaceFile)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _tree_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(57609);




/**
 * Reads a file that the configuration names. Paths are relative to the workspace and may not lead out of it, by links
 * neither: the configuration of a pull request must not read the runner's own files.
 */
async function readWorkspaceFile(workspace, path, subject) {
    const absolute = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, path);
    if (!(await (0,_tree_js__WEBPACK_IMPORTED_MODULE_3__/* .staysBelow */ .cK)(workspace, absolute))) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/missing-file', {
            message: `${path} leads out of the workspace`,
            advice: 'Give a path below the root of the workspace.',
            subject,
            observed: path,
            file: path,
        });
    }
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(absolute);
    }
    catch (error) {
        const missing = error.code === 'ENOENT';
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('config/missing-file', {
            message: missing ? `${path} does not exist` : `${path} cannot be read: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`,
            subject,
            observed: path,
            file: path,
            cause: error,
        });
    }
}


/***/ })

};
