export const id = 209;
export const ids = [209];
export const modules = {

/***/ 33209:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _config_resolve_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(84500);
/* harmony import */ var _evidence_verdict_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(86686);
/* harmony import */ var _release_shared_causes_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(62363);
/* harmony import */ var _release_bring_release_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(52195);
/* harmony import */ var _release_execute_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92455);
/* harmony import */ var _release_gate_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(58837);
/* harmony import */ var _release_ledger_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(35166);
/* harmony import */ var _release_parts_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(77273);
/* harmony import */ var _release_plan_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(22935);
/* harmony import */ var _release_reviewed_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(30538);
/* harmony import */ var _release_sources_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(22201);
/* harmony import */ var _contract_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(54712);












/**
 * Does to production what was rehearsed on pre-prod. It enforces the gate itself, so that no workflow can leave it out;
 * it plans production again, and goes on only when that is what reviewers saw.
 */
async function run(context) {
    const { ports, inputs, config, origin, record } = context;
    const environment = (0,_contract_js__WEBPACK_IMPORTED_MODULE_10__/* .environmentOf */ .p)(context, 'production');
    (0,_release_parts_js__WEBPACK_IMPORTED_MODULE_6__/* .checkParts */ .d)(environment, inputs);
    await (0,_release_bring_release_js__WEBPACK_IMPORTED_MODULE_2__/* .bringRelease */ .e)(context);
    const sources = await (0,_release_sources_js__WEBPACK_IMPORTED_MODULE_9__/* .readSources */ .t)(environment, ports.place.workspace);
    const gate = await (0,_release_gate_js__WEBPACK_IMPORTED_MODULE_4__/* .enforceGate */ .Y)(context, { environment: 'production', mustBeInside: true });
    const refuse = (why) => (0,_release_parts_js__WEBPACK_IMPORTED_MODULE_6__/* .recordNotDeployed */ .P)(record, environment, inputs.mode, why);
    if (!gate.open)
        return refuse('the gate is closed');
    const reviewed = (0,_release_reviewed_js__WEBPACK_IMPORTED_MODULE_8__/* .reviewedPlan */ .VR)(gate.chain, 'production');
    if (!reviewed) {
        record.find({
            code: 'plan/missing',
            outcome: 'fail',
            title: 'there is no reviewed plan for production',
            subject: 'environment/production',
            expected: 'the evidence of a precheck of production',
            observed: 'none that is valid',
            advice: 'Let precheck look at both environments, then start the release again.',
        });
        return refuse('nobody has reviewed a plan');
    }
    const access = (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_0__/* .accessTo */ .Yi)(environment, 'deploy', origin.runId);
    const ledger = new _release_ledger_js__WEBPACK_IMPORTED_MODULE_5__/* .ChangeSetLedger */ .K(ports.log, (handle) => record.handle(handle));
    try {
        const planning = {
            ports,
            environment,
            access,
            run: origin,
            purpose: 'deploy',
            sources,
            ledger,
            only: inputs.only,
        };
        const began = ports.clock.now().getTime();
        const now = await ports.log.group('plan production again', async () => environment.stacks.length > 0 ? (0,_release_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .planEnvironment */ .RJ)(planning) : undefined);
        const seconds = Math.round((ports.clock.now().getTime() - began) / 100) / 10;
        record.measure({ name: 'planning production', unit: 's', value: seconds });
        let plan = reviewed;
        if (now) {
            record.plan(now.plan);
            const findings = [...(0,_release_shared_causes_js__WEBPACK_IMPORTED_MODULE_1__/* .mergeCauses */ .j)(now.findings), ...(0,_release_reviewed_js__WEBPACK_IMPORTED_MODULE_8__/* .judgePlans */ .oj)(onlyAsked(reviewed, inputs.only), now.plan)];
            record.find(...findings);
            if ((0,_evidence_verdict_js__WEBPACK_IMPORTED_MODULE_11__/* .blocking */ .ub)(findings).length > 0)
                return refuse('the plan is not the reviewed one');
            plan = now.plan;
        }
        const deployed = await (0,_release_execute_js__WEBPACK_IMPORTED_MODULE_3__/* .executeEnvironment */ .R)({
            ports,
            record,
            run: origin,
            environment,
            access,
            release: gate.release,
            sources,
            ledger,
            plan,
            only: inputs.only,
            watchAlarms: true,
            checks: config.verify,
        });
        if (!deployed)
            refuse('not everything could be deployed');
    }
    finally {
        await ledger.discardAll();
    }
}
/** A job that deploys a part compares that part; the gate counts the parts. */
function onlyAsked(plan, only) {
    if (only.length === 0)
        return plan;
    return (0,_release_plan_js__WEBPACK_IMPORTED_MODULE_7__/* .makePlan */ .Cs)(plan.environment, plan.changeSets.filter(({ stack }) => only.includes(stack)));
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


/***/ })

};
