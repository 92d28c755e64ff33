/** What the parts of the stand-in share. `go` and `refresh` are filled in by main.js. */
export const app = {
  hydrated: false,
  crashed: false,
  route: undefined,
  page: undefined,
  sidebar: { workspace: '', items: [] },
  nodes: {},
  go: () => undefined,
  log: [],
};

export const note = (what, detail) => app.log.push([Math.round(performance.now()), what, detail]);

/** Before hydration the page is a picture: clicks are swallowed. */
export const whenHydrated = (action) => (event) => {
  if (app.hydrated) action(event);
  else event.preventDefault();
};
