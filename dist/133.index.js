export const id = 133;
export const ids = [133,400];
export const modules = {

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
    'function-version',
    'task-definition',
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

/***/ 52195:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ bringRelease)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _evidence_chain_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19134);
/* harmony import */ var _evidence_needs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(57554);
/* harmony import */ var _evidence_parse_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(31400);
/* harmony import */ var _evidence_verdict_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(86686);
/* harmony import */ var _github_artifacts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(33682);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(69166);
/* harmony import */ var _support_folders_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(79256);
/* harmony import */ var _support_grace_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(21445);
/* harmony import */ var _support_scratch_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(22655);
/* harmony import */ var _support_tree_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(57609);
/* harmony import */ var _support_whole_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6210);
/* harmony import */ var _endpoints_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(46997);
/* harmony import */ var _evidence_store_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(89574);
/* harmony import */ var _keep_release_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(12998);
/* harmony import */ var _release_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(3154);
















/** Commands whose evidence says what the release is. */
const DESCRIBE = ['package', 'precheck'];
/** What evidence that is valid may still have: the release that it is about is what is looked for, and it may not pass. */
const ABOUT_OTHERS = ['evidence/other-release', 'evidence/not-pass', 'evidence/job'];
/**
 * Brings what the release consists of and the workspace does not have, from where an earlier job stored it: into its
 * place, whole, and only if it is by its digest what that job's evidence names. What is in the workspace stays as it is.
 * Does nothing where nothing is missing, or where no earlier job is needed. Rejects with `release/not-handed-on`.
 */
async function bringRelease(handing) {
    const { ports, inputs, config } = handing;
    const { workspace } = ports.place;
    const missing = [];
    for (const part of (0,_release_js__WEBPACK_IMPORTED_MODULE_12__/* .partsHandedOn */ .yk)(config)) {
        if (!missing.some(({ path }) => path === part.path) && !(await (0,_support_whole_js__WEBPACK_IMPORTED_MODULE_9__/* .isAnything */ .r2)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, part.path))))
            missing.push(part);
    }
    const [first] = missing;
    const needs = (0,_evidence_needs_js__WEBPACK_IMPORTED_MODULE_2__/* .readNeeds */ .M)(inputs.needs);
    if (first === undefined || needs.named.length === 0)
        return;
    const release = await namedRelease(handing, first);
    const wanted = missing
        .flatMap((part) => {
        const digest = (0,_keep_release_js__WEBPACK_IMPORTED_MODULE_11__/* .itemOf */ .Tu)(release, part)?.digest;
        return digest === undefined ? [] : [{ ...part, digest }];
    })
        // A folder before what is in it: that may come with the folder.
        .toSorted((a, b) => (a.path < b.path ? -1 : 1));
    await bringAll(handing, release, wanted);
}
/** The release that the evidence of an earlier job is about; of several the newest. */
async function namedRelease({ ports, inputs, origin }, first) {
    const found = await (0,_evidence_store_js__WEBPACK_IMPORTED_MODULE_10__/* .collectEvidence */ .mE)(ports, inputs.evidence);
    const named = new Set((0,_evidence_needs_js__WEBPACK_IMPORTED_MODULE_2__/* .readNeeds */ .M)(inputs.needs).named.map(({ digest }) => digest));
    const releases = found.flatMap(({ bytes }) => {
        const parsed = (0,_evidence_parse_js__WEBPACK_IMPORTED_MODULE_3__.parseEvidence)(bytes);
        const { evidence, digest } = 'evidence' in parsed ? parsed : {};
        return evidence?.release !== undefined && digest !== undefined && named.has(digest)
            ? [{ release: evidence.release, at: evidence.finishedAt, digest }]
            : [];
    });
    const link = (release) => (0,_evidence_chain_js__WEBPACK_IMPORTED_MODULE_1__/* .linkEvidence */ .C)({
        needs: inputs.needs,
        found,
        origin,
        release: release,
        endpoints: (0,_endpoints_js__WEBPACK_IMPORTED_MODULE_13__/* .endpointsOf */ .u)(ports.place.env),
        now: ports.clock.now(),
        // What it says of the release does not age; who builds on what was found out judges that.
        youngerThan: Infinity,
    });
    const newestFirst = releases.toSorted((a, b) => (a.at < b.at ? 1 : -1));
    for (const { release, digest } of newestFirst) {
        const valid = link(release.digest).links.find((each) => each.digest === digest);
        if (valid && DESCRIBE.includes(valid.evidence.slot.command))
            return release;
    }
    const problems = (0,_evidence_verdict_js__WEBPACK_IMPORTED_MODULE_14__/* .blocking */ .ub)(link(newestFirst[0]?.release.digest ?? 'none').findings);
    throw notHandedOn(first, 'no valid evidence says what it was', problems.filter(({ code }) => !ABOUT_OTHERS.includes(code)));
}
async function bringAll(handing, release, wanted) {
    const { ports } = handing;
    const { workspace } = ports.place;
    const refusals = [];
    let left = wanted;
    for (const source of await sourcesOf(handing, release)) {
        if (left.length === 0)
            break;
        left = await (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_7__/* .withScratchFolder */ .pk)(ports.place.temp, async (scratch) => {
            const began = ports.clock.now();
            const folder = await opened(source, scratch, refusals);
            const still = [];
            for (const part of folder === undefined ? [] : left) {
                const within = still.some(({ path }) => (0,_support_folders_js__WEBPACK_IMPORTED_MODULE_6__/* .isInside */ .F)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, path), (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, part.path)));
                // What lies in a folder that was refused would be all that is there of it.
                const refused = within ? '' : await bring(handing, part, folder ?? '', source.name, began);
                if (refused === undefined)
                    continue;
                if (!within)
                    refusals.push(`${part.path} in ${source.name}: ${refused}`);
                still.push(part);
            }
            return folder === undefined ? left : still;
        });
    }
    const [first] = left;
    if (first)
        throw notHandedOn(first, refusals.length > 0 ? refusals.join('; ') : 'no job of this run has stored it');
}
/** Where this release may lie: the artifacts of the run that hold it, newest first; and the folder of the evidence. */
async function sourcesOf(handing, release) {
    const { ports, inputs } = handing;
    const folder = (0,_keep_release_js__WEBPACK_IMPORTED_MODULE_11__/* .releaseFolder */ .Uc)(handing);
    const sources = inputs.evidence === undefined ? [] : [{ name: folder, open: () => Promise.resolve(folder) }];
    if (!(0,_github_artifacts_js__WEBPACK_IMPORTED_MODULE_4__.hasArtifactService)(ports.place.env))
        return sources;
    const store = await ports.connect.artifacts();
    const stored = await ports.log.group(_keep_release_js__WEBPACK_IMPORTED_MODULE_11__/* .BRINGING */ .Nq, () => (0,_support_grace_js__WEBPACK_IMPORTED_MODULE_15__/* .withGrace */ .p)(store.list(), ports.cancelled));
    const ours = stored.filter(({ name }) => name.startsWith((0,_keep_release_js__WEBPACK_IMPORTED_MODULE_11__/* .releasePrefix */ .sE)(release)));
    return [...ours.toSorted((a, b) => b.id - a.id).map((artifact) => inArtifact(handing, store, artifact)), ...sources];
}
function inArtifact({ ports }, store, artifact) {
    return {
        name: `the artifact ${artifact.name}`,
        open: async (folder) => {
            const began = ports.clock.now().getTime();
            await ports.log.group(_keep_release_js__WEBPACK_IMPORTED_MODULE_11__/* .BRINGING */ .Nq, () => (0,_support_grace_js__WEBPACK_IMPORTED_MODULE_15__/* .withGrace */ .p)(store.downloadInto(artifact, folder), ports.cancelled));
            const seconds = ((ports.clock.now().getTime() - began) / 1_000).toFixed(1);
            ports.log.info(`the release: ${artifact.bytes} bytes fetched from the artifact ${artifact.name} in ${seconds} s`);
            return folder;
        },
    };
}
/** The folder with what was stored; undefined where it did not arrive as it was stored, and the reason is noted. */
async function opened({ name, open }, scratch, refusals) {
    try {
        return await open(scratch);
    }
    catch (error) {
        if (!(error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ) || error.code !== 'github/artifact-damaged')
            throw error;
        refusals.push(`${name}: ${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)}`);
        return undefined;
    }
}
/** @returns why it could not be used */
async function bring({ ports, record }, { path, subject, digest }, folder, from, began) {
    const { workspace } = ports.place;
    const target = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(workspace, path);
    // It came with the folder that it lies in; describing the release compares it.
    if (await (0,_support_whole_js__WEBPACK_IMPORTED_MODULE_9__/* .isAnything */ .r2)(target))
        return undefined;
    if (!(await leadsInto(workspace, target)))
        return 'its path leads out of the workspace';
    const names = (0,_keep_release_js__WEBPACK_IMPORTED_MODULE_11__/* .storedNames */ .SJ)(digest);
    const archive = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, names.folder);
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, names.file);
    const isFolder = (await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_8__/* .kindOfPath */ .Bs)(archive)) === 'file';
    if (!isFolder && (await (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_8__/* .kindOfPath */ .Bs)(file)) !== 'file')
        return 'it is not there';
    // Beside its place, on the same disk: what is moved there is whole and was compared.
    return await (0,_support_scratch_js__WEBPACK_IMPORTED_MODULE_7__/* .withScratchFolder */ .pk)(workspace, async (scratch) => {
        const whole = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(scratch, 'whole');
        try {
            if (isFolder) {
                const { unpackArchive } = await Promise.all(/* import() */[__webpack_require__.e(118), __webpack_require__.e(663), __webpack_require__.e(570), __webpack_require__.e(836)]).then(__webpack_require__.bind(__webpack_require__, 41455));
                await unpackArchive(archive, 'tgz', whole, ports.cancelled);
            }
            else
                await (0,_support_whole_js__WEBPACK_IMPORTED_MODULE_9__/* .copyWhole */ .Nn)(file, whole);
        }
        catch (error) {
            ports.cancelled.throwIfAborted();
            return (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error).replace(`the revision ${archive} cannot be used: `, '');
        }
        const observed = await (isFolder ? _support_tree_js__WEBPACK_IMPORTED_MODULE_8__/* .digestOfTree */ .q8 : _support_tree_js__WEBPACK_IMPORTED_MODULE_8__/* .digestOfFile */ .Mk)(whole, ports.cancelled);
        if (observed !== digest)
            return `it is ${observed} and should be ${digest}`;
        ports.cancelled.throwIfAborted();
        await (0,_support_whole_js__WEBPACK_IMPORTED_MODULE_9__/* .moveTo */ .tw)(whole, target);
        const ms = ports.clock.now().getTime() - began.getTime();
        ports.log.info(`the release: ${path} is the one in ${from} (${digest})`);
        record.happened({ at: began.toISOString(), subject, event: 'brought from an earlier job', detail: from, ms });
        return undefined;
    });
}
/** Whether the nearest folder above that exists, its links followed, is in the workspace. */
async function leadsInto(workspace, target) {
    let above = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(target, '..');
    while (!(await (0,_support_whole_js__WEBPACK_IMPORTED_MODULE_9__/* .isAnything */ .r2)(above)))
        above = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(above, '..');
    return (0,_support_tree_js__WEBPACK_IMPORTED_MODULE_8__/* .staysBelow */ .cK)(workspace, above);
}
function notHandedOn({ path, subject }, why, findings = []) {
    const title = `${path} is not in the workspace, and cannot be taken from an earlier job`;
    const expected = 'what precheck, or the job before it, stored';
    const details = { subject, expected, observed: why };
    const error = new _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ('release/not-handed-on', { message: title, ...details });
    if (findings.length === 0)
        return error;
    const { code, advice } = error;
    return new _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .ActionError */ .lZ('release/not-handed-on', {
        message: title,
        findings: [...findings, { code, outcome: 'error', title, ...details, advice }],
    });
}


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


/***/ })

};
