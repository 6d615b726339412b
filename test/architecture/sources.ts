import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One `import` of a file, or one `import('…')`. */
export interface Import {
  /** As written: `./run.ts`, `node:fs`, `zod`. */
  readonly target: string;
  /** Nothing of it is left when the file runs. */
  readonly typesOnly: boolean;
}

/** Every TypeScript file below a folder, sorted, relative to the root of the repository, with `/`. */
export function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => slashed(join(folder, name)))
    .sort();
}

/** A file's text without its comments. */
export function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/^\s*\/\*[\s\S]*?\*\//gm, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

/** What a file imports, in its order. */
export function importsOf(file: string): readonly Import[] {
  const statements = codeOf(file).matchAll(
    /^(?:import|export)\b([^;']*?)\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map(([, names, from, bare, dynamic]) => ({
    target: (from ?? bare ?? dynamic) as string,
    typesOnly: names !== undefined && isOfTypes(names),
  }));
}

function isOfTypes(names: string): boolean {
  if (/^\s*type\s/.test(names)) return true;
  const listed = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  const each = (listed ?? '').split(',').map((name) => name.trim());
  return listed !== undefined && each.every((name) => name === '' || name.startsWith('type '));
}

/** The file that a relative import names, relative to the root of the repository. */
export function fileOf(importer: string, target: string): string {
  return slashed(normalize(join(dirname(importer), target)));
}

/** The package that an import names: `vscode-languageserver` of `vscode-languageserver/node`. */
export function packageOf(target: string): string {
  const parts = target.split('/');
  return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] as string);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
