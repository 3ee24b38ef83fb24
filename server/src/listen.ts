import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const TRIES = 100;

/** Listens on `port`, or on the next one that is free; resolves with the port. Rejects for any other reason than a taken port. */
export async function listenFrom(server: Server, host: string, port: number): Promise<number> {
  for (let tried = port; ; tried++) {
    try {
      await listen(server, host, tried);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || tried >= port + TRIES || tried >= 65_535) throw error;
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
