import type { GenerationPorts } from '../request/generation-ports.ts';
import type { EditWatch } from './edit-watch.ts';
import type { RowSources } from './row-sources.ts';

/** What the rows of a run are written with. */
export interface RowDeps {
  readonly ports: GenerationPorts;
  readonly sources: RowSources;
  readonly watch: EditWatch;
}
