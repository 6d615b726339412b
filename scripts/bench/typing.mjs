import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { initialize, memoryOf, startServer, workOf } from './language-server.mjs';

/**
 * Somebody who types into one file of a workspace: each press puts a character into a value in the middle of the
 * file or takes it out again, and waits for the diagnostics of that text.
 * @param {string[]} command
 * @param {{ folder: string, path: string, languageId: string, pulls: boolean }} where
 */
export async function typist(command, { folder, path, languageId, pulls }) {
  const server = startServer(command, folder);
  await initialize(server, folder, pulls);
  const uri = pathToFileURL(join(folder, path)).href;
  const text = readFileSync(join(folder, path), 'utf8');
  const position = middleOfText(text);
  let version = 1;
  const diagnostics = async (notify) => {
    if (!pulls) {
      const pushed = server.pushed();
      notify();
      return (await pushed).diagnostics;
    }
    notify();
    return (await server.request('textDocument/diagnostic', { textDocument: { uri } })).items;
  };
  const first = await diagnostics(() =>
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } }),
  );
  return {
    first,
    /** One key press; gives the milliseconds until its diagnostics are there. */
    press: async () => {
      const typed = version % 2 === 1;
      const end = { line: position.line, character: position.character + (typed ? 0 : 1) };
      version++;
      const change = { range: { start: position, end }, text: typed ? 'x' : '' };
      const started = performance.now();
      await diagnostics(() =>
        server.notify('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [change],
        }),
      );
      return performance.now() - started;
    },
    pid: server.child.pid,
    /** Asks for completions at a new key of the file's first mapping of services; gives the milliseconds. */
    complete: async () => {
      const started = performance.now();
      await server.request('textDocument/completion', {
        textDocument: { uri },
        position: { line: position.line, character: 2 },
      });
      return performance.now() - started;
    },
    /** Milliseconds of work in a second in which nobody asks anything; undefined where that cannot be told. */
    idle: async () => {
      const before = workOf(server.child.pid);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const after = workOf(server.child.pid);
      return before === undefined || after === undefined ? undefined : after - before;
    },
    memory: () => memoryOf(server.child.pid),
    end: server.end,
  };
}

/** What stands before a text value in the files of the workspaces. */
const BEFORE_TEXT = /^.*(?:"?title"?: (?:&\w+ )?"|=value-)/;

/** Inside of a text value near the middle of the file. */
function middleOfText(text) {
  const lines = text.split('\n');
  let line = Math.floor(lines.length / 2);
  while (!BEFORE_TEXT.test(lines[line])) line++;
  return { line, character: (BEFORE_TEXT.exec(lines[line])?.[0].length ?? 0) + 3 };
}
