export const id = 124;
export const ids = [124,400];
export const modules = {

/***/ 84500:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Sj: () => (/* binding */ ordered),
/* harmony export */   Yg: () => (/* binding */ fillOutputs),
/* harmony export */   Yi: () => (/* binding */ accessTo),
/* harmony export */   _E: () => (/* binding */ fillNames),
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
            ...fill(stack, words, `stack/${id}`),
            id,
            dependsOn: [...new Set([...dependsOn, ...referencedStacks(stack.parameters)])],
        };
    });
    unique(stacks.map((stack) => stack.id), 'stack');
    const deployments = config.deployments.map((deployment) => {
        const id = deployment.id ?? 'app';
        return { ...fill(deployment, words, `deployment/${id}`), id };
    });
    unique(deployments.map((deployment) => deployment.id), 'deployment');
    return {
        key,
        name,
        region: region ?? '',
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
/** Fills {environment} and other words in a value from elsewhere in the configuration, such as a check's options. */
function fillNames(value, config, environment, subject) {
    return fill(value, wordsOf(config, environment.name, environment.deployRole ?? environment.planRole), subject);
}
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
/** Fills words in every text of a value. */
function fill(value, words, subject) {
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

/***/ 19134:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ linkEvidence),
/* harmony export */   U: () => (/* binding */ slotPath)
/* harmony export */ });
/* harmony import */ var _needs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57554);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(31400);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(86686);



/** `verify/preprod/2of5/tests`: a slot as the subject of findings. */
function slotPath(slot) {
    const parts = [slot.command, slot.environment, slot.shard?.replace('/', 'of'), slot.phase];
    return parts.filter((part) => part !== undefined).join('/');
}
/** Clocks of two runners differ by this much at most. */
const SKEW_MS = 5 * 60_000;
const RERUN = 'Run the job that wrote it again.';
/** Puts documents and named digests together, and judges each. Pure; every doubt is a finding that blocks. */
function linkEvidence(facts) {
    const needs = (0,_needs_js__WEBPACK_IMPORTED_MODULE_0__/* .readNeeds */ .M)(facts.needs);
    const documents = uniqueDocuments(facts.found);
    const named = new Map(needs.named.map((entry) => [entry.digest, entry]));
    const mine = documents.filter((document) => isDocument(document) && named.has(document.digest));
    const strays = documents.filter((document) => document.digest === undefined || !named.has(document.digest));
    const findings = [...needs.findings];
    for (const document of documents) {
        if (!isDocument(document) && document.digest !== undefined && named.has(document.digest)) {
            findings.push(unreadable(document));
        }
    }
    findings.push(...lost(needs.named, documents, strays, facts.origin));
    const links = [];
    for (const link of mine) {
        const faults = judge(link, facts);
        findings.push(...faults);
        if (faults.length === 0)
            links.push(link);
    }
    const current = newestOfEachSlot(links);
    findings.push(...rivals(current, links, strays, facts.origin));
    findings.push(...usurpers(current, links, needs.named));
    findings.push(...current.map(judgeVerdict));
    return { links: current.toSorted((a, b) => (a.evidence.finishedAt < b.evidence.finishedAt ? -1 : 1)), findings };
}
function isDocument(document) {
    return document.evidence !== undefined && document.digest !== undefined;
}
/** The same document may come in the folder and as an artifact. */
function uniqueDocuments(found) {
    const documents = new Map();
    for (const { name, bytes } of found) {
        const document = { name, ...(0,_parse_js__WEBPACK_IMPORTED_MODULE_1__.parseEvidence)(bytes) };
        const key = document.digest ?? name;
        if (!documents.has(key))
            documents.set(key, document);
    }
    return [...documents.values()];
}
/** Digests that jobs named and no document has: it was altered since, or it is not here. */
function lost(named, documents, strays, origin) {
    const present = new Set(documents.map(({ digest }) => digest));
    const missing = named.filter(({ digest, ours }) => ours && !present.has(digest));
    const suspects = strays.filter((stray) => stray.claims ?? (stray.evidence !== undefined && isOfRun(stray.evidence, origin)));
    return missing.map(({ job, output, digest }) => {
        const altered = suspects.find(({ evidence, name }) => evidence?.origin.job === job || name.includes(job)) ??
            suspects.find(({ evidence }) => !evidence || evidence.origin.runAttempt === origin.runAttempt);
        if (altered) {
            return {
                code: 'evidence/altered',
                outcome: 'fail',
                title: `the evidence of the job ${job} is not what the job wrote`,
                subject: `evidence/${altered.evidence ? slotPath(altered.evidence.slot) : altered.name}`,
                expected: digest,
                observed: altered.digest ?? altered.problem ?? 'another document',
                advice: `Find out who changed ${altered.name}, then run the job ${job} again: its evidence cannot be trusted.`,
            };
        }
        return {
            code: 'evidence/missing',
            outcome: 'fail',
            title: `the evidence that the job ${job} named is not here`,
            subject: `evidence/${job}`,
            expected: `${digest} (output ${output})`,
            observed: `none of ${documents.length} documents has it`,
            advice: 'Let the jobs share the artifacts of the run, or give them the same evidence folder; then run the job again.',
        };
    });
}
function judge({ name, evidence }, facts) {
    const { origin, endpoints, now } = facts;
    const subject = `evidence/${slotPath(evidence.slot)}`;
    const fault = (code, title, expected, observed, advice = RERUN) => ({
        code: `evidence/${code}`,
        outcome: 'fail',
        title: `${title} (${name})`,
        subject,
        expected,
        observed,
        advice,
    });
    const faults = [];
    const theirs = evidence.origin;
    for (const member of ['repository', 'runId', 'sha']) {
        if (theirs[member] !== origin[member]) {
            const what = { repository: 'repository', runId: 'run', sha: 'commit' }[member];
            faults.push(fault('foreign', `the evidence is of another ${what}`, origin[member], theirs[member] || 'none'));
        }
    }
    if (theirs.runAttempt > origin.runAttempt || theirs.runAttempt < 1) {
        const expected = `attempt ${origin.runAttempt} or an earlier one`;
        faults.push(fault('foreign', 'the evidence is of a later attempt', expected, `attempt ${theirs.runAttempt}`));
    }
    if (evidence.release?.digest !== facts.release) {
        const observed = evidence.release?.digest ?? 'no release';
        faults.push(fault('other-release', 'the evidence is about another release', facts.release, observed, 'Run the whole release again: templates, revisions or configuration are not those that were tested.'));
    }
    for (const [service, real] of [
        ['aws', 'aws'],
        ['github', 'github'],
    ]) {
        const from = evidence.endpoints[service];
        if (from !== real && from !== endpoints[service]) {
            faults.push(fault('other-endpoint', 'the evidence comes from a stand-in', endpoints[service], from));
        }
    }
    const age = now.getTime() - Date.parse(evidence.finishedAt);
    if (!(age <= facts.youngerThan)) {
        faults.push(fault('stale', 'the evidence is too old', `younger than ${hours(facts.youngerThan)}`, hours(age)));
    }
    if (!(age >= -SKEW_MS)) {
        faults.push(fault('stale', 'the evidence is from the future', `before ${now.toISOString()}`, evidence.finishedAt));
    }
    return faults;
}
function newestOfEachSlot(links) {
    const newest = new Map();
    for (const link of links) {
        const slot = slotPath(link.evidence.slot);
        const known = newest.get(slot);
        if (!known || known.evidence.origin.runAttempt < link.evidence.origin.runAttempt)
            newest.set(slot, link);
    }
    return [...newest.values()];
}
/**
 * A slot that two documents of one attempt fill has no valid one: which of them counts would be chance. Documents that
 * no job named count here too, since a matrix keeps only the outputs of the part that ended last.
 */
function rivals(current, links, strays, origin) {
    const others = [...links, ...strays.filter(({ evidence }) => evidence && isOfRun(evidence, origin))];
    return current.flatMap((link) => {
        const slot = slotPath(link.evidence.slot);
        const rival = others.find(({ digest, evidence }) => digest !== link.digest &&
            evidence !== undefined &&
            slotPath(evidence.slot) === slot &&
            evidence.origin.runAttempt >= link.evidence.origin.runAttempt &&
            evidence.origin.runAttempt <= origin.runAttempt);
        if (!rival)
            return [];
        return [
            {
                code: 'evidence/ambiguous',
                outcome: 'fail',
                title: `two documents fill the slot ${slot}`,
                subject: `evidence/${slot}`,
                expected: `only ${link.digest}`,
                observed: `${rival.digest ?? 'another'} (${rival.name}) too`,
                advice: 'Give each part of a matrix its own `shard`, name the digests of all parts, and run the jobs again.',
            },
        ];
    });
}
/**
 * A job that runs code of the user's may write whatever it likes and name it. In a later attempt its document would take
 * the place of one that another job wrote and still names. Who is run again names its new document only.
 */
function usurpers(current, links, named) {
    const jobsOf = ({ digest }) => named.filter((entry) => entry.digest === digest).map((entry) => entry.job);
    return current.flatMap((link) => {
        const slot = slotPath(link.evidence.slot);
        const jobs = jobsOf(link);
        const before = links.find((other) => other !== link && slotPath(other.evidence.slot) === slot && jobsOf(other).some((job) => !jobs.includes(job)));
        if (!before || before.evidence.origin.runAttempt === link.evidence.origin.runAttempt)
            return [];
        return [
            {
                code: 'evidence/ambiguous',
                outcome: 'fail',
                title: `two jobs fill the slot ${slot}`,
                subject: `evidence/${slot}`,
                expected: `only ${before.digest} of the job ${jobsOf(before).join(', ')}`,
                observed: `${link.digest} of the job ${jobs.join(', ')} too`,
                advice: `Find out why ${jobs.join(', ')} writes the evidence of ${jobsOf(before).join(', ')}; then start a new run.`,
            },
        ];
    });
}
/** The verdict is folded from the findings again: what the document says of itself is compared, not believed. */
function judgeVerdict({ evidence, digest, name }) {
    const slot = slotPath(evidence.slot);
    const verdict = (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .verdictOf */ .Vj)(evidence.findings);
    const subject = `evidence/${slot}`;
    if (verdict !== evidence.verdict) {
        return {
            code: 'evidence/verdict',
            outcome: 'fail',
            title: `${slot} says "${evidence.verdict}", but its findings come to "${verdict}"`,
            subject,
            expected: verdict,
            observed: evidence.verdict,
            advice: RERUN,
        };
    }
    if (verdict === 'pass' || verdict === 'skipped') {
        const title = verdict === 'pass' ? `${slot} passed` : `${slot} had nothing to do`;
        return { code: 'evidence/valid', outcome: verdict, title, subject, observed: `${digest} (${name})` };
    }
    const first = (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .blocking */ .ub)(evidence.findings)[0];
    return {
        code: 'evidence/not-pass',
        outcome: 'fail',
        title: `${slot} did not pass${first ? `: ${first.title}` : ''}`,
        subject,
        expected: 'pass',
        observed: first ? `${verdict}: ${first.code} on ${first.subject}` : verdict,
        advice: first?.advice ?? 'Read its report, and run the job again when the cause is gone.',
    };
}
function isOfRun(evidence, origin) {
    return evidence.origin.repository === origin.repository && evidence.origin.runId === origin.runId;
}
function unreadable({ name, problem }) {
    return {
        code: 'evidence/unreadable',
        outcome: 'error',
        title: `${name} cannot be read as evidence: ${problem}`,
        subject: `evidence/${name}`,
        expected: 'a document of this version of the action',
        observed: problem ?? 'another form',
        advice: 'Use the same version of the action in all jobs of the run.',
    };
}
function hours(ms) {
    if (Number.isNaN(ms))
        return 'unknown';
    if (ms < 120_000)
        return `${Math.round(ms / 1_000)} s`;
    return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}


/***/ }),

/***/ 57554:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ readNeeds)
/* harmony export */ });
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27699);

/** Reads `toJSON(needs)`: the digests that jobs named, and what is wrong with the jobs. */
function readNeeds(text) {
    if (text === undefined || text.trim() === '') {
        return { named: [], findings: [needsProblem('the step was not told which evidence its jobs wrote', 'nothing')] };
    }
    let needs;
    try {
        needs = JSON.parse(text);
    }
    catch {
        return { named: [], findings: [needsProblem('`needs` is not JSON', text.slice(0, 60))] };
    }
    if (typeof needs !== 'object' || needs === null || Array.isArray(needs)) {
        return { named: [], findings: [needsProblem('`needs` is not what toJSON(needs) gives', text.slice(0, 60))] };
    }
    const named = [];
    const findings = [];
    for (const [job, entry] of Object.entries(needs)) {
        const { result, outputs } = (entry ?? {});
        if (result !== 'success' && result !== 'skipped')
            findings.push(jobProblem(job, result));
        if (typeof outputs !== 'object' || outputs === null)
            continue;
        for (const [output, value] of Object.entries(outputs)) {
            for (const digest of digestsIn(value))
                named.push({ job, output, digest, ours: isOurs(output) });
        }
    }
    return { named, findings };
}
/** Outputs may hold one digest, or several in any notation: a matrix gathers those of its parts. */
function digestsIn(value) {
    if (typeof value !== 'string')
        return [];
    return [...value.matchAll(/\bsha256:[0-9a-f]{64}\b/g)].map(([digest]) => digest).filter(_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigest */ .Bc);
}
function isOurs(output) {
    return /^digests?$/.test(output) || output.includes('evidence');
}
function needsProblem(title, observed) {
    return {
        code: 'evidence/needs',
        outcome: 'fail',
        title,
        subject: 'input/needs',
        expected: '${{ toJSON(needs) }}',
        observed,
        advice: 'Set `needs: ${{ toJSON(needs) }}` in the `with:` of the step, and name all earlier jobs in `needs:` of the job.',
    };
}
function jobProblem(job, result) {
    return {
        code: 'evidence/job',
        outcome: 'fail',
        title: `the job ${job} did not succeed`,
        subject: `job/${job}`,
        expected: 'success',
        observed: typeof result === 'string' ? result : 'no result',
        advice: `Look at the job ${job}, and run it again when the cause is gone.`,
    };
}


/***/ }),

/***/ 31400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseEvidence: () => (/* binding */ parseEvidence)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(92857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(64377);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27699);
/* harmony import */ var _document_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49214);



/** Far more than any release leaves; a larger file is not read at all. */
const MOST_BYTES = 64 * 1024 * 1024;
const SCHEMA_FAMILY = 'test-deployments/evidence/';
/** Reads a document strictly: what is unknown in it could mean anything, so it is refused rather than skipped. */
function parseEvidence(bytes) {
    if (bytes.length > MOST_BYTES)
        return { claims: false, problem: `it has more than ${MOST_BYTES} bytes` };
    let value;
    let digest;
    try {
        value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
        digest = (0,_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .digestOf */ .ol)(value);
    }
    catch {
        return { claims: false, problem: 'it is not JSON' };
    }
    const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
    const claims = typeof schema === 'string' && schema.startsWith(SCHEMA_FAMILY);
    if (schema !== _document_js__WEBPACK_IMPORTED_MODULE_1__/* .SCHEMA */ .y)
        return { digest, claims, problem: `its schema is ${JSON.stringify(schema) ?? 'absent'}` };
    const parsed = safely(() => document.safeParse(value));
    if (parsed === undefined)
        return { digest, claims, problem: 'it is nested too deeply' };
    if (parsed.success)
        return { evidence: parsed.data, digest };
    const issue = parsed.error.issues[0];
    return { digest, claims, problem: `${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'invalid'}` };
}
/** Undefined where the stack does not suffice: that can only be a document that was made for it. */
function safely(work) {
    try {
        return work();
    }
    catch (error) {
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}
const text = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP();
const count = zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig().int().nonnegative();
const moment = zod__WEBPACK_IMPORTED_MODULE_3__/* .datetime */ .w$({ offset: true });
const digestText = zod__WEBPACK_IMPORTED_MODULE_2__/* .custom */ .IeY(_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigest */ .Bc, { error: 'expected sha256: and 64 hexadecimal digits' });
const outcome = zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['pass', 'fail', 'inconclusive', 'error', 'skipped']);
const finding = zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    code: text,
    outcome,
    title: text,
    subject: text,
    expected: text.exactOptional(),
    observed: text.exactOptional(),
    advice: text.exactOptional(),
    source: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ file: text, line: count.exactOptional(), column: count.exactOptional() }).exactOptional(),
    waived: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ reason: text, owner: text, until: text }).exactOptional(),
    details: zod__WEBPACK_IMPORTED_MODULE_2__/* .json */ .Pq9().exactOptional(),
});
const item = zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ id: text, kind: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['template', 'parameters', 'revision']), digest: digestText });
const propertyChange = zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    path: text,
    attribute: text,
    change: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['Add', 'Remove', 'Modify', 'SyncWithActual', 'Unknown']),
    requiresRecreation: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['Never', 'Conditionally', 'Always', 'Unknown']),
    before: text.exactOptional(),
    after: text.exactOptional(),
    causes: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(text),
    evaluation: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['Static', 'Dynamic', 'Unknown']),
});
const changeSet = zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    stack: text,
    stackName: text,
    stackArn: text.exactOptional(),
    changeSetArn: text.exactOptional(),
    kind: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['create', 'update', 'none']),
    provisional: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    changes: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        logicalId: text,
        type: text,
        action: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['Add', 'Modify', 'Remove', 'Import', 'Dynamic', 'SyncWithActual', 'Unknown']),
        replacement: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['True', 'False', 'Conditional', 'Unknown']),
        policyAction: text.exactOptional(),
        properties: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(propertyChange),
    })),
    get nested() {
        return zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(changeSet);
    },
});
const handleKinds = [
    'stack',
    'change-set',
    'deployment',
    'revision',
    'detection',
    'process',
    'folder',
    'bucket',
    'object',
];
/** The form of src/evidence/document.ts; the type annotation makes the compiler compare the two. */
const document = zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
    schema: zod__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz(_document_js__WEBPACK_IMPORTED_MODULE_1__/* .SCHEMA */ .y),
    slot: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        command: text,
        environment: text,
        shard: text.exactOptional(),
        phase: text.exactOptional(),
    }),
    origin: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        repository: text,
        sha: text,
        ref: text,
        runId: text,
        runAttempt: count,
        job: text,
        actor: text,
    }),
    endpoints: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ aws: text, github: text }),
    release: zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        digest: digestText,
        sha: text,
        templates: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(item),
        revisions: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(item),
        config: digestText,
    })
        .exactOptional(),
    plans: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ environment: text, digest: digestText, changeSets: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(changeSet) })),
    snapshots: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ environment: text, facts: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(text, zod__WEBPACK_IMPORTED_MODULE_2__/* .json */ .Pq9()) })),
    outputs: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(text, zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(text, text)).exactOptional(),
    verdict: outcome,
    findings: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(finding),
    measurements: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        name: text,
        unit: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['ms', 's', 'bytes', 'count', 'percent', 'per-second']),
        value: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
        series: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .tuple */ .PVZ([zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(), zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig()])).exactOptional(),
        limit: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig().exactOptional(),
        subject: text.exactOptional(),
    })),
    timeline: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        at: moment,
        subject: text,
        event: text,
        outcome: outcome.exactOptional(),
        detail: text.exactOptional(),
        ms: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig().exactOptional(),
    })),
    handles: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({
        kind: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(handleKinds),
        id: text,
        environment: text,
        region: text.exactOptional(),
        state: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['kept', 'running', 'removed', 'unknown']),
        advice: text.exactOptional(),
    })),
    approvals: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .strictObject */ .rej({ environment: text, state: text, user: text, comment: text })),
    previous: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(digestText),
    startedAt: moment,
    finishedAt: moment,
});


/***/ }),

/***/ 65263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ linkEarlier)
/* harmony export */ });
/* harmony import */ var _evidence_chain_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19134);
/* harmony import */ var _endpoints_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(46997);
/* harmony import */ var _evidence_store_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89574);



/** Collects what earlier jobs left, and links what is valid of it. Rejects with an ActionError where it cannot be read. */
async function linkEarlier(earlier) {
    const { ports, needs, origin, release, youngerThan } = earlier;
    const found = await (0,_evidence_store_js__WEBPACK_IMPORTED_MODULE_1__/* .collectEvidence */ .mE)(ports, earlier.folder);
    const endpoints = (0,_endpoints_js__WEBPACK_IMPORTED_MODULE_2__/* .endpointsOf */ .u)(ports.place.env);
    const chain = (0,_evidence_chain_js__WEBPACK_IMPORTED_MODULE_0__/* .linkEvidence */ .C)({ needs, found, origin, release, endpoints, now: ports.clock.now(), youngerThan });
    return { chain, found };
}


/***/ }),

/***/ 3154:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NC: () => (/* binding */ describeRelease),
/* harmony export */   c0: () => (/* binding */ compareReleases),
/* harmony export */   v0: () => (/* binding */ revisionPath)
/* harmony export */ });
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
    const environments = ENVIRONMENTS.map((key) => (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_1__/* .resolveEnvironment */ .g9)(config, key, ANY_REGION));
    const digests = new Map();
    const digestOnce = (path, subject) => {
        const known = digests.get(path);
        if (known)
            return known;
        const made = digestOfPath(workspace, path, subject, signal);
        digests.set(path, made);
        return made;
    };
    const templates = [];
    for (const { id, path } of perEnvironment(environments, (one) => one.stacks.map((s) => [s.id, s.template]))) {
        templates.push({ id, kind: 'template', digest: await digestOnce(path, `stack/${id}`) });
    }
    for (const environment of environments) {
        for (const stack of environment.stacks) {
            if (typeof stack.parameters !== 'string')
                continue;
            const id = `${stack.id}/${environment.key}`;
            templates.push({ id, kind: 'parameters', digest: await digestOnce(stack.parameters, `stack/${id}`) });
        }
    }
    const revisions = [];
    const paths = perEnvironment(environments, (one) => one.deployments.map((d) => [d.id, revisionPath(d)]));
    for (const { id, path } of paths) {
        revisions.push({ id, kind: 'revision', digest: await digestOnce(path, `deployment/${id}/revision`) });
    }
    const contents = { sha, templates, revisions, config: (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .digestOf */ .ol)(config) };
    return { digest: (0,_evidence_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .digestOf */ .ol)(contents), ...contents };
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


/***/ })

};
