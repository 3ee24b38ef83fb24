import type { CommandDocs } from '@luascope/shared/commands';

type Docs = Readonly<Record<string, CommandDocs>>;

let loading: Promise<Docs> | undefined;

/** What Redis's documentation says of each command. Arrives when it is first asked for. */
export function loadDocs(): Promise<Docs> {
  loading ??= import('@luascope/shared/commands/docs').then(({ DOCS }) => DOCS);
  return loading;
}

/** The documentation of `get` or `config|get`. */
export function docsOf(docs: Docs, name: string): CommandDocs | undefined {
  const [container] = name.split('|');
  return name.includes('|') ? docs[container!]?.subcommands?.[name] : docs[name];
}
