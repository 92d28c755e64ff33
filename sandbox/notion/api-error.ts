import type { JsonObject } from './json.ts';

/** An error answer in Notion's form. https://developers.notion.com/reference/status-codes */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly additionalData: JsonObject | undefined;

  constructor(status: number, code: string, message: string, additionalData?: JsonObject) {
    super(message);
    this.status = status;
    this.code = code;
    this.additionalData = additionalData;
  }
}

export const invalid = (message: string, additionalData?: JsonObject) =>
  new ApiError(400, 'validation_error', message, additionalData);

export const invalidUrl = () => new ApiError(400, 'invalid_request_url', 'Invalid request URL.');

export const archived = () =>
  invalid("Can't edit block that is archived. You must unarchive the block before editing.");

export const notFound = (kind: string, id: string, botName: string) =>
  new ApiError(
    404,
    'object_not_found',
    `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration "${botName}".`,
  );

export const restricted = (message = 'Insufficient permissions for this endpoint.') =>
  new ApiError(403, 'restricted_resource', message);

/** A request the Content layer refuses after its shape was accepted: one line per fault, nothing is written. */
export const creationFailed = (lines: string[]) =>
  invalid(`Content creation Failed. Fix the following: \n${lines.join('\n')}`);

export const conflict = () => new ApiError(409, 'conflict_error', 'Conflict occurred while saving. Please try again.');
