// `npm run conformance`: the cases a real Redis has answered, asked of the sandbox through its TCP door; a table by area.
//   --live            ask redis-server instead, to see that the cases themselves are true
//   --port N          ask whatever listens on loopback port N
//   --area REGEX, --id REGEX, --show N
//   --version V       6.2.16, 7.2.6 or 7.4.1: the sandbox as that version, by what such a server answered to the cases of 7.0.15
//   --record FILE     let redis-server answer the cases of FILE and print them with its answers
import { parseArgs } from 'node:util';
import { answers, caseFiles, casesOfVersion, commandsOf, readCases, startTarget } from './cases.mjs';
import { normalised } from './resp-wire.mjs';

const { values: options } = parseArgs({
  options: {
    live: { type: 'boolean', default: false },
    port: { type: 'string' },
    area: { type: 'string', default: '' },
    id: { type: 'string', default: '' },
    show: { type: 'string', default: '40' },
    version: { type: 'string' },
    record: { type: 'string' },
  },
});

const asked =
  options.version === undefined
    ? (options.record === undefined ? caseFiles() : [options.record]).flatMap(readCases)
    : casesOfVersion(options.version);
const cases = asked.filter(
  (testCase) => new RegExp(options.area).test(testCase.area) && new RegExp(options.id).test(testCase.id),
);
const target =
  options.port === undefined
    ? await startTarget(options.live || options.record !== undefined ? 'live' : 'sandbox', options.version)
    : { port: Number(options.port) };

if (options.record !== undefined) {
  for (const testCase of cases) {
    const replies = await answers(testCase, target.port);
    console.log(JSON.stringify({ ...testCase, expect: replies.map((reply) => normalised(reply, testCase.norm)) }));
  }
  process.exit(0);
}

const areas = new Map();
let shown = 0;
for (const testCase of cases) {
  const replies = await answers(testCase, target.port);
  const wrong = testCase.expect.findIndex(
    (expected, i) => normalised(replies[i], testCase.norm) !== normalised(expected, testCase.norm),
  );
  const area = areas.get(testCase.area) ?? { cases: 0, exact: 0 };
  areas.set(testCase.area, area);
  area.cases += 1;
  if (wrong < 0) area.exact += 1;
  else if (shown++ < Number(options.show)) {
    console.log(`${testCase.id}: ${JSON.stringify(commandsOf(testCase)[wrong]).slice(0, 400)}`);
    console.log(`  expected ${JSON.stringify(testCase.expect[wrong])}\n  got      ${JSON.stringify(replies[wrong])}`);
  }
}

const total = { cases: 0, exact: 0 };
console.log(`\n${'area'.padEnd(20)} cases  exact`);
for (const [name, area] of [...areas].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`${name.padEnd(20)} ${String(area.cases).padStart(5)} ${String(area.exact).padStart(6)}`);
  total.cases += area.cases;
  total.exact += area.exact;
}
console.log(
  `${'all'.padEnd(20)} ${String(total.cases).padStart(5)} ${String(total.exact).padStart(6)}   ${((100 * total.exact) / total.cases).toFixed(1)} %`,
);
process.exit(total.exact === total.cases ? 0 : 1);
