import type { Field, Place, SettingsSchema } from '../schema/schema.ts';
import { isScriptPath, isTestPath } from '../schema/test-path.ts';
import type { Snapshot } from '../snapshot.ts';
import { deploymentName, sameEnvironment } from '../supply/environment-name.ts';
import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Environment } from './environment.ts';

/** Prose says which keys exist; it supplies none. */
const PROSE = /\.(?:md|mdx|rst|txt|adoc|html?|ipynb)$/i;
/** Tests set keys for themselves only. */
const TESTS = /(?:^|\/)(?:tests?|conftest\.py|test_[^/]*|[^/]*_test\.py)(?:\/|$)/;

/**
 * Places that may supply a field in an environment though what they do is not understood: manifests, scripts and
 * pipelines that mention one of its names, and are not those of another environment.
 */
export function possibleSupply(
  snapshot: Snapshot,
  schema: SettingsSchema,
  environment: Environment,
  field: Field,
): readonly Place[] {
  const places: Place[] = [];
  for (const name of suppliedNames(schema, field)) {
    for (const { path, span } of snapshot.mentions(name)) {
      if (PROSE.test(path) || TESTS.test(path) || isDeclaration(schema, path)) continue;
      if (path.endsWith('.py') && !assigns(snapshot.files.get(path)?.text ?? '', name)) continue;
      const elsewhere = deploymentName(path);
      if (elsewhere !== undefined && !sameEnvironment(elsewhere, environment.name)) continue;
      if (isLayer(environment, path)) continue;
      places.push({ path, span });
    }
  }
  return [...places, ...computedAssignments(filesOf(snapshot.files, isServiceCode))];
}

function isServiceCode(path: string): boolean {
  return path.endsWith('.py') && !isTestPath(path) && !isScriptPath(path, '');
}

/** Code that puts variables of any name into its own process environment: what a store holds, a file, a dict. */
const computedAssignments = memo((code: readonly SourceFile[]): readonly Place[] =>
  code.filter(assignsComputed).map(({ path }) => ({ path, span: { start: 0, end: 0 } })),
);

const assignsComputed = memo(
  (file: SourceFile): boolean =>
    file.text.includes('environ') &&
    /\benviron\s*(?:\[\s*[^"'\]\s][^\n=]*\]\s*=(?!=)|\.update\(|\.setdefault\(\s*[^"'\s)]|\|=)/.test(
      file.text,
    ),
);

/** True for code that puts a variable into its own process environment, as for development or for a library. */
function assigns(text: string, name: string): boolean {
  const key = `\\s*["']${name.replace(/[^\w]/g, '\\$&')}["']\\s*`;
  const written = `environ\\s*(?:\\[${key}\\]\\s*=(?!=)|\\.(?:setdefault|__setitem__)\\(${key},|\\.update\\()|putenv\\(${key},`;
  return new RegExp(written).test(text);
}

/** A JSON Schema says which keys exist, as the code does elsewhere; code may set them too. */
function isDeclaration(schema: SettingsSchema, path: string): boolean {
  return schema.reader === 'json-schema' && path === schema.place.path;
}

/** A file that is understood as a layer supplies what it holds and nothing more. */
function isLayer(environment: Environment, path: string): boolean {
  return environment.layers.some((it) => it.path === path);
}

/** The names a supplier may write: as the code has them, and in capitals where case does not count. */
function suppliedNames(schema: SettingsSchema, field: Field): readonly string[] {
  const names = field.inputs.map((it) => it.environment);
  if (schema.loading.caseSensitive) return names;
  return [...new Set(names.flatMap((name) => [name, name.toUpperCase(), name.toLowerCase()]))];
}
