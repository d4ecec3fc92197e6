export const id = 225;
export const ids = [225];
export const modules = {

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
 * Removes a change set, and the shell of a stack that only it had made. The shell is removed only while it is in review
 * and no other change set waits in it: what somebody else began is not ours to remove.
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
    if (stack?.status !== 'REVIEW_IN_PROGRESS')
        return;
    const others = await changeSetsOf(cloudformation, stack.arn);
    if (others.some(({ arn, name }) => name !== created.name && !('arn' in created && arn === created.arn)))
        return;
    await cloudformation.deleteStack({ StackName: stack.arn });
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
/** What hooks objected to when the change set was made, to the last page: no event tells it. */
async function readHookResults(cloudformation, changeSetArn) {
    const found = [];
    let token;
    try {
        do {
            const page = await cloudformation.listHookResults({
                TargetType: 'CHANGE_SET',
                TargetId: changeSetArn,
                ...(token !== undefined && { NextToken: token }),
            });
            for (const result of page.HookResults ?? []) {
                if (!result.Status?.endsWith('_FAILED'))
                    continue;
                found.push({
                    name: result.TypeName ?? 'unnamed',
                    mode: result.FailureMode ?? 'FAIL',
                    reason: result.HookStatusReason ?? '',
                    logicalId: '',
                    path: '',
                });
            }
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
    // A transform may add parameters, so what the template does not declare can only be judged without one.
    if (template.transforms.length === 0) {
        for (const name of Object.keys(given.values)) {
            if (Object.hasOwn(template.parameters, name))
                continue;
            wrong(name, {
                title: `The template declares no parameter ${name}`,
                expected: `one of: ${Object.keys(template.parameters).join(', ') || 'none'}`,
                observed: name,
                advice: `Remove ${name} from the parameters, or declare it in ${template.file}.`,
            });
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
/* unused harmony exports LARGEST_BYTES, MOST_RESOURCES */
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(27699);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _support_yaml_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(70594);
/* harmony import */ var _for_each_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(91307);





/** CloudFormation's limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const INLINE_BYTES = 51_200;
const LARGEST_BYTES = 1_048_576;
const MOST_RESOURCES = 500;
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
    const lost = (0,_support_yaml_js__WEBPACK_IMPORTED_MODULE_3__/* .lostAlias */ .FO)(document);
    if (lost)
        throw unreadable(file, lost.problem, place(lost.offset));
    const body = bodyOf(root, document);
    const problem = body === undefined ? 'an anchor that contains itself' : (0,_support_yaml_js__WEBPACK_IMPORTED_MODULE_3__/* .problemOf */ .Zw)(body);
    if (body === undefined || problem !== undefined)
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
/** A node as plain data. Dates and the like stay the texts that they are to CloudFormation. */
/** Undefined where an anchor contains itself: there is no end to it. */
function bodyOf(root, document) {
    try {
        return plain(root, document);
    }
    catch (error) {
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}
function plain(node, document) {
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node))
        return plain(node.resolve(document), document);
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isPair */ .tO)(node))
        return undefined;
    const value = untagged(node, document);
    const tag = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node) || (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node) ? node.tag : undefined;
    return tag !== undefined && tag.startsWith('!') && !tag.startsWith('!!') ? longForm(tag, value) : value;
}
function untagged(node, document) {
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
        return node.items.map((item) => plain(item, document));
    if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
        const result = {};
        for (const { key, value } of node.items) {
            const name = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) ? String(key.source ?? key.value) : String(key);
            if (name === '<<')
                Object.assign(result, plain(value, document));
            else
                Object.defineProperty(result, name, { value: plain(value, document), enumerable: true, writable: true });
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
/* harmony export */   Rz: () => (/* binding */ adviceForDeployment)
/* harmony export */ });
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
    const base = { deployment: deployment.id, application: deployment.application, group: deployment.group };
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
            advice: [(0,_advice_js__WEBPACK_IMPORTED_MODULE_2__/* .adviceHere */ .RF)(diagnostics, failed?.event ?? ''), leftBy(result)].filter(Boolean).join(' '),
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

/***/ 1552:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ makePlan),
/* harmony export */   OA: () => (/* binding */ comparePlans)
/* harmony export */ });
/* unused harmony exports planDigest, showChange */
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

/***/ 37337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ errorFinding)
/* harmony export */ });
/**
 * There is no answer about this subject, and why. `environment` is where; the call that was not answered is kept as its
 * cause, by which several such findings become one.
 */
function errorFinding(error, subject = error.subject, environment) {
    const cause = error.subject.startsWith('aws/') ? error.subject : undefined;
    const { file, line, column, expected, observed } = error.details;
    return {
        code: error.code,
        outcome: 'error',
        title: error.message,
        subject,
        advice: error.advice,
        ...(expected !== undefined && { expected }),
        ...(observed !== undefined && { observed }),
        ...(file !== undefined && {
            source: { file, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
        }),
        ...((environment !== undefined || cause !== undefined) && {
            details: { ...(environment !== undefined && { environment }), ...(cause !== undefined && { cause }) },
        }),
    };
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
function failedChangeSet(subject, facts, template, objections, unread) {
    const reasons = [facts, ...allNested(facts)].filter((each) => each.outcome === 'failed' && each.statusReason !== '');
    const own = objectionFindings(subject, template, objections);
    if (own.some((finding) => finding.outcome === 'fail'))
        return own;
    const refusal = (0,cloudformation_hooks/* refusedByHooks */.k)(facts);
    if (refusal) {
        return [
            ...own,
            {
                code: 'change-set/objection',
                outcome: 'fail',
                title: `${(0,cloudformation_hooks/* failedHooks */.Om)(refusal.statusReason).join(', ')} objects to the change set`,
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
function objectionFindings(subject, template, objections) {
    return objections.map((objection) => {
        const resource = template.resources[objection.logicalId];
        const warning = objection.mode === 'WARN';
        return {
            code: 'change-set/objection',
            outcome: warning ? 'skipped' : 'fail',
            title: `${objection.name} objects to ${objection.logicalId === '' ? 'the change set' : objection.logicalId}`,
            subject: objection.logicalId === '' ? subject : `${subject}/resource/${objection.logicalId}`,
            expected: 'no objection',
            observed: objection.path === '' ? objection.reason : `${objection.path}: ${objection.reason}`,
            advice: `Correct ${objection.logicalId === '' ? template.file : `${objection.logicalId} in ${template.file}`} as the reason says.`,
            ...(resource && { source: resource.source }),
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
        const stackPlan = await planStack({ ...options, cloudformation, stack: node.stack, source, outputs });
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
    const unread = [hooks.error, made.error].flatMap((error) => error ?? []);
    const refusal = (0,cloudformation_hooks/* refusedByHooks */.k)(facts);
    const byHooks = refusal ? await attempt(options, () => (0,cloudformation_hooks/* readHookResults */.EB)(cloudformation, refusal.arn)) : {};
    const findings = facts.outcome === 'failed'
        ? failedChangeSet(subject, facts, source.template, [...objections, ...(byHooks.found ?? [])], byHooks.error)
        : objectionFindings(subject, source.template, objections);
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
        findings: [...findings, ...unread.map((error) => (0,error_finding/* errorFinding */.i)(error, subject, environment.key))],
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

/***/ 68238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ changedMeanwhile),
/* harmony export */   j: () => (/* binding */ afterCleanup)
/* harmony export */ });
/* harmony import */ var _cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89518);
/* harmony import */ var _support_poll_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94800);


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
    return (0,_support_poll_js__WEBPACK_IMPORTED_MODULE_1__/* .poll */ .w)({
        clock,
        signal: cancelled,
        first: 1_000,
        slowest: 5_000,
        timeout: TIMEOUT_MS,
        subject: `stack/${first.name}`,
        waitingFor: `the stack ${first.name} to remove its old resources`,
        onTimeout: `Look at it with \`aws cloudformation describe-stacks --stack-name ${first.name}\`.`,
    }, async () => {
        const now = await (0,_cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_0__/* .readStack */ .bA)(cloudformation, first.arn);
        return now?.status.endsWith('_IN_PROGRESS') ? undefined : (now ?? first);
    });
}
/**
 * What was read of a stack says nothing of one that was made again under its name, or that somebody has begun to change:
 * then that is why AWS refuses, whatever it says. Undefined where the stack is as it was.
 */
async function changedMeanwhile({ cloudformation, stack, environment }, before, error) {
    if (error.code !== 'aws/service')
        return undefined;
    const now = await (0,_cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_0__/* .readStack */ .bA)(cloudformation, stack.name).catch(() => before);
    // The shell of a change set may be our own.
    const same = before === undefined
        ? now === undefined || now.status === 'REVIEW_IN_PROGRESS'
        : now?.arn === before.arn && now.status === before.status;
    if (same)
        return undefined;
    const show = (state) => state === undefined ? 'no such stack' : `${state.arn} in ${state.status}`;
    return {
        code: 'stack/changed-meanwhile',
        outcome: 'fail',
        title: `Somebody else changed ${stack.name} while it was looked at`,
        subject: `stack/${stack.id}`,
        expected: show(before),
        observed: show(now),
        advice: `See who works on it with \`aws cloudformation describe-stack-events --stack-name ${stack.name} ` +
            `--region ${environment.region}\`, and start again when that has ended.`,
    };
}


/***/ }),

/***/ 19673:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ readSources)
/* harmony export */ });
/* harmony import */ var _cloudformation_parameters_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(46568);
/* harmony import */ var _cloudformation_template_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2466);
/* harmony import */ var _config_resolve_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(84500);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(69166);
/* harmony import */ var _support_workspace_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(93312);
/* harmony import */ var _error_finding_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(37337);






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
            if (!(error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ))
                throw error;
            errors.push(error);
        }
    }
    const ids = environment.stacks.map(({ id }) => id);
    errors.push(...[...sources.values()].flatMap((source) => brokenReferences(source, sources, ids)));
    const [first, ...others] = errors;
    if (first === undefined) {
        (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_2__/* .ordered */ .Sj)([...sources.values()]);
        return sources;
    }
    if (others.length === 0)
        throw first;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/template', {
        message: `${errors.length} files of ${environment.key} cannot be used; the first: ${first.message}`,
        subject: `environment/${environment.key}`,
        findings: errors.flatMap((error) => (error.findings.length > 0 ? error.findings : [(0,_error_finding_js__WEBPACK_IMPORTED_MODULE_5__/* .errorFinding */ .i)(error)])),
    });
}
async function readSource(environment, stack, workspace, templates) {
    const subject = `stack/${stack.id}`;
    refuseElsewhere(environment, stack);
    const decode = (bytes) => new TextDecoder().decode(bytes);
    const template = templates.get(stack.template) ??
        (0,_cloudformation_template_js__WEBPACK_IMPORTED_MODULE_1__/* .parseTemplate */ .QC)(decode(await (0,_support_workspace_js__WEBPACK_IMPORTED_MODULE_4__/* .readWorkspaceFile */ .s)(workspace, stack.template, subject)), stack.template);
    templates.set(stack.template, template);
    if (template.bytes > _cloudformation_template_js__WEBPACK_IMPORTED_MODULE_1__/* .INLINE_BYTES */ .MZ && stack['template-bucket'] === undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/template', {
            message: `${template.file} has ${template.bytes} bytes; CloudFormation takes more than ${_cloudformation_template_js__WEBPACK_IMPORTED_MODULE_1__/* .INLINE_BYTES */ .MZ} from S3 only`,
            advice: `Set \`template-bucket\` of the stack ${stack.id}.`,
            subject,
            expected: `at most ${_cloudformation_template_js__WEBPACK_IMPORTED_MODULE_1__/* .INLINE_BYTES */ .MZ} bytes, or a template-bucket`,
            observed: `${template.bytes} bytes and no template-bucket`,
            file: template.file,
        });
    }
    const parameters = await readParameters(environment, stack, workspace, decode);
    const ids = new Set(environment.stacks.map((each) => each.id));
    const referenced = (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_2__/* .referencedStacks */ .jS)(parameters.values).map((id) => ids.has(id) || ids.size > 2 ? id : theOther(ids, stack));
    return { id: stack.id, template, parameters, dependsOn: [...new Set([...stack.dependsOn, ...referenced])] };
}
const OUTPUT = /\{stack(?:\.([A-Za-z][\w-]*))?\.outputs\.([A-Za-z0-9]+)\}/g;
/** References to stacks, and to outputs, that no template of the release declares. */
function brokenReferences({ id, parameters }, sources, ids) {
    return Object.entries(parameters.values).flatMap(([name, given]) => {
        if (!('value' in given))
            return [];
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
                new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/reference', {
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
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/file', {
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
        return _cloudformation_parameters_js__WEBPACK_IMPORTED_MODULE_0__/* .NO_PARAMETERS */ .PA;
    if (typeof stack.parameters !== 'string')
        return (0,_cloudformation_parameters_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineParameters */ .UV)(stack.parameters);
    const bytes = await (0,_support_workspace_js__WEBPACK_IMPORTED_MODULE_4__/* .readWorkspaceFile */ .s)(workspace, stack.parameters, `stack/${stack.id}`);
    const given = (0,_cloudformation_parameters_js__WEBPACK_IMPORTED_MODULE_0__/* .parseParameters */ ._A)(decode(bytes), stack.parameters);
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



/**
 * Reads a file that the configuration names. Paths are relative to the workspace and may not lead out of it: the
 * configuration of a pull request must not read the runner's own files.
 */
async function readWorkspaceFile(workspace, path, subject) {
    const absolute = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(workspace, path);
    const inside = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(workspace, absolute);
    if (inside.startsWith('..') || (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(inside) === inside) {
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
        const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
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
