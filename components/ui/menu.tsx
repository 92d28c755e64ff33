import type { IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Button } from './button.tsx';
import type { ButtonLook } from './button.tsx';
import { Icon } from './icon.tsx';
import { placeBeside } from './place.ts';
import './overlays.css';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** A second, quieter line: it describes the entry, whose name stays the label. */
  readonly detail?: string;
  readonly icon?: IconNode;
  readonly danger?: boolean;
  readonly onSelect: () => void;
}

interface MenuProps {
  /** The accessible name of the button and of the menu. */
  readonly name: string;
  readonly items: readonly MenuItem[];
  readonly children: ComponentChildren;
  readonly look?: ButtonLook;
  readonly size?: 'medium' | 'small' | 'icon';
}

/** A button with a `role="menu"` in the top layer: arrow keys, Home, End, first letters, Escape; the focus goes back. */
export function Menu({ name, items, children, look = 'quiet', size = 'icon' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) button.current?.focus();
  };
  return (
    <>
      <Button
        look={look}
        size={size}
        popup="menu"
        expanded={open}
        buttonRef={button}
        onClick={() => setOpen(!open)}
        {...(size === 'icon' && { name })}
      >
        {children}
      </Button>
      {open && <MenuList name={name} items={items} anchor={button} onClose={close} />}
    </>
  );
}

interface MenuListProps {
  readonly name: string;
  readonly items: readonly MenuItem[];
  readonly anchor: { readonly current: HTMLElement | null };
  readonly onClose: (returnFocus: boolean) => void;
}

function MenuList({ name, items, anchor, onClose }: MenuListProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!menu.current || !anchor.current) return;
    menu.current.showPopover();
    placeBeside(menu.current, anchor.current.getBoundingClientRect());
    entries(menu.current)[0]?.focus();
  }, [anchor]);
  useEffect(() => {
    const leave = (event: Event) => {
      const at = event.target as Node;
      if (!menu.current?.contains(at) && !anchor.current?.contains(at)) onClose(false);
    };
    const dismiss = () => onClose(false);
    document.addEventListener('pointerdown', leave);
    window.addEventListener('resize', dismiss);
    return () => {
      document.removeEventListener('pointerdown', leave);
      window.removeEventListener('resize', dismiss);
    };
  }, [anchor, onClose]);
  return (
    <div
      ref={menu}
      class="menu"
      role="menu"
      aria-label={name}
      popover="manual"
      onKeyDown={(event) => onMenuKey(event, menu.current, onClose)}
    >
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          {...(item.detail !== undefined && { 'aria-label': item.label, 'aria-description': item.detail })}
          class={item.danger ? 'menu-item menu-item-danger' : 'menu-item'}
          onClick={() => {
            onClose(true);
            item.onSelect();
          }}
        >
          {item.icon && <Icon node={item.icon} />}
          {item.detail === undefined ? (
            item.label
          ) : (
            <span class="menu-lines">
              {item.label}
              <span class="menu-detail" aria-hidden="true">
                {item.detail}
              </span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

function entries(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
}

function onMenuKey(event: KeyboardEvent, menu: HTMLElement | null, onClose: (returnFocus: boolean) => void): void {
  if (!menu) return;
  const all = entries(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = nextEntry(event.key, at, all);
  if (next === undefined) {
    if (event.key !== 'Escape' && event.key !== 'Tab') return;
    // Tab moves on from the button, as if the menu had not been there.
    if (event.key === 'Escape') event.preventDefault();
    event.stopPropagation();
    onClose(true);
    return;
  }
  event.preventDefault();
  all[next]?.focus();
}

function nextEntry(key: string, at: number, all: readonly HTMLElement[]): number | undefined {
  if (key === 'ArrowDown') return (at + 1) % all.length;
  if (key === 'ArrowUp') return (at - 1 + all.length) % all.length;
  if (key === 'Home') return 0;
  if (key === 'End') return all.length - 1;
  if (key.length !== 1 || key === ' ') return undefined;
  const letter = key.toLocaleLowerCase();
  const order = [...all.keys()].map((step) => (at + 1 + step) % all.length);
  return order.find((index) => all[index]?.textContent?.trim().toLocaleLowerCase().startsWith(letter));
}
