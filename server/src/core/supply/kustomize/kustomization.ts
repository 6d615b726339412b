import type { Scalar, Value } from '../../syntax/document.ts';
import { itemsOf, memberAt, nameAt, nameIn } from '../../syntax/value-members.ts';
import { yaml } from '../../syntax/yaml.ts';
import { memo } from '../../text/memo.ts';
import { baseName, folderOf, resolvePath } from '../../text/relative-path.ts';
import { type SourceFile, sourceFile } from '../../text/source-file.ts';
import { reportSyntax, streamOf } from '../kubernetes/manifests.ts';
import type { Reading } from '../kubernetes/reading.ts';

/** The names of a kustomization's file, which kustomize looks for in this order. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** True for the file of a kustomization. */
export function isKustomization(path: string): boolean {
  return NAMES.includes(baseName(path));
}

/** A folder's kustomization as it is written. */
export interface Kustomization {
  readonly folder: string;
  readonly reading: Reading;
  readonly root: Value;
  readonly isComponent: boolean;
  /** `resources` and `bases`, then `components`. */
  readonly resources: readonly Reference[];
  readonly components: readonly Reference[];
}

/** A path in a kustomization. */
export interface Reference {
  readonly written: string;
  /** Undefined where it leads out of the workspace or into another repository. */
  readonly path: string | undefined;
  readonly at: Value;
}

/** Reads the file of a kustomization; undefined where it holds no mapping. */
export const readKustomization: (file: SourceFile) => Kustomization | undefined = memo((file) => {
  const reading: Reading = { path: file.path, text: file.text, kustomized: true, problems: [] };
  const [document] = streamOf(yaml.parse(file));
  if (document) reportSyntax(reading, document.problems);
  const root = document?.root;
  if (root?.kind !== 'mapping') return undefined;
  const folder = folderOf(file.path);
  const paths = (field: string) =>
    itemsOf(memberAt(root, field)).flatMap((it) => reference(folder, it) ?? []);
  return {
    folder,
    reading,
    root,
    isComponent: nameAt(root, 'kind') === 'Component',
    resources: [...paths('resources'), ...paths('bases')],
    components: paths('components'),
  };
});

function reference(folder: string, at: Value): Reference | undefined {
  const written = nameIn(at);
  if (written === undefined) return undefined;
  return { written, path: isRemote(written) ? undefined : resolvePath(folder, written), at };
}

/** What kustomize fetches from elsewhere. */
function isRemote(written: string): boolean {
  return /:\/\/|^git@|^(?:github\.com|gitlab\.com|bitbucket\.org)[/:]|\?(?:ref|timeout|submodules)=|\/\//.test(
    written,
  );
}

/** A patch of a kustomization: where it is written, and the values at the top of its documents. */
export interface PatchText {
  readonly reading: Reading;
  readonly roots: readonly Value[];
}

/** A patch in a file of its own, which is YAML whatever its name: JSON is, too. */
export function patchFile(file: SourceFile): PatchText {
  const reading: Reading = { path: file.path, text: file.text, kustomized: true, problems: [] };
  return { reading, roots: streamOf(yaml.parse(file)).flatMap(({ root }) => root ?? []) };
}

/**
 * A patch written as a text in the kustomization. It is read where it stands, all around it blanked, so that its
 * offsets are the file's. Undefined where escapes or folding make it another text than the one written there.
 */
export function inlinePatch({ path, text }: Reading, scalar: Scalar): PatchText | undefined {
  if (scalar.data.kind !== 'str') return undefined;
  const { start, end } = scalar.content;
  const isLiteral = scalar.quote === 'block' && text.charAt(scalar.span.start) === '|';
  if (!isLiteral && text.slice(start, end) !== scalar.data.value) return undefined;
  const known = inlineRoots.get(scalar) ?? blankedAround(path, text, scalar.content);
  inlineRoots.set(scalar, known);
  const reading: Reading = { path, text: known.file.text, kustomized: true, problems: [] };
  return { reading, roots: known.roots };
}

interface Blanked {
  readonly file: SourceFile;
  readonly roots: readonly Value[];
}

const inlineRoots = new WeakMap<Scalar, Blanked>();

function blankedAround(path: string, text: string, { start, end }: Scalar['content']): Blanked {
  const blanked = text.slice(0, start).replace(/[^\r\n]/g, ' ') + text.slice(start, end);
  const file = sourceFile(path, blanked);
  return { file, roots: streamOf(yaml.parse(file)).flatMap(({ root }) => root ?? []) };
}
