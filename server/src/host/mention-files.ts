import { formatOf } from '../core/syntax/formats.ts';
import { fileKind } from './file-kinds.ts';

/**
 * True for files whose words are mentions: those that no reader of settings understands, and Python. Tests set keys
 * and records speak of them; neither says that something reads them. What dotenv files and lock files hold is no
 * mention either.
 */
export function canMention(path: string): boolean {
  if (isTest(path) || /(^|\/)settings-migrations\//.test(path) || isGenerated(path)) return false;
  const kind = fileKind(path);
  if (kind === 'mention' || kind === 'python') return true;
  return kind === 'settings' && formatOf(path)?.name !== 'dotenv';
}

function isTest(path: string): boolean {
  return /(^|\/)(tests?|__tests__|spec)\/|(^|\/)(conftest\.py|test_[^/]*|[^/]*_test\.[^/]*|[^/]*\.(test|spec)\.[^/]*)$/.test(
    path,
  );
}

function isGenerated(path: string): boolean {
  return /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|composer\.lock|[^/]*\.min\.(m?js|css))$/.test(
    path,
  );
}
