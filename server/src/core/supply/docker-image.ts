import { type DockerKnown, dockerValue, expandDocker } from '../syntax/dockerfile/dockerfile-expand.ts';
import type { DockerInstruction } from '../syntax/dockerfile/dockerfile-instructions.ts';
import type { DockerfileContent, DockerStatement } from '../syntax/dockerfile.ts';
import type { Entry } from '../syntax/document.ts';
import { jsonWords } from './json-words.ts';

/** What the last stage of a Dockerfile and the stages it is built on make of an image. */
export interface DockerImage {
  /** One per name, in the order in which the names come first. */
  readonly variables: readonly DockerVariable[];
  /** Words of the exec form, or the line that the shell runs. */
  readonly command?: DockerCommand;
  readonly entrypoint?: DockerCommand;
  /** Absolute; undefined where the base image decides it. */
  readonly folder?: string;
  readonly copies: readonly DockerCopy[];
}

export interface DockerVariable {
  readonly name: string;
  readonly text: string;
  /** Why the text may be another when the image is built. */
  readonly reason?: string;
  readonly entry: Entry;
}

export type DockerCommand = { readonly words: readonly string[] } | { readonly line: string };

/** Files of the build context that are copied into the image; the folder is absolute. */
export interface DockerCopy {
  readonly sources: readonly string[];
  readonly to: string;
}

interface Stage {
  readonly name: string | undefined;
  /** Of the base image of the first of the stages: undefined for `scratch`. */
  readonly base: string | undefined;
  /** What a variable is worth in instructions: `ENV`, and `ARG` while a stage lasts. */
  readonly scope: Map<string, DockerKnown>;
  readonly variables: Map<string, DockerVariable>;
  command?: DockerCommand;
  ownCommand: boolean;
  entrypoint?: DockerCommand;
  folder: string | undefined;
  readonly copies: DockerCopy[];
}

/**
 * The image that a Dockerfile builds when no target is chosen: moby/buildkit v0.34, `frontend/dockerfile/dockerfile2llb`.
 * Arguments of the build are taken as not given; what depends on them says so. Undefined without a `FROM`.
 */
export function dockerImage(content: DockerfileContent): DockerImage | undefined {
  const statements = new Map(content.statements.map((it) => [it.instruction, it]));
  const globals = new Map<string, DockerKnown>();
  const stages: Stage[] = [];
  for (const instruction of content.instructions) {
    const stage = stages.at(-1);
    const statement = statements.get(instruction);
    if (instruction.keyword === 'FROM') stages.push(startStage(instruction, content, stages, globals));
    else if (!stage) {
      if (statement) declareGlobals(statement, globals);
    } else if (statement) assign(stage, statement, globals);
    else follow(stage, instruction, content);
  }
  const last = stages.at(-1);
  if (last === undefined) return undefined;
  const { command, entrypoint, folder, copies } = last;
  return {
    variables: [...last.variables.values()],
    copies,
    ...(command === undefined ? {} : { command }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(folder === undefined ? {} : { folder }),
  };
}

function startStage(
  instruction: DockerInstruction,
  content: DockerfileContent,
  stages: readonly Stage[],
  globals: ReadonlyMap<string, DockerKnown>,
): Stage {
  const [image = '', as, name] = argumentsOf(instruction).split(/\s+/);
  const own = as?.toLowerCase() === 'as' ? name?.toLowerCase() : undefined;
  const parent = stages.findLast((it) => it.name !== undefined && it.name === image.toLowerCase());
  if (parent) return inherited(parent, own);
  const base = expanded(image, content, (variable) => globals.get(variable) ?? { text: undefined });
  const isScratch = base === 'scratch';
  return {
    name: own,
    base: isScratch ? undefined : image,
    scope: new Map(),
    variables: new Map(),
    ownCommand: false,
    folder: isScratch ? '/' : undefined,
    copies: [],
  };
}

/** A stage on top of another: what that one set holds, and its variables win over its arguments. */
function inherited(parent: Stage, name: string | undefined): Stage {
  const scope = new Map(parent.scope);
  for (const { name: variable, text, reason } of parent.variables.values())
    scope.set(variable, reason === undefined ? { text } : { text, reason });
  return {
    ...parent,
    name,
    scope,
    variables: new Map(parent.variables),
    ownCommand: false,
    copies: [...parent.copies],
  };
}

function declareGlobals(statement: DockerStatement, globals: Map<string, DockerKnown>): void {
  if (statement.instruction.keyword !== 'ARG') return;
  for (const { entry, value } of statement.values) {
    const name = entry.key.name;
    const text = value && expandDocker(value, (it) => globals.get(it) ?? { text: undefined }).text;
    globals.set(name, { text, reason: givenAtBuild(name) });
  }
}

function givenAtBuild(name: string): string {
  return `the argument \`${name}\` may be given when the image is built`;
}

/** All values of one instruction are expanded before any of its names is set. */
function assign(stage: Stage, statement: DockerStatement, globals: ReadonlyMap<string, DockerKnown>): void {
  const lookup = lookupIn(stage);
  const isArgument = statement.instruction.keyword === 'ARG';
  const before = isArgument ? undefined : statement.values.map((it) => valuesOf(it, lookup));
  for (const [index, assignment] of statement.values.entries()) {
    const { entry } = assignment;
    const { name, value } = before?.[index] ?? valuesOf(assignment, lookup);
    if (name === undefined) continue;
    if (isArgument) {
      const text = value?.text ?? globals.get(name)?.text;
      if (text !== undefined || !stage.scope.has(name))
        stage.scope.set(name, { text, reason: givenAtBuild(name) });
    } else if (value) {
      stage.scope.set(name, value);
      stage.variables.set(name, { name, entry, ...value });
    }
  }
}

function valuesOf(
  { name, value }: DockerStatement['values'][number],
  lookup: (name: string) => DockerKnown,
): { readonly name: string | undefined; readonly value: ReturnType<typeof expandDocker> | undefined } {
  const expandedName = expandDocker(name, lookup);
  return {
    name: expandedName.reason === undefined ? expandedName.text : undefined,
    value: value && expandDocker(value, lookup),
  };
}

function lookupIn(stage: Stage): (name: string) => DockerKnown {
  return (name) => {
    const known = stage.scope.get(name);
    if (known) return known;
    if (stage.base === undefined) return { text: undefined };
    return { text: undefined, reason: `the image \`${stage.base}\` may set \`${name}\`` };
  };
}

/** What an instruction other than `ENV` and `ARG` changes. */
function follow(stage: Stage, instruction: DockerInstruction, content: DockerfileContent): void {
  const written = argumentsOf(instruction);
  if (instruction.keyword === 'WORKDIR') {
    const path = expanded(written, content, lookupIn(stage));
    stage.folder = path === undefined ? undefined : containerPath(stage.folder, path);
  } else if (instruction.keyword === 'CMD') {
    stage.command = commandOf(written);
    stage.ownCommand = true;
  } else if (instruction.keyword === 'ENTRYPOINT') {
    stage.entrypoint = commandOf(written);
    if (!stage.ownCommand) delete stage.command;
  } else if (instruction.keyword === 'COPY') {
    const copy = copyOf(stage, instruction, content);
    if (copy) stage.copies.push(copy);
  }
}

function commandOf(written: string): DockerCommand {
  const words = jsonWords(written);
  return words === undefined ? { line: written } : { words };
}

function copyOf(
  stage: Stage,
  instruction: DockerInstruction,
  content: DockerfileContent,
): DockerCopy | undefined {
  if (instruction.flags.some((it) => it.startsWith('--from'))) return undefined;
  const written = argumentsOf(instruction);
  const words = jsonWords(written) ?? written.split(/\s+/);
  const paths = words.map((it) => expanded(it, content, lookupIn(stage)));
  const to = paths.at(-1);
  const folder = to === undefined ? undefined : containerPath(stage.folder, to);
  const sources = paths.slice(0, -1).filter((it) => it !== undefined);
  if (folder === undefined || sources.length === 0 || sources.length < paths.length - 1) return undefined;
  return { sources, to: folder };
}

/** An absolute path in the image; undefined where it is relative to a folder that is not known. */
function containerPath(folder: string | undefined, path: string): string | undefined {
  if (!path.startsWith('/') && folder === undefined) return undefined;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function argumentsOf({ joined, from, to }: DockerInstruction): string {
  return joined.text.slice(from, to);
}

/** A text with its variables replaced; undefined where that is not certain. */
function expanded(
  text: string,
  content: DockerfileContent,
  lookup: (name: string) => DockerKnown,
): string | undefined {
  const value = dockerValue(text, content.escapeWith);
  if ('fault' in value) return undefined;
  const { text: result, reason } = expandDocker(value.parts, lookup);
  return reason === undefined ? result : undefined;
}
