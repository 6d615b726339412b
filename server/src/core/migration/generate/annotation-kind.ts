import type { Expression } from '../../python/tree.ts';
import { lineageOf } from '../../schema/class-lineage.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { type Meaning, resolveSymbol } from '../../schema/resolve-symbol.ts';
import { classKind, type InstanceKind, type Search, together } from './instance-kind.ts';

/**
 * What a value with this annotation is: `Settings`, `"Settings"`, `Settings | None`, `Optional[Settings]`,
 * `Annotated[Settings, Depends(get_settings)]`, or an alias of one of these.
 */
export function annotationKind(search: Search, file: PythonFile, annotation: Expression): InstanceKind {
  const next = (it: Expression) => annotationKind(search, file, it);
  switch (annotation.kind) {
    case 'none':
      return 'nothing';
    case 'string':
      return textKind(search, file, annotation.value);
    case 'binary':
      return annotation.operator === '|'
        ? together([next(annotation.left), next(annotation.right)])
        : 'perhaps';
    case 'subscript': {
      const { object, index } = annotation;
      const marker = object.kind === 'attribute' || object.kind === 'name' ? object.name : '';
      const items = index.kind === 'tuple' ? index.items : [index];
      const [first] = items;
      if ((marker === 'Annotated' || marker === 'Final') && first) return next(first);
      if (marker === 'Optional' || marker === 'Union') return together(items.map(next));
      return 'perhaps';
    }
    case 'name':
    case 'attribute': {
      const own = classKind(search, file, annotation);
      if (own === 'yes') return 'yes';
      return meaningKind(search, resolveSymbol(search.project, file, annotation));
    }
    default:
      return 'perhaps';
  }
}

/** An annotation in quotes means what its text means at the top of the module. */
function textKind(search: Search, file: PythonFile, text: string): InstanceKind {
  const [statement] = search.project.parser.parse(text).body;
  if (statement?.kind !== 'expression' || statement.value.kind === 'string') return 'perhaps';
  return annotationKind(search, file, statement.value);
}

function meaningKind(search: Search, meaning: Meaning): InstanceKind {
  switch (meaning.kind) {
    case 'value':
      if (search.seen.has(meaning.value)) return 'nothing';
      search.seen.add(meaning.value);
      return annotationKind(search, meaning.file, meaning.value);
    case 'class': {
      // A base of the class, or a protocol, lets instances of the class through.
      const below = lineageOf(search.project, search.settings).ancestors;
      const isBase = below.some((it) => it.kind === 'class' && it.info.statement === meaning.statement);
      const own = lineageOf(search.project, { file: meaning.file, statement: meaning.statement }).ancestors;
      const isProtocol = own.some((it) => it.kind === 'external' && it.name === 'typing.Protocol');
      return isBase || isProtocol ? 'perhaps' : 'no';
    }
    case 'external':
      return OPEN_TYPES.has(meaning.name) ? 'perhaps' : 'no';
    case 'module':
    case 'function':
      return 'no';
    case 'member':
    case 'unknown':
      return 'perhaps';
  }
}

/** Types of libraries that an instance of a settings class may have. */
const OPEN_TYPES: ReadonlySet<string> = new Set([
  'typing.Any',
  'builtins.object',
  'pydantic.BaseModel',
  'pydantic_settings.BaseSettings',
]);
