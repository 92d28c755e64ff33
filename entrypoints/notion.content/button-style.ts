/**
 * The button's looks. `:host` is reset against the page's styles, which may not use `!important` on an inner rule of
 * ours. Sizes follow the buttons of the bar it stands in.
 */
export const BUTTON_STYLE = `
:host {
  all: initial !important;
  display: inline-flex !important;
  flex: none !important;
  align-items: center !important;
}
:host([hidden]) { display: none !important; }
.frame {
  --ink: rgb(44, 44, 43);
  --mark: rgb(24, 104, 174);
  --hover: rgba(42, 28, 0, 0.06);
  --press: rgba(42, 28, 0, 0.1);
  --paper: #fff;
  --edge: rgba(42, 28, 0, 0.12);
  display: inline-flex;
  font: 400 14px/20px ui-sans-serif, system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
}
.frame[data-theme='dark'] {
  --ink: rgb(240, 239, 237);
  --mark: rgb(110, 182, 245);
  --hover: rgba(255, 255, 243, 0.08);
  --press: rgba(255, 255, 243, 0.13);
  --paper: rgb(37, 37, 37);
  --edge: rgba(255, 255, 243, 0.16);
}
button {
  all: unset;
  box-sizing: border-box;
  display: inline-flex;
  align-items: center;
  gap: 6px;
  height: 28px;
  padding: 0 8px;
  margin-right: 2px;
  border-radius: 6px;
  color: var(--ink);
  font: inherit;
  white-space: nowrap;
  cursor: pointer;
  user-select: none;
  -webkit-user-select: none;
}
button:hover { background: var(--hover); }
button:active { background: var(--press); }
button:focus-visible { outline: 2px solid var(--mark); outline-offset: -1px; }
svg { flex: none; width: 16px; height: 16px; color: var(--mark); }
.frame[data-compact='yes'] .text { display: none; }
@media (max-width: 1099px) {
  .frame[data-place='topbar'] .text { display: none; }
}
.frame[data-place='corner'], .frame[data-place='over-peek'] {
  position: fixed;
  z-index: 2147483647;
  right: 20px;
  bottom: 72px;
}
.frame[data-place='over-peek'] { top: 18px; bottom: auto; }
.frame:is([data-place='corner'], [data-place='over-peek']) button {
  height: 36px;
  margin: 0;
  padding: 0 14px;
  border-radius: 18px;
  background: var(--paper);
  box-shadow: 0 0 0 1px var(--edge), 0 3px 12px rgba(15, 15, 15, 0.18);
}
.frame:is([data-place='corner'], [data-place='over-peek']) button:hover {
  background: linear-gradient(var(--hover), var(--hover)) var(--paper);
}
@media (forced-colors: active) {
  button { border: 1px solid ButtonText; }
}
@media print {
  .frame { display: none; }
}
`;
