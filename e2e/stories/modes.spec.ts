import { createHash } from 'node:crypto';
import { expect, test } from '../fixtures/test.js';

test('the SHA1 is that of the exact bytes, at every key stroke', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  for (const script of ['return 1', "return '用户'", 'return 1\nreturn 2'.slice(0, 9)]) {
    await screen.editor.write(script);
    const sha = createHash('sha1').update(script, 'utf8').digest('hex');
    await expect.poll(() => screen.inputs.fullSha()).toBe(sha);
  }
});

test('EVALSHA of a script the server does not have: NOSCRIPT, and a way out', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write('return "first time"');
  await screen.inputs.chooseMode('EVALSHA');
  await screen.run();
  await expect(screen.reply.root).toContainText('NOSCRIPT No matching script');
  await screen.page.getByRole('button', { name: 'SCRIPT LOAD, then retry' }).click();
  await expect(screen.reply.root).toContainText('first time');
  await expect(screen.inputs.cacheState).toContainText('cached');
});

test('EVAL_RO refuses a write', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write("return redis.call('SET', 'a', '1')");
  await screen.inputs.chooseMode('EVAL_RO');
  await screen.run();
  await expect(screen.reply.root).toContainText('Write commands are not allowed from read-only scripts');
});

test('the invocation line shows the exact command', async ({ sandboxScreen: screen }) => {
  await screen.newScript();
  await screen.editor.write('return ARGV[1]');
  await screen.inputs.addKey('k', false);
  await screen.inputs.addArgument('two words', false);
  await screen.inputs.invocationIs('EVAL "return ARGV[1]" 1 k "two words"');
});
