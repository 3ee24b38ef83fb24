import type { ArgumentDocs } from '@luascope/shared/commands';

/** The arguments of a command as the documentation writes them: `key`, `value`, `[NX | XX]`, `[EX seconds | PX milliseconds | KEEPTTL]`. */
export function argumentSyntax(args: readonly ArgumentDocs[]): string[] {
  return args.map(syntaxOf);
}

function syntaxOf(argument: ArgumentDocs): string {
  const flags = argument.flags ?? [];
  const inner = argument.arguments?.map(syntaxOf) ?? [];
  const body =
    argument.type === 'pure-token'
      ? ''
      : argument.type === 'oneof'
        ? inner.join(' | ')
        : argument.type === 'block'
          ? inner.join(' ')
          : argument.name;
  const token = argument.token === '' ? '""' : argument.token;
  let text = [token, argument.type === 'oneof' && token ? `<${body}>` : body].filter(Boolean).join(' ');
  if (flags.includes('multiple')) {
    const again = flags.includes('multiple_token') || !token ? text : body;
    text += ` [${again} …]`;
  } else if (argument.type === 'oneof' && !flags.includes('optional') && !token) text = `<${text}>`;
  return flags.includes('optional') ? `[${text}]` : text;
}

/** The words that may be written as they are: options and such. */
export function tokensOf(args: readonly ArgumentDocs[]): string[] {
  return args.flatMap((argument) => [
    ...(argument.token ? [argument.token] : []),
    ...(argument.arguments ? tokensOf(argument.arguments) : []),
  ]);
}

/** Which of `count` described arguments the word at `position` belongs to; the last one takes all that follow. */
export const argumentAt = (position: number, count: number): number => Math.max(0, Math.min(position, count - 1));
