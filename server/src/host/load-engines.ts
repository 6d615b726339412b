import type { Engines } from '../core/snapshot.ts';
import { recordValidator } from '../options/record-schema.ts';
import { loadPythonParser } from './load-python-parser.ts';
import { compilePattern } from './pattern-compiler.ts';
import { parseUrl } from './url-parser.ts';

let loading: Promise<Engines> | undefined;

/** The libraries that the core is handed, loaded once a process. */
export function loadEngines(): Promise<Engines> {
  loading ??= loadPythonParser().then((python) => ({
    python,
    pattern: compilePattern,
    url: parseUrl,
    record: recordValidator,
  }));
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}
