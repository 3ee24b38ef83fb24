import { describe, expect, it } from 'vitest';
import { transportPair } from '../../test/transport-pair.js';
import { encode } from '../resp/encode.js';
import { array, bulk, integer } from '../resp/value.js';
import { decodeMessage, encodeMessage } from './json.js';
import { readClientMessage } from '../wire/engine.js';
import type { Engine, EngineEvent, EngineState, ScanHit } from './engine.js';
import { AppError, RedisError, ScriptError } from './errors.js';
import { Listeners } from './listeners.js';
import { packReply, unpackReply } from './packing.js';
import { NO_CAPABILITIES, remoteEngine } from './remote.js';
import { serve } from './serve.js';

const ready: EngineState = { health: 'ready', since: 7, capabilities: { ...NO_CAPABILITIES, calls: true } };

/** Answers from its arguments alone, and notes what it was asked. */
class EchoEngine implements Engine {
  readonly capabilities = ready.capabilities;
  readonly events = new Listeners<EngineEvent>();
  readonly released: string[] = [];
  failure: unknown;
  scanned = 0;
  scanClosed = false;

  async run(): Promise<never> {
    throw this.failure;
  }
  async record(): Promise<never> {
    throw new AppError('not-supported', { what: 'record' });
  }
  async inspect(recording: string, step: number) {
    return { first: step, frames: [[{ functionName: recording, line: 1, column: 1, scopes: [] }]] };
  }
  async evaluate(_recording: string, _step: number, _frame: number, expression: string) {
    return { type: 'string', value: expression, length: expression.length } as const;
  }
  async *scan(recording: string): AsyncGenerator<ScanHit> {
    try {
      for (; recording === 'endless' || this.scanned < 5000; this.scanned++) yield { probe: 'p', step: this.scanned };
      if (recording === 'fails') throw new AppError('diverged', { step: 5000 });
    } finally {
      this.scanClosed = true;
    }
  }
  async release(recording: string) {
    this.released.push(recording);
  }
  async kill() {
    return { outcome: 'notbusy', reply: { type: 'error', text: 'NOTBUSY' } } as const;
  }
  async execute(command: readonly string[], console?: string) {
    if (command[0] === 'LONG') return array(Array.from({ length: 1000 }, (_, i) => array([integer(i), bulk('\xff')])));
    return command[0] === 'BIG' ? integer(2n ** 62n) : bulk(`${console ?? 'shared'}:${command.join(' ')}`);
  }
  subscribe(listener: (event: EngineEvent) => void) {
    listener({ type: 'state', state: ready });
    return this.events.add(listener);
  }
}

const homes = {
  'by structured clone': structuredClone,
  'by JSON': (message: unknown) => decodeMessage(encodeMessage(message)),
};

describe.each(Object.entries(homes))('an engine behind a transport, %s', (_name, copy) => {
  function pair() {
    const engine = new EchoEngine();
    const [near, far] = transportPair(copy);
    const remote = remoteEngine(near, () => 1);
    serve(engine, far, { read: readClientMessage });
    return { engine, remote, near };
  }

  it('answers each call with what the engine said', async () => {
    const { engine, remote } = pair();
    expect(await remote.inspect('r', 4)).toEqual(await engine.inspect('r', 4));
    expect(await remote.evaluate('r', 1, 0, '\x00\xff"{"$')).toEqual({
      type: 'string',
      value: '\x00\xff"{"$',
      length: 6,
    });
    expect(await remote.kill()).toEqual(await engine.kill());
    expect(await remote.release('gone')).toBeUndefined();
    expect(engine.released).toEqual(['gone']);
    expect(await remote.execute(['GET', '\xe7\x94\xa8'], 'c1')).toEqual(bulk('c1:GET \xe7\x94\xa8'));
    expect(await remote.execute(['BIG'])).toEqual(integer(2n ** 62n));
  });

  it('carries a long reply as it was, in one piece, and on again', async () => {
    const { engine, remote } = pair();
    const reply = await remote.execute(['LONG']);
    expect(encode(reply, 2)).toBe(encode(await engine.execute(['LONG']), 2));
    expect(() => structuredClone(packReply(reply))).not.toThrow();
    expect(unpackReply(packReply(reply))).toEqual(reply);
  });

  it('keeps apart calls that wait at the same time', async () => {
    const { remote } = pair();
    const replies = await Promise.all([1, 2, 3].map((n) => remote.execute([String(n)])));
    expect(replies).toEqual([bulk('shared:1'), bulk('shared:2'), bulk('shared:3')]);
  });

  it.each([
    new RedisError('WRONGTYPE \xff'),
    new ScriptError('boom', 'a'.repeat(40), 3, ['in main']),
    new ScriptError('boom', 'a'.repeat(40), undefined, []),
    new AppError('timeout', { seconds: 5 }),
  ])('carries %s whole', async (failure) => {
    const { engine, remote } = pair();
    engine.failure = failure;
    const caught: unknown = await remote.run(request).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(failure.constructor);
    expect(caught).toEqual(failure);
  });

  it('makes an internal error of anything else', async () => {
    const { engine, remote } = pair();
    engine.failure = new TypeError('x is not a function');
    await expect(remote.run(request)).rejects.toEqual(new AppError('internal', { message: 'x is not a function' }));
  });

  it('is starting until it has heard of the other end, then tells of its state and events', async () => {
    const { engine, remote } = pair();
    expect(remote.capabilities).toEqual(NO_CAPABILITIES);
    const events: EngineEvent[] = [];
    const unsubscribe = remote.subscribe((event) => events.push(event));
    await remote.kill();
    expect(remote.capabilities).toEqual(ready.capabilities);
    engine.events.tell({ type: 'changed', what: 'data' });
    await remote.kill();
    unsubscribe();
    engine.events.tell({ type: 'changed', what: 'scripts' });
    await remote.kill();
    expect(events).toEqual([
      { type: 'state', state: { health: 'starting', since: 1, capabilities: NO_CAPABILITIES } },
      { type: 'state', state: ready },
      { type: 'changed', what: 'data' },
    ]);
  });

  it('streams a scan, in order and complete', async () => {
    const { remote, engine } = pair();
    const steps: number[] = [];
    for await (const hit of remote.scan('r', { probes: [] })) steps.push(hit.step);
    expect(steps).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(engine.scanClosed).toBe(true);
  });

  it('searches ahead a little, and ends the search when nobody listens any longer', async () => {
    const { remote, engine } = pair();
    for await (const hit of remote.scan('endless', { probes: [] })) if (hit.step === 10) break;
    await remote.kill();
    expect(engine.scanClosed).toBe(true);
    expect(engine.scanned).toBeLessThan(5000);
  });

  it('gives the hits before a failure, then the failure', async () => {
    const { remote } = pair();
    const hits: ScanHit[] = [];
    const scan = async () => {
      for await (const hit of remote.scan('fails', { probes: [] })) hits.push(hit);
    };
    await expect(scan()).rejects.toEqual(new AppError('diverged', { step: 5000 }));
    expect(hits).toHaveLength(5000);
  });

  it('rejects everything once the transport has ended', async () => {
    const { remote, near } = pair();
    await remote.kill();
    const waiting = remote.kill();
    near.end('worker gone');
    const lost = new AppError('engine-lost', { reason: 'worker gone' });
    await expect(waiting).rejects.toEqual(lost);
    await expect(remote.kill()).rejects.toEqual(lost);
    const states: EngineEvent[] = [];
    remote.subscribe((event) => states.push(event));
    expect(states).toEqual([
      {
        type: 'state',
        state: { ...ready, health: 'lost', since: 1, reason: { code: 'engine-lost', data: { reason: 'worker gone' } } },
      },
    ]);
  });
});

describe('serve', () => {
  it('names the field of a call that is not understood', async () => {
    const [near, far] = transportPair();
    serve(new EchoEngine(), far, { read: readClientMessage });
    const answers: unknown[] = [];
    near.onMessage((message) => answers.push(message));
    near.send({ type: 'call', id: 5, method: 'run', args: [{ ...request, keys: ['ok', '用'] }] });
    near.send({ type: 'call', id: 6, method: 'constructor', args: [] });
    near.send({ type: 'call', method: 'kill' });
    await Promise.resolve();
    await Promise.resolve();
    expect(answers.filter((m) => (m as { type: string }).type !== 'event')).toEqual([
      { type: 'failed', id: 5, error: badInput('args.0.keys.1', 'custom') },
      { type: 'failed', id: 6, error: badInput('method', 'invalid_value') },
    ]);
  });

  it('answers at once, in the middle of a message, what must not wait', () => {
    const sent: unknown[] = [];
    let deliver: (message: unknown) => void = () => {};
    const transport = {
      send: (m: unknown) => void sent.push(m),
      onMessage: (l: typeof deliver) => void (deliver = l),
      onEnd: () => {},
    };
    serve(new EchoEngine(), transport, {
      atOnce: ({ method }) => (method === 'kill' ? { outcome: 'killed' } : undefined),
    });
    sent.length = 0;
    deliver({ type: 'call', id: 1, method: 'kill', args: [] });
    expect(sent).toEqual([{ type: 'result', id: 1, value: { outcome: 'killed' } }]);
  });
});

const badInput = (field: string, problem: string) => ({
  family: 'AppError',
  code: 'bad-input',
  data: { field, problem },
});

const request = {
  mode: 'EVAL',
  script: 'return 1',
  keys: [],
  args: [],
  given: [],
  data: 'keep',
  resp: 2,
  db: 0,
} as const;
