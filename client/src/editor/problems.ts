import {
  foreignGrammar,
  lint,
  parseScript,
  readLibrary,
  type Edit,
  type Finding,
  type ForeignGrammar,
  type LintOptions,
} from '@luascope/shared/analysis';
import { toText, type Bytes } from '@luascope/shared/bytes';
import { scriptBytes } from '../state/request.js';
import { isLibraryMode } from '../state/script.js';
import { Offsets } from './offsets.js';

/** Something to mark in the script. Offsets count UTF-16 units of its text. */
export interface Problem {
  readonly start: number;
  readonly end: number;
  /** Why it does not compile, in Redis's words; absent for what lint found. */
  readonly message?: Bytes;
  /** What of another language that probably is. */
  readonly foreign?: ForeignGrammar;
  readonly finding?: Pick<Finding, 'rule' | 'severity' | 'data'>;
  readonly fix?: readonly TextEdit[];
}

interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is wrong with a script, or looks so. A script that does not compile has one problem; only others are looked at closely. */
export function problemsOf(text: string, options: LintOptions): Problem[] {
  const source = scriptBytes(text);
  if (source === '') return [];
  const library = isLibraryMode(options.mode);
  const parsed = library ? readLibrary(source) : parseScript(source);
  const offsets = new Offsets(text);
  const place = ({ start, end }: { readonly start: number; readonly end: number }) => ({
    start: offsets.unitAt(start),
    end: offsets.unitAt(end),
  });
  if (!parsed.ok) {
    const { span, message } = parsed.problem;
    const foreign = foreignGrammar(source, parsed.problem);
    return [{ ...place(span), message, ...(foreign && { foreign }) }];
  }
  return lint(source, parsed, options).map(({ span, fix, ...finding }) => ({
    ...place(span),
    finding,
    ...(fix && { fix: fix.map((edit: Edit) => ({ ...place(edit), text: toText(edit.text) ?? edit.text })) }),
  }));
}

/** Problems that are worth a number in the status bar; advice is not. */
export function countProblems(problems: readonly Problem[]): { readonly errors: number; readonly warnings: number } {
  const severities = problems.map((problem) => problem.finding?.severity ?? 'error');
  return {
    errors: severities.filter((each) => each === 'error').length,
    warnings: severities.filter((each) => each === 'warning').length,
  };
}
