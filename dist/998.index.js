export const id = 998;
export const ids = [998];
export const modules = {

/***/ 84500:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bm: () => (/* binding */ fillWords),
/* harmony export */   Sj: () => (/* binding */ ordered),
/* harmony export */   Yg: () => (/* binding */ fillOutputs),
/* harmony export */   Yi: () => (/* binding */ accessTo),
/* harmony export */   g9: () => (/* binding */ resolveEnvironment),
/* harmony export */   jS: () => (/* binding */ referencedStacks),
/* harmony export */   qK: () => (/* binding */ referencedOutputs)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69166);

/** Makes one environment from the release. `region` serves where the file names none. */
function resolveEnvironment(config, key, defaultRegion) {
    const declared = config.environments[key];
    const name = declared.name ?? key;
    const words = wordsOf(config, name, declared['deploy-role'] ?? declared['plan-role']);
    const needsAws = config.stacks.length > 0 || config.deployments.some((deployment) => deployment.platform !== 'local');
    const region = declared.region ?? defaultRegion;
    if (needsAws && region === undefined) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
            message: `no region for the environment ${key}`,
            subject: `environment/${key}`,
            expected: `environments.${key}.region, or AWS_REGION in the job`,
            observed: 'neither',
            advice: `Set environments.${key}.region in the configuration.`,
        });
    }
    const stacks = config.stacks.map(({ 'depends-on': dependsOn, ...stack }) => {
        const id = stack.id ?? 'stack';
        return {
            ...fillWords(stack, words, `stack/${id}`),
            id,
            dependsOn: [...new Set([...dependsOn, ...referencedStacks(stack.parameters)])],
        };
    });
    unique(stacks.map((stack) => stack.id), 'stack');
    const deployments = config.deployments.map((deployment) => {
        const id = deployment.id ?? 'app';
        return { ...fillWords(deployment, words, `deployment/${id}`), id };
    });
    unique(deployments.map((deployment) => deployment.id), 'deployment');
    return {
        key,
        name,
        region: region ?? '',
        words,
        ...(declared['plan-role'] !== undefined && { planRole: declared['plan-role'] }),
        ...(declared['deploy-role'] !== undefined && { deployRole: declared['deploy-role'] }),
        stacks: ordered(stacks),
        deployments,
    };
}
/** How to reach the environment for planning, or for deploying. `session` appears in CloudTrail. */
function accessTo(environment, purpose, runId) {
    const role = purpose === 'plan' ? environment.planRole : environment.deployRole;
    return {
        region: environment.region,
        session: `test-deployments-${runId}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64),
        ...(role !== undefined && { role }),
    };
}
/** Not `${environment}`, which is a shell's. */
const WORD = /(?<!\$)\{(environment|application|account)\}/g;
/** `{stack.web.outputs.Url}`; `{stack.outputs.Url}` where there is one stack only. */
const OUTPUT = /\{stack(?:\.([A-Za-z][\w-]*))?\.outputs\.([A-Za-z0-9]+)\}/g;
/** What words stand for. The account is that of the environment's roles: nothing else tells it before AWS is asked. */
function wordsOf({ application }, environment, role) {
    const account = /^arn:[^:]+:iam::(\d{12}):/.exec(role ?? '')?.[1];
    return {
        environment,
        ...(application !== undefined && { application }),
        ...(account !== undefined && { account }),
    };
}
/** Where a word comes from that is used and not known. */
const SOURCES = { account: 'no role of the environment tells an account' };
/** Fills {environment} and other words in every text of a value. */
function fillWords(value, words, subject) {
    return mapTexts(value, (text) => text.replaceAll(WORD, (all, word) => {
        const filled = words[word];
        if (filled === undefined) {
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/reference', {
                message: `${all} is used but ${SOURCES[word] ?? `\`${word}\` is not set`}`,
                subject,
                observed: text,
            });
        }
        return filled;
    }));
}
/**
 * Fills `{stack.ID.outputs.NAME}` in every text of a value. With `unknown` given, what is not there yet becomes that
 * text; otherwise it is an error that names what there is.
 */
function fillOutputs(value, outputs, subject, unknown) {
    return mapTexts(value, (text) => text.replaceAll(OUTPUT, (all, id, name) => {
        const ids = Object.keys(outputs);
        const stackId = id ?? (ids.length === 1 ? ids[0] : undefined);
        const found = stackId === undefined ? undefined : outputs[stackId]?.[name];
        if (found !== undefined)
            return found;
        if (unknown !== undefined)
            return unknown;
        const known = ids.flatMap((each) => Object.keys(outputs[each] ?? {}).map((output) => `{stack.${each}.outputs.${output}}`));
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/reference', {
            message: `${all} refers to an output that does not exist`,
            subject,
            expected: known.length > 0 ? known.join(', ') : 'a stack with outputs',
            observed: all,
        });
    }));
}
/** The outputs that a value refers to, and no others: what nobody asks for may be somebody's secret. */
function referencedOutputs(value, outputs) {
    const ids = Object.keys(outputs);
    const wanted = Object.fromEntries(ids.map((id) => [id, {}]));
    mapTexts(value, (text) => {
        for (const [, id = ids.length === 1 ? ids[0] : undefined, name = ''] of text.matchAll(OUTPUT)) {
            const found = outputs[id ?? '']?.[name];
            if (id !== undefined && found !== undefined)
                wanted[id] = { ...wanted[id], [name]: found };
        }
        return text;
    });
    return wanted;
}
/** Ids of the stacks whose outputs a value refers to. */
function referencedStacks(value) {
    const found = new Set();
    mapTexts(value, (text) => {
        for (const [, id] of text.matchAll(OUTPUT))
            found.add(id ?? 'stack');
        return text;
    });
    return [...found];
}
function mapTexts(value, change) {
    if (typeof value === 'string')
        return change(value);
    if (Array.isArray(value))
        return value.map((item) => mapTexts(item, change));
    if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)]));
    }
    return value;
}
function unique(ids, what) {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice === undefined)
        return;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
        message: `two ${what}s have the id ${twice}`,
        subject: `${what}/${twice}`,
        expected: `an \`id\` of its own for each ${what}`,
        observed: `${twice}, twice`,
    });
}
/** Each after those it needs. Throws `config/file` for a circle, `config/reference` for what is not among them. */
function ordered(stacks) {
    const byId = new Map(stacks.map((stack) => [stack.id, stack]));
    const done = new Set();
    const result = [];
    const visit = (stack, path) => {
        if (done.has(stack.id))
            return;
        if (path.includes(stack.id)) {
            const circle = [...path.slice(path.indexOf(stack.id)), stack.id].join(' → ');
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/file', {
                message: `stacks need each other in a circle: ${circle}`,
                subject: `stack/${stack.id}`,
                expected: 'an order in which each stack comes after those it needs',
                observed: circle,
                advice: 'Take one of these references to outputs, or of `depends-on`, away.',
            });
        }
        for (const id of stack.dependsOn) {
            const needed = byId.get(id);
            if (!needed) {
                throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('config/reference', {
                    message: `the stack ${stack.id} needs a stack ${id} that does not exist`,
                    subject: `stack/${stack.id}`,
                    expected: [...byId.keys()].join(', '),
                    observed: id,
                });
            }
            visit(needed, [...path, stack.id]);
        }
        done.add(stack.id);
        result.push(stack);
    };
    for (const stack of stacks)
        visit(stack, []);
    return result;
}


/***/ }),

/***/ 12998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LF: () => (/* binding */ keepRelease),
/* harmony export */   Nq: () => (/* binding */ BRINGING),
/* harmony export */   SJ: () => (/* binding */ storedNames),
/* harmony export */   Tu: () => (/* binding */ itemOf),
/* harmony export */   Uc: () => (/* binding */ releaseFolder),
/* harmony export */   sE: () => (/* binding */ releasePrefix)
/* harmony export */ });
/* unused harmony exports RELEASE_FOLDS, KEEPING */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _github_artifacts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(33682);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(69166);
/* harmony import */ var _support_folders_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(79256);
/* harmony import */ var _support_grace_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(21445);
/* harmony import */ var _support_scratch_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(22655);
/* harmony import */ var _support_tree_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(57609);
/* harmony import */ var _support_whole_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6210);
/* harmony import */ var _evidence_store_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(89574);
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(3154);










/** Folds of the log, for what the artifact client tells. */
const RELEASE_FOLDS = ['Keep the release', 'Bring the release'];
const [KEEPING, BRINGING] = RELEASE_FOLDS;
const DAY_MS = 86_400_000;
/** Not the prefix of the evidence: every job reads all of that, and of this what it misses. */
const PREFIX = 'test-deployments.release';
/** Names are read by people; what is fetched is compared by its whole digest. */
const NAME_DIGITS = 16;
/** Artifacts that hold this release, whichever job stored it: `test-deployments.release-4dab15226abcbfbf-precheck-all-attempt2`. */
function releasePrefix(release) {
    return `${PREFIX}-${hexOf(release.digest).slice(0, NAME_DIGITS)}-`;
}
/** Where a release lies that has no artifact service, in the folder of the evidence. */
function releaseFolder({ ports, inputs }) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)((0,_evidence_store_js__WEBPACK_IMPORTED_MODULE_7__/* .evidenceFolder */ .ek)(ports, inputs.evidence), 'release');
}
/** A part as it is stored, named by its content: a folder is packed, a file is what it is. */
function storedNames(digest) {
    return { folder: `${hexOf(digest)}.tgz`, file: `${hexOf(digest)}.file` };
}
/** The item of a release that a part of the configuration is. */
function itemOf(release, { kind, id }) {
    return [...release.templates, ...release.revisions].find((item) => item.kind === kind && item.id === id);
}
/**
 * Stores what moves with the release for the jobs after this one, each content once: as an artifact of the run or,
 * where there are none, in the folder of the evidence if one was asked for. What another job of the run has stored is not
 * stored again. Rejects with `release/unkept`, or what GitHub's artifact service had to say.
 * @returns whether there was a place for it
 */
async function keepRelease(handing, release) {
    const { ports, inputs, origin } = handing;
    const artifacts = (0,_github_artifacts_js__WEBPACK_IMPORTED_MODULE_1__.hasArtifactService)(ports.place.env) ? await ports.connect.artifacts() : undefined;
    if (artifacts === undefined && inputs.evidence === undefined)
        return false;
    const began = ports.clock.now();
    const prefix = releasePrefix(release);
    const own = ownName(inputs);
    if (!artifacts) {
        const folder = releaseFolder(handing);
        tell(handing, `${await packInto(handing, release, folder)} bytes stored in ${folder}`, began);
        return true;
    }
    const stored = await ports.log.group(KEEPING, () => (0,_support_grace_js__WEBPACK_IMPORTED_MODULE_9__/* .withGrace */ .p)(artifacts.list(), ports.cancelled));
    const theirs = stored.find(({ name }) => name.startsWith(prefix) && !name.startsWith(`${prefix}${own}-`));
    if (theirs) {
        tell(handing, `the artifact ${theirs.name} holds it already: looked up`, began);
        return true;
    }
    await (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_4__/* .withScratchFolder */ .pk)(ports.place.temp, async (folder) => {
        const bytes = await packInto(handing, release, folder);
        const name = `${prefix}${own}-attempt${origin.runAttempt}`;
        const upload = () => (0,_support_grace_js__WEBPACK_IMPORTED_MODULE_9__/* .withGrace */ .p)(artifacts.uploadFolder(name, folder, daysToKeep(handing)), ports.cancelled);
        await ports.log.group(KEEPING, upload);
        tell(handing, `${bytes} bytes stored as the artifact ${name}`, began);
    });
    return true;
}
/** As the evidence of the job is called. */
function ownName({ command, environment, shard, only }) {
    return (0,_evidence_store_js__WEBPACK_IMPORTED_MODULE_7__/* .slotName */ .M8)({
        command,
        environment: environment ?? 'all',
        ...(shard && { shard: `${shard.index}/${shard.of}` }),
        ...(only.length > 0 && { phase: only.join('+') }),
    });
}
/** Evidence that is older opens nothing, so nobody asks for what it was about. */
function daysToKeep({ config }) {
    return Math.ceil(config.gate['evidence-younger-than'] / DAY_MS) + 1;
}
/** @returns the bytes that were written */
async function packInto({ ports, config }, release, target) {
    const { packTgzFile } = await __webpack_require__.e(/* import() */ 715).then(__webpack_require__.bind(__webpack_require__, 88715));
    const { workspace } = ports.place;
    let bytes = 0;
    (0,_support_folders_js__WEBPACK_IMPORTED_MODULE_3__/* .makeFolder */ .f)(target);
    for (const part of (0,_release_js__WEBPACK_IMPORTED_MODULE_8__/* .partsHandedOn */ .yk)(config)) {
        const digest = itemOf(release, part)?.digest;
        if (digest === undefined)
            continue;
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, part.path);
        const isFolder = (await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .kindOfPath */ .Bs)(path)) === 'directory';
        const file = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(target, storedNames(digest)[isFolder ? 'folder' : 'file']);
        // Both environments use it, or an earlier attempt has stored it.
        if ((await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .kindOfPath */ .Bs)(file)) !== undefined)
            continue;
        try {
            bytes += await (0,_support_whole_js__WEBPACK_IMPORTED_MODULE_6__/* .writeWhole */ .f8)(file, async (unfinished) => {
                if (!isFolder)
                    await (0,_support_whole_js__WEBPACK_IMPORTED_MODULE_6__/* .copyWhole */ .Nn)(path, unfinished);
                const packed = isFolder
                    ? await packTgzFile(path, unfinished, ports.cancelled)
                    : await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_5__/* .digestOfFile */ .Mk)(unfinished, ports.cancelled);
                if (packed !== digest)
                    throw new Error(`it changed from ${digest} to ${packed} while it was packed`);
            });
        }
        catch (error) {
            ports.cancelled.throwIfAborted();
            throw unkept(part, error);
        }
    }
    return bytes;
}
function unkept({ path, subject }, cause) {
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .ActionError */ .lZ('release/unkept', {
        message: `${path} cannot be handed on to later jobs: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(cause)}`,
        subject,
        expected: 'files, folders and links that do not change',
        observed: (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(cause),
        cause,
    });
}
/** In the log, and in the evidence. */
function tell({ ports, record }, what, began) {
    const ms = ports.clock.now().getTime() - began.getTime();
    ports.log.info(`the release: ${what} in ${(ms / 1_000).toFixed(1)} s`);
    record.happened({ at: began.toISOString(), subject: 'release', event: 'kept for later jobs', detail: what, ms });
}
function hexOf(digest) {
    return digest.replace('sha256:', '');
}


/***/ }),

/***/ 3154:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NC: () => (/* binding */ describeRelease),
/* harmony export */   c0: () => (/* binding */ compareReleases),
/* harmony export */   v0: () => (/* binding */ revisionPath),
/* harmony export */   yk: () => (/* binding */ partsHandedOn)
/* harmony export */ });
/* unused harmony export partsOfRelease */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _config_resolve_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(84500);
/* harmony import */ var _evidence_digest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(27699);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(69166);
/* harmony import */ var _support_tree_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(57609);





const ENVIRONMENTS = ['preprod', 'production'];
/** A region has no part in the release; it only has to be there for an environment to be made out. */
const ANY_REGION = 'any';
/**
 * Describes what moves: templates, parameter files, revisions, configuration and commit, by digest. It depends on the
 * workspace and the commit alone, so every job and both environments get the same. Ids: a template that both
 * environments share is `web`; one that is not shared, and each parameter file, has its environment: `web/preprod`.
 * Rejects with `config/missing-file` or `config/revision`.
 */
async function describeRelease(options) {
    const { config, workspace, sha, signal } = options;
    const digests = new Map();
    const digestOnce = ({ path, subject }) => {
        const known = digests.get(path);
        if (known)
            return known;
        const made = digestOfPath(workspace, path, subject, signal);
        digests.set(path, made);
        return made;
    };
    const items = [];
    for (const part of partsOfRelease(config)) {
        items.push({ id: part.id, kind: part.kind, digest: await digestOnce(part) });
    }
    const revisions = items.filter(({ kind }) => kind === 'revision');
    const templates = items.filter(({ kind }) => kind !== 'revision');
    const contents = { sha, templates, revisions, config: (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .digestOf */ .ol)(config) };
    return { digest: (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .digestOf */ .ol)(contents), ...contents };
}
/** Everything of the workspace that moves: templates, parameter files, then what deployments bring. */
function partsOfRelease(config) {
    const environments = ENVIRONMENTS.map((key) => (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_1__/* .resolveEnvironment */ .g9)(config, key, ANY_REGION));
    const templates = perEnvironment(environments, (one) => one.stacks.map((s) => [s.id, s.template]));
    const revisions = perEnvironment(environments, (one) => one.deployments.flatMap(partsOf));
    return [
        ...templates.map(({ id, path }) => ({ id, kind: 'template', path, subject: `stack/${id}` })),
        ...environments.flatMap(({ key, stacks }) => stacks.flatMap((stack) => {
            if (typeof stack.parameters !== 'string')
                return [];
            const id = `${stack.id}/${key}`;
            return [{ id, kind: 'parameters', path: stack.parameters, subject: `stack/${id}` }];
        })),
        ...revisions.map(({ id, path }) => ({
            id,
            kind: 'revision',
            path,
            subject: `deployment/${id}/revision`,
        })),
    ];
}
/** What jobs hand on of it. A parameter file may hold a secret, and whoever reads the run reads what is stored. */
function partsHandedOn(config) {
    return partsOfRelease(config).filter(({ kind }) => kind !== 'parameters');
}
/** Files and folders that a deployment brings, by their ids in the release: `app`, `orders/appspec`. */
function partsOf(deployment) {
    const { id, platform } = deployment;
    if (platform === 'server' || platform === 'local')
        return [[id, revisionPath(deployment)]];
    const appspec = [`${id}/appspec`, deployment.appspec];
    if (platform === 'lambda') {
        const { revision } = deployment;
        return revision === undefined ? [appspec] : [appspec, [id, revisionPath({ id, revision })]];
    }
    const { 'task-definition': definition } = deployment;
    return definition === undefined ? [appspec] : [appspec, [`${id}/task-definition`, definition]];
}
/** The folder or archive that a deployment brings. Rejects where the configuration names none, or two. */
function revisionPath(deployment) {
    const { directory, archive } = deployment.revision;
    const path = directory ?? archive;
    if (path !== undefined && (directory === undefined || archive === undefined))
        return path;
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/revision', {
        message: `the deployment ${deployment.id} names ${path === undefined ? 'no revision' : 'two revisions'}`,
        subject: `deployment/${deployment.id}/revision`,
        expected: 'one of `directory` and `archive`',
        observed: path === undefined ? 'neither' : 'both',
    });
}
/** Compares the release that was tested with the one at hand, item by item; empty where they are one. */
function compareReleases(expected, observed) {
    if (expected.digest === observed.digest)
        return [];
    const differences = [];
    const compare = (item, before, after) => {
        if (before !== after)
            differences.push({ item, expected: before ?? 'absent', observed: after ?? 'absent' });
    };
    compare('commit', expected.sha, observed.sha);
    compare('configuration', expected.config, observed.config);
    const before = itemsOf(expected);
    const after = itemsOf(observed);
    for (const item of new Set([...before.keys(), ...after.keys()]))
        compare(item, before.get(item), after.get(item));
    // A document whose digest is not that of its parts was not written by us.
    if (differences.length === 0)
        compare('release', expected.digest, observed.digest);
    return differences;
}
function itemsOf(release) {
    return new Map([...release.templates, ...release.revisions].map((item) => [`${item.kind} ${item.id}`, item.digest]));
}
/** One entry where all environments use the same path, otherwise one for each. */
function perEnvironment(environments, list) {
    const lists = environments.map((environment) => ({ key: environment.key, paths: new Map(list(environment)) }));
    const ids = [...new Set(lists.flatMap(({ paths }) => [...paths.keys()]))].toSorted();
    return ids.flatMap((id) => {
        const used = lists.map(({ key, paths }) => ({ id: `${id}/${key}`, path: paths.get(id) ?? '' }));
        const path = used[0]?.path ?? '';
        return used.every((one) => one.path === path) ? [{ id, path }] : used;
    });
}
async function digestOfPath(workspace, path, subject, signal) {
    const absolute = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, path);
    if (!(await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .staysBelow */ .cK)(workspace, absolute))) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/missing-file', {
            message: `${path} leads out of the workspace`,
            advice: 'Give a path below the root of the workspace: what is released is what was checked out or built there.',
            subject,
            expected: 'a path below the workspace',
            observed: path,
        });
    }
    const kind = await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .kindOfPath */ .Bs)(absolute);
    try {
        if (kind === 'directory')
            return await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .digestOfTree */ .q8)(absolute, signal);
        if (kind === 'file')
            return await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .digestOfFile */ .Mk)(absolute, signal);
    }
    catch (error) {
        signal?.throwIfAborted();
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/missing-file', {
            message: `${path} cannot be read: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error)}`,
            // It is there: what else could keep it from being read is told by the message.
            advice: 'Let the user of the job read all of it, links and folders in it too (`ls -lR` tells whose they are).',
            subject,
            observed: path,
            cause: error,
        });
    }
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ('config/missing-file', {
        message: kind === undefined ? `${path} does not exist` : `${path} is neither a file nor a folder`,
        subject,
        expected: path,
        observed: kind === undefined ? 'nothing' : 'something else',
    });
}


/***/ }),

/***/ 6210:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nn: () => (/* binding */ copyWhole),
/* harmony export */   f8: () => (/* binding */ writeWhole),
/* harmony export */   r2: () => (/* binding */ isAnything),
/* harmony export */   tw: () => (/* binding */ moveTo)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _folders_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(79256);
/** Files and folders that are there whole, or not at all. */




/**
 * Makes a file under another name and gives it its own when `make` is done; what fails leaves nothing.
 * @returns its size in bytes
 */
async function writeWhole(file, make) {
    const part = `${file}.part`;
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(part, { force: true });
    try {
        await make(part);
        const { size } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(part);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(part, file);
        return size;
    }
    catch (error) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(part, { force: true });
        throw error;
    }
}
/** Copies a file; one that is there is not overwritten. Rejects with Node's error. */
async function copyWhole(from, to) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.copyFile)(from, to, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.COPYFILE_EXCL);
}
/** Moves something to a place on the same disk, folders on the way made. Rejects with Node's error. */
async function moveTo(from, to) {
    (0,_folders_js__WEBPACK_IMPORTED_MODULE_3__/* .makeFolder */ .f)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(to));
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(from, to);
}
/** Whether there is anything of that name, be it a link that leads nowhere. */
async function isAnything(path) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat)(path);
        return true;
    }
    catch {
        return false;
    }
}


/***/ })

};
