export const id = 677;
export const ids = [677];
export const modules = {

/***/ 9101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _release_gate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58837);

/**
 * Decides whether production may be opened: outside of the environment's job by the evidence and the environment's
 * rules, inside of it by the approvals too. The document that it leaves is what reviewers see.
 */
async function run(context) {
    const environment = context.inputs.environment ?? 'production';
    await (0,_release_gate_js__WEBPACK_IMPORTED_MODULE_0__/* .enforceGate */ .Y)(context, { environment, mustBeInside: false });
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


/***/ })

};
