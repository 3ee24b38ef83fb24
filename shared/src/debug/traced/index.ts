export { TraceReader, type TraceEnd, type TraceFacts } from './trace.js';
