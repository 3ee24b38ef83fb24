/**
 * Carries messages between a proxy and an engine: a worker's port or a WebSocket. Messages are plain data (structured clone or JSON is the
 * transport's business); they arrive whole and in order. After `onEnd` nothing more arrives and `send` does nothing.
 */
export interface Transport {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onEnd(listener: (reason: string) => void): void;
}
