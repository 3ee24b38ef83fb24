import type { Bytes } from '@luascope/shared/bytes';
import type { RespValue } from '@luascope/shared/resp';

/** A function as FUNCTION LIST names it. */
export interface ListedFunction {
  readonly name: Bytes;
  readonly description: Bytes | undefined;
  readonly flags: readonly Bytes[];
}

/** A library as FUNCTION LIST WITHCODE names it. */
export interface ListedLibrary {
  readonly name: Bytes;
  readonly engine: Bytes;
  /** By name. */
  readonly functions: readonly ListedFunction[];
  readonly code: Bytes;
}

/** What FUNCTION STATS tells of the function that runs now. */
export interface RunningFunction {
  readonly name: Bytes;
  readonly milliseconds: number;
}

const byName = (a: { readonly name: Bytes }, b: { readonly name: Bytes }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** The libraries in the answer to FUNCTION LIST WITHCODE, by name: a server lists them in the order of its hash table. */
export const librariesIn = (reply: RespValue): readonly ListedLibrary[] => itemsOf(reply).map(libraryIn).sort(byName);

function libraryIn(reply: RespValue): ListedLibrary {
  const fields = fieldsOf(reply);
  return {
    name: textOf(fields.get('library_name')) ?? '',
    engine: textOf(fields.get('engine')) ?? '',
    functions: itemsOf(fields.get('functions')).map(functionIn).sort(byName),
    code: textOf(fields.get('library_code')) ?? '',
  };
}

function functionIn(reply: RespValue): ListedFunction {
  const fields = fieldsOf(reply);
  return {
    name: textOf(fields.get('name')) ?? '',
    description: textOf(fields.get('description')),
    flags: itemsOf(fields.get('flags')).map((flag) => textOf(flag) ?? ''),
  };
}

/** The function in the answer to FUNCTION STATS; undefined when none runs. */
export function runningIn(reply: RespValue): RunningFunction | undefined {
  const running = fieldsOf(reply).get('running_script');
  const fields = running && fieldsOf(running);
  const name = textOf(fields?.get('name'));
  const duration = fields?.get('duration_ms');
  if (name === undefined) return undefined;
  return { name, milliseconds: duration?.type === 'integer' ? Number(duration.value) : 0 };
}

/** A map by its keys, as RESP3 sends it or as the flat list of RESP2. */
function fieldsOf(reply: RespValue): ReadonlyMap<Bytes, RespValue> {
  if (reply.type === 'map') return new Map(reply.entries.map(([key, value]) => [textOf(key) ?? '', value]));
  const items = itemsOf(reply);
  return new Map(items.flatMap((key, i) => (i % 2 === 0 ? [[textOf(key) ?? '', items[i + 1]!] as const] : [])));
}

const itemsOf = (reply: RespValue | undefined): readonly RespValue[] =>
  reply?.type === 'array' || reply?.type === 'set' ? reply.items : [];

function textOf(reply: RespValue | undefined): Bytes | undefined {
  if (reply?.type === 'bulk' || reply?.type === 'verbatim') return reply.value;
  return reply?.type === 'status' ? reply.text : undefined;
}
