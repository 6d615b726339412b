import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { env, extensions } from 'vscode';

/** A piece of a line and its scopes, outermost first. */
export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** The part of `vscode-textmate` that is used here; VS Code brings the package itself. */
interface TextMate {
  readonly INITIAL: unknown;
  readonly parseRawGrammar: (content: string, path: string) => unknown;
  readonly Registry: new (options: object) => { loadGrammar: (scope: string) => Promise<Grammar> };
}

interface Grammar {
  tokenizeLine: (
    line: string,
    state: unknown,
  ) => {
    readonly tokens: readonly { startIndex: number; endIndex: number; scopes: string[] }[];
    readonly ruleStack: unknown;
  };
}

/** The part of `vscode-oniguruma` that is used here. */
interface Oniguruma {
  readonly loadWASM: (data: ArrayBufferLike) => Promise<void>;
  readonly createOnigScanner: (patterns: string[]) => unknown;
  readonly createOnigString: (text: string) => unknown;
}

interface GrammarContribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

/** Tokenizes `text` with the grammars of all installed extensions, as VS Code itself would. */
export async function tokenize(text: string, scope: string): Promise<Token[]> {
  const { INITIAL, parseRawGrammar, Registry } = part<TextMate>('vscode-textmate');
  const contributed = contributedGrammars();
  const registry = new Registry({
    onigLib: oniguruma(),
    loadGrammar: async (name: string) => {
      const file = contributed.find((grammar) => grammar.scopeName === name)?.file;
      return file ? parseRawGrammar(await readFile(file, 'utf8'), file) : null;
    },
    getInjections: (name: string) =>
      contributed.filter(({ injectTo }) => injectTo?.includes(name)).map(({ scopeName }) => scopeName),
  });
  const grammar = await registry.loadGrammar(scope);
  let state = INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes,
    }));
  });
}

function contributedGrammars(): (GrammarContribution & { readonly file: string })[] {
  return extensions.all.flatMap(({ extensionPath, packageJSON }) => {
    const grammars: readonly GrammarContribution[] = packageJSON.contributes?.grammars ?? [];
    return grammars.map((grammar) => ({ ...grammar, file: path.join(extensionPath, grammar.path) }));
  });
}

let loaded: Promise<Oniguruma> | undefined;

function oniguruma(): Promise<Oniguruma> {
  loaded ??= (async () => {
    const library = part<Oniguruma>('vscode-oniguruma');
    const wasm = await readFile(path.join(path.dirname(partPath('vscode-oniguruma')), 'onig.wasm'));
    await library.loadWASM(new Uint8Array(wasm).buffer);
    return library;
  })();
  return loaded;
}

function part<T>(name: string): T {
  return createRequire(path.join(env.appRoot, 'package.json'))(partPath(name));
}

/** The desktop keeps its packages in an archive, the server in a folder. */
function partPath(name: string): string {
  const require = createRequire(path.join(env.appRoot, 'package.json'));
  const paths = ['node_modules', 'node_modules.asar'].map((folder) => path.join(env.appRoot, folder, name));
  for (const candidate of paths) {
    try {
      return require.resolve(candidate);
    } catch (error) {
      if (candidate === paths.at(-1)) throw error;
    }
  }
  throw new Error(`VS Code does not bring ${name}`);
}
