export const id = 400;
export const ids = [400];
export const modules = {

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


/***/ })

};
