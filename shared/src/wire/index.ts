export { readClientMessage, runRequest } from './engine.js';
export { bytes, read } from './read.js';
