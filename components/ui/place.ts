/** Below the anchor, or above it, or wherever the window has room. Set through the CSSOM, which the CSP allows. */
export function placeBeside(box: HTMLElement, anchor: DOMRect, edge: 'start' | 'end' = 'end'): void {
  const { width, height } = box.getBoundingClientRect();
  const below = anchor.bottom + 4;
  const top = below + height > window.innerHeight ? Math.max(4, anchor.top - height - 4) : below;
  const isRight = (edge === 'end') !== (getComputedStyle(box).direction === 'rtl');
  const wanted = isRight ? anchor.right - width : anchor.left;
  const left = Math.min(Math.max(4, wanted), window.innerWidth - width - 4);
  box.style.top = `${Math.min(top, Math.max(4, window.innerHeight - height - 4))}px`;
  box.style.left = `${Math.max(4, left)}px`;
}
