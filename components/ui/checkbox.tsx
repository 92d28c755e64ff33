import { Toggle, type ToggleProps } from './toggle.tsx';
import './controls.css';

export const Checkbox = (props: ToggleProps) => <Toggle {...props} as="check" />;
