import { badIgnore } from './bad-ignore.ts';
import { duplicateKey } from './duplicate-key.ts';
import { limitReached } from './limit-reached.ts';
import type { Rule } from './rule.ts';
import { syntaxError } from './syntax-error.ts';

/** Every rule. The order does not matter. */
export const rules: readonly Rule[] = [badIgnore, duplicateKey, limitReached, syntaxError];
