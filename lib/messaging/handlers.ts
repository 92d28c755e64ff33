import type { CommandName, CommandRequest, CommandResponse } from './protocol.ts';

/** What does each command. The request has passed its schema; failures are thrown as AppErrors. */
export type CommandHandlers = {
  readonly [N in CommandName]: (request: CommandRequest<N>) => Promise<CommandResponse<N>>;
};

/** The part of the commands that one service does. */
export type HandlersFor<N extends CommandName> = Pick<CommandHandlers, N>;
