import { connect, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Decoder, encodeCommand, type RespValue } from '@luascope/shared/resp';
import { bundleWorker } from '@luascope/shared/test/bundle-worker';
import { openDoor, type Door } from '../src/door/door.js';

/** A client that shows every reply as it came. */
class RawClient {
  private readonly decoder = new Decoder();
  private readonly arrived: RespValue[] = [];
  private waiting: (() => void) | undefined;
  readonly closed: Promise<void>;

  constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => {
      this.arrived.push(...this.decoder.feed(bytes));
      this.waiting?.();
    });
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  send(...commands: readonly (readonly string[])[]): void {
    this.socket.write(commands.map(encodeCommand).join(''), 'latin1');
  }

  sendRaw(bytes: string): void {
    this.socket.write(bytes, 'latin1');
  }

  async replies(count: number): Promise<RespValue[]> {
    while (this.arrived.length < count) await new Promise<void>((resolve) => (this.waiting = resolve));
    return this.arrived.splice(0, count);
  }

  async ask(...argv: string[]): Promise<RespValue> {
    this.send(argv);
    return (await this.replies(1))[0]!;
  }

  end(): void {
    this.socket.destroy();
  }
}

const bulk = (value: string): RespValue => ({ type: 'bulk', value });
const status = (text: string): RespValue => ({ type: 'status', text });
const integer = (value: number): RespValue => ({ type: 'integer', value });

let door: Door;
const clients: RawClient[] = [];

function open(): RawClient {
  const client = new RawClient(connect(door.port, '127.0.0.1'));
  clients.push(client);
  return client;
}

let entry: URL;

beforeAll(async () => {
  entry = await bundleWorker(new URL('../src/door/worker.ts', import.meta.url));
  door = await openDoor(
    0,
    { settings: { 'enable-debug-command': 'yes', 'busy-reply-threshold': '50' }, seed: 1 },
    entry,
  );
}, 60_000);

afterAll(async () => {
  for (const client of clients) client.end();
  await door.close();
});

describe('the TCP door', () => {
  it('answers pipelined commands in order, inline ones too', async () => {
    const client = open();
    client.sendRaw(`PING\r\n${encodeCommand(['SET', 'k', '\x00\xff'])}${encodeCommand(['GET', 'k'])}get k\r\n`);
    expect(await client.replies(4)).toEqual([status('PONG'), status('OK'), bulk('\x00\xff'), bulk('\x00\xff')]);
  });

  it('speaks RESP3 after HELLO 3', async () => {
    const client = open();
    expect(await client.ask('HELLO', '3')).toMatchObject({ type: 'map' });
    await client.ask('HSET', 'h', 'f', 'v');
    expect(await client.ask('HGETALL', 'h')).toEqual({ type: 'map', entries: [[bulk('f'), bulk('v')]] });
  });

  it('carries a value larger than its mailbox', async () => {
    const client = open();
    const value = 'v'.repeat(9 << 20);
    client.send(['SET', 'big', value], ['GET', 'big'], ['DEL', 'big']);
    const [set, get, del] = await client.replies(3);
    expect([set, del]).toEqual([status('OK'), integer(1)]);
    expect(get).toEqual(bulk(value));
  });

  it('keeps a blocked client waiting, and its later commands behind', async () => {
    const [waiter, pusher] = [open(), open()];
    waiter.send(['BLPOP', 'queue', '0'], ['PING']);
    const id = await pusher.ask('CLIENT', 'ID');
    expect(id.type).toBe('integer');
    let blocked = '';
    while (!blocked.includes('blocked_clients:1\r\n')) {
      const info = await pusher.ask('INFO', 'clients');
      blocked = info.type === 'bulk' ? info.value : '';
    }
    expect(await pusher.ask('RPUSH', 'queue', 'job')).toEqual(integer(1));
    expect(await waiter.replies(2)).toEqual([{ type: 'array', items: [bulk('queue'), bulk('job')] }, status('PONG')]);
  });

  it('says BUSY while a script loops, until SCRIPT KILL', async () => {
    const [looper, other] = [open(), open()];
    looper.send(['EVAL', 'while true do end', '0']);
    let reply: RespValue = status('PONG');
    while (reply.type !== 'error') reply = await other.ask('PING');
    expect(reply).toMatchObject({ text: expect.stringMatching(/^BUSY Redis is busy running a script/) });
    expect(await other.ask('SCRIPT', 'KILL')).toEqual(status('OK'));
    expect((await looper.replies(1))[0]).toMatchObject({
      type: 'error',
      text: expect.stringMatching(/^ERR Error running script|killed by user/),
    });
    expect(await other.ask('PING')).toEqual(status('PONG'));
  });

  it('ends a function with FUNCTION KILL, and SCRIPT KILL says that it is one', async () => {
    const [looper, other] = [open(), open()];
    await other.ask(
      'FUNCTION',
      'LOAD',
      '#!lua name=l\nredis.register_function("spin", function() while true do end end)',
    );
    looper.send(['FCALL', 'spin', '0']);
    let reply: RespValue = status('PONG');
    while (reply.type !== 'error') reply = await other.ask('PING');
    const busy = 'BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.';
    expect(reply).toMatchObject({ text: busy });
    expect(await other.ask('SCRIPT', 'KILL')).toMatchObject({ text: busy });
    expect(JSON.stringify(await other.ask('FUNCTION', 'STATS'))).toContain('"FCALL"');
    expect(await other.ask('FUNCTION', 'KILL')).toEqual(status('OK'));
    expect((await looper.replies(1))[0]).toMatchObject({ text: expect.stringContaining('killed by user') });
    expect(await other.ask('FUNCTION', 'KILL')).toMatchObject({
      text: 'NOTBUSY No scripts in execution right now.',
    });
  });

  it('says what would end a real server, and goes on', async () => {
    const client = open();
    const crash = { type: 'error', text: expect.stringContaining('a real 7.0.15 server would crash here: ') };
    expect(await client.ask('EVAL', 'error({})', '0')).toMatchObject(crash);
    client.send(['MULTI'], ['EVAL', 'error({})', '0'], ['EXEC'], ['EVAL', 'return 1', '0']);
    expect((await client.replies(4)).slice(2)).toMatchObject([crash, integer(1)]);
  });

  it('refuses redis-cli --ldb where it is seen: that client looks at the reply to its EVAL only', async () => {
    const client = open();
    const refusal = { type: 'error', text: expect.stringContaining('does not speak the protocol of SCRIPT DEBUG') };
    client.send(
      ['SCRIPT', 'DEBUG', 'YES'],
      ['EVAL', 'return 1', '0'],
      ['SCRIPT', 'DEBUG', 'NO'],
      ['EVAL', 'return 1', '0'],
    );
    expect(await client.replies(4)).toMatchObject([refusal, refusal, status('OK'), integer(1)]);
  });

  it('closes after QUIT and after what is no protocol', async () => {
    const polite = open();
    polite.send(['QUIT'], ['PING']);
    expect(await polite.replies(1)).toEqual([status('OK')]);
    await polite.closed;
    const rude = open();
    rude.sendRaw('*1\r\nfoo\r\n');
    expect(await rude.replies(1)).toEqual([{ type: 'error', text: "ERR Protocol error: expected '$', got 'f'" }]);
    await rude.closed;
  });

  it('serves ioredis: scripts, transactions and messages', async () => {
    const redis = new Redis(door.port, '127.0.0.1');
    const subscriber = new Redis(door.port, '127.0.0.1');
    await redis.set('counter', '1');
    expect(await redis.eval("return redis.call('INCRBY', KEYS[1], ARGV[1])", 1, 'counter', '41')).toBe(42);
    expect(await redis.multi().get('counter').incr('counter').exec()).toEqual([
      [null, '42'],
      [null, 43],
    ]);
    await subscriber.subscribe('news');
    const message = new Promise((resolve) => subscriber.once('message', (_, text) => resolve(text)));
    expect(await redis.publish('news', 'hello')).toBe(1);
    expect(await message).toBe('hello');
    redis.disconnect();
    subscriber.disconnect();
  });
});

const ERROR_OF_SEVEN = 'ERR user_script:1: x script: SHA, on @user_script:1.';
const ERROR_OF_SIX = 'ERR Error running script (call to f_SHA): @user_script:1: user_script:1: x';

describe.each([
  ['6.2.16', ERROR_OF_SIX, 'error'],
  ['7.2.6', ERROR_OF_SEVEN, 'array'],
  ['7.4.1', ERROR_OF_SEVEN, 'array'],
] as const)('the TCP door as %s', (version, scriptError, functionList) => {
  it('answers as that server', async () => {
    const old = await openDoor(0, { settings: {}, seed: 1, version }, entry);
    const client = new RawClient(connect(old.port, '127.0.0.1'));
    try {
      const info = await client.ask('INFO', 'server');
      expect(info).toMatchObject({ value: expect.stringContaining(`redis_version:${version}\r\n`) });
      const sha = await shaOf(client, "error('x')");
      expect(await client.ask('EVAL', "error('x')", '0')).toMatchObject({ text: scriptError.replace('SHA', sha) });
      expect((await client.ask('FUNCTION', 'LIST')).type).toBe(functionList);
    } finally {
      client.end();
      await old.close();
    }
  });
});

async function shaOf(client: RawClient, script: string): Promise<string> {
  const reply = await client.ask('SCRIPT', 'LOAD', script);
  return reply.type === 'bulk' ? reply.value : '';
}
