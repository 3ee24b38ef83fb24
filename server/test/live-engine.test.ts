import { once } from 'node:events';
import { remoteEngine } from '@luascope/shared/debug';
import { runEngineCases, type EngineHome } from '@luascope/shared/test/run-cases';
import { describe } from 'vitest';
import { WebSocket } from 'ws';
import { transportOver } from '../src/http/engine-socket.js';
import { LiveEngine } from '../src/live/engine.js';
import { addressOf, privateSupply, quiet } from './live.js';
import { noRedis, RealRedis, skipReason } from './real-redis.js';
import { Target, type Supply } from '../src/redis/target.js';
import { listeningWeb } from './web.js';

async function startedTarget(supply: Supply): Promise<Target> {
  const target = new Target(supply, new Set(['CONFIG']), quiet);
  await target.start();
  return target;
}

const homes: readonly EngineHome[] = [
  {
    name: 'a private redis-server',
    open: async () => {
      const target = await startedTarget(privateSupply());
      return { engine: new LiveEngine(target), close: () => target.close() };
    },
  },
  {
    name: 'a redis-server over TCP',
    open: async () => {
      const redis = await RealRedis.start();
      const target = await startedTarget(addressOf(redis.url));
      const close = async () => {
        await target.close();
        await redis.stop();
      };
      return { engine: new LiveEngine(target), close };
    },
  },
  {
    name: 'a private redis-server, behind a WebSocket',
    open: async () => {
      const target = await startedTarget(privateSupply());
      const { web, close: closeWeb } = await listeningWeb(target);
      const socket = new WebSocket(`ws://127.0.0.1:${web.port}/api/engine?target=live`, {
        headers: { origin: web.origin },
      });
      const engine = remoteEngine(transportOver(socket), () => Date.now());
      await once(socket, 'open');
      const close = async () => {
        socket.terminate();
        closeWeb();
        await target.close();
      };
      return { engine, close };
    },
  },
];

describe.skipIf(noRedis)(`the live engine${skipReason}`, () => {
  for (const home of homes) runEngineCases(home);
});
