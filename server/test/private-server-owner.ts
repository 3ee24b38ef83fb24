import { findBinary } from '../src/redis/binary.js';
import { PrivateServer } from '../src/redis/private-server.js';

/** A process that owns a private server, says where it is, and waits to be killed. */
const binary = await findBinary(process.env['PATH']);
if (binary === undefined) throw new Error('no redis-server or valkey-server on PATH');
const server = new PrivateServer(binary, '16mb');
await server.start(() => undefined);
const { socket, password } = server.address;
process.stdout.write(`${JSON.stringify({ socket, password })}\n`);
