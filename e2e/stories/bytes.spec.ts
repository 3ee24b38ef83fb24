import type { Screen } from '../panels/screen.js';
import { expect, test } from '../fixtures/test.js';

const script = `redis.call('SET', KEYS[1], ARGV[1])
return {KEYS[1], redis.call('GET', KEYS[1]), #KEYS[1], #ARGV[1]}`;

interface Bytes {
  readonly name: string;
  readonly key: string;
  readonly value: string;
  /** Typed as redis-cli escapes. */
  readonly raw: boolean;
  /** As redis-cli prints the reply. */
  readonly printed: readonly string[];
}

const inputs: readonly Bytes[] = [
  {
    name: 'Chinese text',
    key: '用户:1',
    value: '值',
    raw: false,
    printed: ['"\\xe7\\x94\\xa8\\xe6\\x88\\xb7:1"', '"\\xe5\\x80\\xbc"', '(integer) 8', '(integer) 3'],
  },
  {
    name: 'an emoji',
    key: '🔑',
    value: '🎉',
    raw: false,
    printed: ['"\\xf0\\x9f\\x94\\x91"', '"\\xf0\\x9f\\x8e\\x89"', '(integer) 4', '(integer) 4'],
  },
  {
    name: 'bytes that are no text',
    key: '\\x00\\xff',
    value: '\\xff\\x00',
    raw: true,
    printed: ['"\\x00\\xff"', '"\\xff\\x00"', '(integer) 2', '(integer) 2'],
  },
  { name: 'an empty key', key: '', value: '', raw: true, printed: ['""', '""', '(integer) 0', '(integer) 0'] },
];

async function send(screen: Screen, { key, value, raw }: Bytes, run: () => Promise<void>): Promise<void> {
  await screen.newScript();
  await screen.editor.write(script);
  await screen.inputs.addKey(key, raw);
  await screen.inputs.addArgument(value, raw);
  await run();
}

for (const each of inputs) {
  test(`${each.name} on the sandbox`, async ({ sandboxScreen: screen }) => {
    await send(screen, each, () => screen.run());
    await screen.reply.choose('redis-cli');
    for (const text of each.printed) await expect(screen.reply.root).toContainText(text);
  });

  test(`${each.name} on a live Redis`, async ({ liveScreen: screen, redis }) => {
    await redis.command('FLUSHALL');
    await send(screen, each, () => screen.runLive());
    await screen.reply.choose('redis-cli');
    for (const text of each.printed) await expect(screen.reply.root).toContainText(text);
    expect(await redis.command('DBSIZE')).toBe(1);
  });
}

test('Chinese text is shown as text in the tree', async ({ sandboxScreen: screen }) => {
  await send(screen, inputs[0]!, () => screen.run());
  await screen.reply.choose('Tree');
  await expect(screen.reply.root).toContainText('用户:1');
});
