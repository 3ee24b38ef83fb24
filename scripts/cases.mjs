// Cases of shared/test/cases: what they are, and how a server is asked them.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './pnpm.mjs';
import { build, install } from './prepare.mjs';
import { Connection } from './resp-wire.mjs';
import { redisServer } from './tools.mjs';

/** The files of cases that a real server has answered. */
export const caseFiles = () => {
  const folder = join(root, 'shared/test/cases');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name));
};

/** The cases of 7.0.15 with what a server of another version answered to them. */
export function casesOfVersion(version) {
  const folder = join(root, 'shared/test/cases');
  const answers = new Map(
    readCases(join(folder, 'versions', `${version}.jsonl`)).map(({ id, expect }) => [id, expect]),
  );
  const cases = readCases(join(folder, 'redis-7.0.15.jsonl'));
  return cases.map((testCase) => ({ ...testCase, expect: answers.get(testCase.id) ?? testCase.expect }));
}

export const readCases = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

/** The commands of a case, in the order in which `expect` has their replies. */
export function commandsOf(testCase) {
  const { setup, via = 'EVAL', script, keys = [], argv = [], then } = testCase;
  return [
    ...setup,
    ...(script === null || script === undefined ? [] : [[via, script, String(keys.length), ...keys, ...argv]]),
    ...then,
  ];
}

/** The raw replies of a server to a case, one a command, after everything on that server has been flushed. */
export async function answers(testCase, port) {
  const replies = [];
  const commands = commandsOf(testCase);
  let connection;
  try {
    connection = await Connection.open({ port });
    for (const reset of [['FLUSHALL'], ['SCRIPT', 'FLUSH'], ['FUNCTION', 'FLUSH']]) await connection.send(reset);
    if (testCase.resp === 3) await connection.send(['HELLO', '3']);
    for (const command of commands) replies.push(await connection.send(command));
  } catch (error) {
    while (replies.length < commands.length) replies.push(`no reply: ${error.message}`);
  }
  connection?.close();
  if (testCase.cleanup?.length > 0) {
    const cleaner = await Connection.open({ port });
    for (const command of testCase.cleanup) await cleaner.send(command);
    cleaner.close();
  }
  return replies;
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts a server on a free port and waits until it answers PING: `live` is a throw-away redis-server, `sandbox` the emulator behind its
 * TCP door, as the version named. The caller calls `stop`; it is called at exit in any case.
 * @param {'live' | 'sandbox'} kind
 */
export async function startTarget(kind, version = '7.0.15') {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'luascope-cases-'));
  let child;
  if (kind === 'live') {
    const path = redisServer();
    if (path === undefined) throw new Error('No redis-server on PATH, and none could be installed.');
    const flags = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      directory,
      '--enable-debug-command',
      'yes',
    ];
    child = spawn(path, flags, { stdio: 'ignore' });
  } else {
    install();
    build();
    const door = join(root, 'server/dist/door/main.js');
    child = spawn(process.execPath, [door, '--port', String(port), '--version', version], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const stop = () => {
    process.off('exit', stop);
    child.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  process.on('exit', stop);
  let exited = false;
  child.on('exit', () => (exited = true));
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      const connection = await Connection.open({ port });
      const pong = await connection.send(['PING'], 2000);
      connection.close();
      if (pong === '+PONG\r\n') return { port, stop };
    } catch (error) {
      if (exited || Date.now() > deadline) throw new Error(`The ${kind} server did not start.`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
