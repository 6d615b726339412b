import type { SourceFile } from '../text/source-file.ts';
import type { Document, Format } from './document.ts';
import { insertJson, removeJson, renameJson, replaceJson } from './json/json-edits.ts';
import { rereadJson } from './json/json-reread.ts';
import { isJsoncPath } from './json/jsonc-path.ts';

/**
 * JSON as `json.load` of Python 3.11 to 3.13 reads a file: `NaN` and infinities are numbers, integers are of any size,
 * the last of equal keys counts; a comment or a comma too many makes it refuse the file.
 */
export const json: Format = {
  name: 'json',
  comment: 'none',
  matches: (path) => /\.json$/i.test(path) && !isJsoncPath(path),
  parse: (file) => parseJsonFile(file),
  remove: removeJson,
  replace: (document, entry, value) => replaceJson('python', document, entry, value),
  rename: renameJson,
  insert: (document, parent, entry, near) => insertJson('python', document, parent, entry, near),
};

function parseJsonFile(file: SourceFile): Document {
  return { format: json, file, ...rereadJson(file) };
}
