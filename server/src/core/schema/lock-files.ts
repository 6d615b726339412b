import { memo } from '../text/memo.ts';
import { folderOf, resolvePath } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { textOf, textsOf, tomlValue } from './project-data.ts';

/**
 * The version of a distribution that a service runs with: of the nearest lock file at or above its folder
 * (`uv.lock`, `poetry.lock`, `pdm.lock`, `Pipfile.lock`), else of a `==` pin in a requirements file or
 * `pyproject.toml`. Undefined when nothing says it, or two files of one folder disagree.
 */
export function lockedVersion(
  distribution: string,
  service: string,
  files: ReadonlyMap<string, SourceFile>,
  requirements: ReadonlyMap<string, readonly SourceFile[]>,
): string | undefined {
  const wanted = normalised(distribution);
  return nearest(service, (folder) => {
    const at = (name: string) => files.get(resolvePath(folder, name) ?? '');
    const locks = ['uv.lock', 'poetry.lock', 'pdm.lock'].map((name) => packagesOf(at(name)).get(wanted));
    const locked = only([...locks, pipfileVersion(at('Pipfile.lock'), wanted)]);
    const pins = (requirements.get(folder) ?? []).map((file) => pinIn(file.text.split(/\r?\n/), wanted));
    return locked ?? only([...pins, pyprojectPin(at('pyproject.toml'), wanted)]);
  });
}

/**
 * What the nearest requirements file or `pyproject.toml` at or above a service's folder asks of a distribution:
 * `>=2.2,<2.10`. Undefined when nothing asks for it, or two files of one folder disagree.
 */
export function requirementOf(
  distribution: string,
  service: string,
  files: ReadonlyMap<string, SourceFile>,
  requirements: ReadonlyMap<string, readonly SourceFile[]>,
): string | undefined {
  const wanted = normalised(distribution);
  return nearest(service, (folder) => {
    const project = files.get(resolvePath(folder, 'pyproject.toml') ?? '');
    return only([
      ...(requirements.get(folder) ?? []).map((file) => askedIn(file.text.split(/\r?\n/), wanted)),
      project && askedIn(textsOf(tomlValue(project, ['project', 'dependencies'])), wanted),
      project && poetryVersion(project, wanted),
    ]);
  });
}

/**
 * Whether a distribution is installed beside another one that a service uses: the nearest lock file that names the other
 * one names all that is installed. Undefined where no lock file says it; a requirements file or `pyproject.toml` that
 * asks for it says that it is.
 */
export function isInstalledBeside(
  distribution: string,
  other: string,
  service: string,
  files: ReadonlyMap<string, SourceFile>,
  requirements: ReadonlyMap<string, readonly SourceFile[]>,
): boolean | undefined {
  const [wanted, known] = [normalised(distribution), normalised(other)];
  const locked = nearest(service, (folder) => {
    const at = (name: string) => files.get(resolvePath(folder, name) ?? '');
    const locks = ['uv.lock', 'poetry.lock', 'pdm.lock'].map((name) => packagesOf(at(name)));
    const names = [...locks.map((it) => new Set(it.keys())), pipfileNames(at('Pipfile.lock'))];
    const whole = names.filter((it) => it.has(known));
    return whole.length === 0 ? undefined : whole.some((it) => it.has(wanted)) ? 'there' : 'absent';
  });
  if (locked !== undefined) return locked === 'there';
  return requirementOf(distribution, service, files, requirements) === undefined ? undefined : true;
}

const ASKED = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*((?:[=~!<>]=?=?|===)[^;#)]*)/;

function askedIn(lines: readonly string[], wanted: string): string | undefined {
  const found = lines.map((line) => ASKED.exec(line)).filter((it) => normalised(it?.[1] ?? '') === wanted);
  return only(found.map((it) => it?.[2]?.trim()));
}

/** Requirements files by the folder they stand in. */
export function requirementFiles(files: Iterable<SourceFile>): ReadonlyMap<string, readonly SourceFile[]> {
  const found = new Map<string, SourceFile[]>();
  for (const file of files) {
    if (!/(^|\/)requirements[^/]*\.txt$/.test(file.path)) continue;
    const folder = folderOf(file.path);
    found.set(folder, [...(found.get(folder) ?? []), file]);
  }
  return found;
}

function nearest(service: string, said: (folder: string) => string | undefined): string | undefined {
  for (let folder = service; ; folder = folderOf(folder)) {
    const found = said(folder);
    if (found !== undefined || folder === '') return found;
  }
}

function only(versions: readonly (string | undefined)[]): string | undefined {
  const said = new Set(versions.filter((it) => it !== undefined));
  return said.size === 1 ? [...said][0] : undefined;
}

/** PEP 503. */
function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/**
 * `[[package]]` tables of a lock file. Their `name` and `version` stand on lines of their own right below the header
 * in all three formats, so that files of several megabytes need no TOML parser. Two versions of one name give none.
 */
const packages = memo((file: SourceFile): ReadonlyMap<string, string | undefined> => {
  const found = new Map<string, string | undefined>();
  for (const block of file.text.split(/^\[\[package\]\][ \t]*\r?$/m).slice(1)) {
    const name = /^name = "([^"]*)"/m.exec(block)?.[1];
    const version = /^version = "([^"]*)"/m.exec(block)?.[1];
    if (name === undefined) continue;
    const key = normalised(name);
    found.set(key, found.has(key) && found.get(key) !== version ? undefined : version);
  }
  return found;
});

function packagesOf(file: SourceFile | undefined): ReadonlyMap<string, string | undefined> {
  return file ? packages(file) : new Map();
}

function pipfileVersion(file: SourceFile | undefined, wanted: string): string | undefined {
  const found = [...(file?.text ?? '').matchAll(/^ {8}"([^"]+)": \{([^}]*)\}/gm)]
    .filter((match) => normalised(match[1] ?? '') === wanted)
    .map((match) => /"version": "===?([^"]+)"/.exec(match[2] ?? '')?.[1]);
  return only(found);
}

function pipfileNames(file: SourceFile | undefined): ReadonlySet<string> {
  const found = (file?.text ?? '').matchAll(/^ {8}"([^"]+)": \{/gm);
  return new Set([...found].map((match) => normalised(match[1] ?? '')));
}

const PIN = /^\s*["']?([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*===?\s*([A-Za-z0-9][A-Za-z0-9.+!_-]*)/;

function pinIn(lines: readonly string[], wanted: string): string | undefined {
  const pins = lines.map((line) => PIN.exec(line)).filter((match) => normalised(match?.[1] ?? '') === wanted);
  return only(pins.map((match) => match?.[2]));
}

function pyprojectPin(file: SourceFile | undefined, wanted: string): string | undefined {
  if (!file) return undefined;
  const listed = pinIn(textsOf(tomlValue(file, ['project', 'dependencies'])), wanted);
  const text = listed === undefined ? poetryVersion(file, wanted) : undefined;
  return text === undefined ? listed : /^(?:==?)?\s*(\d[\w.+!-]*)$/.exec(text)?.[1];
}

function poetryVersion(file: SourceFile, wanted: string): string | undefined {
  const poetry = tomlValue(file, ['tool', 'poetry', 'dependencies']);
  if (poetry?.kind !== 'mapping') return undefined;
  const value = poetry.entries.find((it) => normalised(it.key.name) === wanted)?.value;
  return textOf(value?.kind === 'mapping' ? tomlVersion(value) : value);
}

function tomlVersion(value: { readonly entries: readonly { key: { name: string }; value?: unknown }[] }) {
  const found = value.entries.find((it) => it.key.name === 'version')?.value;
  return found as Parameters<typeof textOf>[0];
}
