import type { CommandName } from '../../lib/messaging/protocol.ts';
import { CommandWait } from '../waits/wait-line.tsx';
import type { Service } from './check-line.tsx';

const CHECKS: Readonly<Record<Service, readonly CommandName[]>> = {
  notion: ['settings.testNotion'],
  engine: ['settings.testEngine'],
  mirror: ['mirror.check'],
};

/** Why a check that runs has to wait. */
export function CheckWait({ service }: { readonly service: Service }) {
  return <CommandWait of={CHECKS[service]} />;
}
