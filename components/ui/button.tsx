import type { ComponentChildren, Ref } from 'preact';

import './controls.css';

export type ButtonLook = 'plain' | 'primary' | 'danger' | 'quiet';

interface Look {
  readonly look?: ButtonLook;
  readonly size?: 'medium' | 'small' | 'icon';
}

interface ButtonProps extends Look {
  readonly children: ComponentChildren;
  readonly onClick?: (event: MouseEvent) => void;
  readonly type?: 'button' | 'submit';
  /** Stays focusable and says why through `describedBy`; a click does nothing. */
  readonly disabled?: boolean;
  readonly describedBy?: string;
  /** The accessible name where the content is an icon only. */
  readonly name?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly popup?: 'menu' | 'dialog';
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function buttonClass({ look = 'plain', size = 'medium' }: Look): string {
  return `button button-${look}${size === 'medium' ? '' : ` button-${size}`}`;
}

/** A disabled button keeps its place in the tab order (`aria-disabled`), so that its reason can be found. */
export function Button(props: ButtonProps) {
  const onClick = (event: MouseEvent) => {
    if (props.disabled) event.preventDefault();
    else props.onClick?.(event);
  };
  return (
    <button
      class={buttonClass(props)}
      type={props.type ?? 'button'}
      onClick={onClick}
      {...(props.disabled && { 'aria-disabled': 'true' as const })}
      {...(props.describedBy && { 'aria-describedby': props.describedBy })}
      {...(props.name && { 'aria-label': props.name, title: props.name })}
      {...(props.pressed !== undefined && { 'aria-pressed': props.pressed })}
      {...(props.expanded !== undefined && { 'aria-expanded': props.expanded })}
      {...(props.popup && { 'aria-haspopup': props.popup })}
      {...(props.buttonRef && { ref: props.buttonRef })}
    >
      {props.children}
    </button>
  );
}

interface LinkButtonProps extends Look {
  readonly href: string;
  readonly children: ComponentChildren;
  /** Opens a new tab: for every address outside Visen. */
  readonly newTab?: boolean;
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function LinkButton({ href, children, newTab, ...look }: LinkButtonProps) {
  return (
    <a class={buttonClass(look)} href={href} {...(newTab && { target: '_blank', rel: 'noopener noreferrer' })}>
      {children}
    </a>
  );
}
