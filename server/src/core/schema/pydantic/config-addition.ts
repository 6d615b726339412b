import type { ClassInfo } from '../class-lineage.ts';
import type { ConfigAddition } from '../schema.ts';

/** Where `NAME=VALUE` can be added to `model_config = SettingsConfigDict(…)` in the class itself. */
export function configAddition({ file, statement }: ClassInfo): ConfigAddition | undefined {
  for (const it of statement.body) {
    const target = it.kind === 'assign' ? it.targets[0] : it.kind === 'annotated' ? it.target : undefined;
    const value = it.kind === 'assign' || it.kind === 'annotated' ? it.value : undefined;
    if (target?.kind !== 'name' || target.name !== 'model_config' || value?.kind !== 'call') continue;
    const { path, text } = file.file;
    const last = value.args.at(-1);
    if (!last) return { path, at: value.span.end - 1, before: '', after: '' };
    const begin = text.lastIndexOf('\n', last.span.start) + 1;
    const own = begin > value.span.start ? /^[ \t]*/.exec(text.slice(begin)) : null;
    const isLastOnLine = /^[ \t]*,?[ \t]*(?:#[^\n]*)?\r?\n/.test(text.slice(last.span.end));
    return own && isLastOnLine
      ? { path, at: last.span.end, before: `,\n${own[0]}`, after: '' }
      : { path, at: last.span.end, before: ', ', after: '' };
  }
  return undefined;
}
