/**
 * What a room's commands are made of. A room lists its own as an interface: `{ 'prompts.delete': { request: …; response: … } }`.
 * Messaging joins the lists of all rooms; a command without a schema or a handler does not compile.
 */
import type { GenericSchema } from 'valibot';

export type RequestOf<Commands, Name extends keyof Commands> = Commands[Name] extends { request: infer Request }
  ? Request
  : never;

export type ResponseOf<Commands, Name extends keyof Commands> = Commands[Name] extends { response: infer Response }
  ? Response
  : never;

/** What a message may hold, for each command. Background only: surfaces do without them. */
export type SchemasFor<Commands> = {
  readonly [Name in keyof Commands]: GenericSchema<unknown, RequestOf<Commands, Name>>;
};

/** What does each command. The request has passed its schema; failures are thrown as AppErrors. */
export type HandlersFor<Commands> = {
  readonly [Name in keyof Commands]: (request: RequestOf<Commands, Name>) => Promise<ResponseOf<Commands, Name>>;
};
