export { Decoder, ProtocolError } from './decode.js';
export { downgrade, encode, encodeCommand } from './encode.js';
export { print, printRaw, printsRaw } from './print.js';
export { RequestError, RequestParser, splitArguments, type RequestLimits } from './request.js';
export * from './value.js';
