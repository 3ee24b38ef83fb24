import { describe, expect, it } from 'vitest';
import { idleParts, Statements } from './statements.js';

const SCRIPT = `local a, t = 1, {} ; t.x = a
local function add(n, ...)
  if n > 1 then return n end
  a = a + n
end
for i = 1, 2 do add(i) end
-- the end
return a`;
const statements = new Statements(SCRIPT);
const places = (line: number) => statements.onLine(line).map(({ column }) => `${line}:${column}`);

describe('the statements of a script', () => {
  it('are found by line, several a line', () => {
    expect([places(1), places(3), places(6), places(7)]).toEqual([
      ['1:1', '1:22'],
      ['3:3', '3:17'],
      ['6:1', '6:17'],
      [],
    ]);
    expect([statements.lineFrom(5), statements.lineFrom(7), statements.lineFrom(9)]).toEqual([6, 8, undefined]);
  });

  it('are told in their own words, without their blocks', () => {
    expect(statements.text(2, 1)).toBe('local function add(n, ...)');
    expect(statements.text(3, 3)).toBe('if n > 1 then');
    expect(statements.text(6, 1)).toBe('for i = 1, 2 do');
    expect(statements.text(5, 1)).toBe('end');
  });

  it('are found around a place: the innermost one whose words hold it, else the next of the line', () => {
    const around = (line: number, column: number) => {
      const place = statements.around(line, column);
      return place && `${place.line}:${place.column}`;
    };
    expect([around(6, 5), around(6, 18), around(1, 20), around(3, 1), around(7, 3)]).toEqual([
      '6:1',
      '6:17',
      '1:22',
      '3:3',
      undefined,
    ]);
  });

  it('know what they assign and which function they are in', () => {
    expect(statements.at(1, 1)?.assigns).toEqual(['a', 't']);
    expect(statements.at(1, 22)?.assigns).toEqual(['t']);
    expect(statements.at(2, 1)?.assigns).toEqual(['add']);
    expect(statements.at(6, 1)?.assigns).toEqual(['i']);
    expect(statements.functionAt(4, 3)).toEqual({ parameters: ['n'], line: 2 });
    expect(statements.functionAt(6, 1)).toBeUndefined();
  });

  it('are none when the script does not compile', () => {
    expect(new Statements('return return').all).toEqual([]);
  });
});

describe('what did not run', () => {
  const idle = (script: string, ...ran: string[]) =>
    idleParts(new Statements(script), script, ({ line, column }) => ran.includes(`${line}:${column}`));

  it('is a line, or the part of a line beside what ran', () => {
    expect(idle(SCRIPT, '1:1', '1:22', '2:1', '3:3', '6:1', '6:17')).toEqual({
      lines: [4, 8],
      stretches: [{ line: 3, from: 17, to: 25 }],
    });
  });

  it('reaches to the end of a statement of several lines', () => {
    expect(idle("local a = 1\nif a then\n  redis.call('SET',\n    'k', a)\nend", '1:1').lines).toEqual([2, 3, 4, 5]);
    expect(idle("if x then\n  f('SET',\n    'k') end return 1", '1:1', '3:14')).toEqual({
      lines: [2],
      stretches: [{ line: 3, from: 1, to: 9 }],
    });
  });

  it('is a whole line when all its parts are', () => {
    expect(idle('if x then\n  a = 1; b = 2 -- both\nend', '1:1').lines).toEqual([2]);
  });
});
