/**
 * How long after a dropped connection a request can still take effect. Longer than Notion's own deadline of 55–60 s for a request
 * (https://developers.notion.com/reference/request-limits).
 */
export const QUARANTINE_MS = 90_000;
