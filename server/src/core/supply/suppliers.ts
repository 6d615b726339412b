import { filesOf } from '../text/files-of.ts';
import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import { compose } from './compose.ts';
import { ecs } from './ecs.ts';
import { helm } from './helm.ts';
import { kubernetes } from './kubernetes.ts';
import type { Supplied, Supplier } from './supply.ts';

/** All suppliers. One file may be read by several. */
export const suppliers: readonly Supplier[] = [compose, kubernetes, helm, ecs];

/** By supplier, so that a key press in one kind of file costs nothing of the others. */
const suppliedBy = memo((supplier: Supplier) =>
  memo((files: readonly SourceFile[]) => supplier.supplied(files)),
);

/** What the files of a workspace put into process environments, in the order of the list. */
export function suppliedIn(files: ReadonlyMap<string, SourceFile>): readonly Supplied[] {
  return suppliers.map((supplier) => suppliedBy(supplier)(filesOf(files, supplier.matches)));
}
