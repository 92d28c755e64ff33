import type { ButtonPlace } from './button-place.ts';
import type { ThemeFound } from './theme.ts';

/** Which sign in Notion's page the button was placed by. */
export type AnchorKind = 'share' | 'more' | 'row' | 'topbar';

/** Asked of the content script by our own background, with `tabs.sendMessage`. */
export interface DiagnoseRequest {
  readonly type: 'diagnose';
}

/** What one screenshot should tell about a Notion that we do not know yet. Nothing of the page's content. */
export interface InPageDiagnosis {
  /** Notion's own client stamp, as far as it looks like one. */
  readonly clientVersion: string;
  readonly place: ButtonPlace;
  readonly anchor: AnchorKind | 'none';
  readonly theme: ThemeFound;
  readonly language: string;
}

/** A stamp out of somebody else's document: short, and nothing but version characters. */
export function cleanStamp(stamp: string | null | undefined): string {
  return (stamp ?? '').replace(/[^\w.+-]/g, '').slice(0, 40);
}
