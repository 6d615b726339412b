import type { Value } from '../../syntax/document.ts';
import { itemsOf, memberAt, nameIn } from '../../syntax/value-members.ts';
import { folderOf, resolvePath } from '../../text/relative-path.ts';
import { readObjects } from '../kubernetes/objects.ts';
import { report } from '../report.ts';
import { applyOperation, readOperations } from './json-patch.ts';
import { inlinePatch, type Kustomization, type PatchText, patchFile } from './kustomization.ts';
import { mergePatch } from './merge.ts';
import { type Resource, sameNamespace } from './resources.ts';
import { readSelector, selects } from './selector.ts';
import type { LookUps } from './workspace.ts';

type Files = LookUps['files'];

/** Applies `patchesStrategicMerge` and `patches`, which come before names are changed. */
export function applyPatches(
  kustomization: Kustomization,
  resources: readonly Resource[],
  files: Files,
): readonly Resource[] {
  const { root } = kustomization;
  let result = resources;
  for (const item of itemsOf(memberAt(root, 'patchesStrategicMerge'))) {
    const isText = /[\r\n]|^\s*\{/.test(nameIn(item) ?? '');
    const patch = isText ? inline(kustomization, item) : inFile(kustomization, item, files);
    result = patch ? strategic(kustomization, result, patch, item) : anything(kustomization, result, item);
  }
  for (const item of itemsOf(memberAt(root, 'patches')))
    result = applyPatch(kustomization, result, item, files);
  return result;
}

/** Applies `patchesJson6902`, which come after names are changed. */
export function applyJsonPatches(
  kustomization: Kustomization,
  resources: readonly Resource[],
  files: Files,
): readonly Resource[] {
  return itemsOf(memberAt(kustomization.root, 'patchesJson6902')).reduce(
    (held, item) => applyPatch(kustomization, held, item, files),
    resources,
  );
}

function applyPatch(
  kustomization: Kustomization,
  resources: readonly Resource[],
  item: Value,
  files: Files,
): readonly Resource[] {
  const text = memberAt(item, 'patch');
  const path = memberAt(item, 'path');
  const target = memberAt(item, 'target');
  const patch = text ? inline(kustomization, text) : path ? inFile(kustomization, path, files) : undefined;
  const selector = target && readSelector(target);
  if (patch === undefined) return anything(kustomization, resources, item, selector);
  const [first] = patch.roots;
  if (first?.kind === 'sequence') {
    if (selector === undefined) {
      report(kustomization.reading, item.span, 'a JSON patch needs a `target`; kustomize stops here');
      return resources;
    }
    const operations = readOperations(patch.reading, first);
    takeProblems(kustomization, patch);
    return resources.map((it) => (selects(selector, it) ? operations.reduce(applyOperation, it) : it));
  }
  return strategic(kustomization, resources, patch, item, selector);
}

function inline({ reading }: Kustomization, text: Value): PatchText | undefined {
  return text.kind === 'scalar' ? inlinePatch(reading, text) : undefined;
}

function inFile({ reading }: Kustomization, item: Value, files: Files): PatchText | undefined {
  const written = nameIn(item);
  const path = written === undefined ? undefined : resolvePath(folderOf(reading.path), written);
  const file = path === undefined ? undefined : files.get(path);
  if (file) return patchFile(file);
  if (path !== undefined && /\.ya?ml$/.test(path))
    report(reading, item.span, `there is no \`${written}\` here; kustomize stops`, 'warning');
  return undefined;
}

type Selector = ReturnType<typeof readSelector>;

/** A patch that cannot be read may change whatever it is for. */
function anything(
  { reading }: Kustomization,
  resources: readonly Resource[],
  item: Value,
  selector?: Selector,
): readonly Resource[] {
  const at = { path: reading.path, span: item.span };
  const unclear = { reason: 'a patch that is not followed', at };
  return resources.map((it) => {
    if (selector && !selects(selector, it)) return it;
    return {
      ...it,
      ...(it.containers && { containers: it.containers.map((held) => ({ ...held, unclear })) }),
      ...(it.store && { store: { ...it.store, open: true } }),
    };
  });
}

function strategic(
  kustomization: Kustomization,
  resources: readonly Resource[],
  patch: PatchText,
  item: Value,
  selector?: Selector,
): readonly Resource[] {
  let result = resources;
  for (const root of patch.roots) {
    for (const change of readObjects(patch.reading, root)) {
      const isMeant = (it: Resource): boolean =>
        selector
          ? selects(selector, it)
          : it.kind === change.kind &&
            it.group === change.group &&
            it.names.includes(change.name) &&
            sameNamespace(it.namespace, change.namespace);
      if (!selector && !result.some(isMeant)) {
        const what = `\`${change.kind}/${change.name}\``;
        report(
          kustomization.reading,
          item.span,
          `${what}, which this patches, is not among the resources; kustomize stops`,
          'warning',
        );
      }
      result = result.flatMap((it) => (isMeant(it) ? (mergePatch(it, change) ?? []) : it));
    }
  }
  takeProblems(kustomization, patch);
  return result;
}

/** What is wrong in a patch is said with what is wrong in its kustomization. */
function takeProblems({ reading }: Kustomization, patch: PatchText): void {
  reading.problems.push(...patch.reading.problems);
}
