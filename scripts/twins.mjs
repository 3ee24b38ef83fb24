// `npm run twins`: every script of the two articles and of the designed screens, on the sandbox and on a live Redis, the reply bytes side by side.
import { answers, caseFiles, commandsOf, readCases, startTarget } from './cases.mjs';

const wanted = /^(article|screen|bytes)/;
const cases = caseFiles()
  .flatMap(readCases)
  .filter((testCase) => wanted.test(testCase.area));
const [sandbox, live] = await Promise.all([startTarget('sandbox'), startTarget('live')]);

const shown = (reply) => JSON.stringify(reply).slice(1, -1);
const cut = (text, width) => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width));

let different = 0;
let compared = 0;
console.log(`${'script'.padEnd(46)}   ${'command'.padEnd(34)} ${'sandbox'.padEnd(46)} live`);
for (const testCase of cases) {
  const [ours, theirs] = [await answers(testCase, sandbox.port), await answers(testCase, live.port)];
  for (const [i, command] of commandsOf(testCase).entries()) {
    if (i < testCase.setup.length) continue;
    const equal = ours[i] === theirs[i];
    compared += 1;
    if (!equal) different += 1;
    const text = command
      .map((word) => (typeof word === 'object' ? word.hex : word))
      .join(' ')
      .replaceAll('\n', ' ');
    const [left, right] = equal ? [cut(shown(ours[i]), 46), '='] : [shown(ours[i]), `≠ ${shown(theirs[i])}`];
    console.log(`${cut(testCase.id, 46)}   ${cut(text, 34)} ${left} ${right}`);
  }
}
console.log(`${compared} replies compared, ${different} different`);
process.exit(different === 0 ? 0 : 1);
