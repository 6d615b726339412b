import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../core/rules/registry.ts';
import type { Rule } from '../core/rules/rule.ts';
import { assetFolder } from './asset-folder.ts';

/** Every rule, by id. */
export function ruleList(): readonly Pick<Rule, 'id' | 'severity' | 'summary'>[] {
  return [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The page of a rule as Markdown; undefined when there is no such rule. */
export function rulePage(id: string): string | undefined {
  if (!rules.some((rule) => rule.id === id)) return undefined;
  const path = join(assetFolder(), 'rules', `${id}.md`);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
