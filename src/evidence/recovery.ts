/** The measurement of a rehearsed way back, by part: from its start until every target has the previous version. */
export const TIME_TO_RECOVER = 'time to recover'
