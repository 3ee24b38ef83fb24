import { readShebang } from '@luascope/shared/analysis';
import type { Bytes } from '@luascope/shared/bytes';
import { AppError, type RunRequest } from '@luascope/shared/debug';

/**
 * A child of redis-server 7 gives back the memory of its clients' arguments as soon as they are 4096 bytes long on average
 * (`dismissClientMemory`), also those of the very EVAL that it was made for: it then runs an empty script. And the array of the arguments is
 * given back when it takes half a page.
 */
const SAFE_AVERAGE = 3500;
const MAX_ARGUMENTS = 250;

export interface EvalCommand {
  readonly command: readonly Bytes[];
  /** What is run, with what has been put in front of the script. */
  readonly source: Bytes;
}

/**
 * The EVAL that runs a script in a forked debug session as `request` says. What has to happen first is put in front of the script, on the line
 * it starts on: data that is emptied and set up, and empty arguments taken away again that are there to make the average small.
 *
 * @throws AppError `too-large` for arguments that no debug session can take
 */
export function evalCommand(request: RunRequest, script: Bytes): EvalCommand {
  const { keys, args, given, mode } = request;
  const setUp = request.data === 'fresh' ? setUpCode(given) : '';
  const total = [script, setUp, ...keys, ...args].reduce((sum, { length }) => sum + length, 200);
  const padding = Math.max(0, Math.ceil(total / SAFE_AVERAGE) - (3 + keys.length + args.length));
  const count = 3 + keys.length + args.length + padding;
  if (count > MAX_ARGUMENTS) throw new AppError('too-large', { field: 'debug-session' });
  const strip = padding === 0 ? '' : `for i=#ARGV,${args.length + 1},-1 do ARGV[i]=nil end `;
  const source = inFront(script, strip + setUp);
  const name = mode.endsWith('_RO') ? 'EVAL_RO' : 'EVAL';
  const filler = Array.from({ length: padding }, () => '');
  return { command: [name, source, String(keys.length), ...keys, ...args, ...filler], source };
}

function setUpCode(given: RunRequest['given']): Bytes {
  const commands = [['FLUSHALL'], ...given].map((command) => `c(${command.map(luaString).join(',')})`);
  return `do local c=redis.call ${commands.join(' ')} end `;
}

/** The script with code in front of it; a line with flags stays the first. */
function inFront(script: Bytes, code: Bytes): Bytes {
  const shebang = readShebang(script);
  const start = shebang.ok && shebang.length > 0 ? shebang.length + 1 : 0;
  return script.slice(0, start) + code + script.slice(start);
}

function luaString(bytes: Bytes): Bytes {
  const body = bytes.replace(/[^ !#-[\]-~]/g, (char) => `\\${char.charCodeAt(0).toString().padStart(3, '0')}`);
  return `"${body}"`;
}
