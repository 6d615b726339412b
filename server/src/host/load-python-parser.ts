import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';
import { createPythonParser } from '../core/python/parse.ts';
import type { PythonParser } from '../core/python/tree.ts';

/**
 * Loads the Python parser's WebAssembly: from beside the bundle, where the build puts both files, else from the
 * installed packages. Loaded once per process.
 */
export function loadPythonParser(): Promise<PythonParser> {
  loading ??= load();
  return loading;
}

let loading: Promise<PythonParser> | undefined;

async function load(): Promise<PythonParser> {
  const [engine, grammar] = await Promise.all([
    wasm('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm'),
    wasm('tree-sitter-python.wasm', 'tree-sitter-python/tree-sitter-python.wasm'),
  ]);
  await Parser.init({ wasmBinary: engine });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return createPythonParser(parser);
}

/** The file of this module or of the bundle it is part of. A CommonJS bundle has `__filename` and no `import.meta`. */
function ownFile(): string {
  return typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);
}

async function wasm(name: string, installed: string): Promise<Uint8Array> {
  const file = ownFile();
  try {
    return await readFile(join(dirname(file), name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return await readFile(createRequire(file).resolve(installed));
  }
}
