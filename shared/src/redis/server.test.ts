import { describe, expect, it } from 'vitest';
import { encode, splitArguments } from '../resp/index.js';
import { redisFamilies } from './redis-families.js';
import { Server, type ServerOptions } from './server.js';
import type { Session } from './session.js';

/** A server on a clock that the test moves, and clients whose wires show what redis-server 7.0.15 would send. */
class House {
  now = 1_700_000_000_000;
  readonly server: Server;

  constructor(options: Partial<ServerOptions> = {}) {
    this.server = new Server({ families: redisFamilies, clock: () => this.now * 1000, seed: 1, ...options });
  }

  connect(): Client {
    return new Client(this.server);
  }

  pass(ms: number): void {
    this.now += ms;
    this.server.tick();
  }
}

class Client {
  readonly session: Session;
  private wire = '';

  constructor(private readonly server: Server) {
    this.session = server.connect((reply) => (this.wire += encode(reply, this.session.resp)));
  }

  /** Sends a line and gives everything that came since the last look. */
  ask(line: string): string {
    const reply = this.server.execute(this.session, splitArguments(line)!);
    if (reply !== undefined) this.wire += encode(reply, this.session.resp);
    this.server.afterReply();
    return this.read();
  }

  read(): string {
    const seen = this.wire.replaceAll('\r\n', ' ').trim();
    this.wire = '';
    return seen;
  }
}

describe('waiting clients', () => {
  it('are served in the order in which they came, after the whole transaction', () => {
    const house = new House();
    const [first, second, pusher] = [house.connect(), house.connect(), house.connect()];
    expect(first.ask('BLPOP a b 0')).toBe('');
    expect(second.ask('BLPOP b 0')).toBe('');
    expect(first.session.blocked).toBe(true);
    pusher.ask('MULTI');
    pusher.ask('RPUSH b 1');
    pusher.ask('RPUSH b 2');
    expect(pusher.ask('EXEC')).toBe('*2 :1 :2');
    expect(first.read()).toBe('*2 $1 b $1 1');
    expect(second.read()).toBe('*2 $1 b $1 2');
    expect(pusher.ask('EXISTS b')).toBe(':0');
  });

  it('chain from one to the next', () => {
    const house = new House();
    const [mover, popper, pusher] = [house.connect(), house.connect(), house.connect()];
    mover.ask('BLMOVE a b LEFT RIGHT 0');
    popper.ask('BLPOP b 0');
    expect(pusher.ask('RPUSH a x')).toBe(':1');
    expect(mover.read()).toBe('$1 x');
    expect(popper.read()).toBe('*2 $1 b $1 x');
  });

  it('give up when their time is over', () => {
    const house = new House();
    const client = house.connect();
    client.ask('BLPOP a 0.05');
    house.pass(49);
    expect(client.read()).toBe('');
    house.pass(1);
    expect(client.read()).toBe('*-1');
    expect(client.session.blocked).toBe(false);
  });

  it('can be ended by CLIENT UNBLOCK', () => {
    const house = new House();
    const [client, other] = [house.connect(), house.connect()];
    client.ask('BLPOP a 0');
    expect(other.ask(`CLIENT UNBLOCK ${client.session.id} ERROR`)).toBe(':1');
    expect(client.read()).toBe('-UNBLOCKED client unblocked via CLIENT UNBLOCK');
    expect(other.ask(`CLIENT UNBLOCK ${client.session.id}`)).toBe(':0');
  });

  it('do not wait inside MULTI', () => {
    const client = new House().connect();
    client.ask('MULTI');
    client.ask('BLPOP a 0');
    expect(client.ask('EXEC')).toBe('*1 *-1');
  });

  it('are woken by SWAPDB and by what another type leaves', () => {
    const house = new House();
    const [client, other] = [house.connect(), house.connect()];
    client.ask('BLPOP k 0');
    other.ask('SET k 1');
    other.ask('DEL k');
    other.ask('SELECT 1');
    other.ask('RPUSH k v');
    expect(client.read()).toBe('');
    other.ask('SWAPDB 0 1');
    expect(client.read()).toBe('*2 $1 k $1 v');
  });
});

describe('WATCH', () => {
  it.each([
    ['SET k 2', '*-1'],
    ['EXPIRE k 100', '*-1'],
    ['FLUSHALL', '*-1'],
    ['SWAPDB 0 1', '*-1'],
    ['SET other 1', '*1 +PONG'],
    ['GET k', '*1 +PONG'],
  ])('after %s EXEC answers %s', (line, answer) => {
    const house = new House();
    const [client, other] = [house.connect(), house.connect()];
    client.ask('SET k 1');
    client.ask('WATCH k');
    other.ask(line);
    client.ask('MULTI');
    client.ask('PING');
    expect(client.ask('EXEC')).toBe(answer);
  });

  it('minds a key that dies, but not one that was dead already', () => {
    const house = new House();
    const client = house.connect();
    client.ask('SET k 1 PX 10');
    client.ask('WATCH k');
    house.now += 11;
    client.ask('MULTI');
    expect(client.ask('EXEC')).toBe('*-1');
    client.ask('DEBUG SET-ACTIVE-EXPIRE 0');
    client.ask('SET k 1 PX 10');
    house.now += 11;
    client.ask('WATCH k');
    client.ask('GET k');
    client.ask('MULTI');
    expect(client.ask('EXEC')).toBe('*0');
  });
});

describe('expiry', () => {
  it('is lazy on look-up, and active on the tick, and says so', () => {
    const house = new House({ settings: { 'notify-keyspace-events': 'Ex' } });
    const [client, listener] = [house.connect(), house.connect()];
    listener.ask('SUBSCRIBE __keyevent@0__:expired');
    client.ask('SET a 1 PX 10');
    client.ask('SET b 1 PX 10');
    house.now += 10;
    expect(client.ask('EXISTS a b')).toBe(':2');
    house.now += 1;
    expect(client.ask('GET a')).toBe('$-1');
    expect(client.ask('DBSIZE')).toBe(':1');
    house.pass(0);
    expect(client.ask('DBSIZE')).toBe(':0');
    expect(listener.read()).toBe(
      '*3 $7 message $22 __keyevent@0__:expired $1 a *3 $7 message $22 __keyevent@0__:expired $1 b',
    );
  });
});

describe('a missing key', () => {
  it('is told of by commands that look for it, but for OBJECT', () => {
    const house = new House({ settings: { 'notify-keyspace-events': 'Em' } });
    const [client, listener] = [house.connect(), house.connect()];
    listener.ask('SUBSCRIBE __keyevent@0__:keymiss');
    expect(client.ask('OBJECT ENCODING a')).toBe('$-1');
    expect(client.ask('TTL b')).toBe(':-2');
    expect(listener.read()).toBe('*3 $7 message $22 __keyevent@0__:keymiss $1 b');
    expect(client.ask('INFO stats')).toContain('keyspace_misses:2');
  });
});

describe('CLIENT', () => {
  it('REPLY OFF, SKIP and ON choose what is answered', () => {
    const client = new House().connect();
    expect(client.ask('CLIENT REPLY OFF')).toBe('');
    expect(client.ask('PING')).toBe('');
    expect(client.ask('CLIENT REPLY ON')).toBe('+OK');
    expect(client.ask('CLIENT REPLY SKIP')).toBe('');
    expect(client.ask('SET a 1')).toBe('');
    expect(client.ask('GET a')).toBe('$1 1');
  });

  it('PAUSE WRITE holds writes back until it ends', () => {
    const house = new House();
    const [client, other] = [house.connect(), house.connect()];
    expect(other.ask('CLIENT PAUSE 1000 WRITE')).toBe('+OK');
    expect(client.ask('GET a')).toBe('$-1');
    expect(client.ask('SET a 1')).toBe('');
    expect(client.session.blocked).toBe(true);
    house.pass(1000);
    expect(client.read()).toBe('+OK');
    other.ask('CLIENT PAUSE 1000');
    expect(client.ask('GET a')).toBe('');
    house.server.execute(other.session, ['CLIENT', 'UNPAUSE']);
    house.pass(1000);
    expect(client.read()).toBe('$1 1');
  });

  it('KILL tells the host, and takes the client off every list', () => {
    const killed: number[] = [];
    const house = new House({ onKill: ({ id }) => killed.push(id) });
    const [client, other] = [house.connect(), house.connect()];
    client.ask('SUBSCRIBE news');
    expect(other.ask(`CLIENT KILL ID ${client.session.id}`)).toBe(':1');
    expect(killed).toEqual([client.session.id]);
    expect(other.ask('PUBLISH news x')).toBe(':0');
  });

  it('TRACKING tells of keys that were read and then written, after the reply', () => {
    const house = new House();
    const [client, other] = [house.connect(), house.connect()];
    client.ask('HELLO 3');
    expect(client.ask('CLIENT TRACKING ON')).toBe('+OK');
    client.ask('GET a');
    other.ask('SET a 1');
    expect(client.read()).toBe('>2 $10 invalidate *1 $1 a');
    other.ask('SET a 2');
    expect(client.read()).toBe('');
    client.ask('GET a');
    expect(client.ask('SET a 3')).toBe('+OK >2 $10 invalidate *1 $1 a');
    client.ask('GET a');
    expect(other.ask('FLUSHALL')).toBe('+OK');
    expect(client.read()).toBe('>2 $10 invalidate _');
  });
});

describe('MONITOR', () => {
  it('shows a monitor its own command after the reply, and keeps it away from keys', () => {
    const monitor = new House().connect();
    monitor.ask('MONITOR');
    expect(monitor.ask('PING')).toMatch(/^\+PONG \+\d+\.\d+ \[0 \S+\] "PING"$/);
    expect(monitor.ask('GET a')).toBe("-ERR Replica can't interact with the keyspace");
  });

  it('shows commands as they were run, secrets hidden', () => {
    const house = new House();
    const [client, monitor] = [house.connect(), house.connect()];
    expect(monitor.ask('MONITOR')).toBe('+OK');
    client.ask('SET a "\\x00\\""');
    client.ask('AUTH secret');
    client.ask('CONFIG GET port');
    expect(monitor.read()).toBe(
      '+1700000000.000000 [0 127.0.0.1:0] "SET" "a" "\\x00\\"" +1700000000.000000 [0 127.0.0.1:0] "AUTH" "(redacted)"',
    );
  });
});

describe('CLIENT TRACKING', () => {
  it('tells of a flush, even of an empty database, and not of SWAPDB', () => {
    const house = new House();
    const [reader, writer] = [house.connect(), house.connect()];
    reader.ask('HELLO 3');
    reader.ask('CLIENT TRACKING on');
    reader.ask('GET k');
    writer.ask('SWAPDB 0 1');
    expect(reader.read()).toBe('');
    writer.ask('FLUSHDB');
    expect(reader.read()).toBe('>2 $10 invalidate _');
    writer.ask('SET k 1');
    expect(reader.read()).toBe('');
  });
});

describe('CLIENT REPLY', () => {
  it('is answered when ON ends a SKIP', () => {
    const client = new House().connect();
    expect(client.ask('CLIENT REPLY SKIP')).toBe('');
    expect(client.ask('CLIENT REPLY ON')).toBe('+OK');
    client.ask('CLIENT REPLY SKIP');
    expect(client.ask('PING')).toBe('');
    expect(client.ask('PING')).toBe('+PONG');
  });
});

describe('EXEC', () => {
  it('has messages among its replies, and behind them what is more than it announced', () => {
    const client = new House().connect();
    client.ask('HELLO 3');
    for (const line of ['MULTI', 'SUBSCRIBE a b', 'PUBLISH a 1']) client.ask(line);
    expect(client.ask('EXEC')).toBe('*2 >3 $9 subscribe $1 a :1 >3 $9 subscribe $1 b :2 >3 $7 message $1 a $1 1 :1');
  });
});

describe('INFO', () => {
  it('counts calls, failures and rejections by command, and errors by code', () => {
    const client = new House().connect();
    client.ask('SET a x');
    client.ask('INCR a');
    client.ask('LPUSH a x');
    client.ask('GET');
    client.ask('NOSUCH');
    const info = client.ask('INFO everything');
    expect(info).toContain('cmdstat_incr:calls=1,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=1');
    expect(info).toContain('cmdstat_get:calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0');
    expect(info).toContain('errorstat_ERR:count=3 errorstat_WRONGTYPE:count=1');
    expect(client.ask('INFO keyspace')).toContain('db0:keys=1,expires=0,avg_ttl=0');
  });
});

describe('maxmemory', () => {
  it('refuses what needs memory when nothing may be evicted', () => {
    const client = new House().connect();
    client.ask('SET a 1');
    client.ask('CONFIG SET maxmemory 1');
    expect(client.ask('SET b 1')).toBe("-OOM command not allowed when used memory > 'maxmemory'.");
    expect(client.ask('GET a')).toBe('$1 1');
    expect(client.ask('DEL a')).toBe(':1');
  });

  it('counts what changes as if it had counted everything again', () => {
    const house = new House();
    const client = house.connect();
    client.ask('MSET a 1 b two');
    client.ask('CONFIG SET maxmemory 100mb');
    for (const line of [
      'SET a another',
      'APPEND a xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      'RENAME b a-longer-name-than-it-was-before',
      'SADD s 1 2 3',
      'SADD s word',
      'SUNIONSTORE t s',
      'SREM s 1 2 3 word',
      'HSET h f v g w',
      'RPUSH l 1 2 3',
      'RENAME l h',
      'ZADD z 1 a 2 b',
      'MOVE z 1',
      'SWAPDB 0 1',
      'SET c 1 PX 1',
      'COPY z z2',
    ])
      client.ask(line);
    house.pass(10);
    client.ask('GET c');
    const { memory } = house.server;
    const kept = memory.used;
    client.ask('CONFIG SET maxmemory 0');
    expect(memory.used).toBe(kept);
    expect(kept).toBeGreaterThan(memory.startup);
  });

  it('evicts by the policy', () => {
    const house = new House();
    const client = house.connect();
    client.ask('SET stays 1');
    client.ask('SET goes 1 EX 100');
    client.ask('CONFIG SET maxmemory-policy volatile-ttl');
    client.ask('CONFIG SET maxmemory 1');
    house.pass(0);
    expect(client.ask('KEYS *')).toBe('*1 $5 stays');
  });
});
