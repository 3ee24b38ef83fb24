import type { Bytes } from '../../bytes.js';
import { text, type RespValue } from '../../resp/value.js';
import type { Args } from '../args.js';
import type { Context } from '../context.js';
import { DB_NOT_THERE, fail, NO_SUCH_KEY, NOT_HASH_TABLE } from '../errors.js';
import { Dict } from '../values/dict.js';
import { HashValue } from '../values/hash-value.js';
import { SetValue } from '../values/set-value.js';
import { ZsetValue } from '../values/zset-value.js';

/** DEBUG HTSTATS: the tables of a database. */
export function databaseTables({ keyspace }: Context, args: Args): RespValue {
  const { content } = keyspace.databases[args.long()] ?? fail(DB_NOT_THERE);
  const expires = new Dict(keyspace.hashSeed, content.expires.entries());
  return text(`[Dictionary HT]\n${describe(content.values)}[Expires HT]\n${describe(expires)}`);
}

/** DEBUG HTSTATS-KEY: the table of a value, if it has one. */
export function valueTable({ keys }: Context, args: Args): RespValue {
  const value = keys.peek(args.next()) ?? fail(NO_SUCH_KEY);
  const hasTable = value instanceof HashValue || value instanceof SetValue || value instanceof ZsetValue;
  return text(describe((hasTable ? value.table : undefined) ?? fail(NOT_HASH_TABLE)));
}

/** `dictGetStats` of a table that is not being resized. */
function describe(table: Dict<{}>): Bytes {
  const title = 'Hash table 0 stats (main hash table):\n';
  if (table.size === 0) return `${title}No stats available for empty dictionaries\n`;
  const chains = table.chainLengths();
  const used = chains.filter((length) => length > 0).length;
  const average = (table.size / used).toFixed(2);
  const numbers = new Map<number, number>();
  for (const length of chains) numbers.set(length, (numbers.get(length) ?? 0) + 1);
  const distribution = [...numbers]
    .sort(([a], [b]) => a - b)
    .map(([length, count]) => `   ${length}: ${count} (${((100 * count) / chains.length).toFixed(2)}%)\n`);
  return [
    title,
    ` table size: ${chains.length}\n`,
    ` number of elements: ${table.size}\n`,
    ` different slots: ${used}\n`,
    ` max chain length: ${Math.max(...numbers.keys())}\n`,
    ` avg chain length (counted): ${average}\n`,
    ` avg chain length (computed): ${average}\n`,
    ' Chain length distribution:\n',
    ...distribution,
  ].join('');
}
