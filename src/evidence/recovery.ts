/** The measurement of a rehearsed way back, by part: from its start until every target has the version of before. */
export const TIME_TO_RECOVER = 'time to recover'
