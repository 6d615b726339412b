import { isProcfilePath, type Process, procfileOf } from '../syntax/procfile.ts';
import { memo } from '../text/memo.ts';
import { baseName, folderOf } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { SuppliedVariable, Supplier, SupplySource, Workload } from './supply.ts';

/** Procfiles: assignments in front of the command of a process. */
export const procfiles: Supplier = {
  name: 'procfile',
  matches: isProcfilePath,
  supplied: (files) => ({ workloads: files.flatMap(workloadsOf), problems: [] }),
};

const workloadsOf: (file: SourceFile) => readonly Workload[] = memo((file) =>
  procfileOf(file).processes.map((it) => workloadOf(file, it)),
);

function workloadOf({ path }: SourceFile, process: Process): Workload {
  const variables = process.values.map(({ entry, parts }): SuppliedVariable => {
    const data = entry.value?.kind === 'scalar' ? entry.value.data : undefined;
    const isPlain = parts.every((it) => it.kind === 'text');
    return {
      name: entry.key.name,
      value:
        isPlain && data?.kind === 'str'
          ? { kind: 'text', text: data.value }
          : { kind: 'unknown', reason: 'the shell puts variables in when it starts the process' },
      path,
      entry,
      shape: 'entry',
      secret: false,
    };
  });
  const sources: readonly SupplySource[] =
    variables.length > 0 ? [{ kind: 'variables', path, variables }] : [];
  const suffix = /^Procfile\.(.+)$/.exec(baseName(path))?.[1];
  return {
    supplier: 'procfile',
    name: process.name,
    path,
    span: process.nameSpan,
    role: suffix !== undefined && /^tests?$/i.test(suffix) ? 'tests' : 'service',
    runs: { command: process.command, folder: folderOf(path) },
    sources,
    ...(suffix === undefined ? {} : { environment: suffix }),
  };
}
