import { useLayoutEffect } from 'preact/hooks';

/** As long as it is shown, the App is as high as the window and nothing of the page scrolls: `app.css` looks for the mark. */
export function useWorkspaceLayout(): void {
  useLayoutEffect(() => {
    document.documentElement.dataset['layout'] = 'workspace';
    return () => {
      delete document.documentElement.dataset['layout'];
    };
  }, []);
}
