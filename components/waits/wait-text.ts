import type { CallWait } from '../../lib/messaging/command-waits.ts';
import type { Failure } from '../../lib/shared/app-error.ts';
import { ruleOf } from '../../lib/shared/error-rules.ts';
import { t } from '../i18n/translate.ts';

/** Why a call waits, without the seconds: “Notion asks us to wait”. `online`: whether the device has a network at all. */
export function waitReasonText({ name, failure }: CallWait, online: boolean): string {
  const isEngine = name === 'settings.testEngine' || name === 'models.list' || failure.code.startsWith('engine-');
  switch (ruleOf(failure.code).waitsFor) {
    case 'offline':
      return online ? t(isEngine ? 'wait.engineUnreachable' : 'wait.notionUnreachable') : t('wait.offline');
    case 'engine-limit':
      return t(isOverloaded(failure) ? 'wait.engineBusy' : 'wait.engineLimit');
    case 'confirming-write':
      return t('wait.confirming');
    case 'notion-limit':
      return t(isOverloaded(failure) ? 'wait.notionBusy' : 'wait.notionLimit');
    default:
      return t(isEngine ? 'wait.engineBusy' : 'wait.notionBusy');
  }
}

function isOverloaded({ code }: Failure): boolean {
  return code === 'notion-overloaded' || code === 'engine-overloaded';
}

/** Whole seconds that are left; none once the time has come. */
export function secondsUntil(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1_000));
}
