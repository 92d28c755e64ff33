import type { CheckResult } from '../../lib/settings/settings-commands.ts';
import { useState } from 'preact/hooks';

import { Button } from '../ui/button.tsx';
import { CheckLine } from './check-line.tsx';
import type { Service } from './check-line.tsx';
import { CheckWait } from './check-wait.tsx';

interface TestButtonProps {
  readonly label: string;
  readonly service: Service;
  /** Called synchronously in the click; never rejects. */
  readonly test: () => Promise<CheckResult>;
}

/** A test with its own result line; a second click while it runs does nothing. */
export function TestButton({ label, service, test }: TestButtonProps) {
  const [state, setState] = useState<{ running: boolean; result?: CheckResult }>({ running: false });
  const run = () => {
    if (state.running) return;
    setState({ running: true });
    void test().then((result) => setState({ running: false, result }));
  };
  return (
    <div class="stack-tight">
      <div>
        <Button onClick={run} disabled={state.running}>
          {label}
        </Button>
      </div>
      <div aria-live="polite">
        {(state.running || state.result) && <CheckLine service={service} result={state.result} />}
      </div>
      {state.running && <CheckWait service={service} />}
    </div>
  );
}
