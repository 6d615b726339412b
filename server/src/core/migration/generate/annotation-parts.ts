import type { Expression, PythonParser } from '../../python/tree.ts';

/**
 * The annotations that another one is made of: its text in quotes, the members of `X | Y`, `Optional[X]` and
 * `Union[X, Y]`, what `Annotated` and `Final` wrap. Empty for quotes around no annotation; undefined for anything else.
 */
export function annotationParts(
  parser: PythonParser,
  annotation: Expression,
): readonly Expression[] | undefined {
  switch (annotation.kind) {
    case 'string': {
      // It means what its text means at the top of the module.
      const [statement] = parser.parse(annotation.value).body;
      return statement?.kind === 'expression' && statement.value.kind !== 'string' ? [statement.value] : [];
    }
    case 'binary':
      return annotation.operator === '|' ? [annotation.left, annotation.right] : undefined;
    case 'subscript': {
      const { object, index } = annotation;
      const marker = object.kind === 'attribute' || object.kind === 'name' ? object.name : '';
      const items = index.kind === 'tuple' ? index.items : [index];
      if (marker === 'Annotated' || marker === 'Final') return items.slice(0, 1);
      return marker === 'Optional' || marker === 'Union' ? items : undefined;
    }
    default:
      return undefined;
  }
}
