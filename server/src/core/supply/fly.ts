import { documentOf } from '../syntax/formats.ts';
import { memberAt, memberEntry } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { baseName, folderOf, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { mappedVariables } from './hosted-variables.ts';
import type { Supplier, Workload } from './supply.ts';
import { textOf } from './written-text.ts';

/** `fly.toml` and `fly.NAME.toml` of Fly.io: `[env]`, above which the secrets of the app rank. */
export const fly: Supplier = {
  name: 'fly',
  matches: (path) => /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/.test(path),
  supplied: (files) => ({ workloads: files.flatMap((file) => workloadOf(file) ?? []), problems: [] }),
};

const workloadOf = memo((file: SourceFile): Workload | undefined => {
  const { path } = file;
  const root = documentOf(file)?.root;
  const env = memberEntry(root, 'env');
  if (!env) return undefined;
  const variables = mappedVariables(file, env.value, { pattern: /(?!)/, reason: 'it is no text' });
  const written = textOf(file, memberAt(root, 'build', 'dockerfile'));
  const dockerfile = written === undefined ? undefined : resolvePath(folderOf(path), written);
  const image = textOf(file, memberAt(root, 'build', 'image'));
  const environment = /^fly\.(.+)\.toml$/.exec(baseName(path))?.[1];
  return {
    supplier: 'fly',
    name: textOf(file, memberAt(root, 'app')) ?? 'fly',
    path,
    span: env.key.span,
    role: 'service',
    runs: {
      ...(image === undefined ? { context: folderOf(path) } : { image }),
      ...(dockerfile === undefined ? {} : { dockerfile }),
    },
    sources: [
      { kind: 'variables', path, variables },
      { kind: 'opaque', name: 'secrets of the app', at: { path, span: env.key.span } },
    ],
    ...(environment === undefined ? {} : { environment }),
  };
});
