import type { Configuration } from '../core/snapshot.ts';
import { DEFAULT_OPTIONS } from '../core/snapshot.ts';
import type { Data } from '../core/syntax/data.ts';
import type { Entry, Mapping } from '../core/syntax/document.ts';
import { spanAtPath } from '../core/syntax/span-at-path.ts';
import { toml } from '../core/syntax/toml.ts';
import { dataOf } from '../core/syntax/value-data.ts';
import type { SourceFile } from '../core/text/source-file.ts';
import { firstLine } from '../core/text/span.ts';
import { decodeOptions } from './decode-options.ts';

/**
 * Our settings in a `crossfade.toml`, or in the `[tool.crossfade]` table of another TOML file such as
 * `pyproject.toml`; undefined where a `pyproject.toml` has no such table. With `ruleIds`, other names of rules are
 * problems. Mistakes are left out, with a problem at the offending key or value.
 */
export function decodeConfiguration(
  file: SourceFile,
  ruleIds?: readonly string[],
): Configuration | undefined {
  const slash = file.path.lastIndexOf('/');
  const place = { path: file.path, folder: file.path.slice(0, Math.max(0, slash)) };
  const shared = file.path.slice(slash + 1) === 'pyproject.toml';
  const document = toml.parse(file);
  if (document.problems.length > 0) {
    if (shared && !/^\s*\[\s*tool\s*\.\s*crossfade\b/m.test(file.text)) return undefined;
    return {
      ...place,
      options: DEFAULT_OPTIONS,
      problems: document.problems.map(({ span, message }) => ({ span, message })),
    };
  }
  const tool = entryAt(document.root, ['tool', 'crossfade']);
  if (tool === undefined && shared) return undefined;
  const table = tool === undefined ? document.root : tool.value;
  const decoded = decodeOptions(table === undefined ? undefined : plain(dataOf(table)), ruleIds);
  const whole = tool?.key.span ?? { start: 0, end: 0 };
  const problems = decoded.problems.map(({ path, message, atKey }) => ({
    span: firstLine(file.text, spanAtPath(table, path, atKey) ?? whole),
    message,
  }));
  return { ...place, options: decoded.options, problems };
}

function entryAt(mapping: Mapping, names: readonly string[]): Entry | undefined {
  const [first, ...others] = names;
  const entry = mapping.entries.find((it) => it.key.name === first);
  if (others.length === 0 || entry === undefined) return entry;
  return entry.value?.kind === 'mapping' ? entryAt(entry.value, others) : undefined;
}

/** As zod takes it; names of keys are data, so objects have no prototype. */
function plain(data: Data): unknown {
  switch (data.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'float':
    case 'str':
    case 'bytes':
      return data.value;
    case 'int':
      return Number(data.value);
    case 'date':
    case 'datetime':
    case 'time':
    case 'timedelta':
    case 'text':
      return { [data.kind]: data.text };
    case 'list':
    case 'tuple':
    case 'set':
      return data.items.map(plain);
    case 'dict': {
      const object: Record<string, unknown> = Object.create(null);
      for (const [key, value] of data.entries) {
        if (key.kind === 'str') object[key.value] = plain(value);
      }
      return object;
    }
  }
}
