export { capturedOf, TraceReader, type TraceEnd, type TraceFacts } from './trace.js';
