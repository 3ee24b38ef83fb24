import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A server binary that runs on this machine. */
export interface ServerBinary {
  readonly path: string;
  readonly product: 'redis' | 'valkey';
  /** `7.0.15`, as the binary itself says. */
  readonly version: string;
}

const NAMES = ['redis-server', 'valkey-server'] as const;

/** The first `redis-server`, else `valkey-server`, on a PATH that answers `--version`; undefined when there is none. */
export async function findBinary(searchPath: string | undefined): Promise<ServerBinary | undefined> {
  for (const name of NAMES) {
    for (const folder of (searchPath ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (folder === '' || !isExecutable(path)) continue;
      const binary = await askBinary(path);
      if (binary !== undefined) return binary;
    }
  }
  return undefined;
}

/** What a binary says about itself, or undefined when it is no Redis or Valkey server. */
export async function askBinary(path: string): Promise<ServerBinary | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 5000 });
    const match = /^(redis|valkey) server v=(\S+)/i.exec(stdout);
    if (match === null) return undefined;
    return { path, product: match[1]?.toLowerCase() === 'valkey' ? 'valkey' : 'redis', version: match[2] ?? '' };
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
