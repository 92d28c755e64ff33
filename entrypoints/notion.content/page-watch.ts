import { findTopbar } from './find-anchor.ts';

/** The Navigation API as far as it is used. Firefox below 147 has none: https://caniuse.com/mdn-api_navigation */
interface NavigationLike {
  addEventListener(type: 'currententrychange', listener: () => void, options: { signal: AbortSignal }): void;
}

export interface PageWatch {
  /** Looks at the nodes that matter now. Cheap when they are the same as before. */
  aim(): void;
  /** Calls `onTick` once after so many milliseconds, in place of what was planned; never while the tab is hidden. */
  plan(afterMs: number): void;
}

export interface PageEvents {
  /** Elements of the top bar, or the bar itself, came or went. */
  onBarChange(): void;
  onLookChange(): void;
  onNavigate(): void;
  onTick(): void;
  onVisible(): void;
}

/**
 * Watches as little as will do: the top bar with what is in it, the chain of elements that holds it (their own
 * children only), two class attributes and the language. Typing, scrolling and hovering in a page touch none of these.
 */
export function createPageWatch(events: PageEvents, signal: AbortSignal): PageWatch {
  const barObserver = new MutationObserver(events.onBarChange);
  const lookObserver = new MutationObserver(events.onLookChange);
  let watchedBar: Element | undefined;
  let watchedApp: Element | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const plan = (afterMs: number): void => {
    clearTimeout(timer);
    timer = document.hidden ? undefined : setTimeout(events.onTick, afterMs);
  };

  const navigation = (globalThis as { navigation?: NavigationLike }).navigation;
  navigation?.addEventListener('currententrychange', events.onNavigate, { signal });
  window.addEventListener('popstate', events.onNavigate, { signal });
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : events.onVisible()), {
    signal,
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', events.onLookChange, { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    barObserver.disconnect();
    lookObserver.disconnect();
  });

  return {
    plan,
    aim: () => {
      const bar = findBar();
      if (bar !== watchedBar || !bar.isConnected) {
        watchedBar = bar;
        barObserver.disconnect();
        if (bar.tagName === 'HEADER' || bar.classList.contains('notion-topbar'))
          barObserver.observe(bar, { childList: true, subtree: true });
        else barObserver.observe(bar, { childList: true });
        for (let holder = bar.parentElement; holder !== null; holder = holder.parentElement)
          barObserver.observe(holder, { childList: true });
      }
      const app = document.querySelector('.notion-app-inner');
      if (app !== watchedApp || watchedApp === null) {
        watchedApp = app;
        lookObserver.disconnect();
        lookObserver.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });
        for (const element of [document.body, app]) {
          if (element !== null) lookObserver.observe(element, { attributes: true, attributeFilter: ['class'] });
        }
      }
    },
  };
}

/** The header, or while there is none the innermost element of the app's shell that is there already. */
function findBar(): Element {
  const topbar = findTopbar();
  if (topbar !== undefined) return topbar.closest('header') ?? topbar;
  const shell = ['header', '.notion-cursor-listener', '.notion-app-inner', '#notion-app'].map((one) =>
    document.querySelector(one),
  );
  return shell.find((element) => element !== null) ?? document.body;
}
