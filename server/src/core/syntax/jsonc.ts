import type { SourceFile } from '../text/source-file.ts';
import type { Document, Format } from './document.ts';
import { insertJson, removeJson, renameJson, replaceJson } from './json/json-edits.ts';
import { readJson } from './json/json-read.ts';
import { isJsoncPath } from './json/jsonc-path.ts';

/** JSON with comments and trailing commas, as editors and dev containers read their own settings. Not for Python. */
export const jsonc: Format = {
  name: 'jsonc',
  comment: '//',
  matches: isJsoncPath,
  parse: (file) => parseJsonc(file),
  remove: removeJson,
  replace: (document, entry, value) => replaceJson('editor', document, entry, value),
  rename: renameJson,
  insert: (document, parent, entry, near) => insertJson('editor', document, parent, entry, near),
};

function parseJsonc(file: SourceFile): Document {
  return { format: jsonc, file, ...readJson(file.text, 'editor') };
}
