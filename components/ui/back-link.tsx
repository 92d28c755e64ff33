import { ArrowLeft } from 'lucide';

import { Icon } from './icon.tsx';
import './back-link.css';

interface BackLinkProps {
  readonly href: string;
  readonly label: string;
}

/** From one thing back to the list of all, above the view's header. */
export function BackLink({ href, label }: BackLinkProps) {
  return (
    <a class="back-link" href={href}>
      <Icon node={ArrowLeft} />
      {label}
    </a>
  );
}
