import { isSameField } from '../preflight/same-field.ts';
import { schemasOf } from '../schema/readers.ts';
import type { RefView, Snapshot } from '../snapshot.ts';
import { codeFacts } from './code-facts.ts';
import { deployedRefs, statedVersions } from './deployed-versions.ts';
import type { CodeAtRef, DeployedFacts, ReaderFacts } from './facts.ts';
import { allNames, fieldNamed, type Names } from './gather-readers.ts';
import { sharingProject } from './sharing-services.ts';

/** What runs where, and what its code has to do with the keys. */
export function deployedFacts(
  snapshot: Snapshot,
  service: string,
  names: Names,
  readers: readonly ReaderFacts[],
): DeployedFacts {
  const code = new Map<string, CodeAtRef>();
  for (const ref of new Set([...deployedRefs(snapshot), ...snapshot.refs.keys()])) {
    const view = snapshot.refs.get(ref);
    code.set(ref, view ? codeAt(snapshot, view, service, names, readers) : notRead(snapshot, ref));
  }
  return { today: snapshot.today, versions: statedVersions(snapshot, service), code };
}

function notRead({ trusted }: Snapshot, ref: string): CodeAtRef {
  const reason = trusted
    ? `the code of \`${ref}\` is not read here`
    : `the code of \`${ref}\` is not read: git is not asked in a workspace that is not trusted`;
  return { kind: 'unseen', reason };
}

function codeAt(
  today: Snapshot,
  view: RefView,
  service: string,
  names: Names,
  readers: readonly ReaderFacts[],
): CodeAtRef {
  if (view.kind === 'unseen') return view;
  const { snapshot, date } = view;
  const project = sharingProject(snapshot, service);
  if (!project) return { kind: 'seen', date, readers: [], asToday: new Set() };
  const named = readers.map((it) => it.name);
  const found = codeFacts(snapshot, project, schemasOf(snapshot), names, named).readers.filter(
    (it) => it.fields.size > 0 || (names.toKeys.length === 0 && it.readsOld.length > 0),
  );
  const stays = names.toKeys.length > 0 && names.toKeys.every((it) => names.fromKeys.includes(it));
  const same = stays ? found.filter((it) => readsAsToday(today, snapshot, names, it, readers)) : [];
  return { kind: 'seen', date, readers: found, project, asToday: new Set(same.map((it) => it.name)) };
}

/**
 * True where the reader has the keys that it has in the working tree, and does the same with each. The fields are those
 * that the code declares: what a migration wrote counts here.
 */
function readsAsToday(
  today: Snapshot,
  then: Snapshot,
  names: Names,
  reader: ReaderFacts,
  readers: readonly ReaderFacts[],
): boolean {
  const now = readers.find((it) => it.name === reader.name);
  return allNames(names).every((name) => {
    const [a, b] = [fieldNamed(reader.schema, name), now && fieldNamed(now.schema, name)];
    if (!a || !b || !now) return a === b;
    return isSameField(
      { snapshot: then, schema: reader.schema },
      a,
      { snapshot: today, schema: now.schema },
      b,
    );
  });
}
