import type { DataFileFacts, MigrationFacts, ReaderFacts } from './facts.ts';

/** The data files that give an environment the value of OLD where no variable does; also those that may. */
export function dataFilesHolding(
  facts: Pick<MigrationFacts, 'dataFiles'>,
  environment: { readonly name: string },
): readonly DataFileFacts[] {
  return facts.dataFiles.filter((it) => mayHold(it) && it.environments.includes(environment.name));
}

/** OLD stands in it, or may stand in what cannot be read. */
export function mayHold(file: DataFileFacts): boolean {
  return file.old.length > 0 || file.unread === true;
}

/** The readers of OLD that load no data file: theirs is the default all the same. */
export function readersWithoutFiles({ readers }: Pick<MigrationFacts, 'readers'>): readonly ReaderFacts[] {
  return readers.filter((it) => it.old !== undefined && it.schema.loading.dataFiles.length === 0);
}

/** True where a file that is read as a whole sets OLD in an environment, for every reader of it. */
export function isSetByFile(
  facts: Pick<MigrationFacts, 'dataFiles' | 'readers'>,
  environment: { readonly name: string },
): boolean {
  return (
    dataFilesHolding(facts, environment).some((it) => it.old.length > 0) &&
    readersWithoutFiles(facts).length === 0
  );
}

/** A data file that still sets OLD although no code reads it any more: its value is lost. */
export function leftBehind(
  facts: MigrationFacts,
  environment: { readonly name: string },
): DataFileFacts | undefined {
  if (facts.toKeys.includes(facts.from) || facts.readers.some((it) => it.old !== undefined)) return undefined;
  return dataFilesHolding(facts, environment)[0];
}

/** `config.yaml`, `config.prod.yaml`, as a list in a sentence. */
export function fileNames(files: readonly DataFileFacts[]): string {
  return files.map((it) => `\`${it.path}\``).join(', ');
}
