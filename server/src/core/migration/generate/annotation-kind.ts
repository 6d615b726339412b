import type { Expression } from '../../python/tree.ts';
import { lineageOf } from '../../schema/class-lineage.ts';
import type { PythonFile } from '../../schema/reader.ts';
import { type Meaning, resolveSymbol } from '../../schema/resolve-symbol.ts';
import { annotationParts } from './annotation-parts.ts';
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
    case 'name':
    case 'attribute': {
      const own = classKind(search, file, annotation);
      if (own === 'yes') return 'yes';
      return meaningKind(search, resolveSymbol(search.project, file, annotation));
    }
    default: {
      const parts = annotationParts(search.project.parser, annotation) ?? [];
      return parts.length > 0 ? together(parts.map(next)) : 'perhaps';
    }
  }
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
