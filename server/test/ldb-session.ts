import type { Bytes } from '@luascope/shared/bytes';
import type { RunRequest } from '@luascope/shared/debug';
import { parseRedisUrl } from '../src/redis/address.js';
import { RespConnection } from '../src/redis/connection.js';

/** Where Redis's own debugger stopped, as it says itself. */
export interface LdbStop {
  readonly line: number;
  /** `name = value` for each variable of the innermost function. */
  readonly locals: readonly string[];
  /** The line of each function in execution, innermost first. */
  readonly trace: readonly number[];
}

const MOST_STOPS = 400;

/** Steps through a script from line to line with redis-cli's `step`, `print` and `trace`. */
export async function ldbStops(url: string, { mode, script, keys, args }: RunRequest): Promise<LdbStop[]> {
  const connection = await RespConnection.open(parseRedisUrl(url));
  const ask = async (...words: Bytes[]): Promise<string[]> => {
    const { value } = await connection.send(words);
    if (value.type !== 'array') throw new Error(`no debugger: ${JSON.stringify(value)}`);
    return value.items.map((item) => (item.type === 'status' ? item.text : ''));
  };
  const stops: LdbStop[] = [];
  try {
    await connection.send(['SCRIPT', 'DEBUG', 'YES']);
    let told = await ask(mode, script, String(keys.length), ...keys, ...args);
    await ask('maxlen', '0');
    while (stops.length < MOST_STOPS && !told.includes('<endsession>')) {
      const line = Number(/^\* Stopped at (\d+)/.exec(told.find((text) => text.startsWith('* ')) ?? '')?.[1]);
      const printed = await ask('print');
      const trace = await ask('trace');
      stops.push({
        line,
        locals: printed.flatMap((text) => /^<value> ([^(].*)$/.exec(text)?.[1] ?? []),
        trace: trace.flatMap((text) => /^(?:->)?\s*(\d+)\s/.exec(text)?.[1] ?? []).map(Number),
      });
      // Of some errors the server's child dies.
      told = await ask('step').catch(() => ['<endsession>']);
    }
  } finally {
    connection.close();
  }
  return stops;
}
