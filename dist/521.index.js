export const id = 521;
export const ids = [521];
export const modules = {

/***/ 52088:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   dH: () => (/* binding */ planChecks),
/* harmony export */   oL: () => (/* binding */ selectChecks)
/* harmony export */ });
/* unused harmony exports keyOf, kindOf */
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(40809);
/* harmony import */ var _index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(23467);



/** The key in the table of checks whose options an entry of `verify` has. */
function keyOf(input) {
    const key = Object.keys(_index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u).find((name) => input[name] !== undefined);
    if (key !== undefined)
        return key;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
        message: 'an entry of `verify` names no check',
        subject: 'verify',
        expected: `one of ${Object.keys(_index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u).join(', ')}`,
        observed: Object.keys(input).join(', '),
    });
}
/** The kind that an entry of `verify` proves: what it says, or that of its check. A gate requires kinds. */
function kindOf(input) {
    return input.kind ?? _index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u[keyOf(input)]?.meta.kind ?? 'functional';
}
/** All checks of a configuration in its order. Two of one name are told apart by a number. */
function planChecks(inputs) {
    const taken = new Map();
    return inputs.map((input) => {
        const key = keyOf(input);
        const check = _index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u[key];
        const options = Object.fromEntries(Object.keys(check.shape).map((name) => [name, input[name]]));
        const wanted = input.name ?? check.nameOf(options);
        const times = (taken.get(wanted) ?? 0) + 1;
        taken.set(wanted, times);
        const { delay, every, count, failures, errors } = input;
        return {
            key,
            check,
            name: times === 1 ? wanted : `${wanted} (${times})`,
            kind: kindOf(input),
            options,
            sampling: {
                delay,
                every,
                count,
                failures,
                errors,
                timeout: input.timeout ?? check.timeoutOf(options),
                dryRun: input['dry-run'],
                ...(input['steady-for'] !== undefined && { steadyFor: input['steady-for'] }),
            },
        };
    });
}
/** `aws` are all checks that run no code of the user's, `tests` all that do: together they are all. */
const GROUPS = {
    aws: ({ check }) => !check.meta.runsUserCode,
    tests: ({ check }) => check.meta.runsUserCode,
};
/**
 * The checks that `only` names: by name (also written `home-page-answers`), key, kind, `aws` or `tests`; all where it
 * names none. A word that means nothing here is an error: it would silently leave checks out.
 */
function selectChecks(planned, only) {
    const groups = new Set([...Object.keys(GROUPS), ..._contract_js__WEBPACK_IMPORTED_MODULE_2__/* .KINDS */ .G, ...Object.keys(_index_js__WEBPACK_IMPORTED_MODULE_1__/* .CHECKS */ .u)]);
    const names = planned.flatMap(({ name }) => [name, wordOf(name)]);
    const unknown = only.find((word) => !groups.has(word) && !names.includes(word));
    if (unknown !== undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/input', {
            message: `the input \`only\` names ${JSON.stringify(unknown)}, which is no check`,
            subject: 'input/only',
            expected: [...groups, ...planned.map(({ name }) => wordOf(name))].join(', '),
            observed: unknown,
        });
    }
    if (only.length === 0)
        return [...planned];
    return planned.filter((one) => only.some((word) => GROUPS[word]?.(one) ?? [one.name, wordOf(one.name), one.key, one.kind].includes(word)));
}
/** A name as one word, for the input `only`. */
function wordOf(name) {
    return name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '');
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

/***/ 13521:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: ./build/dist/evidence/verdict.js
var verdict = __webpack_require__(86686);
;// CONCATENATED MODULE: ./build/dist/checks/engine/conclude.js

function countsOf(looks) {
    const passed = looks.filter(({ judgement }) => judgement.outcome === 'pass').length;
    const failed = looks.filter(({ judgement }) => judgement.outcome === 'fail').length;
    return { passed, failed, unanswered: looks.length - passed - failed };
}
/** How long the unbroken passes at the end have lasted. */
function steadyMs(looks) {
    const broken = looks.findLastIndex(({ judgement }) => judgement.outcome !== 'pass');
    const first = looks[broken + 1];
    return first ? (looks.at(-1)?.endedAt ?? 0) - first.startedAt : 0;
}
/** Whether there is more to see: a limit is not yet exceeded, and there were not enough looks. */
function needsMore(looks, sampling) {
    const { failed, unanswered } = countsOf(looks);
    if (failed > sampling.failures || unanswered > sampling.errors)
        return false;
    if (looks.length < sampling.count)
        return true;
    if (sampling.steadyFor === undefined)
        return false;
    return looks.at(-1)?.judgement.outcome !== 'pass' || steadyMs(looks) < sampling.steadyFor;
}
/** An exceeded limit beats everything; nothing but failures within the limit, or no look at all, is never a pass. */
function concludes(looks, sampling) {
    const { passed, failed, unanswered } = countsOf(looks);
    const silent = looks.some(({ judgement }) => judgement.outcome === 'error') ? 'error' : 'inconclusive';
    if (looks.length === 0)
        return { outcome: 'inconclusive', why: 'no look was taken' };
    if (failed > sampling.failures)
        return { outcome: 'fail', why: `failed (${failed}) > failures (${sampling.failures})` };
    if (unanswered > sampling.errors) {
        return { outcome: silent, why: `without an answer (${unanswered}) > errors (${sampling.errors})` };
    }
    if (passed === 0)
        return { outcome: failed > 0 ? 'fail' : silent, why: `none of ${looks.length} looks passed` };
    if (needsMore(looks, sampling))
        return { outcome: 'inconclusive', why: `ended after ${looks.length} looks, too early to tell` };
    const rest = [
        failed > 0 && `${failed} failed (${sampling.failures} may)`,
        unanswered > 0 && `${unanswered} gave no answer (${sampling.errors} may)`,
    ];
    return { outcome: 'pass', why: [`${passed} of ${looks.length} looks passed`, ...rest.filter(Boolean)].join(', ') };
}
/** What the looks mean, as findings (the check's own first) and measurements. Pure. */
function conclude(planned, looks) {
    const { name, kind, key, sampling } = planned;
    const { outcome, why } = concludes(looks, sampling);
    const shown = telling(looks, outcome)?.judgement;
    const subject = `check/${name}`;
    const counts = countsOf(looks);
    const details = { kind, check: name, key, looks: looks.length, ...counts };
    const severalLooks = looks.length > 1 || sampling.failures > 0 || sampling.errors > 0;
    const said = shown?.title ?? 'nothing was measured';
    const title = outcome === 'pass' && looks.length > 1 ? `${name}: ${why}` : `${name}: ${said}`;
    const own = {
        code: `check/${key}`,
        outcome,
        title,
        subject,
        ...(shown?.expected !== undefined && { expected: shown.expected }),
        observed: [severalLooks ? why : undefined, shown?.observed].filter(Boolean).join('; ') || why,
        ...(outcome !== 'pass' && { advice: shown?.advice ?? 'Run the job once more.' }),
        ...(shown?.source && { source: shown.source }),
        details,
    };
    const single = outcome === 'pass' ? [] : (shown?.findings ?? []);
    const findings = [own, ...single.map((finding) => ({ ...finding, details: { kind, check: name } }))];
    return {
        findings: sampling.dryRun ? findings.map(dryRun) : findings,
        measurements: measurementsOf(looks).map((one) => ({ ...one, subject })),
    };
}
/** The look that shows best why it ended so: the last one of that outcome, or the last at all. */
function telling(looks, outcome) {
    return looks.findLast(({ judgement }) => judgement.outcome === outcome) ?? looks.at(-1);
}
/** Measured and shown, but nothing follows from it. */
function dryRun(finding) {
    const { advice: _, ...rest } = finding;
    return { ...rest, outcome: 'skipped', title: `dry run, would be ${(0,verdict/* verdictOf */.Vj)([finding])}: ${finding.title}` };
}
/** One measurement for each name: of several looks the worst value, and all of them as a series. */
function measurementsOf(looks) {
    const byName = new Map();
    for (const { startedAt, judgement } of looks) {
        for (const measurement of judgement.measurements ?? []) {
            const known = byName.get(measurement.name) ?? [];
            known.push({ at: startedAt, measurement });
            byName.set(measurement.name, known);
        }
    }
    return [...byName.values()].flatMap((values) => {
        const last = values.at(-1)?.measurement;
        if (!last)
            return [];
        if (values.length === 1)
            return [last];
        const value = Math.max(...values.map(({ measurement }) => measurement.value));
        return [
            { ...last, value, series: values.map(({ at, measurement }) => [Math.round(at), measurement.value]) },
        ];
    });
}

// EXTERNAL MODULE: ./build/dist/support/durations.js
var durations = __webpack_require__(12780);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
;// CONCATENATED MODULE: ./build/dist/checks/engine/sample.js



/** After its deadline a look may still put things in order, such as ending the processes that it started. */
const GRACE_MS = 15_000;
/**
 * Takes looks until there is enough to conclude. Options have their references filled. A look that throws, or has not
 * ended by its deadline, is one without an answer. Rejects only when the job is cancelled, with that reason.
 */
async function sample(planned, ports, around) {
    const { sampling, name } = planned;
    if (sampling.delay > 0) {
        ports.log.info(`${name}: waits ${(0,durations/* showDuration */.kJ)(sampling.delay)} before the first look`);
        await ports.clock.sleep(sampling.delay, ports.cancelled);
    }
    const begun = ports.clock.now().getTime();
    const looks = [];
    do {
        if (looks.length > 0)
            await ports.clock.sleep(sampling.every, ports.cancelled);
        ports.cancelled.throwIfAborted();
        const startedAt = ports.clock.now().getTime() - begun;
        const judgement = await look(planned, ports, around);
        looks.push({ startedAt, endedAt: ports.clock.now().getTime() - begun, judgement });
        tell(ports, planned, looks);
    } while (needsMore(looks, sampling));
    return looks;
}
function tell(ports, { name, sampling }, looks) {
    const judgement = looks.at(-1)?.judgement;
    if (!judgement)
        return;
    const number = sampling.count > 1 || looks.length > 1 ? ` ${looks.length}/${Math.max(sampling.count, looks.length)}` : '';
    ports.log.info(`${judgement.outcome}${number}: ${name}: ${judgement.title}`);
}
async function look(planned, ports, around) {
    const { check, name, options, sampling } = planned;
    const deadline = AbortSignal.timeout(sampling.timeout);
    const signal = AbortSignal.any([deadline, ports.cancelled]);
    try {
        const observing = check.observe(options, { ports, signal, name, ...around });
        const facts = await settled(observing, signal);
        ports.cancelled.throwIfAborted();
        return check.judge(options, facts);
    }
    catch (error) {
        ports.cancelled.throwIfAborted();
        if (deadline.aborted)
            return tooLate(sampling.timeout);
        return unanswered(error);
    }
}
/** What the look gives, or a rejection when it is still not there a while after its signal was aborted. */
async function settled(observing, signal) {
    let timer;
    const giveUp = new Promise((_, reject) => {
        const begin = () => {
            timer = setTimeout(() => reject(signal.reason), GRACE_MS);
        };
        if (signal.aborted)
            begin();
        else
            signal.addEventListener('abort', begin, { once: true });
    });
    try {
        return await Promise.race([observing, giveUp]);
    }
    finally {
        clearTimeout(timer);
    }
}
function tooLate(timeout) {
    return {
        outcome: 'error',
        title: `no answer within ${(0,durations/* showDuration */.kJ)(timeout)}`,
        expected: `an answer within ${(0,durations/* showDuration */.kJ)(timeout)}`,
        observed: 'none',
        advice: 'See what it waits for, or give the check a longer `timeout`.',
    };
}
function unanswered(error) {
    if (!(error instanceof errors/* ActionError */.lZ)) {
        return {
            outcome: 'error',
            title: `could not be done: ${(0,errors/* messageOf */.bD)(error)}`,
            observed: (0,errors/* messageOf */.bD)(error),
            advice: 'This is a mistake in the action: please report it with the log.',
        };
    }
    const { expected, observed } = error.details;
    return {
        outcome: 'error',
        title: error.message,
        advice: error.advice,
        ...(expected !== undefined && { expected }),
        observed: observed ?? error.code,
    };
}

// EXTERNAL MODULE: ./build/dist/checks/engine/select.js
var engine_select = __webpack_require__(52088);
// EXTERNAL MODULE: ./build/dist/config/resolve.js
var resolve = __webpack_require__(84500);
// EXTERNAL MODULE: ./build/dist/release/bring-release.js
var bring_release = __webpack_require__(52195);
// EXTERNAL MODULE: ./build/dist/release/earlier.js
var earlier = __webpack_require__(65263);
// EXTERNAL MODULE: ./build/dist/release/outputs.js
var outputs = __webpack_require__(75089);
// EXTERNAL MODULE: ./build/dist/release/release.js
var release_release = __webpack_require__(3154);
// EXTERNAL MODULE: ./build/dist/commands/contract.js
var contract = __webpack_require__(54712);
;// CONCATENATED MODULE: ./build/dist/commands/verify.js









/**
 * Proves that what was deployed does what it should: each check in the order of the file, one after another, so that
 * none disturbs another's measurement. Records the release that it is about, a finding for each check, and how long
 * each took. Rejects with an ActionError where nothing can be asked, or when it is cancelled.
 */
async function run(context) {
    const { ports, inputs, config, record, origin } = context;
    const environment = (0,contract/* environmentOf */.p)(context, inputs.environment ?? 'preprod');
    const { workspace } = ports.place;
    await (0,bring_release/* bringRelease */.e)(context);
    const release = await (0,release_release/* describeRelease */.NC)({ config, workspace, sha: origin.sha, signal: ports.cancelled });
    record.release(release);
    const planned = (0,engine_select/* planChecks */.dH)(config.verify).map((one) => ({
        ...one,
        options: (0,resolve/* fillWords */.Bm)(one.options, environment.words, `check/${one.name}`),
    }));
    const selected = (0,engine_select/* selectChecks */.oL)(planned, inputs.only);
    if (selected.length === 0) {
        nothingToDo(context, planned.length);
        return;
    }
    const outputs = await outputsFor(context, environment, release, selected);
    const around = surroundings(environment, outputs);
    for (const one of selected)
        await verify(context, one, outputs, around);
}
async function verify({ ports, record }, planned, outputs, around) {
    const subject = `check/${planned.name}`;
    const startedAt = ports.clock.now();
    const filled = { ...planned, options: (0,resolve/* fillOutputs */.Yg)(planned.options, outputs, subject) };
    const looks = await sample(filled, ports, around);
    const { findings, measurements } = conclude(filled, looks);
    record.find(...findings);
    record.measure(...measurements);
    const [own] = findings;
    record.happened({
        at: startedAt.toISOString(),
        subject,
        event: looks.length === 1 ? planned.kind : `${planned.kind}, ${looks.length} looks`,
        ms: ports.clock.now().getTime() - startedAt.getTime(),
        ...(own && { outcome: own.outcome, detail: own.title }),
    });
}
/** Hosts are in reach where the deployments are on this very host; others are looked at by their own hooks. */
function surroundings(environment, outputs) {
    const { deployments } = environment;
    const local = deployments.filter((deployment) => deployment.platform === 'local');
    const reachable = local.length > 0 && local.length === deployments.length;
    return {
        environment: environment.name,
        hosts: reachable
            ? local.map((deployment) => ({ name: deployment.id, root: deployment['destination-root'] ?? '/' }))
            : 'unreachable',
        variables: variablesFor(environment, outputs),
    };
}
const PREFIX = 'TEST_DEPLOYMENTS';
/** `TEST_DEPLOYMENTS_ENVIRONMENT`, and `TEST_DEPLOYMENTS_WEB_URL` for the output Url of the stack web. */
function variablesFor(environment, outputs) {
    const named = Object.entries(outputs).flatMap(([stack, values]) => Object.entries(values).map(([name, value]) => [variableName(stack, name), value]));
    return { ...Object.fromEntries(named), [`${PREFIX}_ENVIRONMENT`]: environment.name };
}
function variableName(stack, output) {
    return `${PREFIX}_${stack}_${output}`.replaceAll(/\W/g, '_').toUpperCase();
}
/**
 * Outputs of the stacks, where checks refer to any: from the evidence of the deployment, which needs no identity, so that
 * the repository's own tests can run without one; otherwise from AWS.
 */
async function outputsFor({ ports, inputs, config, origin, record }, environment, release, selected) {
    const stacks = selected.flatMap(({ options }) => (0,resolve/* referencedStacks */.jS)(options));
    if (stacks.length === 0)
        return {};
    const { chain } = await (0,earlier/* linkEarlier */.T)({
        ports,
        needs: inputs.needs,
        folder: inputs.evidence,
        origin,
        release: release.digest,
        youngerThan: config.gate['evidence-younger-than'],
    });
    const deployed = chain.links.findLast(({ evidence: { slot, outputs } }) => slot.command === `deploy-${environment.key}` && outputs);
    if (deployed?.evidence.outputs) {
        record.builtOn(deployed.digest);
        return deployed.evidence.outputs;
    }
    return await (0,outputs/* readOutputs */.T)(ports, environment, (0,resolve/* accessTo */.Yi)(environment, 'plan', origin.runId));
}
function nothingToDo({ inputs, record }, configured) {
    if (configured === 0) {
        record.find({
            code: 'verify/nothing',
            outcome: 'inconclusive',
            title: 'nothing was verified: the configuration has no checks',
            subject: 'verify',
            expected: 'at least one check under `verify`',
            observed: 'none',
            advice: 'Add a check, such as `verify: [{ http: "{stack.outputs.Url}/health" }]`.',
        });
        return;
    }
    record.find({
        code: 'verify/nothing-selected',
        outcome: 'skipped',
        title: `none of the ${configured} checks is among ${inputs.only.join(', ')}`,
        subject: 'verify',
        expected: 'a check of this part of the verification',
        observed: 'none',
        advice: 'Nothing to do here unless a check was meant to be among them.',
    });
}


/***/ }),

/***/ 75089:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ readOutputs)
/* harmony export */ });
/* harmony import */ var _cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89518);
/* harmony import */ var _support_limit_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63778);


const READS_AT_ONCE = 4;
/** Outputs of all stacks of an environment, as they are now. A stack that is not there has none and is left out. */
async function readOutputs(ports, environment, access) {
    if (environment.stacks.length === 0)
        return {};
    const cloudformation = await ports.connect.cloudformation(access);
    const read = await (0,_support_limit_js__WEBPACK_IMPORTED_MODULE_1__/* .mapLimit */ .s)(environment.stacks, READS_AT_ONCE, async (stack) => {
        const state = await (0,_cloudformation_stack_js__WEBPACK_IMPORTED_MODULE_0__/* .readStack */ .bA)(cloudformation, stack.name);
        return state === undefined ? undefined : [stack.id, state.outputs];
    });
    return Object.fromEntries(read.filter((entry) => entry !== undefined));
}


/***/ })

};
