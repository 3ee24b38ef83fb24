import { readShebang } from '@luascope/shared/analysis';
import type { Bytes } from '@luascope/shared/bytes';

/** The script with commands in front of it that empty the data and set it up, on the line that it starts on: for a forked session. */
export function withGiven(script: Bytes, given: readonly (readonly Bytes[])[]): Bytes {
  const shebang = readShebang(script);
  const start = shebang.ok && shebang.length > 0 ? shebang.length + 1 : 0;
  const commands = [['FLUSHALL'], ...given].map((command) => `c(${command.map(luaString).join(',')})`);
  return `${script.slice(0, start)}do local c=redis.call ${commands.join(' ')} end ${script.slice(start)}`;
}

function luaString(bytes: Bytes): Bytes {
  const body = bytes.replace(/[^ !#-[\]-~]/g, (char) => `\\${char.charCodeAt(0).toString().padStart(3, '0')}`);
  return `"${body}"`;
}
