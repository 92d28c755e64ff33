import type { Run } from '../jobs/run.ts';
import { deriveRunState } from '../jobs/run-state.ts';
import type { SettingsView } from '../settings/settings.ts';
import type { InPageDiagnosis } from '../in-page/diagnosis.ts';
import type { Defect } from './defect-log.ts';
import { writeInPageLine } from './in-page-line.ts';

export interface DiagnosticsFacts {
  readonly version: string;
  readonly browser: string;
  readonly language: string;
  readonly settings: SettingsView;
  readonly connections: number;
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly defects: readonly Defect[];
  /** One for each Notion tab that was asked. */
  readonly notionTabs: readonly (InPageDiagnosis | undefined)[];
}

/** What a person may add to feedback, to be read before it is sent: versions, counts and error codes, never content or keys. */
export function writeDiagnostics({ settings: view, ...facts }: DiagnosticsFacts): string {
  const { settings, missing, passphrase, integration } = view;
  const codes = facts.runs.flatMap((run) => (run.failure ? [`${run.failure.code} (${deriveRunState(run)})`] : []));
  return [
    `Visen ${facts.version}`,
    `Browser: ${facts.browser}`,
    `Language: ${facts.language}`,
    `Engine: ${settings.engine}`,
    `Set up: ${missing.length === 0 ? 'yes' : `missing ${missing.join(', ')}`}`,
    `Notion token: ${integration ? integration.kind : 'not checked'}`,
    `Passphrase: ${passphrase}`,
    `Mirror: ${settings.connectionsDatabaseUrl === '' ? 'no' : 'yes'}`,
    `Connections: ${facts.connections}`,
    `Runs kept: ${facts.runs.length}`,
    `Last errors: ${codes.slice(0, 10).join(', ') || 'none'}`,
    ...(facts.notionTabs.length === 0 ? ['Notion tab: none open'] : []),
    ...facts.notionTabs.map((tab) => `Notion tab: ${writeInPageLine(tab)}`),
    `Defects: ${facts.defects.map(({ where, name }) => `${where} ${name}`).join(', ') || 'none'}`,
  ].join('\n');
}
