import type { Entry } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Known, LookUp } from './compose-interpolate.ts';

/** The variables that a compose file is interpolated from, and the line of each. */
export interface ComposeEnvironment {
  readonly lookUp: LookUp;
  readonly entryOf: (name: string) => { readonly path: string; readonly entry: Entry } | undefined;
}

/** Nothing is known: another machine has another `.env`, and a shell of its own. */
export const NO_ENVIRONMENT: ComposeEnvironment = { lookUp: () => undefined, entryOf: () => undefined };

/** What the `.env` beside a compose file says, which compose reads by itself. A name that it lacks is not known. */
export const composeEnvironment: (file: SourceFile) => ComposeEnvironment = memo((file) => {
  const entries = new Map(documentOf(file)?.root.entries.map((entry) => [entry.key.name, entry]));
  return {
    lookUp: (name) => known(entries.get(name)),
    entryOf: (name) => {
      const entry = entries.get(name);
      return entry && { path: file.path, entry };
    },
  };
});

function known(entry: Entry | undefined): Known | undefined {
  const scalar = entry?.value?.kind === 'scalar' ? entry.value : undefined;
  if (scalar?.data.kind !== 'str' || scalar.parts) return undefined;
  const text = scalar.data.value;
  return scalar.quote === 'single' || !text.includes('$') ? { kind: 'text', text } : undefined;
}
