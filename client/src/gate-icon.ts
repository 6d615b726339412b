import { ThemeColor, ThemeIcon } from 'vscode';
import type { MigrationGate } from './protocol.ts';

const ICONS: Readonly<Record<MigrationGate['verdict'], readonly [string, string?]>> = {
  yes: ['pass', 'testing.iconPassed'],
  no: ['error', 'testing.iconFailed'],
  unknown: ['question', 'list.warningForeground'],
  'n/a': ['circle-slash'],
};

/** The icon of a verdict; a waived gate is a warning whatever it says. */
export function gateIcon({ verdict, waived }: MigrationGate): ThemeIcon {
  const [icon, color] = waived ? ['warning', 'list.warningForeground'] : ICONS[verdict];
  return new ThemeIcon(icon as string, color === undefined ? undefined : new ThemeColor(color));
}

/** A gate as people speak of it: `G8 in production`. */
export function gateLabel({ id, environment }: MigrationGate): string {
  return environment === null ? id : `${id} in ${environment}`;
}

/** What a gate says, for a line of text: the verdict in words, since an icon is not read aloud. */
export function gateDescription({ verdict, waived, reason }: MigrationGate): string {
  return `${waived ? 'waived' : verdict}: ${reason.replaceAll('`', '')}`;
}

const ORDER: readonly MigrationGate['verdict'][] = ['no', 'unknown', 'yes', 'n/a'];

/** Gates with those that hold the migration back first. */
export function byUrgency(gates: readonly MigrationGate[]): readonly MigrationGate[] {
  const rank = ({ verdict, waived }: MigrationGate) => ORDER.indexOf(verdict) + (waived ? 0.5 : 0);
  return [...gates].sort((a, b) => rank(a) - rank(b));
}
