import type { Loading } from '../loading.ts';
import type { ConfigReader } from './config-reader.ts';

type Extra = Loading['extra'];

/** What a class makes of unknown keys: as its configuration says, else as its kind of class does. */
export function extraOf(reader: ConfigReader, standard: Extra): Extra {
  const entry = reader.entry('extra');
  // pydantic 1 wrote `Extra.ignore`; pydantic 2 still has that class.
  if (entry?.value.kind === 'attribute' && /^(allow|ignore|forbid)$/.test(entry.value.name)) {
    return entry.value.name as Extra;
  }
  const extra = reader.text('extra');
  return extra === 'ignore' || extra === 'allow' || extra === 'forbid' ? extra : standard;
}
