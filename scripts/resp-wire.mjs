// The little of RESP that the case runner needs: it compares raw reply bytes, so nothing here interprets a value.
import net from 'node:net';

/** Buffer of one argument: text is sent as UTF-8, a number as decimal, `{hex}` as raw bytes. */
function argument(value) {
  if (typeof value === 'object' && value !== null) return Buffer.from(value.hex, 'hex');
  return Buffer.from(String(value), 'utf8');
}

function encode(command) {
  const parts = [Buffer.from(`*${command.length}\r\n`)];
  for (const value of command) {
    const bytes = argument(value);
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

const perItem = { '*': 1, '~': 1, '>': 1, '%': 2 };

/** Where the reply that starts at `from` ends, or -1 while it is incomplete. */
function replyEnd(buffer, from) {
  let position = from;
  for (let open = 1; open > 0; open--) {
    const lineEnd = buffer.indexOf('\r\n', position);
    if (lineEnd < 0) return -1;
    const type = String.fromCharCode(buffer[position]);
    const count = Number(buffer.toString('latin1', position + 1, lineEnd));
    position = lineEnd + 2;
    if ('$=!'.includes(type) && count >= 0) position += count + 2;
    else if (type in perItem && count >= 0) open += count * perItem[type];
    else if (type === '|') open += count * 2 + 1;
    if (position > buffer.length) return -1;
  }
  return position;
}

/** A connection that answers each command with the raw bytes of its reply, as a latin1 string. Out-of-band pushes are left out. */
export class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #waiting = [];
  #ended;

  /** @param {{ port: number, host?: string }} address */
  static open({ port, host = '127.0.0.1' }) {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port, host, noDelay: true });
      socket.once('connect', () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the server closed the connection')));
  }

  send(command, timeout = 10_000) {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#end(new Error(`no reply in ${timeout} ms`)), timeout);
      this.#waiting.push({ resolve, reject, timer });
      this.#socket.write(encode(command));
    });
  }

  close() {
    this.#end(new Error('closed'));
  }

  #take(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    while (this.#waiting.length > 0 && this.#received.length > 0) {
      const end = replyEnd(this.#received, 0);
      if (end < 0) return;
      const reply = this.#received.toString('latin1', 0, end);
      this.#received = this.#received.subarray(end);
      if (reply.startsWith('>')) continue;
      const { resolve, timer } = this.#waiting.shift();
      clearTimeout(timer);
      resolve(reply);
    }
  }

  #end(error) {
    if (this.#ended) return;
    this.#ended = error;
    for (const { reject, timer } of this.#waiting.splice(0)) {
      clearTimeout(timer);
      reject(error);
    }
    this.#socket.destroy();
  }
}

/** A reply as a tree: a leaf is its bytes; an aggregate has its type and children. */
function tree(reply, from = 0) {
  const lineEnd = reply.indexOf('\r\n', from);
  const type = reply[from];
  const count = Number(reply.slice(from + 1, lineEnd));
  let end = lineEnd + 2;
  if ('$=!'.includes(type) && count >= 0) end += count + 2;
  if (!(type in perItem) || count < 0) return { node: reply.slice(from, end), end };
  const children = [];
  for (let i = 0; i < count * perItem[type]; i++) {
    const child = tree(reply, end);
    children.push(child.node);
    end = child.end;
  }
  return { node: { type, children }, end };
}

function sorted(node, types) {
  if (typeof node === 'string') return node;
  let units = node.children.map((child) => sorted(child, types));
  if (node.type === '%') units = units.flatMap((unit, i) => (i % 2 === 0 ? [unit + units[i + 1]] : []));
  if (types.includes(node.type)) units.sort();
  return `${node.type}${node.children.length / perItem[node.type]}\r\n${units.join('')}`;
}

/** The reply in the form in which two servers must agree. `sort`: order of no aggregate matters; `sortmaps`: that of RESP3 sets and maps. */
export function normalised(reply, rules = []) {
  if (rules.includes('sort')) return sorted(tree(reply).node, ['*', '~', '>', '%']);
  if (rules.includes('sortmaps')) return sorted(tree(reply).node, ['~', '%']);
  return reply;
}
