import type { Engine, EngineState, RunRequest } from '@luascope/shared/debug';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { LiveEngine } from '../src/live/engine.js';
import { parseRedisUrl, type TlsFiles } from '../src/redis/address.js';
import { PrivateServer } from '../src/redis/private-server.js';
import { Target, type Supply } from '../src/redis/target.js';
import { binary } from './real-redis.js';

export const quiet = pino({ level: 'silent' });

/** A started target that ends with the test. */
export async function targetOn(supply: Supply, allow: readonly string[] = []): Promise<Target> {
  const target = new Target(supply, new Set(allow), quiet);
  onTestFinished(() => target.close());
  await target.start();
  return target;
}

export function addressOf(url: string, tls?: Partial<TlsFiles>): Supply {
  const none = { ca: undefined, cert: undefined, key: undefined, serverName: undefined };
  return { kind: 'address', address: parseRedisUrl(url, { ...none, ...tls }) };
}

export function privateSupply(): Supply {
  if (binary === undefined) throw new Error('no server binary');
  return { kind: 'private', server: new PrivateServer(binary, '64mb') };
}

/** An engine of a visit that ends with the test. */
export function engineOn(target: Target): LiveEngine {
  const engine = new LiveEngine(target);
  onTestFinished(() => engine.close());
  return engine;
}

/** A run request with the defaults of the page; already confirmed. */
export function request(script: string, more: Partial<RunRequest> = {}): RunRequest {
  return {
    mode: 'EVAL',
    script,
    keys: [],
    args: [],
    given: [],
    data: 'keep',
    resp: 2,
    db: 0,
    confirmed: true,
    ...more,
  };
}

/** Resolves with the first state, the present one included, that fits. */
export function untilState(
  engine: Pick<Engine, 'subscribe'>,
  fits: (state: EngineState) => boolean,
): Promise<EngineState> {
  return new Promise((resolve) => {
    const stop = engine.subscribe((event) => {
      if (event.type !== 'state' || !fits(event.state)) return;
      queueMicrotask(() => stop());
      resolve(event.state);
    });
  });
}
