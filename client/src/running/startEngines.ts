import { remoteEngine, type EngineState } from '@luascope/shared/debug';
import { startSandbox } from '../sandbox/engine.js';
import { showPushed } from '../panels/console/execute.js';
import { attachEngine } from '../state/engines.js';
import { app } from '../state/store.js';
import { webSocketTransport } from '../transport/websocket.js';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5000;

/** Starts both targets: the sandbox in its worker, and the live side over the server's WebSocket. */
export function startEngines(): void {
  const sandbox = startSandbox(app.getState().settings.version, () => app.setState({ keepFailed: true }));
  attachEngine('sandbox', sandbox, showPushed);
  app.subscribe(({ settings }) => void sandbox.changeVersion(settings.version));
  connectLive(FIRST_RETRY_MS);
}

/** Connects to the server, and again whenever the connection ends. What was known of the live target stays on the screen meanwhile. */
function connectLive(retryMs: number): void {
  const socket = new WebSocket(new URL('/api/engine?target=live', location.href.replace(/^http/, 'ws')));
  const engine = remoteEngine(webSocketTransport(socket), Date.now);
  let opened = false;
  const detach = attachEngine('live', engine, showPushed, keepFacts);
  socket.addEventListener('open', () => {
    opened = true;
  });
  socket.addEventListener(
    'close',
    () => {
      detach();
      const wait = opened ? FIRST_RETRY_MS : retryMs;
      setTimeout(() => connectLive(Math.min(LAST_RETRY_MS, wait * 2)), wait);
    },
    { once: true },
  );
}

/**
 * A new connection knows nothing yet and a lost one has nothing to say: then the server's facts and what it can do stay as they were, and
 * a target that was lost stays lost until it is ready.
 */
function keepFacts(state: EngineState): EngineState {
  const before = app.getState().health.live;
  if (before === undefined || (state.health !== 'lost' && state.health !== 'starting')) return state;
  const stillLost = state.health === 'starting' && before.health === 'lost' && state.reason === undefined;
  return {
    ...(stillLost ? before : state),
    capabilities: before.capabilities,
    ...(before.server !== undefined && { server: before.server }),
  };
}
