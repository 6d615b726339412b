import { str } from '../syntax/data.ts';
import type { Entry, Value } from '../syntax/document.ts';
import { documentOf } from '../syntax/formats.ts';
import { itemsOf, memberAt, nameAt } from '../syntax/value-members.ts';
import { memo } from '../text/memo.ts';
import { baseName } from '../text/relative-path.ts';
import type { SourceFile } from '../text/source-file.ts';
import { placeMeaning } from './place-environment.ts';
import { isPlaceholder, PLACEHOLDER } from './placeholder.ts';
import { report } from './report.ts';
import type {
  Supplied,
  SuppliedVariable,
  Supplier,
  SupplyProblem,
  SupplySource,
  Workload,
} from './supply.ts';
import { isTagged } from './tagged.ts';

/**
 * Task definitions of Amazon ECS in JSON or YAML, as `aws ecs register-task-definition` takes and
 * `describe-task-definition` prints them, and `AWS::ECS::TaskDefinition` of CloudFormation:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export const ecs: Supplier = {
  name: 'ecs',
  matches: (path) => /\.(?:json|ya?ml)$/i.test(path),
  supplied: (files) => {
    const read = files.map(suppliedBy);
    return { workloads: read.flatMap((it) => it.workloads), problems: read.flatMap((it) => it.problems) };
  },
};

const suppliedBy = memo((file: SourceFile): Supplied => {
  if (!/containerDefinitions/i.test(file.text)) return { workloads: [], problems: [] };
  const problems: SupplyProblem[] = [];
  const workloads = definitionsIn(documentOf(file)?.root).flatMap((it) => workloadsOf(file, it, problems));
  return { workloads, problems };
});

/** A task definition, and whether its keys are those of CloudFormation, with capitals. */
interface Definition {
  readonly root: Value;
  readonly capitals: boolean;
  readonly name: string | undefined;
}

function definitionsIn(root: Value | undefined): readonly Definition[] {
  const own = memberAt(root, 'taskDefinition') ?? root;
  if (own && memberAt(own, 'containerDefinitions'))
    return [{ root: own, capitals: false, name: nameAt(own, 'family') }];
  const resources = memberAt(root, 'Resources');
  if (resources?.kind !== 'mapping') return [];
  return resources.entries.flatMap(({ key, value }) => {
    const properties = memberAt(value, 'Properties');
    if (nameAt(value, 'Type') !== 'AWS::ECS::TaskDefinition' || properties === undefined) return [];
    return [{ root: properties, capitals: true, name: nameAt(properties, 'Family') ?? key.name }];
  });
}

interface Reading {
  readonly file: SourceFile;
  readonly problems: SupplyProblem[];
  /** A key as this kind of file writes it. */
  readonly key: (name: string) => string;
}

function workloadsOf(
  file: SourceFile,
  definition: Definition,
  problems: SupplyProblem[],
): readonly Workload[] {
  const key = (name: string) => (definition.capitals ? name.charAt(0).toUpperCase() + name.slice(1) : name);
  const reading: Reading = { file, problems, key };
  const name = definition.name ?? baseName(file.path).replace(/\.\w+$/, '');
  const place = placeMeaning(file.path);
  return itemsOf(memberAt(definition.root, key('containerDefinitions'))).flatMap((item): Workload[] => {
    const named = memberAt(item, key('name'));
    const container = nameAt(item, key('name'));
    if (item.kind !== 'mapping') return [];
    return [
      {
        supplier: 'ecs',
        name,
        ...(container === undefined ? {} : { container }),
        path: file.path,
        span: named?.span ?? item.span,
        ...place,
        runs: runsOf(reading, item),
        sources: sourcesOf(reading, item),
      },
    ];
  });
}

function runsOf({ key }: Reading, item: Value): Workload['runs'] {
  const words = ['entryPoint', 'command'].flatMap((field) =>
    itemsOf(memberAt(item, key(field))).flatMap((it) =>
      it.kind === 'scalar' && it.data.kind === 'str' ? it.data.value : [],
    ),
  );
  const image = nameAt(item, key('image'));
  return {
    ...(image === undefined ? {} : { image }),
    ...(words.length === 0 ? {} : { command: words.join(' ') }),
  };
}

/** Files lose against `environment`; `secrets` may not repeat a name. */
function sourcesOf(reading: Reading, item: Value): readonly SupplySource[] {
  const { key, file } = reading;
  const files = itemsOf(memberAt(item, key('environmentFiles'))).flatMap((it): SupplySource[] => {
    const value = memberAt(it, key('value'));
    const name = nameAt(it, key('value'));
    if (value === undefined) return [];
    return [
      { kind: 'opaque', name: name ?? 'an environment file', at: { path: file.path, span: value.span } },
    ];
  });
  const variables = [
    ...itemsOf(memberAt(item, key('environment'))).flatMap((it) => written(reading, it) ?? []),
    ...itemsOf(memberAt(item, key('secrets'))).flatMap((it) => secret(reading, it) ?? []),
  ];
  return variables.length === 0 ? files : [...files, { kind: 'variables', path: file.path, variables }];
}

function nameOf({ key }: Reading, item: Value): { readonly name: string; readonly at: Value } | undefined {
  const at = memberAt(item, key('name'));
  const name = nameAt(item, key('name'));
  return at === undefined || name === undefined ? undefined : { name, at };
}

function entryOf(
  item: Value,
  { name, at }: { readonly name: string; readonly at: Value },
  value?: Value,
): Entry {
  return { key: { name, span: at.span, data: str(name) }, ...(value && { value }), span: item.span };
}

function written(reading: Reading, item: Value): SuppliedVariable | undefined {
  const named = nameOf(reading, item);
  if (named === undefined) return undefined;
  const value = memberAt(item, reading.key('value'));
  const base = {
    name: named.name,
    path: reading.file.path,
    entry: entryOf(item, named, value),
    shape: 'name-value',
    secret: false,
  } as const;
  if (value?.kind === 'scalar' && value.data.kind === 'str') {
    const text = value.data.value;
    const isOpen = isPlaceholder(text) || isTagged(reading.file.text, value);
    return { ...base, value: isOpen ? { kind: 'unknown', reason: PLACEHOLDER } : { kind: 'text', text } };
  }
  // CloudFormation turns numbers and booleans into texts, and has functions.
  const isTaken = reading.key('x') === 'X';
  if (value !== undefined && !isTaken) {
    const at = { path: reading.file.path, text: reading.file.text, problems: reading.problems };
    report(at, value.span, `\`${named.name}\` is not a text here, so the task definition is not registered`);
  }
  return { ...base, value: { kind: 'unknown', reason: isTaken ? PLACEHOLDER : 'it is refused' } };
}

function secret(reading: Reading, item: Value): SuppliedVariable | undefined {
  const named = nameOf(reading, item);
  if (named === undefined) return undefined;
  return {
    name: named.name,
    value: { kind: 'unknown', reason: 'it is kept in a store of secrets' },
    path: reading.file.path,
    entry: entryOf(item, named),
    shape: 'name-value',
    secret: true,
  };
}
