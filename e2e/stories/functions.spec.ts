import { expect, test } from '../fixtures/test.js';

test('a function: the library is loaded, the function called, and an error of loading shown', async ({
  sandboxScreen: screen,
}) => {
  const { page } = screen;
  await screen.openExample('The same script as a function');
  await screen.inputs.invocationIs(/FUNCTION LOAD REPLACE … · FCALL multiply 1 foo 5/);
  await screen.run();
  await expect(screen.reply.root).toContainText('25');

  await page.getByTestId('function-name').fill('divide');
  await screen.inputs.invocationIs('FCALL divide 1 foo 5');
  await screen.run();
  await expect(screen.reply.root).toContainText('ERR Function not found');

  await screen.inputs.chooseMode('FCALL_RO');
  await page.getByTestId('function-name').fill('');
  await screen.run();
  await expect(screen.reply.root).toContainText('ERR Can not execute a script with write flag using *_ro command.');

  await screen.editor.write('#!lua name=luascope\nreturn return');
  await screen.run();
  await expect(screen.reply.root).toContainText('ERR Error compiling function: user_function:2: unexpected symbol');
});
