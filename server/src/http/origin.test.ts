import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { OriginPolicy } from './origin.js';

const policy = new OriginPolicy(['Luascope.example.org', '[fd00::1]']);
const asking = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

describe('the Host of a request', () => {
  test.each([
    '127.0.0.1:7379',
    '127.0.0.5',
    'localhost:1',
    'LOCALHOST',
    '[::1]:7379',
    'luascope.example.org',
    'luascope.example.org:443',
    '[fd00::1]:80',
  ])('%s is ours', (host) => expect(policy.hostAllowed(asking({ host }))).toBe(true));
  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.0.2',
    'a@localhost',
    'localhost:x',
    '',
    '[::2]',
    '127.0.0.1:7379, evil',
  ])('%s is not', (host) => expect(policy.hostAllowed(asking({ host }))).toBe(false));
  test('must be there', () => expect(policy.hostAllowed(asking({}))).toBe(false));
});

describe('the source of a request', () => {
  const host = '127.0.0.1:7379';
  const allowed: Record<string, string>[] = [
    { host },
    { host, origin: `http://${host}` },
    { host, origin: `https://${host}`, 'sec-fetch-site': 'same-origin' },
    { host, 'sec-fetch-site': 'none' },
  ];
  const refused: Record<string, string>[] = [
    { host, origin: 'http://evil.example' },
    { host, origin: 'null' },
    { host, origin: 'http://127.0.0.1:3000' },
    { host, 'sec-fetch-site': 'cross-site' },
    { host, 'sec-fetch-site': 'same-site' },
    { host, origin: `http://${host}`, 'sec-fetch-site': 'cross-site' },
  ];
  test.each(allowed)('%o may call', (headers) => expect(policy.sourceAllowed(asking(headers))).toBe(true));
  test.each(refused)('%o may not', (headers) => expect(policy.sourceAllowed(asking(headers))).toBe(false));
  test('must be named for a WebSocket', () => {
    expect(policy.upgradeAllowed(asking({ host }))).toBe(false);
    expect(policy.upgradeAllowed(asking({ host, origin: `http://${host}` }))).toBe(true);
    expect(policy.upgradeAllowed(asking({ host: 'evil.example', origin: 'http://evil.example' }))).toBe(false);
  });
});
