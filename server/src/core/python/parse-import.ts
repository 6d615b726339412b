import { span } from '../text/span.ts';
import { type Context, identifier, refuse } from './parse-context.ts';
import { childOf, hasToken, nodesOf, type Raw } from './parse-raw.ts';
import type { Statement } from './tree.ts';

const FEATURES: ReadonlySet<string> = new Set(
  (
    'nested_scopes generators division absolute_import with_statement print_function unicode_literals ' +
    'barry_as_FLUFL generator_stop annotations'
  ).split(' '),
);

/** `import …`, `from … import …` and `from __future__ import …`. */
export function convertImport(raw: Raw, context: Context): Statement {
  const at = { span: span(raw.start, raw.end) };
  const imported = raw.children.filter((it) => it.field === 'name' && it.named);
  const names = imported.map((it) => importedName(it, context));
  checkComma(raw, context);
  if (raw.type === 'import_statement') {
    return { kind: 'import', names: names.map(({ name, ...rest }) => ({ module: name, ...rest })), ...at };
  }
  for (const [index, it] of imported.entries()) {
    if (names[index]?.name.includes('.')) refuse(context, it, 'an imported name has no dots');
  }
  if (raw.type === 'future_import_statement') {
    for (const [index, it] of imported.entries()) {
      if (!FEATURES.has(names[index]?.name ?? '')) refuse(context, it, 'this is no feature of `__future__`');
    }
    return { kind: 'import-from', level: 0, module: '__future__', names, star: false, ...at };
  }
  const star = raw.children.some((it) => it.type === 'wildcard_import');
  if (star && context.around !== 'module') refuse(context, raw, '`import *` stands outside the module level');
  return { kind: 'import-from', ...source(raw, context), names, star, ...at };
}

/** A comma at the end is possible between parentheses only. */
function checkComma(raw: Raw, context: Context): void {
  const last = raw.children.at(-1);
  if (last && last.type === ',' && !hasToken(raw, '('))
    refuse(context, last, 'the comma is followed by no name');
}

function importedName(raw: Raw, context: Context): { readonly name: string; readonly alias?: string } {
  if (raw.type !== 'aliased_import') return { name: dotted(raw, context) };
  const name = childOf(raw, 'name');
  const alias = childOf(raw, 'alias');
  return {
    name: name ? dotted(name, context) : '',
    ...(alias ? { alias: identifier(context, alias) } : {}),
  };
}

function dotted(raw: Raw, context: Context): string {
  return nodesOf(raw)
    .map((it) => identifier(context, it))
    .join('.');
}

function source(raw: Raw, context: Context): { readonly level: number; readonly module: string } {
  const module = childOf(raw, 'module_name');
  if (module === undefined) return { level: 0, module: '' };
  if (module.type !== 'relative_import') return { level: 0, module: dotted(module, context) };
  const prefix = module.children.find((it) => it.type === 'import_prefix');
  const dots = prefix ? context.text.slice(prefix.start, prefix.end).replace(/[^.]/g, '').length : 0;
  const name = module.children.find((it) => it.type === 'dotted_name');
  return { level: dots, module: name ? dotted(name, context) : '' };
}
