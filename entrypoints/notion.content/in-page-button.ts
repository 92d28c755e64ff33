import { createBurstLimit } from '../../lib/shared/burst-limit.ts';
import { choosePlace, PILL_AFTER_MS } from '../../lib/in-page/button-place.ts';
import type { ButtonPlace } from '../../lib/in-page/button-place.ts';
import { buttonText } from '../../lib/in-page/button-text.ts';
import { cleanStamp } from '../../lib/in-page/diagnosis.ts';
import type { InPageDiagnosis } from '../../lib/in-page/diagnosis.ts';
import { openTargetId, parseNotionUrl } from '../../lib/notion/page-id.ts';
import type { PeekMode } from '../../lib/notion/page-id.ts';
import { createButtonElement, HOST_TAG } from './button-element.ts';
import { findAnchor, hasPageContent, isReachable } from './find-anchor.ts';
import type { Anchor } from './find-anchor.ts';
import { createPageWatch } from './page-watch.ts';
import { readTheme } from './read-theme.ts';
import { createRuntime } from './runtime.ts';
import { findSelectedBlock } from './selected-block.ts';

/** While the place is not final, and once it is. */
const QUICK_MS = 250;
const CALM_MS = 2_000;
/** After a move in the app the top bar and a peek settle within about this time. */
const SETTLING_MS = 1_000;
const MOVES_PER_SECOND = 40;

/**
 * Keeps exactly one button in Notion's page, for the page that the URL names. It reads the URL and a few class names,
 * asks the background to open Visen's own interface, and does nothing else: every writing or paying action is a click
 * in a page of the extension.
 */
export class InPageButton {
  private readonly stopping = new AbortController();
  private readonly mayMove = createBurstLimit(MOVES_PER_SECOND, 1_000, Date.now);
  private readonly button = createButtonElement(() => this.click());
  private readonly runtime = createRuntime(
    { diagnose: () => this.diagnose(), selectedBlock: findSelectedBlock },
    this.stopping.signal,
  );
  private readonly watch = createPageWatch(
    {
      onBarChange: () => this.update(false),
      onLookChange: () => (this.runtime.isAlive() ? this.dress() : this.stop()),
      onNavigate: () => {
        this.settlesAt = Date.now() + SETTLING_MS;
        this.update(false);
      },
      onTick: () => this.update(true),
      onVisible: () => {
        if (this.missingSince !== undefined) this.missingSince = Date.now();
        this.update(true);
      },
    },
    this.stopping.signal,
  );
  private place: ButtonPlace = 'none';
  private peekMode: PeekMode | undefined;
  private anchor: Anchor | undefined;
  private isAnchorReachable = true;
  private missingSince: number | undefined;
  private settlesAt = 0;

  start(): void {
    for (const old of document.querySelectorAll(HOST_TAG)) old.remove(); // of a copy that can no longer clean up
    this.update(false);
  }

  /** Takes the button away for good. */
  stop(): void {
    this.stopping.abort();
    this.button.host.remove();
  }

  /** `mayReadLayout`: not while Notion is in the middle of changing its document. */
  private update(mayReadLayout: boolean): void {
    if (this.stopping.signal.aborted) return;
    if (!this.runtime.isAlive()) return this.stop();
    const parsed = parseNotionUrl(location.href);
    const hasTarget = openTargetId(parsed) !== undefined;
    this.peekMode = parsed.kind === 'target' ? parsed.peekMode : undefined;
    const hasContent = hasTarget && hasPageContent();
    this.anchor = hasTarget ? findAnchor(this.waitedMs(), hasContent) : undefined;
    // A plain top bar is a stopgap: the wait for a known button goes on.
    if (!hasTarget || (this.anchor !== undefined && this.anchor.kind !== 'topbar')) this.missingSince = undefined;
    else this.missingSince ??= Date.now();
    if (this.peekMode === undefined || this.anchor === undefined) this.isAnchorReachable = true;
    else if (mayReadLayout) this.isAnchorReachable = isReachable(this.anchor);
    this.putAt(
      choosePlace({
        hasTarget,
        peekMode: this.peekMode,
        hasAnchor: this.anchor !== undefined,
        isAnchorReachable: this.isAnchorReachable,
        // A pill that is shown stays until its page has an anchor, also over moves from page to page.
        waitedMs: this.place === 'corner' && this.peekMode === undefined ? PILL_AFTER_MS : this.waitedMs(),
        hasPageContent: hasContent,
      }),
    );
    this.button.renew();
    this.watch.aim();
    const isWaiting = this.missingSince !== undefined && this.waitedMs() <= PILL_AFTER_MS;
    this.watch.plan(isWaiting || Date.now() < this.settlesAt ? QUICK_MS : CALM_MS);
  }

  private waitedMs(): number {
    return this.missingSince === undefined ? 0 : Date.now() - this.missingSince;
  }

  private putAt(place: ButtonPlace): void {
    const { host } = this.button;
    this.place = place;
    this.dress();
    if (place === 'none') host.remove();
    else if (place === 'topbar' && this.anchor !== undefined) {
      const { parent, before } = this.anchor;
      if (!isAhead(host, this.anchor) && this.mayMove()) parent.insertBefore(host, before);
    } else if (host.parentElement !== document.documentElement && this.mayMove()) document.documentElement.append(host);
  }

  private dress(): void {
    this.button.show({
      place: this.place,
      theme: readTheme().theme,
      text: buttonText(document.documentElement.lang, navigator.languages),
      isCompact: this.place === 'topbar' && this.peekMode !== undefined, // a side peek leaves the bar half its width
    });
  }

  private click(): void {
    const pageId = openTargetId(parseNotionUrl(location.href));
    if (!this.runtime.isAlive()) return this.stop();
    if (pageId === undefined) return;
    // The only failure to be handled here is that this copy of the script is left over.
    this.runtime.openPanel(pageId).catch(() => {
      if (!this.runtime.isAlive()) this.stop();
    });
  }

  private diagnose(): InPageDiagnosis {
    const { documentElement } = document;
    return {
      clientVersion: cleanStamp(documentElement.getAttribute('data-notion-version')),
      place: this.place,
      anchor: this.anchor?.kind ?? 'none',
      theme: readTheme(),
      language: documentElement.lang.slice(0, 20),
    };
  }
}

/** In the row and ahead of the anchor; others may stand between them. */
function isAhead(host: Element, { parent, before }: Anchor): boolean {
  if (host.parentElement !== parent) return false;
  if (before === null || before === host) return true;
  return (host.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
