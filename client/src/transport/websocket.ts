import { decodeMessage, encodeMessage, type Transport } from '@luascope/shared/debug';

/**
 * Messages over a WebSocket, as JSON text. What is sent before the connection is open waits for it. Ends with the close code as its
 * reason: `1006`, or whatever the server said (`1008 origin`).
 */
export function webSocketTransport(socket: WebSocket): Transport {
  const waiting: string[] = [];
  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  return {
    send(message) {
      const text = encodeMessage(message);
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(text);
      else if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    onMessage(listener) {
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(decodeMessage(data));
      });
    },
    onEnd(listener) {
      socket.addEventListener('close', ({ code, reason }) => listener(`${code} ${reason}`.trim()), { once: true });
    },
  };
}
