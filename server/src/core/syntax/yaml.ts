import { memo } from '../text/memo.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Document, Format } from './document.ts';
import { yamlDocument } from './yaml/yaml-document.ts';
import { insertEntry } from './yaml/yaml-insert.ts';
import { removeEntry } from './yaml/yaml-remove.ts';
import { renameEntry, replaceValue } from './yaml/yaml-replace.ts';

const parse: (file: SourceFile) => Document = memo((file) => yamlDocument(yaml, file));

/** YAML as `yaml.safe_load` of PyYAML 6.0.3 reads it, that is YAML 1.1. */
export const yaml: Format = {
  name: 'yaml',
  matches: (path) => /\.ya?ml$/i.test(path),
  parse,
  remove: removeEntry,
  replace: replaceValue,
  rename: renameEntry,
  insert: insertEntry,
};
