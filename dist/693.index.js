export const id = 693;
export const ids = [693,715];
export const modules = {

/***/ 88715:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ packZip),
/* harmony export */   j: () => (/* binding */ packTgz),
/* harmony export */   packTgzFile: () => (/* binding */ packTgzFile)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var node_stream_promises__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(46466);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(38522);
/* harmony import */ var _support_tree_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(57609);






/** Times and owners are no content: they are the same in every archive, so that the same folder gives the same bytes. */
const MTIME = new Date(0);
const FIXED = { mtime: MTIME, uid: 0, gid: 0, uname: '', gname: '' };
/** What a zip calls a symbolic link (stat's S_IFLNK), in the upper half of its attributes. */
const LINK_TYPE = 0o120000;
const FILE_TYPE = 0o100000;
async function packTgz() {
    const { default: tar } = await __webpack_require__.e(/* import() */ 118).then(__webpack_require__.t.bind(__webpack_require__, 56118, 19));
    const pack = tar.pack();
    const gzip = (0,node_zlib__WEBPACK_IMPORTED_MODULE_4__.createGzip)();
    const collected = collect(pack.pipe(gzip));
    return {
        add: (entry, bytes) => new Promise((resolve, reject) => {
            const header = headerOf(entry, bytes?.length ?? 0);
            const done = (error) => (error ? reject(error) : resolve());
            if (bytes)
                pack.entry(header, bytes, done);
            else
                pack.entry(header, done);
        }),
        finish: () => {
            pack.finalize();
            return collected;
        },
        abandon: () => {
            pack.destroy();
            gzip.destroy();
        },
    };
}
function headerOf(entry, size) {
    return {
        ...FIXED,
        name: entry.path,
        mode: entry.mode,
        size,
        type: entry.kind === 'link' ? 'symlink' : entry.kind,
        ...(entry.target !== undefined && { linkname: entry.target }),
    };
}
/**
 * Packs a folder into a new file as it reads it, so that no more than a piece is in memory. Rejects with Node's error, with
 * the signal's reason when cancelled, and where a file changes its size meanwhile.
 * @returns the digest of what was packed, as digestOfTree gives it
 */
async function packTgzFile(folder, file, signal) {
    const { default: tar } = await __webpack_require__.e(/* import() */ 118).then(__webpack_require__.t.bind(__webpack_require__, 56118, 19));
    const pack = tar.pack();
    // What lies for days need not be small, and a large folder keeps a job waiting.
    const gzip = (0,node_zlib__WEBPACK_IMPORTED_MODULE_4__.createGzip)({ level: node_zlib__WEBPACK_IMPORTED_MODULE_4__.constants.Z_BEST_SPEED });
    const written = (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_3__.pipeline)(pack, gzip, (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createWriteStream)(file, { flags: 'wx' }), { ...(signal && { signal }) });
    written.catch(() => undefined);
    const read = [];
    try {
        // Keeps the archive of an empty folder from being none.
        pack.entry({ ...FIXED, name: '.', type: 'directory', mode: 0o755 });
        for (const entry of await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .walkTree */ .Ir)(folder)) {
            if (entry.kind === 'other')
                throw new Error(`${entry.path} is neither a file, a folder nor a link`);
            const sink = pack.entry(headerOf(entry, entry.size));
            if (entry.kind !== 'file') {
                read.push({ entry });
                continue;
            }
            const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
            const source = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, entry.path));
            source.on('data', (chunk) => hash.update(chunk));
            await (0,node_stream_promises__WEBPACK_IMPORTED_MODULE_3__.pipeline)(source, sink, { ...(signal && { signal }) });
            read.push({ entry, content: `sha256:${hash.digest('hex')}` });
        }
        pack.finalize();
        await written;
        return (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .digestOfEntries */ .ol)(read);
    }
    catch (error) {
        pack.destroy();
        await written.catch(() => undefined);
        signal?.throwIfAborted();
        throw error;
    }
}
/** As Lambda wants its code. Folders without files in them are kept. */
async function packZip() {
    const { ZipFile } = await __webpack_require__.e(/* import() */ 44).then(__webpack_require__.t.bind(__webpack_require__, 93044, 19));
    const zip = new ZipFile();
    const collected = collect(zip.outputStream);
    // A zip of the time before time zones: what a host thinks of its own zone must not change the bytes.
    const options = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };
    return {
        add: (entry, bytes) => {
            if (entry.kind === 'directory')
                zip.addEmptyDirectory(entry.path, { ...options, mode: 0o40000 | entry.mode });
            else if (entry.kind === 'link')
                zip.addBuffer(Buffer.from(entry.target ?? ''), entry.path, { ...options, mode: LINK_TYPE | entry.mode });
            else
                zip.addBuffer(bytes ?? Buffer.alloc(0), entry.path, { ...options, mode: FILE_TYPE | entry.mode });
            return Promise.resolve();
        },
        finish: () => {
            zip.end();
            return collected;
        },
        abandon: () => void zip.outputStream.destroy(),
    };
}
function collect(stream) {
    const collected = (async () => {
        const chunks = [];
        for await (const chunk of stream)
            chunks.push(chunk);
        return Buffer.concat(chunks);
    })();
    // Node warns of a rejection that is awaited later; who finishes awaits it, and who abandons does not care.
    collected.catch(() => undefined);
    return collected;
}


/***/ }),

/***/ 92455:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  R: () => (/* binding */ executeEnvironment)
});

// EXTERNAL MODULE: ./build/dist/config/resolve.js
var resolve = __webpack_require__(84500);
// EXTERNAL MODULE: ./build/dist/codedeploy/local.js
var local = __webpack_require__(82963);
// EXTERNAL MODULE: ./build/dist/support/errors.js
var errors = __webpack_require__(69166);
// EXTERNAL MODULE: ./build/dist/support/text.js
var support_text = __webpack_require__(36402);
// EXTERNAL MODULE: ./build/dist/support/tree.js
var tree = __webpack_require__(57609);
// EXTERNAL MODULE: ./build/dist/release/deploy-shared.js
var deploy_shared = __webpack_require__(1872);
// EXTERNAL MODULE: ./build/dist/release/request-here.js
var request_here = __webpack_require__(23321);
;// CONCATENATED MODULE: ./build/dist/release/deploy-here.js






/** Deploys to this very host, with no AWS at all; what goes on running is recorded with how to end it. */
async function deployLocally(execution, deployment) {
    const { ports, record, environment, run } = execution;
    const request = (0,request_here/* requestHere */.o)(ports, run, environment, deployment);
    const { revision, root } = request;
    const differs = (0,deploy_shared/* judgeRevision */.f)(execution, deployment.id, await digestOf(revision, ports.cancelled));
    if (differs)
        return [differs];
    const handle = (state) => record.handle({
        kind: 'folder',
        id: root,
        environment: environment.key,
        state,
        advice: 'The agent’s own folder: archives, logs, and what is installed.',
    });
    const { deployRevision, processesOf } = await Promise.all(/* import() */[__webpack_require__.e(836), __webpack_require__.e(804)]).then(__webpack_require__.bind(__webpack_require__, 5804));
    handle('unknown');
    try {
        const { findings, ms } = await (0,local/* deployHere */.k)({ ports, record }, request, deployRevision);
        (0,deploy_shared/* measureDeployment */.e)(execution, deployment.id, ms);
        // What was copied was read after it was digested.
        const changed = (0,deploy_shared/* judgeRevision */.f)(execution, deployment.id, await digestOf(revision, ports.cancelled));
        return changed ? [...findings, changed] : findings;
    }
    catch (error) {
        throw error instanceof errors/* ActionError */.lZ ? about(`deployment/${deployment.id}`, error) : error;
    }
    finally {
        handle('kept');
        for (const { pid, event, command } of processesOf(root)) {
            record.handle({
                kind: 'process',
                id: String(pid),
                environment: environment.key,
                state: 'running',
                advice: `${event} started it: ${(0,support_text/* oneLine */.TN)(command, 120)}; end it with \`kill ${pid}\`.`,
            });
        }
    }
}
async function digestOf(revision, signal) {
    const isFolder = (await (0,tree/* kindOfPath */.Bs)(revision)) === 'directory';
    return isFolder ? (0,tree/* digestOfTree */.q8)(revision, signal) : (0,tree/* digestOfFile */.Mk)(revision, signal);
}
/** The agent knows a revision and a host, and not what the configuration calls the deployment. */
function about(subject, error) {
    if (error.kind === 'cancelled' || (error.subject !== 'action' && error.subject !== 'revision'))
        return error;
    const { message, advice, details } = error;
    return new errors/* ActionError */.lZ(error.code, { ...details, message, advice, subject, cause: error });
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./build/dist/codedeploy/appspec/content.js


/**
 * The AppSpec of Lambda and ECS as it travels in the deployment itself: JSON, words filled, and its one resource with
 * the properties that are supplied. The text must be an AppSpec that `parseAppSpec` accepts.
 */
function appSpecContent(text, fill) {
    const spec = (0,dist/* parse */.qg)(text, (_key, value) => (typeof value === 'string' ? fill.words(value) : value));
    const resources = memberOf(spec, 'Resources');
    const [resource] = Object.values(resources[0] ?? {});
    const properties = memberOf(resource ?? {}, 'Properties');
    for (const [name, value] of Object.entries(fill.properties))
        properties[keyOf(properties, name) ?? name] = value;
    const content = JSON.stringify(spec);
    const sha256 = (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex');
    return { revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } };
}
function memberOf(members, name) {
    const key = keyOf(members, name);
    return key === undefined ? undefined : members[key];
}
function keyOf(members, name) {
    return Object.keys(members).find((key) => key.toLowerCase() === name.toLowerCase());
}

// EXTERNAL MODULE: ./build/dist/codedeploy/task-definition.js
var task_definition = __webpack_require__(97493);
// EXTERNAL MODULE: ./build/dist/evidence/digest.js
var digest = __webpack_require__(27699);
// EXTERNAL MODULE: ./build/dist/release/appspec-file.js
var appspec_file = __webpack_require__(70562);
// EXTERNAL MODULE: ./build/dist/aws/errors.js
var aws_errors = __webpack_require__(57424);
// EXTERNAL MODULE: ./build/dist/support/limit.js
var limit = __webpack_require__(63778);
;// CONCATENATED MODULE: ./build/dist/codedeploy/deployment.js




/** Statuses in which a deployment keeps its group busy. */
const ACTIVE = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'];
/** AWS's limit of BatchGetDeploymentTargets. */
const TARGETS_PER_CALL = 25;
const CALLS_AT_ONCE = 2;
/** Where a status leaves a deployment. One that is not known is never an end. */
function endOfDeployment(status) {
    switch (status) {
        case 'Succeeded':
            return 'succeeded';
        case 'Failed':
            return 'failed';
        case 'Stopped':
            return 'stopped';
        default:
            return 'running';
    }
}
async function readDeployment(codedeploy, id) {
    const { deploymentInfo: info = {} } = await codedeploy.getDeployment({ deploymentId: id });
    const overview = info.deploymentOverview ?? {};
    const rollbackId = info.rollbackInfo?.rollbackDeploymentId;
    const undoes = info.rollbackInfo?.rollbackTriggeringDeploymentId;
    return {
        id,
        status: info.status ?? 'UNKNOWN',
        creator: info.creator ?? '',
        description: info.description ?? '',
        createdAt: (info.createTime ?? new Date(0)).toISOString(),
        ...(info.startTime && { startedAt: info.startTime.toISOString() }),
        ...(info.errorInformation?.code !== undefined && { errorCode: info.errorInformation.code }),
        ...(info.errorInformation?.message !== undefined && { errorMessage: info.errorInformation.message }),
        counts: {
            pending: overview.Pending ?? 0,
            inProgress: overview.InProgress ?? 0,
            succeeded: overview.Succeeded ?? 0,
            failed: overview.Failed ?? 0,
            skipped: overview.Skipped ?? 0,
            ready: overview.Ready ?? 0,
        },
        ...(rollbackId !== undefined && rollbackId !== id && { rollback: { id: rollbackId } }),
        ...(info.rollbackInfo?.rollbackMessage !== undefined && { rollbackMessage: info.rollbackInfo.rollbackMessage }),
        ...(undoes !== undefined && { undoes }),
        ...(info.computePlatform !== undefined && { platform: info.computePlatform }),
        functions: functionsOf(info.revision),
    };
}
/** What an AppSpec in the deployment itself says of functions; it is data, and may say anything. */
function functionsOf(revision) {
    const text = revision?.appSpecContent?.content ?? revision?.string?.content;
    if (text === undefined)
        return {};
    try {
        const spec = (0,dist/* parse */.qg)(text, { maxAliasCount: 0 });
        const hooks = spec?.['Hooks'] ?? spec?.['hooks'];
        const entries = (Array.isArray(hooks) ? hooks : []).flatMap((hook) => Object.entries(hook ?? {}));
        return Object.fromEntries(entries.filter((entry) => typeof entry[1] === 'string'));
    }
    catch {
        return {};
    }
}
/** All targets of a deployment with their lifecycle; none while it has not started. */
async function readTargets(codedeploy, deploymentId) {
    const ids = [];
    let nextToken;
    do {
        try {
            const page = await codedeploy.listDeploymentTargets({ deploymentId, ...(nextToken && { nextToken }) });
            ids.push(...(page.targetIds ?? []));
            nextToken = page.nextToken;
        }
        catch (error) {
            if ((0,aws_errors/* errorName */.Is)(error) === 'DeploymentNotStartedException')
                return [];
            throw error;
        }
    } while (nextToken);
    const batches = [];
    for (let at = 0; at < ids.length; at += TARGETS_PER_CALL)
        batches.push(ids.slice(at, at + TARGETS_PER_CALL));
    const answers = await (0,limit/* mapLimit */.s)(batches, CALLS_AT_ONCE, (targetIds) => codedeploy.batchGetDeploymentTargets({ deploymentId, targetIds }));
    return answers.flatMap((answer) => (answer.deploymentTargets ?? []).map(targetState));
}
/** Whether functions decide its events, and no agents. */
function isServerless({ platform }) {
    return platform === 'Lambda' || platform === 'ECS';
}
function trafficOf({ lambdaTarget, ecsTarget }) {
    const { targetVersion, targetVersionWeight } = lambdaTarget?.lambdaFunctionInfo ?? {};
    if (targetVersionWeight !== undefined) {
        return { traffic: { to: `version ${targetVersion}`, percent: Math.round(targetVersionWeight * 1_000) / 10 } };
    }
    const green = ecsTarget?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Green');
    return green?.trafficWeight === undefined
        ? {}
        : { traffic: { to: 'the new task set', percent: Math.round(green.trafficWeight * 10) / 10 } };
}
/** AWS's target of whatever platform in our terms. */
function targetState(target) {
    const one = target.instanceTarget ?? target.lambdaTarget ?? target.ecsTarget ?? target.cloudFormationTarget ?? {};
    return {
        id: one.targetId ?? 'unknown',
        status: one.status ?? 'Unknown',
        ...trafficOf(target),
        events: (one.lifecycleEvents ?? []).map((event) => ({
            name: event.lifecycleEventName ?? '',
            status: event.status ?? 'Unknown',
            ...(event.startTime && { startedAt: event.startTime.toISOString() }),
            ...(event.endTime && { endedAt: event.endTime.toISOString() }),
            ...(event.diagnostics?.errorCode !== undefined && { errorCode: event.diagnostics.errorCode }),
            ...(event.diagnostics?.scriptName !== undefined && { script: event.diagnostics.scriptName }),
            ...(event.diagnostics?.message !== undefined && { message: event.diagnostics.message }),
            ...(event.diagnostics?.logTail !== undefined && { logTail: event.diagnostics.logTail }),
        })),
    };
}
/** Functions report a status and no words: the event names at least the function. */
function withFunctions(targets, functions) {
    return targets.map((target) => ({
        ...target,
        events: target.events.map((event) => {
            const script = event.script || functions[event.name];
            return script === undefined ? event : { ...event, script };
        }),
    }));
}
/**
 * Deployments of a group, or those that belong to something outside CodeDeploy (the ARN of a stack), newest first: those
 * that run, or those that were made since a moment.
 */
async function listDeployments(codedeploy, of, which) {
    const ids = [];
    let nextToken;
    do {
        const page = await codedeploy.listDeployments({
            ...('externalId' in of
                ? { externalId: of.externalId }
                : { applicationName: of.application, deploymentGroupName: of.group }),
            ...(which === 'active' ? { includeOnlyStatuses: [...ACTIVE] } : { createTimeRange: { start: which.since } }),
            ...(nextToken && { nextToken }),
        });
        ids.push(...(page.deployments ?? []));
        nextToken = page.nextToken;
    } while (nextToken);
    return ids;
}
/** Reads a group. Rejects with `config/reference` where the application or the group does not exist. */
async function readGroupSettings(codedeploy, group) {
    const { deploymentGroupInfo: info = {} } = await describeGroup(codedeploy, group);
    const alarms = info.alarmConfiguration;
    return {
        alarms: alarms?.enabled ? (alarms.alarms ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])) : [],
        autoRollback: info.autoRollbackConfiguration?.enabled ?? false,
        config: info.deploymentConfigName ?? '',
    };
}
async function describeGroup(codedeploy, { id, application, group }) {
    try {
        return await codedeploy.getDeploymentGroup({ applicationName: application, deploymentGroupName: group });
    }
    catch (error) {
        if (!/^(Application|DeploymentGroup)DoesNotExistException$/.test((0,aws_errors/* errorName */.Is)(error)))
            throw error;
        throw new errors/* ActionError */.lZ('config/reference', {
            message: `CodeDeploy knows no deployment group ${group} of an application ${application}`,
            advice: `Correct \`application\` and \`group\` of the deployment ${id}, or make them in one of the stacks.`,
            subject: `deployment/${id}`,
            expected: `${application}/${group}`,
            observed: (0,aws_errors/* errorText */.kc)(error),
            cause: error,
        });
    }
}

// EXTERNAL MODULE: ./build/dist/support/durations.js
var durations = __webpack_require__(12780);
// EXTERNAL MODULE: ./build/dist/codedeploy/advice.js
var advice = __webpack_require__(15686);
;// CONCATENATED MODULE: ./build/dist/codedeploy/diagnose.js




const TAIL_LINES = 20;
/** Of an instance that never asked for its orders CodeDeploy says this, in the first event that it would have had. */
const UNHEARD = /not able to receive the lifecycle event/i;
/** Errors of a whole deployment that can mean that nobody answered; others name what is wrong themselves. */
const MAY_BE_SILENCE = new Set(['HEALTH_CONSTRAINTS', 'TIMEOUT', 'AGENT_ISSUE', undefined]);
/** The event that failed first, on whatever target. Targets that were skipped because of it are consequences. */
function firstFailure(targets) {
    const failures = targets.flatMap((target) => target.events.filter((event) => event.status === 'Failed').map((event) => ({ target, event })));
    return failures.toSorted((a, b) => {
        const [first, second] = [a.event.endedAt ?? '9999', b.event.endedAt ?? '9999'];
        return first < second ? -1 : first > second ? 1 : 0;
    })[0];
}
/** Targets on which nothing ever happened: their agent never asked for its orders. */
function silentTargets(targets) {
    return targets.filter((target) => target.events.every((event) => UNHEARD.test(event.message ?? '') || (event.startedAt === undefined && isWaiting(event))));
}
function isWaiting(event) {
    return event.status === 'Pending' || event.status === 'Skipped' || event.status === 'Unknown';
}
/**
 * Judges the end of a deployment. It passes only when this very deployment succeeded, on at least one target and on all
 * of them; that CodeDeploy could bring the previous revision back makes nothing better.
 */
function judgeDeploymentEnd(end, findScript = () => undefined) {
    const { state, targets, id } = end;
    const subject = `deployment/${id}`;
    // Not every platform counts; the targets themselves always tell.
    const counted = Object.values(state.counts).reduce((sum, each) => sum + each, 0);
    const total = Math.max(counted, targets.length);
    const details = { deploymentId: state.id, status: state.status, counts: { ...state.counts } };
    const outcome = endOfDeployment(state.status);
    const findings = [];
    if (outcome === 'succeeded') {
        const succeeded = counted > 0 ? state.counts.succeeded : targets.length;
        const elsewhere = targets.filter((target) => target.status !== 'Succeeded');
        if (total > 0 && succeeded === total && elsewhere.length === 0) {
            findings.push({
                code: 'deployment/succeeded',
                outcome: 'pass',
                title: `${state.id} succeeded on ${succeeded} of ${total} ${total === 1 ? 'target' : 'targets'} after ${(0,durations/* showDuration */.kJ)(end.ms)}`,
                subject,
                expected: `Succeeded on ${total} of ${total}`,
                observed: `Succeeded on ${succeeded} of ${total}`,
                details,
            });
        }
        else if (total === 0) {
            findings.push({
                code: 'deployment/no-targets',
                outcome: 'inconclusive',
                title: `${state.id} succeeded, but on nothing: the group ${end.group} has no targets`,
                subject,
                expected: 'at least one target',
                observed: 'none',
                advice: 'Let the tags or Auto Scaling groups of the deployment group name instances that run.',
                details,
            });
        }
        else {
            findings.push(incomplete(end, total, findScript));
        }
    }
    else {
        findings.push(failure(end, findScript));
    }
    if (end.rollback)
        findings.push(rollbackFinding(end, end.rollback));
    return findings;
}
/** CodeDeploy calls it a success when enough instances are healthy; a release is on all of them or it is not complete. */
function incomplete(end, total, findScript) {
    const { state, targets } = end;
    const cause = firstFailure(targets);
    const missing = targets
        .filter((target) => target.status !== 'Succeeded')
        .map((target) => `${target.id} ${target.status}`);
    return {
        code: 'deployment/incomplete',
        outcome: state.counts.failed > 0 || cause ? 'fail' : 'inconclusive',
        title: `${state.id} is called Succeeded, but not every target has the release`,
        subject: cause ? causeSubject(end, cause) : `deployment/${end.id}`,
        expected: `Succeeded on ${total} of ${total}`,
        observed: `Succeeded on ${state.counts.succeeded} of ${total}; ${missing.slice(0, 5).join(', ')}${cause ? `; ${showCause(cause)}` : ''}`,
        advice: cause
            ? (0,advice/* adviceForScript */.JV)(cause.event.errorCode, cause.event.name)
            : 'Find out why these targets were skipped, then run the job again.',
        ...sourceOf(cause, findScript),
        details: causeDetails(end, cause),
    };
}
function failure(end, findScript) {
    const { state, targets, id } = end;
    const cause = firstFailure(targets);
    const stopped = endOfDeployment(state.status) === 'stopped';
    const code = stopped ? 'deployment/stopped' : 'deployment/failed';
    const expected = 'Succeeded on every target';
    if (cause && !UNHEARD.test(cause.event.message ?? '')) {
        const script = cause.event.script ? ` in ${(0,support_text/* oneLine */.TN)(cause.event.script, 200)}` : '';
        return {
            code,
            outcome: 'fail',
            title: `${cause.event.name} failed on ${cause.target.id}${script}`,
            subject: causeSubject(end, cause),
            expected,
            observed: `${state.status}: ${showCause(cause)}`,
            advice: adviceFor(state, cause),
            ...sourceOf(cause, findScript),
            details: causeDetails(end, cause),
        };
    }
    const silent = silentTargets(targets);
    const said = [state.errorCode, (0,support_text/* oneLine */.TN)(state.errorMessage ?? '')].filter(Boolean).join(': ') || 'CodeDeploy gave no reason';
    if (silent.length > 0 && MAY_BE_SILENCE.has(state.errorCode) && !stopped && !isServerless(state)) {
        const names = silent.map((target) => target.id);
        return {
            code: 'deployment/no-answer',
            outcome: 'fail',
            title: `${names.length === 1 ? names[0] : `${names.length} targets`} never answered: nothing was begun there`,
            subject: `deployment/${id}/target/${names[0]}`,
            expected,
            observed: `${state.status}, ${names.slice(0, 5).join(', ')} ${silent[0]?.status}: ${(0,support_text/* oneLine */.TN)(cause?.event.message ?? '') || said}`,
            advice: agentHint(end.region),
            details: causeDetails(end, undefined),
        };
    }
    return {
        code,
        outcome: 'fail',
        title: `${state.id} ${stopped ? 'was stopped' : 'failed'}`,
        subject: `deployment/${id}`,
        expected,
        observed: `${state.status}: ${said}`,
        advice: (0,advice/* adviceForDeployment */.Rz)(state.errorCode, end.group),
        details: causeDetails(end, undefined),
    };
}
/** Of Lambda and ECS functions decide events, and say why in their own logs only. */
function adviceFor(state, { event }) {
    if (!isServerless(state))
        return (0,advice/* adviceForScript */.JV)(event.errorCode, event.name);
    return event.script === undefined ? (0,advice/* adviceForShift */.wN)(event.name) : (0,advice/* adviceForFunction */.YB)(event.script);
}
/** What to look at on an instance whose agent does not ask for its orders. */
function agentHint(region) {
    return `Look there whether the CodeDeploy agent runs (\`systemctl status codedeploy-agent\`), what /var/log/aws/codedeploy-agent/codedeploy-agent.log says, and whether the instance has its role and reaches codedeploy-commands.${region}.amazonaws.com.`;
}
function rollbackFinding(end, rollback) {
    const { state, ended } = rollback;
    const back = endOfDeployment(state.status) === 'succeeded';
    return {
        code: back ? 'deployment/rolled-back' : ended ? 'deployment/rollback-failed' : 'deployment/rollback-running',
        outcome: 'fail',
        title: back
            ? `the previous revision is back on ${end.group}: this release is not deployed`
            : ended
                ? `the rollback of ${end.group} failed as well: what runs there is neither revision for certain`
                : `the rollback of ${end.group} is still running`,
        subject: `deployment/${end.id}`,
        expected: `${end.state.id} Succeeded`,
        observed: `${end.state.id} ${end.state.status}; rollback ${state.id} ${state.status}${state.errorMessage === undefined ? '' : `: ${(0,support_text/* oneLine */.TN)(state.errorMessage)}`}`,
        advice: back
            ? 'Correct what made this release fail and start it again.'
            : `Look at it with \`aws deploy get-deployment --region ${end.region} --deployment-id ${state.id}\`.`,
        details: { deploymentId: state.id, status: state.status },
    };
}
function causeSubject(end, { target, event }) {
    return `deployment/${end.id}/target/${target.id}/event/${event.name}`;
}
function showCause({ event }) {
    const last = (0,support_text/* plainLines */.y1)(event.logTail ?? '').at(-1);
    return [
        event.errorCode ?? 'no error code',
        (0,support_text/* oneLine */.TN)(event.message ?? ''),
        last === undefined ? '' : `last line: ${(0,support_text/* oneLine */.TN)(last, 200)}`,
    ]
        .filter((part) => part !== '')
        .join('; ');
}
function sourceOf(cause, findScript) {
    const source = cause?.event.script === undefined ? undefined : findScript(cause.event.name, cause.event.script);
    return source ? { source } : {};
}
function causeDetails(end, cause) {
    const { state } = end;
    return {
        deploymentId: state.id,
        status: state.status,
        counts: { ...state.counts },
        ...(state.errorCode !== undefined && { errorCode: state.errorCode }),
        ...(state.errorMessage !== undefined && { errorMessage: (0,support_text/* oneLine */.TN)(state.errorMessage) }),
        ...(state.rollbackMessage !== undefined && { rollbackMessage: (0,support_text/* oneLine */.TN)(state.rollbackMessage) }),
        ...(cause && {
            target: cause.target.id,
            event: cause.event.name,
            script: (0,support_text/* oneLine */.TN)(cause.event.script ?? ''),
            message: (0,support_text/* oneLine */.TN)(cause.event.message ?? ''),
            logTail: (0,support_text/* plainLines */.y1)(cause.event.logTail ?? '').slice(-TAIL_LINES),
        }),
    };
}

;// CONCATENATED MODULE: ./build/dist/codedeploy/start.js





const BUSY_PAUSE_MS = 5_000;
const LOST_PAUSE_MS = 2_000;
const LOST_ANSWERS = 2;
/** Clocks differ; what was made a little before the request may still be it. Its description decides. */
const CLOCK_TOLERANCE_MS = 10 * 60_000;
const DIGEST_DIGITS = 12;
/** What CodeDeploy shows people, and by which a deployment is found again when the answer to its creation was lost. */
function describeDeployment(about) {
    const digest = about.content.replace('sha256:', '').slice(0, DIGEST_DIGITS);
    const run = `test-deployments ${about.environment}/${about.id} ${digest}, run ${about.runId}`;
    return { run, attempt: `${run}, attempt ${about.runAttempt}` };
}
/**
 * Creates the deployment, once. CreateDeployment knows no token: where its answer was lost, the group is searched for a
 * deployment that carries our description. A group takes one deployment at a time: ours from an earlier attempt is
 * taken up, somebody else's is waited for, within bounds and by name.
 */
async function startDeployment(world, request) {
    const { codedeploy, clock, log, cancelled } = world;
    const began = clock.now().getTime();
    let lost = 0;
    let saidWho = '';
    for (;;) {
        cancelled.throwIfAborted();
        try {
            const { deploymentId } = await codedeploy.createDeployment(creation(request));
            if (deploymentId)
                return { kind: 'started', deploymentId };
            throw new errors/* ActionError */.lZ('aws/service', {
                message: 'CodeDeploy gave no id for the deployment',
                subject: `deployment/${request.id}`,
            });
        }
        catch (error) {
            if (isLost(error) && lost++ < LOST_ANSWERS) {
                log.warning(`${request.id}: ${(0,support_text/* oneLine */.TN)((0,errors/* messageOf */.bD)(error))}; looking whether the deployment was created`);
                await clock.sleep(LOST_PAUSE_MS, cancelled);
                const since = new Date(began - CLOCK_TOLERANCE_MS);
                const found = await findOurs(codedeploy, request, { since }, request.description.attempt);
                if (found)
                    return { kind: 'adopted', deploymentId: found.id };
                continue;
            }
            if ((0,aws_errors/* errorName */.Is)(error) !== 'DeploymentLimitExceededException')
                throw error;
            const running = await readActive(codedeploy, request);
            const ours = running.find(({ description }) => isOurs(description, request.description));
            if (ours) {
                log.info(`${request.id}: taking up ${ours.id}, which this run has started`);
                return { kind: 'adopted', deploymentId: ours.id };
            }
            const who = running.map(showDeployment).join('; ') || 'one that has just ended, or one of another group';
            const waited = clock.now().getTime() - began;
            if (waited >= request.patience)
                return { kind: 'busy', finding: busy(request, who, waited, error) };
            if (who !== saidWho)
                log.info(`${request.id}: the group ${request.group} is busy with ${who}; waiting for it`);
            saidWho = who;
            await clock.sleep(Math.min(BUSY_PAUSE_MS, request.patience - waited), cancelled);
        }
    }
}
function creation(request) {
    const { ignoreApplicationStopFailures } = request;
    return {
        applicationName: request.application,
        deploymentGroupName: request.group,
        description: request.description.attempt,
        revision: request.revision,
        ...(ignoreApplicationStopFailures !== undefined && { ignoreApplicationStopFailures }),
        ...(request.config !== undefined && { deploymentConfigName: request.config }),
        ...(request.fileExists !== undefined && { fileExistsBehavior: request.fileExists }),
    };
}
function isOurs(description, ours) {
    return description === ours.attempt || description.startsWith(`${ours.run}, attempt `);
}
function isLost(error) {
    return (error instanceof errors/* ActionError */.lZ &&
        (error.code === 'aws/unreachable' || /InternalFailure|ServiceUnavailable|InternalServer/.test((0,aws_errors/* errorName */.Is)(error))));
}
async function findOurs(codedeploy, request, which, description) {
    for (const id of await listDeployments(codedeploy, request, which)) {
        const found = await readDeployment(codedeploy, id);
        if (found.description === description)
            return found;
    }
    return undefined;
}
async function readActive(codedeploy, request) {
    const ids = await listDeployments(codedeploy, request, 'active');
    return Promise.all(ids.map((id) => readDeployment(codedeploy, id)));
}
function showDeployment(deployment) {
    const said = (0,support_text/* oneLine */.TN)(deployment.description, 120);
    return `${deployment.id} (${deployment.status}, by ${deployment.creator || 'unknown'}, since ${deployment.createdAt}${said === '' ? '' : `, "${said}"`})`;
}
function busy(request, who, waited, error) {
    return {
        code: 'deployment/group-busy',
        outcome: 'fail',
        title: `the deployment group ${request.group} was busy for ${(0,durations/* showDuration */.kJ)(waited)}; nothing was deployed`,
        subject: `deployment/${request.id}`,
        expected: 'no other deployment in the group',
        observed: `${who}: ${(0,support_text/* oneLine */.TN)((0,errors/* messageOf */.bD)(error))}`,
        advice: `Wait for it, or end it with \`aws deploy stop-deployment --region ${request.region} --deployment-id ID\`, then run the job again; a \`concurrency\` group per environment keeps releases apart.`,
    };
}

// EXTERNAL MODULE: ./build/dist/codedeploy/group.js
var group = __webpack_require__(81103);
;// CONCATENATED MODULE: ./build/dist/release/alarms.js


/** Shortly after a deployment: long enough for an alarm that evaluates each ten seconds to see it. */
const WATCH_MS = 10_000;
const WATCH_PAUSE_MS = 2_000;
async function readAlarmStates(ports, access, names) {
    if (names.length === 0)
        return [];
    return (0,group/* readAlarms */.t)(await ports.connect.alarms(access), names);
}
/** Looks at the alarms for a while; gives the states of the first look with an alarm in it, else of the last. */
async function watchAlarms(ports, access, names) {
    if (names.length === 0)
        return [];
    const end = ports.clock.now().getTime() + WATCH_MS;
    ports.log.info(`watching ${names.length === 1 ? 'the alarm' : 'the alarms'} ${names.join(', ')} for ${WATCH_MS / 1_000} s`);
    for (;;) {
        const states = await readAlarmStates(ports, access, names);
        if (states.some((alarm) => alarm.state === 'ALARM') || ports.clock.now().getTime() >= end)
            return states;
        await ports.clock.sleep(WATCH_PAUSE_MS, ports.cancelled);
    }
}
/** Nothing is deployed into an environment that is in alarm already. */
function judgeAlarmsBefore(subject, alarms) {
    return alarms.map((alarm) => judge(subject, alarm, 'before the deployment'));
}
function judgeAlarmsAfter(subject, alarms) {
    return alarms.map((alarm) => judge(subject, alarm, 'after the deployment'));
}
function judge(subject, alarm, when) {
    const about = {
        subject: `${subject}/alarm/${alarm.name}`,
        expected: 'OK',
        observed: alarm.reason === '' ? alarm.state : `${alarm.state}: ${(0,support_text/* oneLine */.TN)(alarm.reason, 200)}`,
    };
    switch (alarm.state) {
        case 'OK':
            return { ...about, code: 'alarm/ok', outcome: 'pass', title: `${alarm.name} was OK ${when}` };
        case 'ALARM':
            return {
                ...about,
                code: 'alarm/active',
                outcome: 'fail',
                title: `${alarm.name} was in ALARM ${when}`,
                advice: `Look at \`aws cloudwatch describe-alarm-history --alarm-name ${alarm.name}\` and at what it measures before deploying again.`,
            };
        case 'INSUFFICIENT_DATA':
            // An alarm without data is no proof, but the first deployment into an environment has none to give.
            return {
                ...about,
                code: 'alarm/no-data',
                outcome: 'skipped',
                title: `${alarm.name} had no data ${when}: it proves nothing`,
                advice: 'Send traffic to the environment, or let the alarm treat missing data as what it means.',
            };
        case 'missing':
            return {
                ...about,
                code: 'alarm/missing',
                outcome: 'fail',
                title: `the deployment group counts on ${alarm.name}, which does not exist`,
                advice: 'Make the alarm, or take it out of the deployment group.',
            };
        default:
            return {
                ...about,
                code: 'alarm/unknown',
                outcome: 'inconclusive',
                title: `${alarm.name} was in a state that is not known here ${when}`,
                advice: `Look at \`aws cloudwatch describe-alarms --alarm-names ${alarm.name}\`.`,
            };
    }
}

// EXTERNAL MODULE: ./build/dist/support/poll.js
var poll = __webpack_require__(94800);
;// CONCATENATED MODULE: ./build/dist/cloudformation/cause.js
/** The finding with what was behind it; what helps there takes the place of general advice, but not of the way out. */
function explained(finding, cause, wayOut) {
    if (cause === undefined)
        return finding;
    const { title, observed = '', details } = finding;
    return {
        ...finding,
        title: cause.title === '' ? title : `${title}: ${cause.title}`,
        observed: `${observed}; ${cause.observed}`,
        advice: [cause.advice, wayOut].filter((step) => step !== '').join(' '),
        details: { ...cause.details, ...details },
    };
}

// EXTERNAL MODULE: ./build/dist/cloudformation/hooks.js
var hooks = __webpack_require__(42382);
;// CONCATENATED MODULE: ./build/dist/cloudformation/remedies.js
/** What helps against what CloudFormation says most often. The first that fits is shown; `$1` is what the words name. */
const REMEDIES = [
    [
        /following hook\(s\) failed/i,
        'Change what the hook objects to, or ask those who own the hook for an exception; then start the release again.',
    ],
    [
        /not authorized to perform:? ([\w-]+:[\w*]+)/i,
        'Allow $1 for the role that CloudFormation uses (the deploy role, or the stack’s `role`), then start the release again.',
    ],
    [
        /access ?denied|not authorized|UnauthorizedOperation/i,
        'Allow what the reason names for the role that CloudFormation uses (the deploy role, or the stack’s `role`), then start the release again.',
    ],
    [
        /(denied|not allowed) by stack policy/i,
        'The stack policy forbids this update: change the policy in a step of its own, or leave the resource as it is.',
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
        'Something of that name exists outside this stack: choose another name, import it into the stack, or remove it.',
    ],
    [
        /limit ?exceeded|quota|maximum number of/i,
        'A quota of the account is used up: raise it in Service Quotas, or remove what is no longer used.',
    ],
    [
        /insufficient ?(?:instance)? ?capacity|does not have sufficient capacity/i,
        'AWS lacks capacity there at the moment: try another zone or instance type, or later.',
    ],
    [/rate exceeded|throttl/i, 'A service throttled CloudFormation: start the release again, or change less at a time.'],
    [
        /rollback trigger|alarm/i,
        'A rollback alarm went off during the update: look at the alarm’s history for that time before trying again.',
    ],
    [
        /did not stabilize|exceeded attempts to wait|timed? ?out/i,
        'The resource was made but did not become ready in time: look at its own logs and events.',
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
        'Something else still uses it: remove that use first.',
    ],
    [
        /extraneous key|unsupported property|property validation|failed validation|ValidationException|invalid/i,
        'Correct the property that the reason names in the template or the parameters.',
    ],
    [/does not exist|not ?found|no such/i, 'Create what the reason names first, or correct the name that refers to it.'],
];
const OTHERWISE = 'Mend what the reason names, then start the release again.';
/** The next step for a reason of CloudFormation's. */
function remedyFor(reason) {
    for (const [words, remedy] of REMEDIES) {
        const found = words.exec(reason);
        if (found)
            return remedy.replace('$1', found[1]?.replace(/[.,;:]$/, '') ?? 'what the reason names');
    }
    return OTHERWISE;
}

// EXTERNAL MODULE: ./build/dist/cloudformation/stack.js
var cloudformation_stack = __webpack_require__(89518);
;// CONCATENATED MODULE: ./build/dist/cloudformation/diagnose.js






const SUCCEEDED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE']);
const FAILED = new Set([
    'CREATE_FAILED',
    'ROLLBACK_COMPLETE',
    'ROLLBACK_FAILED',
    'UPDATE_FAILED',
    'UPDATE_ROLLBACK_COMPLETE',
    'UPDATE_ROLLBACK_FAILED',
    'IMPORT_ROLLBACK_COMPLETE',
    'IMPORT_ROLLBACK_FAILED',
    'DELETE_COMPLETE',
    'DELETE_FAILED',
]);
/** Where a status leaves an operation. One that is not known is never an end: CloudFormation has more than it documents. */
function endOf(status) {
    if (SUCCEEDED.has(status))
        return 'succeeded';
    if (FAILED.has(status))
        return 'failed';
    return status.endsWith('_IN_PROGRESS') ? 'running' : 'unknown';
}
/** Resources that were stopped because another had failed before: they are not why. */
const CONSEQUENCE = /^(resource (creation|update|deletion|import) cancell?ed|cancell?ed)/i;
/** A parent tells what happened below it; what happened below tells why. */
const SUMMARY = /^(the following resource\(s\) failed|embedded stack )/i;
/**
 * The event with which it all began: the first failure in time, in this stack or a nested one, that is neither the
 * consequence nor the summary of another. Where nothing else failed, the words with which the rollback began.
 */
function rootCause(events) {
    const inOrder = events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const failures = inOrder.filter((event) => event.status.endsWith('_FAILED'));
    const resources = failures.filter((event) => !event.ofStack);
    return (resources.find((event) => !CONSEQUENCE.test(event.reason) && !SUMMARY.test(event.reason)) ??
        inOrder.find((event) => event.ofStack && event.status.endsWith('ROLLBACK_IN_PROGRESS') && event.reason !== '') ??
        resources.find((event) => !CONSEQUENCE.test(event.reason)) ??
        failures[0]);
}
/**
 * Judges the end of an operation. A rollback that succeeded is still a failure of the release. `causeOf` tells what was
 * behind the event with which it all began, where that is known.
 */
function judgeStackEnd(end, findResource = () => undefined, causeOf = () => undefined) {
    const { stack, state, region, events } = end;
    const expected = 'CREATE_COMPLETE, UPDATE_COMPLETE or IMPORT_COMPLETE';
    if (endOf(state.status) === 'succeeded') {
        const changed = new Set(events.filter((event) => !event.ofStack).map((event) => `${event.stack}/${event.logicalId}`));
        return [
            {
                code: 'stack/updated',
                outcome: 'pass',
                title: `${state.name} is ${state.status} ${end.ms === undefined ? 'since an earlier attempt' : `after ${(0,durations/* showDuration */.kJ)(end.ms)}`}; ${count(changed.size, 'resource')} changed`,
                subject: `stack/${stack}`,
                expected,
                observed: state.status,
            },
            ...hookWarnings(events, region),
        ];
    }
    const condition = (0,cloudformation_stack/* stackCondition */.o3)(state.status, state.name, region, state.deploymentMode);
    const cause = rootCause(events);
    const hooks = refusals(events, cause);
    const reason = (0,support_text/* oneLine */.TN)([cause?.reason ?? '', ...hooks.map((hook) => `${hook.type}: ${hook.reason}`)].filter(Boolean).join('; ')) ||
        (0,support_text/* oneLine */.TN)(state.statusReason ?? '') ||
        'CloudFormation gave no reason';
    const isResource = cause !== undefined && !cause.ofStack;
    const source = isResource && cause.stack === stack ? findResource(cause.logicalId) : undefined;
    const failure = {
        code: 'stack/update-failed',
        outcome: 'fail',
        title: hooks.length > 0
            ? `${hookNames(hooks)} refused ${isResource ? `${cause.logicalId} (${cause.type}), and the update of ${state.name} failed` : `the update of ${state.name}`}`
            : isResource
                ? `${cause.logicalId} (${cause.type}) made the update of ${state.name} fail`
                : `the update of ${state.name} failed`,
        subject: isResource ? `stack/${cause.stack}/resource/${cause.logicalId}` : `stack/${stack}`,
        expected,
        observed: `${state.status}: ${isResource ? `${cause.status}: ` : ''}${reason}`,
        advice: [remedyFor(cause?.reason || reason), ...hooks.map(askMore(region)), condition.wayOut]
            .filter((step) => step !== '')
            .join(' '),
        ...(source && { source }),
        details: { stackStatus: state.status, consequences: consequences(events, cause) },
    };
    const findings = [explained(failure, cause && causeOf(cause), condition.wayOut)];
    const stuck = failedRollback(events, state.status);
    if (stuck !== undefined) {
        findings.push({
            code: 'stack/rollback-failed',
            outcome: 'fail',
            title: `the rollback of ${state.name} failed: the stack is in no defined state`,
            subject: stuck.ofStack ? `stack/${stack}` : `stack/${stuck.stack}/resource/${stuck.logicalId}`,
            expected: 'UPDATE_ROLLBACK_COMPLETE',
            observed: `${state.status}: ${(0,support_text/* oneLine */.TN)(stuck.reason) || 'no reason given'}`,
            advice: condition.wayOut,
        });
    }
    return findings;
}
/** What the resource says of itself is only that hooks failed; their own events say why. Those that warn are not why. */
function refusals(events, cause) {
    const named = (0,hooks/* failedHooks */.Om)(cause?.reason ?? '');
    return events.flatMap(({ logicalId, stack, hook }) => {
        const about = logicalId === cause?.logicalId && stack === cause.stack;
        return about && hook?.status.endsWith('_FAILED') && named.includes(hook.type) && hook.mode !== 'WARN' ? [hook] : [];
    });
}
const hookNames = (hooks) => `the ${hooks.length === 1 ? 'hook' : 'hooks'} ${hooks.map(({ type }) => type).join(', ')}`;
/** CloudFormation cuts a hook's reason in events; the whole of it, rule by rule, is in its result. */
const askMore = (region) => ({ invocation, type }) => invocation === ''
    ? ''
    : `All that ${type} said: \`aws cloudformation get-hook-result --hook-result-id ${invocation} --region ${region}\`.`;
/** What hooks objected to and let pass all the same. */
function hookWarnings(events, region) {
    return events.flatMap(({ hook, ofStack, stack, logicalId, type }) => {
        if (!hook?.status.endsWith('_FAILED'))
            return [];
        return [
            {
                code: 'stack/hook-warned',
                outcome: 'skipped',
                title: `the hook ${hook.type} objects to ${ofStack ? stack : `${logicalId} (${type})`}, and let it pass`,
                subject: ofStack ? `stack/${stack}` : `stack/${stack}/resource/${logicalId}`,
                expected: 'no objection',
                observed: `${hook.mode}: ${(0,support_text/* oneLine */.TN)(hook.reason)}`,
                advice: `Mend it before the hook's mode becomes FAIL. ${askMore(region)(hook)}`.trim(),
            },
        ];
    });
}
/** The first failure after the rollback began, where the rollback itself failed. */
function failedRollback(events, status) {
    if (!status.endsWith('ROLLBACK_FAILED'))
        return undefined;
    const began = events.findIndex((event) => event.ofStack && event.status.endsWith('ROLLBACK_IN_PROGRESS'));
    const after = events.slice(began + 1);
    return (after.find((event) => !event.ofStack && event.status.endsWith('_FAILED') && !CONSEQUENCE.test(event.reason)) ??
        after.find((event) => event.ofStack && event.status.endsWith('ROLLBACK_FAILED')));
}
/** Names of the resources that failed because of the cause. */
function consequences(events, cause) {
    const names = events
        .filter((event) => event !== cause && !event.ofStack && event.status.endsWith('_FAILED'))
        .map((event) => `${event.stack}/${event.logicalId}`);
    return [...new Set(names)];
}
function count(number, thing) {
    return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

;// CONCATENATED MODULE: ./build/dist/cloudformation/events.js
const STACK_TYPE = 'AWS::CloudFormation::Stack';
/** Statuses of a stack with which an operation begins. */
const BEGINNINGS = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'IMPORT_IN_PROGRESS']);
/** Whether this is the first event of a creation, update or import of the stack itself. */
function isBeginning(event) {
    // Hooks of the stack tell what they do with the stack's own status.
    return event.ofStack && event.hook === undefined && BEGINNINGS.has(event.status);
}
/** Reads the events of one stack as they come, each once, in the order in which they happened. */
class EventTail {
    stack;
    stackArn;
    #cloudformation;
    #seen = new Set();
    constructor(cloudformation, stack, stackArn) {
        this.#cloudformation = cloudformation;
        this.stack = stack;
        this.stackArn = stackArn;
    }
    /** Takes everything that has happened so far as known, so that `next` gives only what comes after. */
    async skipPast() {
        // The newest suffices: reading ends at the first event that is known.
        for (const event of await this.#page(undefined).then((page) => page.events))
            this.#seen.add(event.id);
    }
    /** New events, oldest first. `from`: where nothing is known yet, the first event that counts. */
    async next(from = () => false) {
        const fresh = [];
        let token;
        do {
            const page = await this.#page(token);
            for (const event of page.events) {
                if (this.#seen.has(event.id))
                    return this.#take(fresh);
                fresh.push(event);
                if (from(event))
                    return this.#take(fresh);
            }
            token = page.next;
        } while (token !== undefined);
        return this.#take(fresh);
    }
    #take(newestFirst) {
        for (const event of newestFirst)
            this.#seen.add(event.id);
        return newestFirst.toReversed();
    }
    async #page(token) {
        const answer = await this.#cloudformation.describeStackEvents({
            StackName: this.stackArn,
            ...(token !== undefined && { NextToken: token }),
        });
        return {
            events: (answer.StackEvents ?? []).map((event) => operationEvent(event, this.stack)),
            next: answer.NextToken,
        };
    }
}
/** AWS's event in our terms. */
function operationEvent(event, stack) {
    const stackArn = event.StackId ?? '';
    const physicalId = event.PhysicalResourceId ?? '';
    return {
        id: event.EventId ?? '',
        at: (event.Timestamp ?? new Date(0)).toISOString(),
        stack,
        stackArn,
        logicalId: event.LogicalResourceId ?? '',
        physicalId,
        type: event.ResourceType ?? '',
        status: event.ResourceStatus ?? 'UNKNOWN',
        reason: event.ResourceStatusReason ?? '',
        ...(event.HookType !== undefined && {
            hook: {
                type: event.HookType,
                status: event.HookStatus ?? '',
                reason: event.HookStatusReason ?? '',
                mode: event.HookFailureMode ?? 'FAIL',
                invocation: event.HookInvocationId ?? '',
            },
        }),
        ...(event.ClientRequestToken !== undefined && { token: event.ClientRequestToken }),
        ofStack: event.ResourceType === STACK_TYPE && physicalId === stackArn,
    };
}

;// CONCATENATED MODULE: ./build/dist/cloudformation/update.js






const CLEANUP_PAUSE_MS = 3_000;
const CLEANUP_TIMEOUT_MS = 15 * 60_000;
const update_LOST_ANSWERS = 4;
const update_LOST_PAUSE_MS = 2_000;
const TOKEN_DIGITS = 16;
const AGAIN = 'Run the release again from precheck, so that what is executed is what was reviewed.';
/** Bound to the run and the change set, not to the attempt: running a failed job again does not execute twice. */
function executionToken(runId, changeSetArn) {
    const digits = (0,digest/* digestOf */.ol)({ runId, changeSetArn }).slice('sha256:'.length, 'sha256:'.length + TOKEN_DIGITS);
    return `test-deployments-${runId.replaceAll(/[^A-Za-z0-9-]/g, '-')}-${digits}`.slice(0, 128);
}
/** Reads the change set and its stack, both by ARN: a stack that was made again under the same name is another. */
async function readUpdateFacts(cloudformation, request) {
    const state = await (0,cloudformation_stack/* readStack */.bA)(cloudformation, request.stackArn);
    try {
        const answer = await cloudformation.describeChangeSet({ ChangeSetName: request.changeSetArn });
        return {
            state,
            changeSet: {
                stackArn: answer.StackId ?? '',
                status: answer.Status ?? 'UNKNOWN',
                execution: answer.ExecutionStatus ?? 'UNKNOWN',
                reason: answer.StatusReason ?? '',
            },
        };
    }
    catch (error) {
        if (!isGone(error))
            throw error;
        return { state, changeSet: undefined };
    }
}
function isGone(error) {
    return ((0,aws_errors/* errorName */.Is)(error).startsWith('ChangeSetNotFound') ||
        ((0,aws_errors/* errorName */.Is)(error) === 'ValidationError' && /does not exist/i.test((0,aws_errors/* errorText */.kc)(error))));
}
/** Decides what may be done with the reviewed change set. Anything that is not known is refused. */
function judgeReadiness(facts, request) {
    const { changeSet, state } = facts;
    const refused = (code, title, expected, observed, advice) => ({
        kind: 'refused',
        finding: { code, outcome: 'fail', title, subject: `stack/${request.stack}`, expected, observed, advice },
    });
    if (state === undefined || state.status === 'DELETE_COMPLETE') {
        return refused('stack/gone', `${request.stackName} is not there any more`, request.stackArn, state?.status ?? 'no such stack', AGAIN);
    }
    const lastIsThis = state.changeSetArn === request.changeSetArn;
    const settled = (0,cloudformation_stack/* stackCondition */.o3)(state.status, state.name, request.region);
    if (changeSet === undefined) {
        if (lastIsThis)
            return settled.kind === 'busy' ? { kind: 'follow' } : { kind: 'done' };
        return refused('change-set/gone', `the reviewed change set of ${request.stackName} does not exist any more`, request.changeSetArn, 'deleted, or removed because another change set was executed', AGAIN);
    }
    if (changeSet.stackArn !== request.stackArn) {
        return refused('change-set/foreign', `the change set belongs to another stack than the one that was reviewed`, request.stackArn, changeSet.stackArn, AGAIN);
    }
    switch (changeSet.execution) {
        case 'AVAILABLE':
            break;
        case 'EXECUTE_IN_PROGRESS':
            return { kind: 'follow' };
        case 'EXECUTE_COMPLETE':
        case 'EXECUTE_FAILED':
            if (lastIsThis)
                return settled.kind === 'busy' ? { kind: 'follow' } : { kind: 'done' };
            return refused('stack/changed-since-review', `${request.stackName} was changed again after the reviewed change set had been executed`, request.changeSetArn, state.changeSetArn ?? 'an update without a change set', AGAIN);
        case 'OBSOLETE':
            return refused('change-set/obsolete', `${request.stackName} was changed after the review: the reviewed change set no longer fits`, 'AVAILABLE', 'OBSOLETE', AGAIN);
        default:
            return refused('change-set/not-executable', `the change set of ${request.stackName} cannot be executed`, 'AVAILABLE', `${changeSet.execution} (${changeSet.status})`, AGAIN);
    }
    if (changeSet.status !== 'CREATE_COMPLETE') {
        return refused('change-set/not-executable', `the change set of ${request.stackName} was not made completely`, 'CREATE_COMPLETE', changeSet.status, AGAIN);
    }
    if (settled.kind === 'ready' || settled.kind === 'review')
        return { kind: 'execute' };
    if (settled.kind === 'busy' && state.status.includes('CLEANUP'))
        return { kind: 'cleanup' };
    return refused(settled.kind === 'busy' ? 'stack/busy' : 'stack/not-ready', `${request.stackName} cannot be updated now: ${settled.explanation}`, 'a settled stack, such as UPDATE_COMPLETE', state.status, settled.wayOut);
}
/**
 * Executes the reviewed change set, once. An answer that is lost is asked for again with the same token; whatever
 * CloudFormation then says, the change set and the stack tell whether it was begun. Rejects with an ActionError when
 * there is no telling, with the signal's reason when cancelled before it began.
 */
async function startUpdate(world, request) {
    const { cloudformation, clock, log, cancelled } = world;
    const tail = new EventTail(cloudformation, request.stack, request.stackArn);
    const deadline = clock.now().getTime() + CLEANUP_TIMEOUT_MS;
    let asked = 0;
    for (;;) {
        cancelled.throwIfAborted();
        const facts = await readUpdateFacts(cloudformation, request);
        const readiness = judgeReadiness(facts, request);
        const creates = facts.state?.status === 'REVIEW_IN_PROGRESS';
        switch (readiness.kind) {
            case 'refused':
                return readiness;
            case 'done':
                return judgeDone(request, facts.state, await tail.next(isBeginning));
            case 'follow':
                // Ours if it was asked for just now; otherwise its events so far are read when it is followed.
                if (asked === 0)
                    log.info(`${request.stackName}: this change set is being executed already; following it`);
                return { kind: 'running', tail, resumed: asked === 0, creates };
            case 'cleanup':
                if (clock.now().getTime() > deadline) {
                    throw new errors/* ActionError */.lZ('timeout', {
                        message: `${request.stackName} still removes old resources (${facts.state?.status})`,
                        subject: `stack/${request.stack}`,
                    });
                }
                log.info(`${request.stackName} still removes old resources of its last update; waiting`);
                await clock.sleep(CLEANUP_PAUSE_MS, cancelled);
                continue;
            case 'execute':
                break;
        }
        if (asked === 0)
            await tail.skipPast();
        try {
            asked++;
            await cloudformation.executeChangeSet({ ChangeSetName: request.changeSetArn, ClientRequestToken: request.token });
            return { kind: 'running', tail, resumed: false, creates };
        }
        catch (error) {
            if ((0,aws_errors/* errorName */.Is)(error).startsWith('TokenAlreadyExists'))
                return { kind: 'running', tail, resumed: false, creates };
            if (asked > update_LOST_ANSWERS || !mayHaveBegun(error))
                throw error;
            log.warning(`${request.stackName}: ${(0,support_text/* oneLine */.TN)((0,errors/* messageOf */.bD)(error))}; looking whether the update began`);
            await clock.sleep(update_LOST_PAUSE_MS, cancelled);
        }
    }
}
/** What an earlier attempt of this run has done counts; what others did since, even with this change set, does not. */
function judgeDone(request, state, events) {
    const token = events.find(isBeginning)?.token;
    if (token === request.token)
        return { kind: 'done', state, events };
    return {
        kind: 'refused',
        finding: {
            code: 'stack/changed-since-review',
            outcome: 'fail',
            title: `the last operation on ${request.stackName} was not begun by this run`,
            subject: `stack/${request.stack}`,
            expected: request.token,
            observed: token === undefined ? 'an operation without a token' : (0,support_text/* oneLine */.TN)(token),
            advice: AGAIN,
        },
    };
}
/** Errors after which only the stack tells whether the request had an effect. A denied request had none. */
function mayHaveBegun(error) {
    if (!(error instanceof errors/* ActionError */.lZ) || error.kind === 'permission')
        return false;
    if (error.code === 'aws/unreachable')
        return true;
    return (isGone(error) || /InvalidChangeSetStatus|InternalFailure|ServiceUnavailable|InternalError/.test((0,aws_errors/* errorName */.Is)(error)));
}
/**
 * Cancels an update that is ours. A creation cannot be cancelled without deleting what was made, and what rolls back
 * must end by itself: those go on running.
 */
async function cancelUpdate(cloudformation, request) {
    const state = await (0,cloudformation_stack/* readStack */.bA)(cloudformation, request.stackArn);
    const status = state?.status ?? 'gone';
    if (status === 'UPDATE_IN_PROGRESS') {
        await cloudformation.cancelUpdateStack({
            StackName: request.stackArn,
            ClientRequestToken: `${request.token}-cancel`,
        });
        return { kind: 'cancelling', status };
    }
    return { kind: status.endsWith('_IN_PROGRESS') ? 'running' : 'ended', status };
}

;// CONCATENATED MODULE: ./build/dist/release/follow.js







/** One operation at a time is followed, so that a look each second or two stays far below what AWS allows. */
const FIRST_PAUSE_MS = 500;
const SLOWEST_PAUSE_MS = 2_000;
/** Events come late at times; the stack itself is asked now and then whether it has ended. */
const LOOKS_PER_STATE = 5;
const NESTED_PER_LOOK = 3;
const HEARTBEAT_MS = 30_000;
/**
 * Follows an operation on a stack to its end: each event is a line in the log, each finished resource an entry of the
 * timeline. An operation that still runs at the timeout rejects with a `timeout` error; statuses that are not known are
 * waited out. Rejects with the signal's reason when cancelled: the operation then still runs.
 */
async function followStack(world, cloudformation, request, update, timeout, beside) {
    const { clock, log, cancelled } = world.ports;
    const began = clock.now().getTime();
    const story = new Story(world, began, request.stack);
    const nested = new Nested(cloudformation);
    let looks = 0;
    const readEvents = async (all) => {
        const begins = update.resumed && story.events.length === 0 ? isBeginning : undefined;
        const fresh = await update.tail.next(begins);
        story.add(fresh);
        nested.discover(fresh);
        const below = await nested.next(story.beganAt, all);
        story.add(below);
        nested.discover(below);
        beside?.notice([...fresh, ...below]);
    };
    const look = async () => {
        looks++;
        await readEvents(false);
        if (looks % LOOKS_PER_STATE === 0)
            await beside?.look();
        story.heartbeat();
        if (story.events.length === 0 && looks % LOOKS_PER_STATE === 0)
            await rejectUnlessBegun(cloudformation, request);
        if (!story.hasEnded() && looks % LOOKS_PER_STATE !== 0)
            return undefined;
        const state = await (0,cloudformation_stack/* readStack */.bA)(cloudformation, request.stackArn);
        if (state === undefined) {
            throw new errors/* ActionError */.lZ('aws/service', {
                message: `${request.stackName} has disappeared while it was being updated`,
                subject: `stack/${request.stack}`,
            });
        }
        story.status(state.status);
        // Right after the start a stack may still be read as it was before.
        if (story.events.length === 0 || state.status === 'REVIEW_IN_PROGRESS')
            return undefined;
        const end = endOf(state.status);
        return end === 'succeeded' || end === 'failed' ? state : undefined;
    };
    const state = await (0,poll/* poll */.w)({
        clock,
        signal: cancelled,
        first: FIRST_PAUSE_MS,
        slowest: SLOWEST_PAUSE_MS,
        timeout,
        subject: `stack/${request.stack}`,
        waitingFor: `${request.stackName} to be updated`,
        onTimeout: `It is still running; look at it with \`${describeStackCommand(request)}\` before you start it again.`,
    }, patiently(log, request.stackName, look));
    await readEvents(true);
    await beside?.look();
    return {
        stack: request.stack,
        region: request.region,
        state,
        events: story.events,
        ms: clock.now().getTime() - began,
    };
}
/** An execution can fail before anything happens to the stack; no event would ever tell. */
async function rejectUnlessBegun(cloudformation, request) {
    const { changeSet, state } = await readUpdateFacts(cloudformation, request);
    if (changeSet?.execution !== 'EXECUTE_FAILED')
        return;
    const title = `CloudFormation did not begin the update of ${request.stackName}`;
    throw new errors/* ActionError */.lZ('aws/service', {
        message: title,
        subject: `stack/${request.stack}`,
        findings: [
            {
                code: 'change-set/not-executed',
                outcome: 'fail',
                title,
                subject: `stack/${request.stack}`,
                expected: 'EXECUTE_COMPLETE',
                observed: [changeSet.execution, (0,support_text/* oneLine */.TN)(changeSet.reason || (state?.statusReason ?? ''))]
                    .filter(Boolean)
                    .join(': '),
                advice: `Look at \`aws cloudformation describe-events --change-set-name ${request.changeSetArn} --region ${request.region}\`, which names hooks and validations that failed.`,
            },
        ],
    });
}
/** The command with which a person looks at a stack. */
function describeStackCommand(request) {
    return `aws cloudformation describe-stacks --stack-name ${request.stackArn} --region ${request.region}`;
}
/**
 * `  12.3 s`: when something happened, counted from the start. It is AWS's time where AWS tells it, but never before
 * the start nor after now: clocks differ.
 */
function elapsed(began, now, at) {
    const happened = at === undefined ? now : Math.min(Math.max(Date.parse(at), began), now);
    return `${((happened - began) / 1_000).toFixed(1).padStart(6)} s`;
}
/** AWS being away for a moment says nothing about what is waited for: such looks found nothing, and the wait goes on. */
function patiently(log, name, look) {
    return async () => {
        try {
            return await look();
        }
        catch (error) {
            const passing = error instanceof errors/* ActionError */.lZ &&
                (error.code === 'aws/unreachable' ||
                    error.code === 'aws/throttled' ||
                    /InternalFailure|InternalError|ServiceUnavailable/.test(error.message));
            if (!passing)
                throw error;
            log.warning(`${name}: ${(0,support_text/* oneLine */.TN)((0,errors/* messageOf */.bD)(error))}; it goes on without being seen, still waiting`);
            return undefined;
        }
    };
}
function showHook({ hook }) {
    return hook ? (0,support_text/* oneLine */.TN)(`hook ${hook.type} ${hook.status} ${hook.reason}`) : '';
}
/** What has happened so far, told as it comes. */
class Story {
    events = [];
    #world;
    #began;
    #stack;
    #running = new Map();
    #unknown = new Set();
    #lastLine;
    constructor(world, began, stack) {
        this.#world = world;
        this.#began = began;
        this.#stack = stack;
        this.#lastLine = began;
    }
    /** AWS's time of the first event; events of nested stacks before it belong to earlier operations. */
    get beganAt() {
        return this.events[0]?.at ?? '';
    }
    hasEnded() {
        const last = this.events.findLast((event) => event.ofStack && event.stack === this.#stack);
        return last !== undefined && ['succeeded', 'failed'].includes(endOf(last.status));
    }
    add(events) {
        for (const event of events) {
            this.events.push(event);
            this.#say([`${event.stack}/${event.logicalId}`, event.type, event.status, (0,support_text/* oneLine */.TN)(event.reason), showHook(event)]
                .filter((part) => part !== '')
                .join('  '), event.at);
            this.#remember(event);
        }
    }
    #remember(event) {
        const { record } = this.#world;
        const subject = event.ofStack ? `stack/${event.stack}` : `stack/${event.stack}/resource/${event.logicalId}`;
        if (event.status.endsWith('_IN_PROGRESS') && !event.ofStack) {
            if (!this.#running.has(subject))
                this.#running.set(subject, event.at);
            return;
        }
        const since = this.#running.get(subject);
        this.#running.delete(subject);
        const failed = event.status.endsWith('_FAILED');
        record.happened({
            at: event.at,
            subject,
            event: event.status,
            ...(failed && { outcome: 'fail' }),
            ...(event.reason !== '' && { detail: (0,support_text/* oneLine */.TN)(event.reason) }),
            ...(since !== undefined && { ms: Date.parse(event.at) - Date.parse(since) }),
        });
    }
    /** Says, once each, that a status is not known. */
    status(status) {
        if (endOf(status) !== 'unknown' || this.#unknown.has(status))
            return;
        this.#unknown.add(status);
        this.#world.ports.log.warning(`${this.#stack}: the status ${(0,support_text/* oneLine */.TN)(status)} is not known here; waiting for one that is`);
    }
    heartbeat() {
        if (this.#world.ports.clock.now().getTime() - this.#lastLine < HEARTBEAT_MS)
            return;
        const waitingFor = [...this.#running.keys()].map((subject) => subject.split('/').at(-1)).join(', ');
        this.#say(`${this.#stack}: still running${waitingFor === '' ? '' : `; waiting for ${waitingFor}`}`);
    }
    #say(line, at) {
        this.#lastLine = this.#world.ports.clock.now().getTime();
        this.#world.ports.log.info(`${elapsed(this.#began, this.#lastLine, at)}  ${line}`);
    }
}
/** The stacks below, found as they begin. A few are read with each look, all of them at the end. */
class Nested {
    #cloudformation;
    #tails = new Map();
    #turn = 0;
    constructor(cloudformation) {
        this.#cloudformation = cloudformation;
    }
    discover(events) {
        for (const event of events) {
            if (event.ofStack || event.type !== STACK_TYPE || !event.physicalId.startsWith('arn:'))
                continue;
            if (this.#tails.has(event.physicalId))
                continue;
            const path = `${event.stack}/${event.logicalId}`;
            this.#tails.set(event.physicalId, new EventTail(this.#cloudformation, path, event.physicalId));
        }
    }
    async next(since, all) {
        const found = [];
        const read = new Set();
        for (;;) {
            const waiting = [...this.#tails.values()].filter((tail) => !read.has(tail.stackArn));
            const turn = all ? waiting : this.#inTurn(waiting, NESTED_PER_LOOK - read.size);
            if (turn.length === 0)
                break;
            for (const tail of turn) {
                read.add(tail.stackArn);
                const events = (await tail.next((event) => event.at < since)).filter((event) => event.at >= since);
                this.discover(events);
                found.push(...events);
            }
        }
        return found.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    }
    #inTurn(tails, most) {
        const taken = [];
        for (let index = 0; index < Math.min(most, tails.length); index++) {
            const tail = tails[(this.#turn + index) % tails.length];
            if (tail)
                taken.push(tail);
        }
        this.#turn += taken.length;
        return taken;
    }
}

;// CONCATENATED MODULE: ./build/dist/release/target-story.js




const target_story_HEARTBEAT_MS = 30_000;
/** A healthy agent asks for its orders every few seconds, and a function is done in less. */
const SILENCE_MS = 60_000;
/** What happened on the targets, told as it comes. */
class TargetStory {
    #world;
    #deployment;
    #began;
    #told = new Map();
    #status = '';
    #lastLine;
    #saidSilent = false;
    #saidWaiting = new Set();
    #saidReady = false;
    #silent = [];
    #targets = [];
    constructor(world, deployment, began) {
        this.#world = world;
        this.#deployment = deployment;
        this.#began = began;
        this.#lastLine = world.ports.clock.now().getTime();
    }
    add(targets) {
        this.#targets = targets;
        this.#silent = silentTargets(targets).filter((target) => target.status === 'Pending' || target.status === 'InProgress');
        for (const target of targets) {
            for (const event of target.events) {
                const key = `${target.id} ${event.name}`;
                // What was skipped is a consequence of a failure that has its own line.
                if (event.status === 'Pending' || event.status === 'Skipped' || this.#told.get(key) === event.status)
                    continue;
                this.#told.set(key, event.status);
                this.#tell(target, event);
            }
            this.#tellTraffic(target);
        }
    }
    #tellTraffic({ id, traffic }) {
        const told = traffic && `${traffic.percent} % of the traffic goes to ${traffic.to}`;
        const before = this.#told.get(id);
        if (told === undefined || before === told || (before === undefined && traffic?.percent === 0))
            return;
        this.#told.set(id, told);
        this.#say(`${this.#deployment.id}  ${id}  ${told}`);
        this.#world.record.happened({ subject: `deployment/${this.#deployment.id}/target/${id}`, event: told });
    }
    /** A function that does not report keeps a deployment for an hour, in silence. */
    #warnOfFunctions(now) {
        for (const { events } of this.#targets) {
            for (const { name, status, script, startedAt } of events) {
                if (status !== 'InProgress' || script === undefined || this.#saidWaiting.has(name))
                    continue;
                if (startedAt === undefined || now - Date.parse(startedAt) < SILENCE_MS)
                    continue;
                this.#saidWaiting.add(name);
                this.#world.ports.log.warning(`${this.#deployment.id}: ${name} waits for the function ${(0,support_text/* oneLine */.TN)(script)}, which has to report with PutLifecycleEventHookExecutionStatus; CodeDeploy waits an hour for it.`);
            }
        }
    }
    #tell(target, event) {
        const { id } = this.#deployment;
        const failed = event.status === 'Failed';
        const detail = failed ? (0,support_text/* oneLine */.TN)([event.errorCode, event.script, event.message].filter(Boolean).join(' ')) : '';
        const at = event.endedAt ?? event.startedAt;
        this.#say([`${id}  ${target.id}`, event.name, event.status, detail].filter((part) => part !== '').join('  '), at);
        if (failed)
            for (const line of (0,support_text/* plainLines */.y1)(event.logTail ?? ''))
                this.#say(`${id}  ${target.id}  | ${line}`, at);
        if (event.status === 'InProgress')
            return;
        this.#world.record.happened({
            subject: `deployment/${id}/target/${target.id}`,
            event: `${event.name} ${event.status}`,
            ...(event.endedAt !== undefined && { at: event.endedAt }),
            ...(event.startedAt !== undefined &&
                event.endedAt !== undefined && { ms: Date.parse(event.endedAt) - Date.parse(event.startedAt) }),
            ...(failed && { outcome: 'fail' }),
            ...(detail !== '' && { detail }),
        });
    }
    /** A line when the deployment changes its state, when a target stays silent, and now and then in any case. */
    status(state) {
        const { counts } = state;
        const now = this.#world.ports.clock.now().getTime();
        const summary = `${counts.succeeded} succeeded, ${counts.inProgress} in progress, ${counts.pending} pending, ${counts.failed} failed`;
        if (state.status !== this.#status) {
            this.#status = state.status;
            this.#say(`${this.#deployment.id}  ${state.id}  ${(0,support_text/* oneLine */.TN)(state.status)}  ${summary}`);
            this.#world.record.happened({
                subject: `deployment/${this.#deployment.id}`,
                event: `${state.id} ${(0,support_text/* oneLine */.TN)(state.status)}`,
            });
        }
        if (state.status === 'Ready' && !this.#saidReady) {
            this.#saidReady = true;
            const command = `aws deploy continue-deployment --region ${this.#deployment.region} --deployment-id ${state.id}`;
            this.#world.ports.log.warning(`${this.#deployment.id}: ${state.id} waits until somebody lets it go on: ${command}`);
        }
        if (isServerless(state))
            this.#warnOfFunctions(now);
        else if (!this.#saidSilent && this.#silent.length > 0 && now - this.#began > SILENCE_MS) {
            this.#saidSilent = true;
            const names = this.#silent.map((target) => target.id).slice(0, 5);
            this.#world.ports.log.warning(`${this.#deployment.id}: ${names.join(', ')} has not answered yet. ${agentHint(this.#deployment.region)}`);
        }
        if (now - this.#lastLine >= target_story_HEARTBEAT_MS)
            this.#say(`${this.#deployment.id}  ${state.id}  still ${(0,support_text/* oneLine */.TN)(state.status)}: ${summary}`);
    }
    #say(line, at) {
        this.#lastLine = this.#world.ports.clock.now().getTime();
        this.#world.ports.log.info(`${elapsed(this.#began, this.#lastLine, at)}  ${line}`);
    }
}

;// CONCATENATED MODULE: ./build/dist/release/follow-deployment.js





/** Instances of a large fleet are looked at less often: reading them all costs a call for each 25. */
const TARGETS_PER_SECOND = 25;
const ROLLBACK_APPEARS_MS = 10_000;
const ROLLBACK_TIMEOUT_MS = 20 * 60_000;
/** The command with which a person looks at a deployment. */
function getDeploymentCommand(deployment) {
    return `aws deploy get-deployment --region ${deployment.region} --deployment-id ${deployment.deploymentId}`;
}
/**
 * Follows a deployment to its end and, where CodeDeploy rolls it back, the rollback to its own. Each lifecycle event of
 * each target is a line in the log and an entry of the timeline. Rejects with a `timeout` error while it still runs, or
 * with the signal's reason when cancelled.
 */
async function followDeployment(world, codedeploy, deployment) {
    const { clock } = world.ports;
    const began = clock.now().getTime();
    const { state: ended, targets } = await follow(world, codedeploy, deployment, began);
    const state = deployment.autoRollback ? await withRollback(world, codedeploy, ended) : ended;
    const end = { ...deployment, state, targets, ms: clock.now().getTime() - began };
    if (state.rollback === undefined || endOfDeployment(state.status) === 'succeeded')
        return end;
    const { rollback } = state;
    world.ports.log.warning(`${deployment.id}: ${deployment.deploymentId} ${state.status}; CodeDeploy rolls back with ${rollback.id} ${(0,support_text/* oneLine */.TN)(state.rollbackMessage ?? '')}`);
    const back = { ...deployment, deploymentId: rollback.id, timeout: Math.min(deployment.timeout, ROLLBACK_TIMEOUT_MS) };
    try {
        return { ...end, rollback: { state: (await follow(world, codedeploy, back, began)).state, ended: true } };
    }
    catch (error) {
        world.ports.cancelled.throwIfAborted();
        // The failure of the release is known already; not knowing how the rollback ends must not hide it.
        world.ports.log.warning(`${deployment.id}: the rollback ${rollback.id} could not be followed: ${String(error)}`);
        return { ...end, rollback: { state: await readDeployment(codedeploy, rollback.id), ended: false } };
    }
}
/** Looks a few seconds longer at a failed deployment, until it names its rollback or says that there is none. */
async function withRollback({ ports: { clock, cancelled } }, codedeploy, ended) {
    let state = ended;
    const until = clock.now().getTime() + ROLLBACK_APPEARS_MS;
    while (endOfDeployment(state.status) !== 'succeeded' &&
        state.rollback === undefined &&
        state.rollbackMessage === undefined &&
        clock.now().getTime() < until) {
        await clock.sleep(FIRST_PAUSE_MS, cancelled);
        // How the deployment ended is known; not knowing more must not hide it.
        state = await readDeployment(codedeploy, state.id).catch(() => state);
    }
    return state;
}
async function follow(world, codedeploy, deployment, began) {
    const { clock, log, cancelled } = world.ports;
    const story = new TargetStory(world, deployment, began);
    let targets = [];
    let looked = 0;
    const state = await (0,poll/* poll */.w)({
        clock,
        signal: cancelled,
        first: FIRST_PAUSE_MS,
        slowest: SLOWEST_PAUSE_MS,
        timeout: deployment.timeout,
        subject: `deployment/${deployment.id}`,
        waitingFor: `${deployment.deploymentId} to end`,
        onTimeout: `It is still running; look at it with \`${getDeploymentCommand(deployment)}\` before you start another.`,
    }, patiently(log, deployment.deploymentId, async () => {
        const now = clock.now().getTime();
        const found = await readDeployment(codedeploy, deployment.deploymentId);
        const ended = endOfDeployment(found.status) !== 'running';
        if (ended || now - looked >= (targets.length / TARGETS_PER_SECOND) * 1_000) {
            looked = now;
            targets = withFunctions(await readTargets(codedeploy, deployment.deploymentId), found.functions);
            story.add(targets);
        }
        story.status(found);
        return ended ? found : undefined;
    }));
    return { state, targets };
}

// EXTERNAL MODULE: ./build/dist/release/grace.js
var grace = __webpack_require__(49963);
;// CONCATENATED MODULE: ./build/dist/release/run-deployment.js










/** How long a deployment of others in the group is waited for at most. */
const MOST_PATIENCE_MS = 30 * 60_000;
const STOP_PAUSE_MS = 300;
/**
 * Deploys to a group of CodeDeploy, followed to the end. `bring` makes the revision ready, only where no alarm rings;
 * where it finds that nothing may or need be deployed, it gives findings instead.
 */
async function runDeployment(execution, deployment, bring) {
    const { ports, record, environment, access, run } = execution;
    const subject = `deployment/${deployment.id}`;
    const codedeploy = await ports.connect.codedeploy(access);
    const settings = await readGroupSettings(codedeploy, deployment);
    const before = judgeAlarmsBefore(subject, await readAlarmStates(ports, access, settings.alarms));
    if (before.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skipped'))
        return before;
    const brought = await bring();
    if (!('revision' in brought))
        return [...before, ...brought];
    const { content, findScript, ...request } = brought;
    const started = await startDeployment({ codedeploy, clock: ports.clock, log: ports.log, cancelled: ports.cancelled }, {
        ...request,
        id: deployment.id,
        application: deployment.application,
        group: deployment.group,
        region: environment.region,
        description: describeDeployment({ ...run, environment: environment.key, id: deployment.id, content }),
        ...(deployment['deployment-config'] !== undefined && { config: deployment['deployment-config'] }),
        patience: Math.min(deployment.timeout, MOST_PATIENCE_MS),
    });
    if (started.kind === 'busy')
        return [...before, started.finding];
    const running = {
        id: deployment.id,
        deploymentId: started.deploymentId,
        group: deployment.group,
        region: environment.region,
        timeout: deployment.timeout,
        autoRollback: settings.autoRollback,
    };
    const look = `look at it with \`${getDeploymentCommand(running)}\``;
    const handle = handleOf(execution, started.deploymentId);
    handle('running', `It was running; ${look}.`);
    try {
        const end = await followDeployment({ ports, record }, codedeploy, running);
        handle('kept');
        if (end.rollback)
            handleOf(execution, end.rollback.state.id)(end.rollback.ended ? 'kept' : 'running');
        (0,deploy_shared/* measureDeployment */.e)(execution, deployment.id, end.ms);
        const findings = judgeDeploymentEnd(end, findScript);
        const after = execution.watchAlarms
            ? judgeAlarmsAfter(subject, await watchAlarms(ports, access, settings.alarms))
            : [];
        return [...before, ...findings, ...after];
    }
    catch (error) {
        if (ports.cancelled.aborted)
            await stop(execution, codedeploy, running, handle);
        throw error;
    }
}
function handleOf(execution, deploymentId) {
    const { record, environment } = execution;
    return (state, advice) => record.handle({
        kind: 'deployment',
        id: deploymentId,
        environment: environment.key,
        region: environment.region,
        state,
        ...(advice !== undefined && { advice }),
    });
}
/** The job ends in a few seconds: the deployment is stopped, rolled back if its group says so. Never throws. */
async function stop(execution, codedeploy, running, handle) {
    const { deploymentId } = running;
    const { ports } = execution;
    try {
        const state = await (0,grace/* withinGrace */.q)(ports.clock, askToStop(ports, codedeploy, running, handle));
        const back = state.rollback ? ` It is rolled back by ${state.rollback.id}.` : '';
        ports.log.warning(`${deploymentId} was asked to stop and is ${(0,support_text/* oneLine */.TN)(state.status)}.${back}`);
        if (endOfDeployment(state.status) !== 'running')
            handle('kept', `It ended as ${(0,support_text/* oneLine */.TN)(state.status)}.${back}`);
        if (state.rollback) {
            const command = getDeploymentCommand({ ...running, deploymentId: state.rollback.id });
            handleOf(execution, state.rollback.id)('running', `It brings the previous revision back; look at it with \`${command}\`.`);
        }
    }
    catch (error) {
        ports.log.warning(`${deploymentId} was asked to stop; how it ended was not seen: ${(0,support_text/* oneLine */.TN)((0,errors/* messageOf */.bD)(error))}`);
    }
}
/** Asks, and looks until it has ended: the script that runs at the moment is not interrupted. */
async function askToStop({ clock }, codedeploy, running, handle) {
    const { deploymentId } = running;
    const look = `look at it with \`${getDeploymentCommand(running)}\``;
    handle('unknown', `It may still be running; ${look}.`);
    try {
        await codedeploy.stopDeployment({ deploymentId, autoRollbackEnabled: running.autoRollback });
        handle('running', `It was asked to stop after the script that ran; ${look}.`);
    }
    catch (error) {
        if ((0,aws_errors/* errorName */.Is)(error) !== 'DeploymentAlreadyCompletedException')
            throw error;
    }
    const until = clock.now().getTime() + grace/* GRACE_MS */.g;
    for (;;) {
        const state = await readDeployment(codedeploy, deploymentId);
        if (endOfDeployment(state.status) !== 'running' || clock.now().getTime() >= until)
            return state;
        await clock.sleep(STOP_PAUSE_MS);
    }
}

;// CONCATENATED MODULE: ./build/dist/release/deploy-ecs.js








/** Registers the task definition, if the deployment brings one, and lets CodeDeploy give its service to it. */
async function deployToEcs(execution, deployment, outputs) {
    const read = await (0,appspec_file/* readAppSpecFile */.T)(execution, deployment, outputs);
    if ('outcome' in read)
        return [read];
    const { text, words } = read;
    const { 'task-definition': file } = deployment;
    const content = (0,digest/* digestOfBytes */.by)(Buffer.from(text));
    if (file === undefined) {
        const revision = appSpecContent(text, { words, properties: {} });
        return runDeployment(execution, deployment, () => Promise.resolve({ content, revision }));
    }
    const subject = `deployment/${deployment.id}/task-definition`;
    const { ports, access, record, environment } = execution;
    const bytes = await (0,tree/* bytesOfFile */.NR)((0,external_node_path_.resolve)(ports.place.workspace, file));
    const differs = (0,deploy_shared/* judgeRevision */.f)(execution, `${deployment.id}/task-definition`, (0,digest/* digestOfBytes */.by)(bytes));
    if (differs)
        return [differs];
    const definition = await (0,task_definition/* readTaskDefinition */.L)(bytes.toString('utf8'), { file, subject, words });
    return runDeployment(execution, deployment, async () => {
        const TaskDefinition = await (0,task_definition/* registerTaskDefinition */.e)(await ports.connect.containers(access), definition, subject);
        ports.log.info(`${deployment.id}: registered ${TaskDefinition}`);
        record.handle({
            kind: 'task-definition',
            id: TaskDefinition,
            environment: environment.key,
            region: environment.region,
            state: 'kept',
        });
        return { content, revision: appSpecContent(text, { words, properties: { TaskDefinition } }) };
    });
}

// EXTERNAL MODULE: ./build/dist/codedeploy/alias.js
var codedeploy_alias = __webpack_require__(88912);
// EXTERNAL MODULE: ./build/dist/codedeploy/function-version.js
var function_version = __webpack_require__(99243);
// EXTERNAL MODULE: ./build/dist/codedeploy/pack.js
var pack = __webpack_require__(88715);
;// CONCATENATED MODULE: ./build/dist/codedeploy/revision.js







/** Makes a bundle of a folder, or takes an archive as it is. Rejects with `config/revision` what cannot travel. */
async function makeBundle(path, subject, format = 'tgz') {
    if ((await (0,tree/* kindOfPath */.Bs)(path)) === 'directory')
        return bundleFolder(path, subject, format);
    const { detectBundleType } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 13218));
    const type = detectBundleType(path);
    const bytes = await (0,tree/* bytesOfFile */.NR)(path);
    return { type: type === 'directory' ? 'tgz' : type, bytes, content: (0,digest/* digestOfBytes */.by)(bytes) };
}
/** Packs and digests in one reading: what is uploaded is what was digested, also if the folder changes meanwhile. */
async function bundleFolder(folder, subject, format) {
    const packer = await (format === 'zip' ? (0,pack/* packZip */.R)() : (0,pack/* packTgz */.j)());
    const read = [];
    try {
        for (const entry of await (0,tree/* walkTree */.Ir)(folder)) {
            if (entry.kind === 'other') {
                throw new errors/* ActionError */.lZ('config/revision', {
                    message: `${entry.path} is neither a file, a folder nor a link: it cannot be part of a revision`,
                    subject,
                    expected: 'files, folders and links',
                    observed: entry.path,
                });
            }
            const bytes = entry.kind === 'file' ? await (0,tree/* bytesOfFile */.NR)((0,external_node_path_.join)(folder, entry.path)) : undefined;
            read.push({ entry: { ...entry, size: bytes?.length ?? 0 }, ...(bytes && { content: (0,digest/* digestOfBytes */.by)(bytes) }) });
            await packer.add(entry, bytes);
        }
        return { type: format, bytes: await packer.finish(), content: (0,tree/* digestOfEntries */.ol)(read) };
    }
    catch (error) {
        packer.abandon();
        throw error;
    }
}
/** The key of a revision: named by what is in it, so that the same is stored once. */
function revisionKey(prefix, id, bundle) {
    const start = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    return `${start}${id}/${bundle.content.replace('sha256:', '')}.${bundle.type}`;
}
/**
 * Puts a bundle into the bucket, unless these very bytes lie there: their checksum is S3's own, not what somebody wrote
 * beside them. Rejects with an ActionError that names the bucket.
 */
async function uploadRevision(storage, place, bundle) {
    const { bucket } = place;
    const key = revisionKey(place.prefix, place.id, bundle);
    const checksum = (0,external_node_crypto_.createHash)('sha256').update(bundle.bytes).digest('base64');
    const located = (answer, uploaded) => ({
        bucket,
        key,
        bundleType: bundle.type,
        uploaded,
        ...(answer.ETag !== undefined && { eTag: answer.ETag.replaceAll('"', '') }),
        ...(answer.VersionId !== undefined && answer.VersionId !== 'null' && { version: answer.VersionId }),
    });
    const there = await headObject(storage, bucket, key);
    if (there?.ChecksumSHA256 === checksum)
        return located(there, false);
    try {
        const answer = await storage.putObject({ Bucket: bucket, Key: key, Body: bundle.bytes, ChecksumSHA256: checksum });
        return located(answer, true);
    }
    catch (error) {
        if ((0,aws_errors/* errorName */.Is)(error) !== 'NoSuchBucket')
            throw error;
        throw new errors/* ActionError */.lZ('config/revision', {
            message: `the bucket ${bucket} for the revision of ${place.id} does not exist`,
            advice: `Correct \`revision.bucket\` of the deployment ${place.id}, or make the bucket in one of the stacks.`,
            subject: `deployment/${place.id}/revision`,
            expected: `a bucket ${bucket}`,
            observed: 'no such bucket',
            cause: error,
        });
    }
}
async function headObject(storage, bucket, key) {
    try {
        return await storage.headObject({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
    }
    catch (error) {
        // An answer to HEAD has no body and thus no name. S3 says 403 where it may not say that nothing is there, as without
        // s3:ListBucket; putting tells which.
        if ([403, 404].includes((0,aws_errors/* httpStatus */.nG)(error) ?? 0))
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: ./build/dist/release/release.js
var release = __webpack_require__(3154);
;// CONCATENATED MODULE: ./build/dist/release/upload-revision.js


/** Puts the revision of a deployment into its bucket, told in the log and recorded as something that is kept. */
async function uploadToBucket(execution, deployment, bundle) {
    const { ports, record, environment, access } = execution;
    const { bucket, prefix } = deployment.revision;
    if (bucket === undefined) {
        throw new errors/* ActionError */.lZ('config/revision', {
            message: `the deployment ${deployment.id} names no bucket for its revision`,
            advice: `Set \`revision.bucket\` of the deployment ${deployment.id}, for example to an output of a stack.`,
            subject: `deployment/${deployment.id}/revision`,
            expected: 'a bucket',
            observed: 'none',
        });
    }
    const began = ports.clock.now().getTime();
    const storage = await ports.connect.storage(access);
    const revision = await uploadRevision(storage, { bucket, prefix, id: deployment.id }, bundle);
    const ms = ports.clock.now().getTime() - began;
    const place = `s3://${revision.bucket}/${revision.key}`;
    ports.log.info(revision.uploaded
        ? `${deployment.id}: ${bundle.bytes.length} bytes uploaded to ${place} in ${ms} ms`
        : `${deployment.id}: ${place} has these very bytes already`);
    record.measure({
        name: 'revision',
        unit: 'bytes',
        value: bundle.bytes.length,
        subject: `deployment/${deployment.id}`,
    });
    record.handle({
        kind: 'revision',
        id: place,
        environment: environment.key,
        region: environment.region,
        state: 'kept',
    });
    return revision;
}

;// CONCATENATED MODULE: ./build/dist/release/deploy-lambda.js













/** Publishes the code, if the deployment brings any, and moves the alias of the AppSpec to its version. */
async function deployToLambda(execution, deployment, outputs) {
    const { ports, access } = execution;
    const read = await (0,appspec_file/* readAppSpecFile */.T)(execution, deployment, outputs);
    if ('outcome' in read)
        return [read];
    const { text, spec, words } = read;
    const functions = await ports.connect.functions(access);
    let moved;
    const findings = await runDeployment(execution, deployment, async () => {
        const published = await publish(execution, deployment, functions, spec);
        if ('outcome' in published)
            return [published];
        const target = published.version;
        const alias = await (0,function_version/* readAlias */.Jd)(functions, { id: deployment.id, ...spec });
        // While a deployment runs in the group an alias is rightly between two versions: it is taken up, or waited for.
        const busy = (await listDeployments(await ports.connect.codedeploy(access), deployment, 'active')).length > 0;
        const before = busy ? undefined : (0,codedeploy_alias/* judgeAliasBefore */.$)(deployment.id, spec, alias, target);
        if (before)
            return [before];
        moved = target;
        const properties = { CurrentVersion: alias.version, TargetVersion: target };
        return { content: published.content, revision: appSpecContent(text, { words, properties }) };
    });
    if (moved === undefined || findings.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skipped'))
        return findings;
    const after = await (0,function_version/* readAlias */.Jd)(functions, { id: deployment.id, ...spec });
    return [...findings, (0,codedeploy_alias/* judgeAliasAfter */._)(deployment.id, spec, after, moved)];
}
/** The version that the alias is to lead to: the code's, or the one that the AppSpec names. */
async function publish(execution, deployment, functions, spec) {
    const { id, revision } = deployment;
    if (revision === undefined) {
        return { version: spec.targetVersion, content: (0,digest/* digestOfBytes */.by)(Buffer.from(`${spec.name}:${spec.targetVersion}`)) };
    }
    const { ports, record, environment } = execution;
    const path = (0,external_node_path_.resolve)(ports.place.workspace, (0,release/* revisionPath */.v0)({ id, revision }));
    const bundle = await makeBundle(path, `deployment/${id}/revision`, 'zip');
    const differs = (0,deploy_shared/* judgeRevision */.f)(execution, id, bundle.content);
    if (differs)
        return differs;
    const version = await (0,function_version/* publishVersion */.Qt)({ functions, clock: ports.clock, log: ports.log, cancelled: ports.cancelled }, { id, name: spec.name, bytes: bundle.bytes, code: () => codeOf(execution, { id, revision }, bundle) });
    record.handle({
        kind: 'function-version',
        id: `${spec.name}:${version}`,
        environment: environment.key,
        region: environment.region,
        state: 'kept',
    });
    return { version, content: bundle.content };
}
/** Small archives travel in the request; larger ones, and those with a bucket, by S3. */
async function codeOf(execution, deployment, bundle) {
    const { id, revision } = deployment;
    if (bundle.type !== 'zip') {
        throw new errors/* ActionError */.lZ('config/revision', {
            message: `the revision of ${id} is a ${bundle.type}, and Lambda takes a zip`,
            advice: 'Give a folder, or a zip.',
            subject: `deployment/${id}/revision`,
            expected: 'a folder or a zip',
            observed: bundle.type,
        });
    }
    if (revision.bucket !== undefined) {
        const { bucket, key, version } = await uploadToBucket(execution, deployment, bundle);
        return { S3Bucket: bucket, S3Key: key, ...(version !== undefined && { S3ObjectVersion: version }) };
    }
    if (bundle.bytes.length <= function_version/* MOST_DIRECT_BYTES */.mr)
        return { ZipFile: bundle.bytes };
    throw new errors/* ActionError */.lZ('config/revision', {
        message: `the code of ${id} has ${bundle.bytes.length} bytes when packed, more than a request to Lambda may have`,
        advice: `Set \`revision.bucket\` of the deployment ${id}: larger code travels by S3.`,
        subject: `deployment/${id}/revision`,
        expected: `at most ${function_version/* MOST_DIRECT_BYTES */.mr} bytes, or a bucket`,
        observed: `${bundle.bytes.length} bytes`,
    });
}

;// CONCATENATED MODULE: ./build/dist/release/deploy-servers.js







/** Uploads the revision and deploys it to the servers of a group, followed to the end. */
async function deployToServers(execution, deployment) {
    const path = (0,external_node_path_.resolve)(execution.ports.place.workspace, (0,release/* revisionPath */.v0)(deployment));
    const bundle = await makeBundle(path, `deployment/${deployment.id}/revision`);
    const differs = (0,deploy_shared/* judgeRevision */.f)(execution, deployment.id, bundle.content);
    if (differs)
        return [differs];
    return runDeployment(execution, deployment, async () => {
        const { bucket, key, bundleType, eTag, version } = await uploadToBucket(execution, deployment, bundle);
        return {
            content: bundle.content,
            revision: {
                revisionType: 'S3',
                s3Location: {
                    bucket,
                    key,
                    bundleType,
                    ...(eTag !== undefined && { eTag }),
                    ...(version !== undefined && { version }),
                },
            },
            ...(deployment['file-exists'] !== undefined && { fileExists: deployment['file-exists'] }),
            ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
            findScript: await scriptPlaces(path, deployment),
        };
    });
}
/** Where scripts stand in the AppSpec of a folder; an archive is not opened for it. */
async function scriptPlaces(folder, deployment) {
    if ((await (0,tree/* kindOfPath */.Bs)(folder)) !== 'directory')
        return () => undefined;
    const { parseAppSpec } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 93367));
    const file = 'appspec.yml';
    const name = `${(0,release/* revisionPath */.v0)(deployment)}/${file}`;
    const place = `${folder}/${file}`;
    if ((await (0,tree/* kindOfPath */.Bs)(place)) !== 'file')
        return () => undefined;
    const parsed = parseAppSpec((await (0,tree/* bytesOfFile */.NR)(place)).toString('utf8'), {
        file: name,
        platform: 'server',
    });
    if (!parsed.ok)
        return () => undefined;
    return (event, script) => {
        const found = parsed.spec.hooks
            .find((hook) => hook.event === event)
            ?.scripts.find((one) => one.location === script || one.location.endsWith(`/${script}`) || script.endsWith(one.location));
        return found && { file: name, line: found.at.line, column: found.at.column };
    };
}

;// CONCATENATED MODULE: ./build/dist/release/deploy.js





/** Deploys one revision, and gives what was found out. The revision must be the one that the release names. */
async function deployRevisionOf(execution, deployment, outputs) {
    const filled = (0,resolve/* fillOutputs */.Yg)(deployment, outputs, `deployment/${deployment.id}`);
    switch (filled.platform) {
        case 'server':
            return deployToServers(execution, filled);
        case 'lambda':
            return deployToLambda(execution, filled, outputs);
        case 'ecs':
            return deployToEcs(execution, filled, outputs);
        case 'local':
            return deployLocally(execution, filled);
    }
}

// EXTERNAL MODULE: ./build/dist/release/outputs.js
var release_outputs = __webpack_require__(75089);
// EXTERNAL MODULE: ./build/dist/evidence/verdict.js
var verdict = __webpack_require__(86686);
// EXTERNAL MODULE: ./build/dist/release/plan.js + 6 modules
var plan = __webpack_require__(22935);
// EXTERNAL MODULE: ./build/dist/release/reviewed.js
var release_reviewed = __webpack_require__(30538);
// EXTERNAL MODULE: ./build/dist/cloudformation/update-policies.js
var update_policies = __webpack_require__(78220);
;// CONCATENATED MODULE: ./build/dist/release/stack-deployments.js









const ALIAS = 'AWS::Lambda::Alias';
const APPLICATION = 'AWS::CodeDeploy::Application';
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';
const DEPLOYMENT_ID = /\bd-[A-Z0-9]{9,}\b/;
/**
 * The deployments of CodeDeploy's that an update of a stack starts by itself: by the update policy of an alias, or by
 * the hook AWS::CodeDeploy::BlueGreen. They are found while the update is followed and told as they go; nothing that
 * goes wrong in looking for them ends the following.
 */
class StackDeployments {
    #world;
    #cloudformation;
    #connect;
    #stack;
    #functions;
    #places = new Map();
    #found = new Map();
    #read = new Set();
    #waiting = [];
    /** What may have a deployment of its own: aliases by ARN, and the whole stack. */
    #expected = new Set();
    #began;
    #since;
    #silenced;
    constructor(world, cloudformation, connect, stack) {
        this.#world = world;
        this.#cloudformation = cloudformation;
        this.#connect = connect;
        this.#stack = stack;
        this.#began = world.ports.clock.now().getTime();
        const hook = stack.template && (0,update_policies/* blueGreenHook */.N)(stack.template);
        this.#functions = hook?.functions ?? {};
        if (hook) {
            this.#add({ id: `${stack.stack}/${hook.id}`, name: hook.id, of: { externalId: stack.stackArn } });
            this.#expected.add(stack.stackArn);
        }
        for (const { alias, application, group } of stack.template ? (0,update_policies/* aliasPolicies */.p)(stack.template) : []) {
            if ('name' in application && 'name' in group) {
                const of = { application: application.name, group: group.name };
                this.#add({ id: `${stack.stack}/${alias}`, name: group.name, of });
            }
        }
    }
    #add(place) {
        this.#places.set(JSON.stringify(place.of), place);
    }
    /** Remembers the stacks in which an alias is being moved: their groups are looked for. */
    notice(events) {
        for (const event of events) {
            this.#since ??= new Date(event.at);
            if (event.type !== ALIAS || event.status !== 'UPDATE_IN_PROGRESS')
                continue;
            if (event.stackArn === this.#stack.stackArn && !this.#mayDeploy())
                continue;
            this.#expected.add(event.physicalId);
            if (this.#read.has(event.stackArn))
                continue;
            this.#read.add(event.stackArn);
            this.#waiting.push({ path: event.stack, arn: event.stackArn });
        }
    }
    /** A template that is not rewritten says itself whether its aliases are deployed. */
    #mayDeploy() {
        const { template } = this.#stack;
        return template === undefined || template.transforms.length > 0 || (0,update_policies/* aliasPolicies */.p)(template).length > 0;
    }
    /** Looks for new deployments and at those that run. Never rejects but with the signal's reason. */
    async look() {
        if (this.#silenced !== undefined || (this.#places.size === 0 && this.#waiting.length === 0))
            return;
        try {
            const codedeploy = await this.#connect();
            for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
                await this.#addGroups(next.path, next.arn);
            }
            await this.#find(codedeploy);
            for (const found of this.#found.values()) {
                if (endOfDeployment(found.state.status) === 'running')
                    await this.#update(codedeploy, found);
            }
        }
        catch (error) {
            this.#world.ports.cancelled.throwIfAborted();
            if (!(error instanceof errors/* ActionError */.lZ))
                throw error;
            if (error.kind !== 'permission')
                return;
            this.#silenced = error.message;
            this.#world.ports.log.warning(`${this.#stack.stack}: the deployments that this update starts cannot be seen: ${(0,support_text/* oneLine */.TN)(error.message)}`);
        }
    }
    /** An application of the stack with each of its groups: which group belongs to which, only CodeDeploy knows. */
    async #addGroups(path, arn) {
        const resources = await (0,cloudformation_stack/* stackResources */.oF)(this.#cloudformation, arn);
        const applications = resources.filter(({ ResourceType: type }) => type === APPLICATION);
        for (const { LogicalResourceId: id = '', PhysicalResourceId: group = '', ResourceType: type } of resources) {
            if (type !== GROUP)
                continue;
            for (const { PhysicalResourceId: application = '' } of applications) {
                this.#add({ id: `${path}/${id}`, name: group, of: { application, group } });
            }
        }
    }
    /** Asks each place until there is a deployment for all that may have one: each costs a call. */
    async #find(codedeploy) {
        if (this.#since === undefined || this.#found.size >= this.#expected.size)
            return;
        for (const [key, place] of this.#places) {
            let ids = [];
            try {
                ids = await listDeployments(codedeploy, place.of, { since: this.#since });
            }
            catch (error) {
                if (!(error instanceof errors/* ActionError */.lZ) || !/DoesNotExist/.test(error.message))
                    throw error;
                this.#places.delete(key);
            }
            for (const id of ids.toReversed())
                if (!this.#found.has(id))
                    await this.#begin(codedeploy, place, id);
        }
    }
    async #begin(codedeploy, place, deploymentId) {
        const { region, stack } = this.#stack;
        const running = { id: place.id, deploymentId, group: place.name, region, timeout: 0, autoRollback: false };
        const state = await readDeployment(codedeploy, deploymentId);
        const story = new TargetStory(this.#world, running, this.#began);
        const found = { running, story, state, targets: [] };
        this.#found.set(deploymentId, found);
        this.#world.ports.log.info(`${stack}: the update deploys with ${deploymentId} of CodeDeploy (${place.name})`);
        await this.#update(codedeploy, found);
    }
    async #update(codedeploy, found) {
        const { deploymentId } = found.running;
        found.state = await readDeployment(codedeploy, deploymentId);
        found.targets = withFunctions(await readTargets(codedeploy, deploymentId), {
            ...found.state.functions,
            ...this.#functions,
        });
        found.story.add(found.targets);
        found.story.status(found.state);
        this.#world.record.handle(this.#handleOf(found));
    }
    #handleOf({ running, state }) {
        const runs = endOfDeployment(state.status) === 'running';
        return {
            kind: 'deployment',
            id: running.deploymentId,
            environment: this.#stack.environment,
            region: running.region,
            state: runs ? 'running' : 'kept',
            advice: `${runs ? 'It ends with the update of its stack; look' : 'Look'} at it with \`${getDeploymentCommand(running)}\`.`,
        };
    }
    /** Why a failed event of the stack failed, where a deployment was behind it. */
    causeOf(event) {
        const told = DEPLOYMENT_ID.exec(`${event.reason} ${event.physicalId}`)?.[0];
        const behind = event.type === ALIAS || event.type === STACK_TYPE;
        const failed = [...this.#found.values()]
            .filter(({ state }) => ['failed', 'stopped'].includes(endOfDeployment(state.status)))
            // What undoes another one is a consequence.
            .filter(({ state }) => state.undoes === undefined);
        const found = failed.find(({ running }) => running.deploymentId === told) ??
            (behind ? (failed.find((each) => isOf(each, event)) ?? (failed.length === 1 ? failed[0] : undefined)) : undefined);
        if (found)
            return causeFrom(found);
        if (event.type !== ALIAS || this.#silenced === undefined)
            return undefined;
        return {
            title: '',
            observed: `a deployment that could not be looked at: ${(0,support_text/* oneLine */.TN)(this.#silenced)}`,
            advice: `Look for it with \`aws deploy list-deployments --region ${this.#stack.region} --include-only-statuses Failed Stopped\`.`,
            details: {},
        };
    }
}
/** An alias is the target of its deployment: `orders:live` ends its ARN. */
function isOf({ targets }, event) {
    return targets.some(({ id }) => event.physicalId.endsWith(`:${id}`));
}
function causeFrom({ running, state, targets }) {
    const end = { ...running, state, targets, ms: 0 };
    const [finding] = judgeDeploymentEnd(end);
    return {
        title: finding?.title ?? '',
        observed: `${state.id} ${finding?.observed ?? state.status}`,
        advice: [finding?.advice ?? '', `Look at the deployment with \`${getDeploymentCommand(running)}\`.`].join(' '),
        details: (finding?.details ?? {}),
    };
}

;// CONCATENATED MODULE: ./build/dist/release/stacks.js











/**
 * Brings one stack to the release: executes the change set that was reviewed, or, where the plan could not be final,
 * makes it now and compares it with what the reviewers saw. Whatever differs is a finding, and nothing is executed.
 */
async function executeStack(execution, cloudformation, stack, outputs) {
    const subject = `stack/${stack.id}`;
    const reviewed = execution.plan.changeSets.find((plan) => plan.stack === stack.id);
    if (!reviewed) {
        return {
            findings: [
                {
                    code: 'plan/missing',
                    outcome: 'fail',
                    title: `nobody has reviewed a plan for ${stack.name}`,
                    subject,
                    expected: `a plan of ${stack.id}`,
                    observed: 'none',
                    advice: 'Run precheck for all stacks, then deploy.',
                },
            ],
        };
    }
    // A change set holds the values of its parameters as they were; what it was made from must not have moved since.
    const moved = (execution.sources.get(stack.id)?.dependsOn ?? []).some((id) => (0,digest/* digestOf */.ol)(outputs.atStart[id] ?? {}) !== (0,digest/* digestOf */.ol)(outputs.now[id] ?? {}));
    if (isFinal(reviewed) && !moved)
        return runChangeSet(execution, cloudformation, stack, reviewed);
    const now = await planAgain(execution, cloudformation, stack, outputs.now);
    const differences = compared(execution, reviewed, now);
    if (differences.some((finding) => finding.outcome !== 'pass'))
        return { findings: differences };
    const plan = now.plan;
    const done = plan.kind === 'none' ? unchanged(stack, now) : await runChangeSet(execution, cloudformation, stack, plan);
    return { ...done, findings: [...differences, ...done.findings] };
}
/** A plan whose very change set can be executed. Without changes there is none; a provisional one was a guess. */
function isFinal(plan) {
    return !plan.provisional && plan.kind !== 'none' && plan.changeSetArn !== undefined && plan.stackArn !== undefined;
}
async function planAgain(execution, cloudformation, stack, outputs) {
    const source = execution.sources.get(stack.id);
    if (!source)
        throw new RangeError(`no source of ${stack.id}`);
    execution.ports.log.info(`${stack.name}: planning again, now that everything it needs is known`);
    return (0,plan/* planStack */.qz)({ ...execution, purpose: 'deploy', cloudformation, stack, source, outputs });
}
/** The fresh plan against the reviewed one; a plan that still is a guess cannot be executed. */
function compared(execution, reviewed, now) {
    if (!now.plan)
        return now.findings;
    if (now.plan.provisional) {
        return [
            {
                code: 'plan/provisional',
                outcome: 'fail',
                title: `${now.stack.name} needs outputs that do not exist`,
                subject: `stack/${now.stack.id}`,
                expected: 'every output that its parameters name',
                observed: now.parameters?.unknown.join(', ') ?? 'unknown values',
                advice: 'Correct the references in the parameters, or add the outputs to the templates that they name.',
            },
        ];
    }
    const key = execution.environment.key;
    return (0,release_reviewed/* judgePlans */.oj)((0,plan/* makePlan */.Cs)(key, [reviewed]), (0,plan/* makePlan */.Cs)(key, [now.plan]));
}
function unchanged(stack, now) {
    return {
        findings: [
            {
                code: 'stack/unchanged',
                outcome: 'pass',
                title: `${stack.name} is as the release wants it already`,
                subject: `stack/${stack.id}`,
                expected: 'no changes',
                observed: `no changes, ${now.before?.status ?? 'no stack'}`,
            },
        ],
        outputs: now.before?.outputs ?? {},
    };
}
async function runChangeSet(execution, cloudformation, stack, plan) {
    const { ports, record, environment, run } = execution;
    const { stackArn = '', changeSetArn = '' } = plan;
    const request = {
        stack: stack.id,
        stackName: stack.name,
        stackArn,
        changeSetArn,
        region: environment.region,
        token: executionToken(run.runId, changeSetArn),
    };
    const handle = (state, advice) => record.handle({
        kind: 'stack',
        id: stackArn,
        environment: environment.key,
        region: environment.region,
        state,
        ...(advice !== undefined && { advice }),
    });
    const world = { cloudformation, clock: ports.clock, log: ports.log, cancelled: ports.cancelled };
    const template = execution.sources.get(stack.id)?.template;
    const deployments = new StackDeployments({ ports, record }, cloudformation, () => ports.connect.codedeploy(execution.access), { stack: stack.id, stackArn, region: environment.region, environment: environment.key, template });
    let begun = false;
    execution.ledger.forget(changeSetArn);
    ports.log.info(`${stack.name}: ${plan.kind} with ${plan.changes.length} changes by ${changeSetArn}`);
    try {
        const update = await startUpdate(world, request);
        if (update.kind === 'refused')
            return { findings: [update.finding] };
        begun = true;
        if (update.kind === 'running')
            handle('running', `Look at it with \`${describeStackCommand(request)}\`.`);
        const end = update.kind === 'done'
            ? { stack: stack.id, region: environment.region, state: update.state, events: update.events }
            : await followStack({ ports, record }, cloudformation, request, update, stack.timeout, deployments);
        handle('kept');
        record.handle({
            kind: 'change-set',
            id: changeSetArn,
            environment: environment.key,
            region: environment.region,
            state: 'removed',
        });
        if (end.ms !== undefined)
            record.measure({
                name: 'stack update',
                unit: 's',
                value: Math.round(end.ms / 100) / 10,
                subject: `stack/${stack.id}`,
            });
        const findings = judgeStackEnd(end, (logicalId) => template?.resources[logicalId]?.source, (event) => deployments.causeOf(event));
        if ((0,verdict/* blocking */.ub)(findings).length > 0)
            return { findings };
        return { findings, outputs: end.state.outputs };
    }
    catch (error) {
        if (begun && ports.cancelled.aborted)
            await cancelStack(execution, cloudformation, request, deployments, handle);
        throw error;
    }
}
/** The job ends in a few seconds: what can be stopped is stopped, and the rest is said. Never throws. */
async function cancelStack({ ports }, cloudformation, request, deployments, handle) {
    // A deployment that has just begun is found now or by nobody.
    const found = (0,grace/* withinGrace */.q)(ports.clock, deployments.look()).catch(() => undefined);
    const look = `look at it with \`${describeStackCommand(request)}\``;
    try {
        const result = await (0,grace/* withinGrace */.q)(ports.clock, cancelUpdate(cloudformation, request));
        switch (result.kind) {
            case 'cancelling':
                ports.log.warning(`${request.stackName}: the update is cancelled and rolls back`);
                return handle('running', `It was cancelled and rolls back; ${look}.`);
            case 'running':
                ports.log.warning(`${request.stackName} is ${result.status}, which cannot be cancelled; it goes on`);
                return handle('running', `It was ${result.status}, which cannot be cancelled; ${look}.`);
            case 'ended':
                ports.log.warning(`${request.stackName} had ended as ${result.status}`);
                return handle('kept', `It had ended as ${result.status}.`);
        }
    }
    catch (error) {
        ports.log.warning(`${request.stackName} could not be cancelled: ${(0,support_text/* oneLine */.TN)((0,errors/* messageOf */.bD)(error))}`);
        handle('unknown', `It may still be updated; ${look}.`);
    }
    finally {
        await found;
    }
}

;// CONCATENATED MODULE: ./build/dist/release/execute.js




/**
 * Brings an environment to the release: stacks in order, then deployments in order. It stops at the first that is not as
 * it should be; what was not begun is recorded as skipped. Everything found out goes to the record.
 * @returns whether everything passed. Rejects with an ActionError where there is no answer, and when cancelled.
 */
async function executeEnvironment(execution) {
    const { ports, record, environment, only } = execution;
    const asked = (items) => items.filter((item) => only.length === 0 || only.includes(item.id));
    const stacks = asked(environment.stacks);
    const deployments = asked(environment.deployments);
    const steps = [];
    const atStart = await (0,release_outputs/* readOutputs */.T)(ports, environment, execution.access);
    let outputs = atStart;
    for (const stack of stacks) {
        steps.push({
            subject: `stack/${stack.id}`,
            title: `stack ${stack.name}`,
            leaves: changeSetsOf(execution, stack.id),
            act: async () => {
                const cloudformation = await ports.connect.cloudformation(execution.access);
                const done = await executeStack(execution, cloudformation, stack, { atStart, now: outputs });
                if (done.outputs)
                    outputs = { ...outputs, [stack.id]: done.outputs };
                return done.findings;
            },
        });
    }
    for (const deployment of deployments) {
        steps.push({
            subject: `deployment/${deployment.id}`,
            title: `deployment ${deployment.id}`,
            leaves: [],
            act: () => deployRevisionOf(execution, deployment, outputs),
        });
    }
    const began = ports.clock.now().getTime();
    let failed;
    for (const step of steps) {
        if (failed !== undefined) {
            record.find(notBegun(step, failed));
            for (const handle of step.leaves)
                record.handle(handle);
            continue;
        }
        ports.cancelled.throwIfAborted();
        const findings = await ports.log.group(step.title, step.act);
        record.find(...findings);
        if (findings.length === 0 || findings.some(({ outcome }) => outcome !== 'pass' && outcome !== 'skipped')) {
            failed = step.title;
        }
    }
    if (environment.stacks.length > 0)
        record.outputs((0,resolve/* referencedOutputs */.qK)(execution.checks, outputs));
    const seconds = Math.round((ports.clock.now().getTime() - began) / 100) / 10;
    record.measure({ name: 'deployment of the environment', unit: 's', value: seconds, subject: environment.key });
    return failed === undefined && steps.length > 0;
}
/** A reviewed change set that is not executed stays until somebody removes it, or another one is executed. */
function changeSetsOf({ plan, environment }, stack) {
    return plan.changeSets.flatMap(({ stack: id, changeSetArn }) => {
        if (id !== stack || changeSetArn === undefined)
            return [];
        const { key, region } = environment;
        const advice = `aws cloudformation delete-change-set --change-set-name ${changeSetArn} --region ${region}`;
        return [{ kind: 'change-set', id: changeSetArn, environment: key, region, state: 'kept', advice }];
    });
}
function notBegun(step, failed) {
    return {
        code: 'release/not-begun',
        outcome: 'skipped',
        title: `${step.title} was not begun, because the ${failed} is not as it should be`,
        subject: step.subject,
    };
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
