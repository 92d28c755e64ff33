import { Toggle, type ToggleProps } from './toggle.tsx';
import './switch.css';

/** On or off, at once: a native checkbox that says so to readers. */
export const Switch = (props: ToggleProps) => <Toggle {...props} as="switch" />;
