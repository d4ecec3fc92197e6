export const id = 101;
export const ids = [101];
export const modules = {

/***/ 9101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   run: () => (/* binding */ run)
/* harmony export */ });
/* harmony import */ var _release_bring_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(52195);
/* harmony import */ var _release_gate_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58837);


/**
 * Decides whether production may be opened: outside of the environment's job by the evidence and the environment's
 * rules, inside of it by the approvals too. The document that it leaves is what reviewers see.
 */
async function run(context) {
    const environment = context.inputs.environment ?? 'production';
    await (0,_release_bring_release_js__WEBPACK_IMPORTED_MODULE_0__/* .bringRelease */ .e)(context);
    await (0,_release_gate_js__WEBPACK_IMPORTED_MODULE_1__/* .enforceGate */ .Y)(context, { environment, mustBeInside: false });
}


/***/ })

};
