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
/* harmony import */ var _release_execute_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89304);
/* harmony import */ var _release_gate_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(58837);
/* harmony import */ var _release_ledger_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35166);
/* harmony import */ var _release_parts_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(77273);
/* harmony import */ var _release_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(35053);
/* harmony import */ var _release_reviewed_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(30538);
/* harmony import */ var _release_sources_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(19673);








/**
 * Does to production what was rehearsed on pre-prod. It enforces the gate itself, so that no workflow can leave it out;
 * it plans production again, and goes on only when that is what reviewers saw.
 */
async function run(context) {
    const { ports, inputs, config, origin, record } = context;
    const { env, workspace } = ports.place;
    const environment = (0,_config_resolve_js__WEBPACK_IMPORTED_MODULE_0__/* .resolveEnvironment */ .g9)(config, 'production', env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']);
    (0,_release_parts_js__WEBPACK_IMPORTED_MODULE_4__/* .checkParts */ .d)(environment, inputs);
    const sources = await (0,_release_sources_js__WEBPACK_IMPORTED_MODULE_7__/* .readSources */ .t)(environment, workspace);
    const gate = await (0,_release_gate_js__WEBPACK_IMPORTED_MODULE_2__/* .enforceGate */ .Y)(context, { environment: 'production', mustBeInside: true });
    const refuse = (why) => (0,_release_parts_js__WEBPACK_IMPORTED_MODULE_4__/* .recordNotDeployed */ .P)(record, environment, inputs.mode, why);
    if (!gate.open)
        return refuse('the gate is closed');
    const reviewed = (0,_release_reviewed_js__WEBPACK_IMPORTED_MODULE_6__/* .reviewedPlan */ .VR)(gate.chain, 'production');
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
    const ledger = new _release_ledger_js__WEBPACK_IMPORTED_MODULE_3__/* .ChangeSetLedger */ .K(ports.log, (handle) => record.handle(handle));
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
        const now = await ports.log.group('plan production again', async () => environment.stacks.length > 0 ? (0,_release_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .planEnvironment */ .RJ)(planning) : undefined);
        const seconds = Math.round((ports.clock.now().getTime() - began) / 100) / 10;
        record.measure({ name: 'planning production', unit: 's', value: seconds });
        let plan = reviewed;
        if (now) {
            record.plan(now.plan);
            const findings = [...now.findings, ...(0,_release_reviewed_js__WEBPACK_IMPORTED_MODULE_6__/* .judgePlans */ .oj)(onlyAsked(reviewed, inputs.only), now.plan)];
            record.find(...findings);
            if (findings.some(({ outcome }) => outcome !== 'pass'))
                return refuse('the plan is not the reviewed one');
            plan = now.plan;
        }
        const deployed = await (0,_release_execute_js__WEBPACK_IMPORTED_MODULE_1__/* .executeEnvironment */ .R)({
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
    return (0,_release_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .makePlan */ .Cs)(plan.environment, plan.changeSets.filter(({ stack }) => only.includes(stack)));
}


/***/ })

};
